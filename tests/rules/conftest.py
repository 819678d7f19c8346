"""The rulebook that travels with the program, read once."""

from __future__ import annotations

import pytest

from amo_desk.rules.rulebook import Rulebook
from amo_desk.usecases.desk import bundled_rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return bundled_rulebook()
