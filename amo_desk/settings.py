"""The settings of this machine: how it looks and prints; what belongs to the office is in the store."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import tomli_w

THEMES = ("system", "light", "dark")
LONGEST_IDLE = 240
PAPERS = ("A5", "A4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`paper` is the sheet of the acknowledgment, `idle_minutes` the time before the screen locks."""

    theme: str = "system"
    paper: str = "A4"
    idle_minutes: int = 10
    fonts: str = ""


def read(path: Path) -> Settings:
    """The settings in a file; what is absent or makes no sense keeps its ordinary value."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    ordinary = Settings()
    known = {
        f.name: data[f.name] for f in fields(Settings) if type(data.get(f.name)) is type(getattr(ordinary, f.name))
    }
    if known.get("theme") not in THEMES:
        known.pop("theme", None)
    if known.get("paper") not in PAPERS:
        known.pop("paper", None)
    if not 1 <= known.get("idle_minutes", 1) <= LONGEST_IDLE:
        known.pop("idle_minutes")
    return Settings(**known)


def write(path: Path, settings: Settings) -> None:
    """Writes the settings."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(asdict(settings)), encoding="utf-8")
