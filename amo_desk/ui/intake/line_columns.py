"""The columns of the lines by kind of form, and what stands in their cells."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Level
from amo_desk.domain.money import number_text
from amo_desk.rules.nomenclature import Act
from amo_desk.ui import messages, theme
from amo_desk.ui.intake.state import LineState
from amo_desk.ui.records import Column

CELLS = {
    "acts": ("", "coefficient", "quantity", "billed", "", "", ""),
    "medicines": ("", "quantity", "billed", "", "", "", ""),
    "dental": ("teeth", "", "faces", "day", "", "billed", "", ""),
    "free": ("", "quantity", "billed", "", "", "", ""),
    "none": (),
}
# The columns that give way where the room is small, the least needed first.
LEAST = {"dental": (4, 6)}


class LineColumns(QObject):
    """What each kind of lines shows; `CELLS` names the part of a line that a cell edits."""

    def of(self, kind: str) -> tuple[Column[LineState], ...]:
        """The columns of one kind."""
        made = {"acts": self._acts, "medicines": self._medicines, "dental": self._dental, "free": self._free}
        return made[kind]() if kind in made else ()

    def _quantity_column(self) -> Column[LineState]:
        return Column(title=self.tr("Qté"), text=_quantity, right=True, width=52, edit=_quantity)

    def _medicines(self) -> tuple[Column[LineState], ...]:
        return (
            Column(title=self.tr("Médicament"), text=_named, stretch=True, colour=_tone, tip=_first_finding),
            self._quantity_column(),
            Column(title=self.tr("Payé"), text=_amount, right=True, width=86, edit=_typed_amount),
            Column(title=self.tr("Base"), text=lambda s: messages.money(s.quote.tnr or None), right=True, width=86),
            Column(title=self.tr("Taux"), text=_rate, right=True, width=60),
            Column(title=self.tr("AMO"), text=lambda s: messages.money(s.quote.amo), right=True, width=86),
            Column(title="", text=_mark, width=32, colour=_tone),
        )

    def _acts(self) -> tuple[Column[LineState], ...]:
        return (
            Column(title=self.tr("Acte"), text=_named, stretch=True, colour=_tone, tip=_first_finding),
            Column(title=self.tr("Coef."), text=_coefficient, right=True, width=70, edit=_coefficient),
            self._quantity_column(),
            Column(title=self.tr("Facturé"), text=_amount, right=True, width=90, edit=_typed_amount),
            Column(title=self.tr("TNR"), text=lambda s: messages.money(s.quote.tnr), right=True, width=86),
            Column(title=self.tr("AMO"), text=lambda s: messages.money(s.quote.amo), right=True, width=86),
            Column(title="", text=_mark, width=32, colour=_tone),
        )

    def _free(self) -> tuple[Column[LineState], ...]:
        return (
            Column(title=self.tr("Prestation"), text=_named, stretch=True, colour=_tone, tip=_first_finding),
            self._quantity_column(),
            Column(title=self.tr("Facturé"), text=_amount, right=True, width=90, edit=_typed_amount),
            Column(title=self.tr("Base"), text=lambda s: messages.money(s.quote.tnr), right=True, width=86),
            Column(title=self.tr("Taux"), text=_rate, right=True, width=60),
            Column(title=self.tr("AMO"), text=lambda s: messages.money(s.quote.amo), right=True, width=86),
            Column(title="", text=_mark, width=32, colour=_tone),
        )

    def _dental(self) -> tuple[Column[LineState], ...]:
        return (
            Column(title=self.tr("Dent"), text=lambda s: _teeth(s) or "–", width=52, edit=_teeth),
            Column(title=self.tr("Acte"), text=self._told, stretch=True, colour=_tone, tip=self._told_whole),
            Column(
                title=self.tr("Faces"),
                text=lambda s: " ".join(s.line.faces) or "–",
                width=56,
                edit=lambda s: s.line.faces,
            ),
            Column(title=self.tr("Date"), text=_day, width=58, edit=_typed_day, tip=_whole_day),
            Column(title=self.tr("TNR"), text=lambda s: messages.money(s.quote.tnr), right=True, width=78),
            Column(title=self.tr("Facturé"), text=_amount, right=True, width=78, edit=_typed_amount),
            Column(title=self.tr("AMO"), text=lambda s: messages.money(s.quote.amo), right=True, width=78),
            Column(title="", text=_mark, width=26, colour=_tone),
        )

    def _told(self, state: LineState) -> str:
        """The act, how its amount is made, and what there is to say of it: a line each."""
        words = f"{state.line.code} {state.line.label}".strip()
        return "\n".join(filter(None, (words, self._made_of(state), _first_finding(state) or _note(state))))

    def _told_whole(self, state: LineState) -> str:
        """The same with every finding."""
        findings = [messages.said(finding.text) for finding in state.findings]
        return "\n".join(dict.fromkeys((*self._told(state).split("\n"), *findings)))

    def _made_of(self, state: LineState) -> str:
        """« D 25 × 17,50 = 437,50 DH × 80 % », or why there is no amount."""
        parts = [self.tr("comme {0}").format(_nature(state))] if state.line.nature else []
        sentence = self._sentence(state)
        if sentence:
            parts.append(sentence)
        elif state.quote.reason in messages.REASONS:
            parts.append(messages.translated(messages.REASONS[state.quote.reason]))
        return " · ".join(parts)

    def _sentence(self, state: LineState) -> str:
        found, quote = state.quotation, state.quote
        if found is None or quote.tnr is None:
            return ""
        plain = found.value * found.coefficient * found.units * (1 + (found.bonus or 0)) * 100
        # Where something else counts, another act of the session, the amount no longer follows from the factors.
        pattern = self.tr("{0} = {1} DH") if plain == quote.tnr else self.tr("{0}, compté {1} DH")
        words = pattern.format(found.made, messages.money(quote.tnr))
        if quote.base is not None and quote.base < quote.tnr:
            words = self.tr("{0}, facturé {1} DH").format(words, messages.money(quote.base))
        return words if found.rate is None else self.tr("{0} × {1} %").format(words, f"{found.rate * 100:.0f}")


def quotation(act: Act, line: Line) -> str:
    """A letter-key with its coefficient: « D 25 »; the letter alone where it has none."""
    number = act.coefficient if line.coefficient is None else line.coefficient
    return act.letter if number is None else f"{act.letter} {number_text(number)}"


def _tone(state: LineState) -> QColor | None:
    levels = {finding.standing for finding in state.findings}
    if Level.BLOCK in levels:
        return theme.current().colour("red")
    return theme.current().colour("amber") if Level.WARN in levels else None


def _first_finding(state: LineState) -> str:
    return messages.said(state.findings[0].text) if state.findings else ""


def _named(state: LineState) -> str:
    below = _first_finding(state) or _note(state) or state.detail
    return f"{state.line.label or state.line.code}\n{below}"


def _quantity(state: LineState) -> str:
    return str(state.line.quantity)


def _note(state: LineState) -> str:
    """Why a line that can be computed counts for less."""
    return messages.translated(messages.NOTES.get(state.quote.note, "")) if state.quote.note else ""


def _amount(state: LineState) -> str:
    return messages.money(state.line.billed)


def _typed_amount(state: LineState) -> str:
    return "" if state.line.billed is None else _amount(state)


def _mark(state: LineState) -> str:
    levels = {finding.standing for finding in state.findings}
    if Level.BLOCK in levels:
        return "✕"
    return "!" if Level.WARN in levels or state.quote.amo is None else "✓"


def _rate(state: LineState) -> str:
    return "–" if state.quote.rate is None else f"{state.quote.rate * 100:.0f} %"


def _coefficient(state: LineState) -> str:
    number = state.line.coefficient
    if number is None and state.act is not None:
        number = state.act.coefficient
    return "–" if number is None else number_text(number)


def _nature(state: LineState) -> str:
    """The code of the crown that an element counts as, with its name unless the line bears it already."""
    words = messages.said(state.nature.label) if state.nature else ""
    return state.line.nature if words in state.line.label else f"{state.line.nature} {words}"


def _day(state: LineState) -> str:
    """The day of an act as short as it can be: its year only where it is not that of the care."""
    if state.line.day is None:
        return "–"
    return f"{state.line.day:%d/%m}" if state.same_year else f"{state.line.day:%d/%m/%y}"


def _typed_day(state: LineState) -> str:
    return f"{state.line.day:%d/%m/%Y}" if state.line.day else ""


def _whole_day(state: LineState) -> str:
    return messages.day_text(state.line.day)


def _teeth(state: LineState) -> str:
    return " ".join(str(tooth) for tooth in state.line.teeth)
