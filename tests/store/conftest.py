"""What tests of the store ask for besides a desk: its password, and its file opened without the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from amo_desk.store.database import DATABASE
from amo_desk.usecases.desk import Desk


@pytest.fixture
def password() -> str:
    """The password of s.bennani in the template of the root conftest."""
    return "guichet-trois-2026"


@pytest.fixture
def bare(desk: Desk) -> Callable[[], Any]:
    """Closes the desk and opens its database directly, as somebody with the key and a tool would."""

    def opened() -> Any:
        desk.store.close()
        connection = sqlcipher.connect(str(Path(desk.store.folder) / DATABASE), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{desk.store.key.hex()}'\"")
        return connection

    return opened
