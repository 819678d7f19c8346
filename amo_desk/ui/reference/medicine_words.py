"""The words of the medicines of the reference: their rows, and the whole of one as a text to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import Centimes
from amo_desk.ui.messages import GRADES, day_text, money, said, translated
from amo_desk.ui.reference import words
from amo_desk.ui.reference.words import colour, columns, facts, plain, title
from amo_desk.usecases.medicines import Card, Listed, Step

UNKNOWN = QT_TRANSLATE_NOOP("messages", "Code inconnu des listes")
NO_LIST = QT_TRANSLATE_NOOP("messages", "code inconnu")
GONE = QT_TRANSLATE_NOOP("messages", "retiré")
NEW = QT_TRANSLATE_NOOP("messages", "nouveau")
OF_PRICE = {
    "ppv": QT_TRANSLATE_NOOP("messages", "{0}"),
    "base": QT_TRANSLATE_NOOP("messages", "base {0}"),
    "ph": QT_TRANSLATE_NOOP("messages", "PH {0}"),
}
KINDS = {True: QT_TRANSLATE_NOOP("messages", "générique"), False: QT_TRANSLATE_NOOP("messages", "princeps")}
CODE = QT_TRANSLATE_NOOP("messages", "Code")
WRONG_KEY = QT_TRANSLATE_NOOP("messages", "clé de contrôle inexacte, relisez la boîte")
SUBSTANCE = QT_TRANSLATE_NOOP("messages", "Substance (DCI)")
FORM = QT_TRANSLATE_NOOP("messages", "Forme")
PRESENTATION = QT_TRANSLATE_NOOP("messages", "Présentation")
PPV = QT_TRANSLATE_NOOP("messages", "Prix public (PPV)")
PH = QT_TRANSLATE_NOOP("messages", "Prix hospitalier (PH)")
BASE = QT_TRANSLATE_NOOP("messages", "Base (PRIX_BR)")
RATE = QT_TRANSLATE_NOOP("messages", "Taux de la liste")
NOT_REFUNDED = QT_TRANSLATE_NOOP("messages", "non remboursable")
AMO = QT_TRANSLATE_NOOP("messages", "AMO au plus, hors ALD")
A_BOX = QT_TRANSLATE_NOOP("messages", "{0} par boîte, avant complément")
LIST = QT_TRANSLATE_NOOP("messages", "Prix de la liste du")
COSTLY = QT_TRANSLATE_NOOP("messages", "Coûteux (PECOF)")
COSTLY_YES = QT_TRANSLATE_NOOP("messages", "oui : tiers payant chez le pharmacien")
COSTLY_NO = QT_TRANSLATE_NOOP("messages", "non : absent du relevé de {0} codes")
COSTLY_ADVICE = QT_TRANSLATE_NOOP("messages", "PECOF ({0}). {1}")
COSTLY_LIST = QT_TRANSLATE_NOOP("messages", "Relevé PECOF")
COSTLY_SAID = QT_TRANSLATE_NOOP("messages", "depuis le {0}, {1}")
PRICES_BY_LIST = QT_TRANSLATE_NOOP("messages", "Prix par liste")
HEADS = (
    QT_TRANSLATE_NOOP("messages", "Depuis le"),
    QT_TRANSLATE_NOOP("messages", "PPV"),
    QT_TRANSLATE_NOOP("messages", "Écart"),
    QT_TRANSLATE_NOOP("messages", "PRIX_BR"),
    QT_TRANSLATE_NOOP("messages", "Écart"),
    QT_TRANSLATE_NOOP("messages", "Taux"),
)
ABSENT = QT_TRANSLATE_NOOP("messages", "absent de cette liste")
WITHDRAWN = QT_TRANSLATE_NOOP(
    "messages", "Absent de la liste en vigueur depuis le {0}. Derniers prix connus : liste du {1}."
)
COMING = QT_TRANSLATE_NOOP("messages", "Absent de la liste en vigueur depuis le {0} ; il entre le {1}.")
NOWHERE = QT_TRANSLATE_NOOP("messages", "Code inconnu des listes du registre.")


def row_name(row: Listed) -> str:
    """The product on one line, as far as anything is known of it."""
    return row.medicine.label if row.medicine else row.name or translated(UNKNOWN)


def row_kind(row: Listed) -> str:
    """Princeps or generic."""
    return translated(KINDS[row.medicine.generic]) if row.medicine else ""


def rate_text(medicine: Medicine | None) -> str:
    """The rate of refund that the list prints."""
    return f"{plain(medicine.rate * 100)}\u00a0%" if medicine else ""


def price(amount: Centimes) -> str:
    """A price, a dash where the list prints none."""
    return money(amount or None)


def row_change(row: Listed, today: date, *, compared: bool) -> str:
    """What the list in force changed about a product, the public price first; `compared` says there is one before."""
    if row.medicine is None:
        return translated(NO_LIST)
    if not row.in_force:
        return translated(words.TO_COME if row.medicine.edition_day > today else GONE)
    if row.before is None:
        return translated(NEW) if compared else ""
    for name, source in OF_PRICE.items():
        old, new = getattr(row.before, name), getattr(row.medicine, name)
        if old != new:
            return translated(source).format(change_text(old, new))
    return "="


def change_text(old: Centimes, new: Centimes) -> str:
    r"""From one price to another: the difference in dirhams and in hundredths.

    >>> change_text(1000, 1250).replace("\u00a0", " "), change_text(1250, 1000).replace("\u00a0", " ")
    ('+2,50 (+25 %)', '-2,50 (-20 %)')
    >>> change_text(0, 1000), change_text(1000, 1000)
    ('–', '=')
    """
    if old == new:
        return "="
    if not old or not new:
        return money(None)
    change = (Decimal(new - old) * 100 / old).quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = "+" if new > old else ""
    return f"{sign}{money(new - old)} ({sign}{plain(change)}\u00a0%)"


def card_html(card: Card, today: date) -> str:
    """The whole of a product: what it is and costs today at the left, its prices by list at the right."""
    listed = card.listed
    left = [f"<p><b>{escape(row_name(listed))}</b></p>", _warning(card, today)]
    if listed.costly and card.costly_advice is not None:
        grade = translated(GRADES[card.costly.grade])
        left.append(_amber(translated(COSTLY_ADVICE).format(grade, said(card.costly_advice))))
    left.append(facts(list(_facts(card))))
    right = title(translated(PRICES_BY_LIST)) + _prices(card.steps, card.current, today) if listed.medicine else ""
    return columns("".join(left), right)


def _warning(card: Card, today: date) -> str:
    medicine, current = card.listed.medicine, card.current
    if medicine is None:
        advice = said(card.unknown_advice) if card.unknown_advice else ""
        return _amber(" ".join(filter(None, (translated(NOWHERE), advice))))
    if card.listed.in_force or current is None:
        return ""
    source = COMING if medicine.edition_day > today else WITHDRAWN
    return _amber(translated(source).format(day_text(current.day), day_text(medicine.edition_day)))


def _amber(text: str) -> str:
    return f'<p style="color:{colour("amber")}">{escape(text)}</p>'


def _facts(card: Card) -> Iterator[tuple[str, str]]:
    listed, medicine, source = card.listed, card.listed.medicine, card.costly
    yield translated(CODE), f"{listed.code} · {translated(WRONG_KEY)}" if card.wrong_key else listed.code
    if medicine is not None:
        yield translated(SUBSTANCE), " · ".join(filter(None, (medicine.dci, row_kind(listed))))
        yield translated(LIST), day_text(medicine.edition_day)
        for name, amount in ((PPV, medicine.ppv), (PH, medicine.ph), (BASE, medicine.base)):
            yield translated(name), f"{money(amount)}\u00a0DH" if amount else price(amount)
        yield translated(RATE), rate_text(medicine) if medicine.rate else translated(NOT_REFUNDED)
        if card.amo is not None:
            yield translated(AMO), translated(A_BOX).format(f"{money(card.amo)}\u00a0DH")
    costly = translated(COSTLY_YES) if listed.costly else translated(COSTLY_NO).format(card.costly_count)
    yield translated(COSTLY), costly
    grade = translated(GRADES[source.grade])
    yield translated(COSTLY_LIST), f"{source.title}, {translated(COSTLY_SAID).format(day_text(source.since), grade)}"
    if medicine is not None:
        yield translated(FORM), medicine.form.lower()
        yield translated(PRESENTATION), medicine.presentation.lower()


def _prices(steps: Sequence[Step], current: object, today: date) -> str:
    """The lists one below the other, the latest first, each under its prices."""
    rows = [_line([f'<span style="color:{colour("quiet")}">{escape(translated(head))}</span>' for head in HEADS])]
    for step in steps:
        edition, medicine, before = step.edition, step.medicine, step.before
        state = words.IN_FORCE if edition == current else words.TO_COME if edition.day > today else ""
        day = f"<b>{day_text(edition.day)}</b>" if edition == current else day_text(edition.day)
        if medicine is None:
            absent = f'<td colspan=5 style="color:{colour("amber")}">{escape(translated(ABSENT))}</td>'
            rows.append(f"<tr><td>{day}</td>{absent}</tr>")
        else:
            ppv = change_text(before.ppv, medicine.ppv) if before else ""
            base = change_text(before.base, medicine.base) if before else ""
            cells = (day, price(medicine.ppv), ppv, price(medicine.base), base, rate_text(medicine))
            rows.append(_line(cells))
        about = " · ".join(filter(None, (edition.label, translated(state) if state else "")))
        rows.append(f'<tr><td colspan=6 style="color:{colour("quiet")}">{escape(about)}</td></tr>')
    return f"<table cellspacing=0 cellpadding=2>{''.join(rows)}</table>"


def _line(cells: Sequence[str]) -> str:
    """A row of a table: a day, then numbers at the right."""
    first, *numbers = cells
    told = "".join(f'<td align="right" style="padding-left:20px">{cell}</td>' for cell in numbers)
    return f"<tr><td>{first}</td>{told}</tr>"
