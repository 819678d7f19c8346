"""`python -m amo_desk` is the same as `amo-desk`."""

import sys

from amo_desk.app import main

if __name__ == "__main__":
    sys.exit(main())
