"""Where files live: what travels with the program, and what belongs to this machine."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_APPLICATION = "amo-desk"


def bundled(name: str) -> Path:
    """A folder or file that travels with the program: below `forms`, `db` or `resources`.

    An installed or packaged program has them inside the package, a checkout has them beside it.
    """
    inside = _PACKAGE / "bundled" / name
    return inside if inside.exists() else _PACKAGE.parent / name


DATABASE, KEYS, SERVER = "amo.db", "keys.json", "server.json"


def store_exists(folder: Path) -> bool:
    """Whether a store was made in this folder, whole or not."""
    return (folder / DATABASE).exists() or (folder / KEYS).exists()


def default_store() -> Path:
    """The folder of this machine's store."""
    return Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False)) / "store"


def settings_file() -> Path:
    """The file with this machine's settings."""
    return Path(platformdirs.user_config_dir(_APPLICATION, appauthor=False)) / "settings.toml"


def log_folder() -> Path:
    """The folder of the log, which holds identifiers of records and no personal data."""
    return Path(platformdirs.user_log_dir(_APPLICATION, appauthor=False))


def documents_folder() -> Path:
    """Where papers are saved unless the agent chooses another place."""
    return Path(platformdirs.user_documents_dir())
