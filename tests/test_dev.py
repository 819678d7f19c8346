"""The tooling keeps its promises: a bare Python is enough, the lock is whole, the wheel is complete."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
BLOCKS = [block for block in re.split(r"\n(?=[a-z0-9])", LOCK) if not block.startswith("#")]


def locked() -> dict[str, Requirement]:
    lines = (block.split("\\")[0].strip() for block in BLOCKS)
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_dev_py_imports_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_an_older_python_can_read_dev_py_up_to_its_refusal() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_dev_py_has_the_promised_commands_and_tells_them(dev: ModuleType) -> None:
    assert set(dev.COMMANDS) == {"run", "test", "check", "bench", "lock", "build"}
    told = re.findall(r"^  ([a-z]+) ", dev.HELP, re.MULTILINE)
    assert set(told) == set(dev.COMMANDS)


def test_dev_py_refuses_an_unknown_command(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["unknown"]) == 2
    assert "usage:" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="apt packages are named on Linux only")
def test_a_missing_library_is_told_with_its_package(dev: ModuleType) -> None:
    with pytest.raises(dev.Stop, match=r"apt install libnothing7$"):
        dev.require_libraries({"libnothing.so.7": "libnothing7", "libc.so.6": "libc6"})


def test_the_lock_holds_no_address_and_no_path() -> None:
    assert "://" not in LOCK
    assert " @ " not in LOCK
    assert not re.search(r"^\s*(-|/)", LOCK.replace("    --hash=", "hash="), re.MULTILINE)


def test_every_locked_version_is_exact_and_hashed() -> None:
    assert len(BLOCKS) > len(PROJECT["dependencies"])
    for block in BLOCKS:
        assert re.match(r"[a-z0-9.-]+==\S+", block), block
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), block


@pytest.mark.parametrize("text", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
def test_the_lock_satisfies_pyproject(text: str) -> None:
    wanted = Requirement(text)
    (pin,) = locked()[canonicalize_name(wanted.name)].specifier
    assert Version(pin.version) in wanted.specifier


def test_the_lock_serves_windows_too() -> None:
    assert str(locked()["colorama"].marker) == 'sys_platform == "win32"'


def test_the_locked_qt_is_older_than_the_one_which_loses_references() -> None:
    (pin,) = locked()["pyside6-essentials"].specifier
    assert Version(pin.version) < Version("6.12")


def test_emitting_a_signal_many_times_does_not_abort() -> None:
    # PySide6 6.12.0 on CPython 3.11 aborts after about 570 emissions.
    program = """
from PySide6.QtCore import QObject, Signal

class Emitter(QObject):
    told = Signal(bool)

heard = []
emitter = Emitter()
emitter.told.connect(heard.append)
for _ in range(5000):
    emitter.told.emit(True)
print(len(heard))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "5000"), done.stderr


def test_the_wheel_carries_the_data_and_no_cache(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("forms", "db", "resources"):
        files = [file.relative_to(ROOT) for file in (ROOT / folder).rglob("*") if file.is_file()]
        own = {f"amo_desk/bundled/{file.as_posix()}" for file in files if "__pycache__" not in file.parts}
        assert own <= names
    assert "amo_desk/app.py" in names
    assert not [name for name in names if "__pycache__" in name]
