"""What tests of the store ask for besides a desk: its password, and its data opened without the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from conftest import DATABASE as SHARED

from amo_desk.store.database import DATABASE
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk


@pytest.fixture
def password() -> str:
    """The password of s.bennani in the template of the root conftest."""
    return "guichet-trois-2026"


@pytest.fixture
def bare(desk: Desk, backend: str, request: pytest.FixtureRequest) -> Callable[[], Any]:
    """Closes the desk and opens its database directly, as somebody with the key and a tool would."""

    def opened() -> Any:
        desk.store.close()
        if backend == "server":
            return request.getfixturevalue("postgresql").connect(SHARED)
        connection = sqlcipher.connect(str(Path(desk.store.folder) / DATABASE), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{desk.store.key.hex()}'\"")
        return connection

    return opened


@pytest.fixture
def again(desk: Desk, store_folder: Path, clock: SetClock, password: str) -> Iterator[Callable[[], Desk]]:
    """Closes the desk and sits down at it again, as on the next morning."""
    with ExitStack() as at_the_end:

        def seated() -> Desk:
            desk.store.close()
            opened = accounts.log_in(store_folder, "s.bennani", password, clock)
            at_the_end.callback(opened.store.close)
            return opened

        yield seated
