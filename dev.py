#!/usr/bin/env python3
"""Prepare the environment of AMO Desk and do the daily work in it, with nothing but a bare Python."""

# This file must at least be read by an older Python, to say which one is wanted: no newer syntax here.
from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HELP = """usage: python3 dev.py COMMAND [arguments passed on]

  run     start the program; without arguments, with an invented office (--demo)
  test    run the tests (arguments go to pytest)
  check   the five checks: ruff check, ruff format, mypy, lint-imports, pytest
  bench   run the benchmarks of tests/bench
  lock    renew requirements.lock (--upgrade: with the newest versions)
  build   make the one-folder program in dist/ and try it

The first command makes .venv from requirements.lock; the following ones start at once."""

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "ready"
WINDOWS = os.name == "nt"
PROGRAMS = ENVIRONMENT / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")

# What the Qt of PySide6 loads and a Debian without a desktop may lack: library, apt package.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
# What a window on an X11 screen needs besides.
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}


class Stop(Exception):
    """A sentence for whoever typed the command; nothing else is to be shown."""


def main(arguments: list[str]) -> int:
    """Do one command and return its exit code."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        print(
            "AMO Desk demande Python 3.11 à 3.14 / needs Python 3.11 to 3.14; this is "
            + sys.version.split(maxsplit=1)[0],
            file=sys.stderr,
        )
        return 2
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        print(HELP)
        return 0 if arguments in (["-h"], ["--help"], ["help"]) else 2
    try:
        return command(arguments[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Start the program; a machine without a screen gets the demonstration papers instead."""
    prepare()
    arguments = arguments or ["--demo"]
    wants_window = arguments[0].startswith("-") and not {"-h", "--help", "--version"} & set(arguments)
    if not wants_window:
        return call(PYTHON, "-m", "amo_desk", *arguments, offscreen=True)
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        print("No screen here: the papers of the demonstration are written to build/demo instead.", flush=True)
        return call(PYTHON, "-m", "amo_desk", "demo", "--out", ROOT / "build" / "demo", offscreen=True)
    require_libraries(QT_LIBRARIES)
    if os.environ.get("DISPLAY"):
        require_libraries(WINDOW_LIBRARIES)
    return call(PYTHON, "-m", "amo_desk", *arguments)


def test(arguments: list[str]) -> int:
    """Run the tests, without a screen: all of them on two cores, in a random order where CI is set."""
    prepare()
    require_libraries(QT_LIBRARIES)
    order = ["-p", "randomly"] if os.environ.get("CI") else []
    # A file stays on one core: what it makes once, a store or a tour, is made once.
    spread = [] if arguments else ["-p", "no:benchmark", "-n", "2", "--dist", "loadfile"]
    return call(PYTHON, "-m", "pytest", *order, *spread, *arguments, offscreen=True)


def check(arguments: list[str]) -> int:
    """Run the five checks, all of them whatever the first ones say."""
    prepare()
    checks: dict[str, Callable[[], int]] = {
        "ruff check": lambda: call(PYTHON, "-m", "ruff", "check"),
        "ruff format --check": lambda: call(PYTHON, "-m", "ruff", "format", "--check"),
        "mypy": lambda: call(PYTHON, "-m", "mypy"),
        "lint-imports": lambda: call(PROGRAMS / "lint-imports"),
        "pytest": lambda: test(arguments),
    }
    failed: list[str] = []
    for name, step in checks.items():
        print(f"\n== {name}", flush=True)
        try:
            code = step()
        except Stop as stop:
            print(stop)
            code = 1
        if code != 0:
            failed.append(name)
    print("\n== summary")
    for name in checks:
        print(f"{'FAILED' if name in failed else 'ok':<7} {name}")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run the benchmarks, which no other command runs."""
    prepare()
    require_libraries(QT_LIBRARIES)
    return call(PYTHON, "-m", "pytest", "tests/bench", "--benchmark-only", *arguments, offscreen=True)


def lock(arguments: list[str]) -> int:
    """Renew requirements.lock for Linux and Windows: every version with its hashes, no registry address."""
    if not STAMP.is_file():
        make_environment()
    pip("--quiet", "uv>=0.9,<1")
    code = call(
        PYTHON, "-m", "uv", "pip", "compile", PROJECT.name, "--output-file", LOCK.name, "--extra", "dev",
        "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
        "--no-emit-find-links", "--custom-compile-command", "python3 dev.py lock", "--quiet", *arguments,
    )  # fmt: skip
    if code == 0 and "://" in LOCK.read_text(encoding="utf-8"):
        raise Stop("requirements.lock holds an address: a requirement of pyproject.toml names one.")
    return code


def build(arguments: list[str]) -> int:
    """Make the one-folder program, then try it where nothing of this tree is at hand."""
    prepare()
    require_libraries(QT_LIBRARIES)
    made = call(
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", ROOT / "dist",
        "--workpath", ROOT / "build" / "pyinstaller", ROOT / "build_installer.spec", *arguments,
    )  # fmt: skip
    if made != 0:
        return made
    program = ROOT / "dist" / "amo-desk" / ("amo-desk.exe" if WINDOWS else "amo-desk")
    return call(program, "selftest", offscreen=True) or call(
        program, "demo", "--out", ROOT / "build" / "demo-built", offscreen=True
    )


COMMANDS = {"run": run, "test": test, "check": check, "bench": bench, "lock": lock, "build": build}


def prepare() -> None:
    """Make .venv what requirements.lock and pyproject.toml say, if it is not yet."""
    wanted = fingerprints()
    found = STAMP.read_text(encoding="ascii").split() if STAMP.is_file() and PYTHON.exists() else []
    if found == wanted:
        return
    # The stamp goes first and comes back last: an interrupted preparation is done again.
    if found:
        STAMP.unlink()
    if found[:1] != wanted[:1]:
        print("Preparing .venv from requirements.lock (some minutes the first time) ...", flush=True)
        make_environment()
        # Wheels only: building a source archive would run code and fetch tools that no hash covers.
        pip("--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement", LOCK)
    pip("--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    STAMP.write_text("\n".join(wanted), encoding="ascii")


def fingerprints() -> list[str]:
    """What the environment depends on: place, Python and lock first, then the project's own metadata."""
    place = "\n".join((str(ROOT), sys.base_prefix, sys.version)).encode()
    return [
        hashlib.sha256(place + LOCK.read_bytes()).hexdigest(),
        hashlib.sha256(PROJECT.read_bytes()).hexdigest(),
    ]


def make_environment() -> None:
    """Make an empty .venv, in place of what is there."""
    if Path(sys.prefix).resolve() == ENVIRONMENT:
        raise Stop("The Python of .venv cannot make .venv again: start dev.py with the system's.")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Stop("This Python cannot make an environment: apt install python3-venv.")
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    if call(sys.executable, "-m", "venv", ENVIRONMENT) != 0:
        raise Stop("The environment .venv could not be made (see above).")


def pip(*arguments: str | Path) -> None:
    """Install into .venv with pip."""
    if call(PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *arguments) != 0:
        raise Stop("pip could not install what .venv needs (see above); run the same command again.")


def call(program: str | Path, *arguments: str | Path, offscreen: bool = False) -> int:
    """Run a program in the project's folder and return its exit code."""
    environment = dict(os.environ)
    if offscreen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [str(program), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def require_libraries(libraries: dict[str, str]) -> None:
    """Stop with the apt packages to install when Linux lacks libraries that Qt loads."""
    if sys.platform != "linux":
        return
    missing = [package for library, package in libraries.items() if not loads(library)]
    if missing:
        raise Stop("Qt needs system libraries that are not here: apt install " + " ".join(missing))


def loads(library: str) -> bool:
    """Whether the system finds this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
