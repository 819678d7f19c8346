"""Every sentence on screen goes through the translation: none is written past it, none is asked for in vain."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from dossiers import received
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHeaderView,
    QLineEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from treatments import granted

from amo_desk import paths
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases.clock import SetClock
from ui.counter import Counter, settle, texts
from ui.driving import ENTER, ESC, write

PAGES = paths.bundled("amo_desk") / "ui"
TRANSLATED = {"tr", "translate", "translated", "QT_TRANSLATE_NOOP", "said", "sentence", "day_text", "money"}
# Calls whose first argument is read by the agent, and keywords that are.
SHOWN = {
    "QLabel", "QPushButton", "QCheckBox", "QAction", "QTreeWidgetItem", "QListWidgetItem",
    "label", "button", "card_title", "field_box", "Entry", "SecretEntry", "RowButton",
    "setText", "setToolTip", "setPlaceholderText", "setWindowTitle", "setAccessibleName", "setAccessibleDescription",
    "setNameFilter", "setHeaderLabels", "addItem", "setTitle", "table", "listing",
}  # fmt: skip
SHOWN_KEYWORDS = {"label", "title", "hint", "placeholder", "text"}
SECOND = {"say"}
# What has no language: the product's own name.
PROPER = {"AMO Desk"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def plain_words(node: ast.expr) -> Iterator[str]:
    """The words in an expression that no translation saw."""
    if isinstance(node, ast.Call) and called(node) in TRANSLATED:
        return
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and re.search(r"[^\W\d_]", re.sub(r"\\[nt]", "", node.value)):
            yield node.value
        return
    if isinstance(node, ast.Call):
        children: list[ast.expr] = [*node.args]
        children += [node.func.value] if isinstance(node.func, ast.Attribute) else []
    elif isinstance(node, (ast.Subscript, ast.Compare)):
        children = []
    elif isinstance(node, ast.IfExp):
        children = [node.body, node.orelse]
    elif isinstance(node, ast.FormattedValue):
        children = [node.value]
    else:
        children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    for child in children:
        yield from plain_words(child)


def untranslated(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        shown = [keyword.value for keyword in node.keywords if keyword.arg in SHOWN_KEYWORDS]
        if name in SHOWN:
            shown += node.args[:1]
        if name in SECOND:
            shown += node.args[1:2]
        for expression in shown:
            for words in plain_words(expression):
                if words not in PROPER:
                    yield node.lineno, words


def test_no_sentence_is_written_past_the_translation() -> None:
    found = []
    for file in sorted(PAGES.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found += [(f"{file.relative_to(PAGES)}:{line}", words) for line, words in untranslated(tree)]
    assert found == []


@pytest.mark.parametrize(
    "code,seen",
    [
        ("label('Bonjour', 'quiet')", True),
        ("label(self.tr('Bonjour'), 'quiet')", False),
        ("w.setText(f'{n} jours')", True),
        ("w.setText('✓ {0}'.format(n))", False),
        ("Action(label='Lots', run=f)", True),
        ("notices.say('bad', 'Non')", True),
        ("w.setText(one if n == 'x' else self.tr('deux'))", False),
        ("w.setText('un' if n else self.tr('deux'))", True),
    ],
)
def test_the_walk_sees_what_it_looks_for(code: str, seen: bool) -> None:
    assert bool(list(untranslated(ast.parse(code)))) is seen


@pytest.fixture(scope="session")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> frozenset[tuple[str, str]]:
    """The contexts and sources that the translator's tool finds in the pages."""
    beside = Path(sys.executable).with_name("pyside6-lupdate")
    tool = str(beside) if beside.exists() else shutil.which("pyside6-lupdate")
    if tool is None:
        pytest.skip("pyside6-lupdate is not installed")
    file = tmp_path_factory.mktemp("ts") / "amo-desk.ts"
    command = [tool, *(str(path) for path in sorted(PAGES.rglob("*.py"))), "-ts", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    root = ET.parse(file).getroot()  # noqa: S314  written a moment ago by the tool
    return frozenset(
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in root.iter("context")
        for message in context.iter("message")
    )


def test_the_tool_finds_the_sentences(extracted: frozenset[tuple[str, str]]) -> None:
    assert len(extracted) > 200
    assert ("TopBar", "Rechercher un membre ou un reçu") in extracted
    assert ("messages", "Un brouillon ne peut pas partir dans un lot.") in extracted


def test_every_context_is_a_class_of_ours(extracted: frozenset[tuple[str, str]]) -> None:
    classes = {"messages"}
    for file in PAGES.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        classes |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    assert {context for context, _ in extracted} - classes == set()


class Pseudo(QTranslator):
    """Puts every source that the tool found into brackets, and remembers what else was asked for."""

    def __init__(self, extracted: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self._extracted = extracted
        self._ours = {context for context, _ in extracted}
        self.answered: set[str] = set()
        self.asked: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
        del disambiguation, n
        if (context, source) in self._extracted:
            self.answered.add(source)
            return f"[{source}]"
        if context in self._ours:
            self.asked.add((context, source))
        return None

    def in_vain(self) -> set[tuple[str, str]]:
        """What a class of ours asked for and no translator could have answered."""
        return {(context, source) for context, source in self.asked if source not in self.answered}


@pytest.fixture
def pseudo(qapp: QApplication, extracted: frozenset[tuple[str, str]]) -> Iterator[Pseudo]:
    made = Pseudo(extracted)
    qapp.installTranslator(made)
    yield made
    qapp.removeTranslator(made)


def fixed_words(page: QWidget) -> list[str]:
    """Texts of the page that are no data: buttons, placeholders, titles of columns."""
    settle()
    found = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QAbstractButton) and widget.objectName() != "Agent":
            found.append(widget.text())
        elif isinstance(widget, QLineEdit):
            found.append(widget.placeholderText())
        elif isinstance(widget, QHeaderView) and isinstance(widget.parent(), QTableView) and widget.isVisible():
            model = widget.model()
            titles = [model.headerData(n, widget.orientation()) for n in range(widget.count())] if model else []
            found += [str(title) for title in titles if title]
    return [words for words in found if re.search(r"[^\W\d_]", words)]


DATA = {"S. Bennani", "0,00", "ODF : premier semestre"}


def test_every_page_speaks_the_language_of_the_translator(pseudo: Pseudo, listed: Counter) -> None:
    workplace = listed.log_in()
    received(workplace.desk)
    seen = {}
    granted(workplace.desk)
    for key in (
        Key.SEARCH,
        Key.LOTS,
        Key.REGISTERS,
        Key.PRACTITIONERS,
        Key.DUPLICATES,
        Key.ACCOUNTS,
        Key.AGREEMENTS,
        Key.ODF,
    ):
        listed.press(key)
        seen[key.name] = fixed_words(workplace)
    listed.search("alami")
    seen["results"] = fixed_words(workplace)
    for form, entry in ((1, "B 120 = 150"), (2, "2000000000015"), (3, "16 D706 = 600")):
        listed.begin(form)
        listed.enter_lines(entry)
        listed.press(Key.FINDINGS, Key.OVERRIDE)
        seen[f"form {form}"] = fixed_words(workplace.pages.intake.view.form.lines) + fixed_words(workplace.top)
        listed.press(Key.MISSING)
        seen["preview"] = fixed_words(workplace)
        listed.press(ESC, ESC, ESC)
    for place, words in seen.items():
        assert len(words) > 1, place
        assert [one for one in words if not one.startswith("[") and one not in DATA] == [], place
    assert sorted(pseudo.in_vain()) == []


def test_sentences_with_figures_keep_their_places(pseudo: Pseudo, counter: Counter) -> None:
    workplace = counter.log_in()
    assert pseudo.answered
    shown = texts(workplace)
    assert "[0 reçu" in shown or "[{0}" not in shown
    assert "{0}" not in shown
    assert "[Droits ouverts]" not in shown
    write("0123456")
    shown = texts(workplace)
    assert "[Droits ouverts]" in shown
    assert "[FAMILLE]" in shown
    assert "[assuré]" in shown
    counter.press(ENTER)
    assert "[Nouveau dossier pour EL ALAMI Mohamed]" in texts(workplace)


def test_the_keys_of_the_moment_are_translated(pseudo: Pseudo, counter: Counter) -> None:
    workplace = counter.log_in()
    counter.begin(1)
    assert pseudo.answered
    labels = [action.label for action in workplace.actions_now()]
    assert [one for one in labels if not one.startswith("[") and one != "EL ALAMI Mohamed"] == []


def test_the_lock_the_login_and_the_first_run_are_translated(
    pseudo: Pseudo, qtbot: QtBot, counter: Counter, tmp_path: Path, clock: SetClock
) -> None:
    counter.log_in()
    counter.press(Key.LOCK)
    assert counter.window is not None
    words = fixed_words(counter.window)
    counter.press(Key.LOG_OUT)
    words += fixed_words(counter.window)
    counter.close()
    first = Counter(qtbot, tmp_path / "none", clock)
    words += fixed_words(first.open(first_run=True))
    first.close()
    assert len(words) > 5
    assert [one for one in words if not one.startswith("[")] == []
    assert sorted(pseudo.in_vain()) == []


def test_troubles_are_translated(pseudo: Pseudo, counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    counter.enter_lines("XYZ")
    assert pseudo.answered
    assert counter.said[-1][1].startswith("[Acte inconnu : XYZ")
