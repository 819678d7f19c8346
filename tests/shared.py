"""The public files that tests may read: a folder beside the checkout, absent on most machines."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="no folder shared/data beside the checkout: public files of other people, not ours to ship",
)
