"""The words of the reference page: values with their units, kinds, and the whole of an entry as a text to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.domain.findings import Level, Overrider
from amo_desk.domain.money import amount_text, centimes
from amo_desk.domain.sources import Source
from amo_desk.ui import messages, theme
from amo_desk.ui.messages import day_text, said, translated
from amo_desk.ui.reference.state import Calculation
from amo_desk.usecases.reference import Asked, Dated, Entry, Reference, Section

SECTIONS = {
    Section.LETTER_KEYS: QT_TRANSLATE_NOOP("messages", "Lettre-clé"),
    Section.ACTS: QT_TRANSLATE_NOOP("messages", "Acte"),
    Section.ILLNESSES: QT_TRANSLATE_NOOP("messages", "ALD"),
    Section.MUTUELLES: QT_TRANSLATE_NOOP("messages", "Mutuelle"),
    Section.FORMS: QT_TRANSLATE_NOOP("messages", "Dossier"),
    Section.PARAMETERS: QT_TRANSLATE_NOOP("messages", "Paramètre"),
    Section.DOUBTS: QT_TRANSLATE_NOOP("messages", "À confirmer"),
}
KINDS = {
    "letter_key": QT_TRANSLATE_NOOP("messages", "lettre-clé"),
    "care": QT_TRANSLATE_NOOP("messages", "soins"),
    "prosthesis_fixed": QT_TRANSLATE_NOOP("messages", "prothèse fixe"),
    "excluded": QT_TRANSLATE_NOOP("messages", "jamais remboursable"),
    "prosthesis_removable": QT_TRANSLATE_NOOP("messages", "prothèse amovible"),
    "maxillofacial_prosthesis": QT_TRANSLATE_NOOP("messages", "prothèse faciale"),
    "addition_care": QT_TRANSLATE_NOOP("messages", "soins, ajout"),
    "addition_prosthesis": QT_TRANSLATE_NOOP("messages", "prothèse, ajout"),
    "analysis": QT_TRANSLATE_NOOP("messages", "analyses"),
    "medical_act": QT_TRANSLATE_NOOP("messages", "acte médical"),
    "surgery": QT_TRANSLATE_NOOP("messages", "chirurgie"),
    "consultation": QT_TRANSLATE_NOOP("messages", "consultation"),
    "radiology": QT_TRANSLATE_NOOP("messages", "radiologie"),
    "odf": QT_TRANSLATE_NOOP("messages", "orthodontie"),
    "stomatology": QT_TRANSLATE_NOOP("messages", "stomatologie"),
    "rehabilitation": QT_TRANSLATE_NOOP("messages", "rééducation"),
    "hospital_day": QT_TRANSLATE_NOOP("messages", "hospitalisation"),
    "own_rules": QT_TRANSLATE_NOOP("messages", "règles propres"),
    "general_rule": QT_TRANSLATE_NOOP("messages", "règle générale"),
    "reimbursement": QT_TRANSLATE_NOOP("messages", "remboursement"),
    "request": QT_TRANSLATE_NOOP("messages", "demande d'accord"),
    "billing": QT_TRANSLATE_NOOP("messages", "tiers payant"),
    "heading": QT_TRANSLATE_NOOP("messages", "rubrique"),
    "illness": QT_TRANSLATE_NOOP("messages", "code ALD ou ALC"),
    "rates": QT_TRANSLATE_NOOP("messages", "taux"),
    "deadlines": QT_TRANSLATE_NOOP("messages", "délai"),
    "people": QT_TRANSLATE_NOOP("messages", "ayants droit"),
    "lots": QT_TRANSLATE_NOOP("messages", "lots"),
    "organisation": QT_TRANSLATE_NOOP("messages", "organisme"),
    "contribution": QT_TRANSLATE_NOOP("messages", "cotisation"),
    "complement": QT_TRANSLATE_NOOP("messages", "complément"),
    "abroad": QT_TRANSLATE_NOOP("messages", "soins à l'étranger"),
    "chemotherapy": QT_TRANSLATE_NOOP("messages", "chimiothérapie"),
    "hospital": QT_TRANSLATE_NOOP("messages", "hospitalisation"),
    "schooling": QT_TRANSLATE_NOOP("messages", "scolarité IMP"),
    "session": QT_TRANSLATE_NOOP("messages", "séance"),
    "dental": QT_TRANSLATE_NOOP("messages", "dentaire"),
    "parameter": QT_TRANSLATE_NOOP("messages", "paramètre"),
    "act": QT_TRANSLATE_NOOP("messages", "acte"),
    "piece": QT_TRANSLATE_NOOP("messages", "pièce"),
    "mention": QT_TRANSLATE_NOOP("messages", "mention"),
    "check": QT_TRANSLATE_NOOP("messages", "contrôle"),
    "form": QT_TRANSLATE_NOOP("messages", "formulaire"),
    "not_found": QT_TRANSLATE_NOOP("messages", "non trouvé"),
    "costly_medicines": QT_TRANSLATE_NOOP("messages", "médicaments coûteux"),
    "mutuelle": QT_TRANSLATE_NOOP("messages", "mutuelle"),
}
UNITS = {
    "days": QT_TRANSLATE_NOOP("messages", "{0} jours"),
    "months": QT_TRANSLATE_NOOP("messages", "{0} mois"),
    "years": QT_TRANSLATE_NOOP("messages", "{0} ans"),
    "count": QT_TRANSLATE_NOOP("messages", "{0}"),
    "coefficient": QT_TRANSLATE_NOOP("messages", "coefficient {0}"),
}
ONE = {
    "days": QT_TRANSLATE_NOOP("messages", "1 jour"),
    "years": QT_TRANSLATE_NOOP("messages", "1 an"),
}
DIMENSIONS = {
    "private": QT_TRANSLATE_NOOP("messages", "secteur privé"),
    "public": QT_TRANSLATE_NOOP("messages", "secteur public"),
    "cnss": QT_TRANSLATE_NOOP("messages", "régime CNSS"),
}
PUBLIC_REGIME = QT_TRANSLATE_NOOP("messages", "régime public")
OVERRIDERS = {
    Overrider.AGENT: QT_TRANSLATE_NOOP("messages", "l'agent peut lever"),
    Overrider.SUPERVISOR: QT_TRANSLATE_NOOP("messages", "un responsable peut lever"),
    Overrider.NOBODY: QT_TRANSLATE_NOOP("messages", "personne ne peut lever"),
}
CAPPED = {
    "min": QT_TRANSLATE_NOOP("messages", "portée au minimum"),
    "max": QT_TRANSLATE_NOOP("messages", "ramenée au maximum"),
    "": QT_TRANSLATE_NOOP("messages", "entre le minimum et le maximum"),
}
SHORT_GRADES = {
    "official": QT_TRANSLATE_NOOP("messages", "officiel"),
    "mutuelle": QT_TRANSLATE_NOOP("messages", "mutuelle"),
    "press": QT_TRANSLATE_NOOP("messages", "presse"),
    "transcription": QT_TRANSLATE_NOOP("messages", "transcription"),
    "unconfirmed": QT_TRANSLATE_NOOP("messages", "à confirmer"),
}
REPEALED = QT_TRANSLATE_NOOP("messages", "abrogé")
NO_VALUE = QT_TRANSLATE_NOOP("messages", "non trouvé")
PIECES = QT_TRANSLATE_NOOP("messages", "{0} pièces")
SOURCE = QT_TRANSLATE_NOOP("messages", "Source")
RECIPIENT = QT_TRANSLATE_NOOP("messages", "À transmettre à")
WEAKEST = QT_TRANSLATE_NOOP("messages", "Source la moins sûre")
KIND = QT_TRANSLATE_NOOP("messages", "Nature")
ADDRESS = QT_TRANSLATE_NOOP("messages", "Adresse")
NO_ADDRESS = QT_TRANSLATE_NOOP("messages", "sans adresse")
GRADE = QT_TRANSLATE_NOOP("messages", "Degré")
SINCE = QT_TRANSLATE_NOOP("messages", "Depuis le")
CHECKED = QT_TRANSLATE_NOOP("messages", "Comparé le")
NOTE = QT_TRANSLATE_NOOP("messages", "Note")
IDENTIFIER = QT_TRANSLATE_NOOP("messages", "Identifiant")
VALUE = QT_TRANSLATE_NOOP("messages", "Valeur")
FOR_WHOM = QT_TRANSLATE_NOOP("messages", "Pour")
HISTORY = QT_TRANSLATE_NOOP("messages", "Valeurs par date")
ASKED = QT_TRANSLATE_NOOP("messages", "Pièces demandées et mentions qu'elles portent")
BRING = QT_TRANSLATE_NOOP("messages", "Pièces à joindre")
NOT_FOUND = QT_TRANSLATE_NOOP("messages", "Ce qu'aucune source ne donne")
OF_OFFICE = QT_TRANSLATE_NOOP("messages", "pièce du bureau")
OFFICE_LEVEL = QT_TRANSLATE_NOOP("messages", "niveau du bureau")
TO_COME = QT_TRANSLATE_NOOP("messages", "à venir")
CALCULATED = QT_TRANSLATE_NOOP("messages", "Valeurs suivies par le calcul")
IN_FORCE = QT_TRANSLATE_NOOP("messages", "en vigueur")
UNTIL = QT_TRANSLATE_NOOP("messages", "jusqu'au {0}")
TROUBLE = QT_TRANSLATE_NOOP("messages", "{file}{line}, clé « {key} » : attendu {expected}")
LINE = QT_TRANSLATE_NOOP("messages", ", ligne {0}")
NOTHING_CHOSEN = QT_TRANSLATE_NOOP("messages", "Aucune ligne ne correspond. Essayez moins de lettres.")
_CELLS = 4


def grade_text(source: Source) -> str:
    """The grade of a source in a word."""
    return translated(SHORT_GRADES[source.grade.value])


def value_text(dated: Dated | None) -> str:
    """A value with its unit."""
    if dated is None:
        return translated(NO_VALUE)
    if dated.value is None:
        return translated(REPEALED)
    if not isinstance(dated.value, Decimal):
        return dated.value
    if dated.unit == "MAD":
        return f"{amount_text(centimes(dated.value))}\u00a0DH"
    if dated.unit == "rate":
        return f"{plain(dated.value * 100)}\u00a0%"
    if dated.value == 1 and dated.unit in ONE:
        return translated(ONE[dated.unit])
    return translated(UNITS[dated.unit]).format(plain(dated.value))


def plain(number: Decimal) -> str:
    """A number without useless zeros, with a comma."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def row_value(entry: Entry) -> str:
    """What stands in the column of values."""
    if entry.section is Section.FORMS:
        return translated(PIECES).format(len(entry.asked))
    if entry.now is None and entry.section in (Section.MUTUELLES, Section.ILLNESSES, Section.DOUBTS):
        return ""
    return value_text(entry.now)


def row_for(entry: Entry) -> str:
    """What sets an entry apart from its neighbours: for whom it holds, or its family."""
    held = ", ".join(dimension_texts(entry.dimensions))
    return held if held or entry.section in (Section.LETTER_KEYS, Section.PARAMETERS) else kind_text(entry)


def kind_text(entry: Entry) -> str:
    """The family an entry belongs to."""
    source = KINDS.get(entry.kind)
    return translated(source) if source else entry.kind


def dimension_texts(dimensions: Sequence[tuple[str, str]]) -> list[str]:
    """What a value is for, in words."""
    texts = []
    for name, value in dimensions:
        if name == "regime" and value == "public":
            texts.append(translated(PUBLIC_REGIME))
        else:
            texts.append(translated(DIMENSIONS.get(value, value)))
    return texts


def troubles_text(reference: Reference) -> str:
    """What is wrong in the office's own file, one line each."""
    lines = []
    for trouble in reference.troubles:
        line = translated(LINE).format(trouble.line) if trouble.line else ""
        words = {"file": trouble.file, "line": line, "key": trouble.key, "expected": trouble.expected}
        lines.append(translated(TROUBLE).format(**words))
    return "\n".join(lines)


def entry_html(entry: Entry, reference: Reference) -> str:
    """The whole of an entry: what it is at the left, its history or its pieces at the right."""
    told = [
        (translated(KIND), kind_text(entry)),
        (translated(FOR_WHOM), ", ".join(dimension_texts(entry.dimensions))),
        (translated(RECIPIENT), said(entry.recipient) if entry.recipient else ""),
        (translated(VALUE), row_value(entry)),
        *_source_facts(entry.source, WEAKEST if entry.asked else SOURCE),
        (translated(IDENTIFIER), entry.id),
    ]
    left = f"<p><b>{_head(entry)}</b></p>{facts(told)}"
    right = "".join(_right(entry, reference))
    return columns(left, right)


def calculation_html(calculation: Calculation) -> str:
    """The values that a contribution follows, with their sources."""
    if calculation.share is None:
        return ""
    return title(translated(CALCULATED)) + _history(calculation.share.values)


def _head(entry: Entry) -> str:
    words = [entry.code, said(entry.label)]
    if entry.coefficient is not None:
        words.append(translated(UNITS["coefficient"]).format(plain(entry.coefficient)))
    return " · ".join(escape(word) for word in words if word)


def _source_facts(source: Source, name: object = SOURCE) -> Iterator[tuple[str, str]]:
    yield translated(name), source.title
    yield translated(ADDRESS), source.href or translated(NO_ADDRESS)
    yield translated(GRADE), translated(messages.GRADES[source.grade])
    yield translated(SINCE), day_text(source.since)
    yield translated(CHECKED), day_text(source.checked_on)
    if source.note:
        yield translated(NOTE), source.note


def facts(told: Sequence[tuple[str, str]]) -> str:
    """Names with what is said of each; those of which nothing is said are left out."""
    quiet = colour("quiet")
    rows = "".join(
        f'<tr><td style="color:{quiet}; padding-right:12px">{escape(name)}</td><td>{escape(value)}</td></tr>'
        for name, value in told
        if value
    )
    return f"<table cellspacing=0 cellpadding=2>{rows}</table>"


def _right(entry: Entry, reference: Reference) -> Iterator[str]:
    if entry.missing is not None:
        yield title(translated(NOT_FOUND))
        yield f'<p style="color:{colour("amber")}">{escape(said(entry.missing))}</p>'
    if entry.asked:
        yield title(translated(ASKED))
        yield from (_piece(piece) for piece in entry.asked)
    elif entry.about is not None:
        yield title(translated(BRING))
        yield f"<p>{escape(said(entry.about))}</p>"
    if entry.history:
        yield title(translated(HISTORY))
        yield _history(entry.history, entry.now, reference.day)


def title(words: str) -> str:
    """The title of a part."""
    return f'<p style="color:{colour("quiet")}"><b>{escape(words)}</b></p>'


def _piece(piece: Asked) -> str:
    notes = [
        translated(messages.LEVELS[piece.level]),
        *([translated(OVERRIDERS[piece.override])] if piece.level is Level.BLOCK else []),
        _period(piece),
        escape(piece.source.title),
        _graded(piece.source),
    ]
    office = OF_OFFICE if piece.local else OFFICE_LEVEL if piece.relevelled else ""
    local = f' <span style="color:{colour("accent")}">[{escape(translated(office))}]</span>' if office else ""
    mentions = ", ".join(escape(said(mention.label)) for mention in piece.mentions)
    below = f"<br>{mentions}" if mentions else ""
    return (
        f"<p><b>{escape(said(piece.label))}</b>{local}{below}"
        f'<br><span style="color:{colour("quiet")}">{" · ".join(note for note in notes if note)}</span></p>'
    )


def _period(piece: Asked) -> str:
    words = f"{translated(SINCE).lower()} {day_text(piece.since)}"
    return f"{words} {translated(UNTIL).format(day_text(piece.until))}" if piece.until else words


def _graded(source: Source) -> str:
    role = "quiet" if source.confirmed else "amber"
    return f'<span style="color:{colour(role)}">{escape(grade_text(source))}</span>'


def _history(history: Sequence[Dated], now: Dated | None = None, day: date = date.max) -> str:
    """Values one below the other under their names, each above its source."""
    rows, name = [], ""
    for dated in sorted(history, key=lambda dated: (dated.name.fr if dated.name else "", dated.since)):
        if dated.name is not None and said(dated.name) != name:
            name = said(dated.name)
            rows.append(f"<tr><td colspan={_CELLS}><b>{escape(name)}</b></td></tr>")
        held = ", ".join(dimension_texts(dated.dimensions))
        state = translated(TO_COME) if dated.since > day else translated(IN_FORCE) if dated == now else ""
        state = " · ".join(filter(None, (held, state)))
        cells = (day_text(dated.since), f"<b>{escape(value_text(dated))}</b>", _graded(dated.source), escape(state))
        rows.append("<tr>" + "".join(f'<td style="padding-right:16px">{cell}</td>' for cell in cells) + "</tr>")
        words = " · ".join(filter(None, (dated.source.title, dated.source.note)))
        rows.append(f'<tr><td colspan={_CELLS} style="color:{colour("quiet")}">{escape(words)}</td></tr>')
    return f"<table cellspacing=0 cellpadding=2>{''.join(rows)}</table>"


def columns(left: str, right: str) -> str:
    """Two texts side by side, or one alone."""
    if not right:
        return left
    return (
        f'<table width="100%" cellspacing=0 cellpadding=0><tr><td width="42%" style="padding-right:24px">{left}</td>'
        f"<td>{right}</td></tr></table>"
    )


def colour(role: str) -> str:
    """A colour of the theme in sight."""
    return theme.current().roles[role]
