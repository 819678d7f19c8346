"""A tooth, its faces and what was done on it, in words: for tips, captions and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.domain.chart import Mark, MarkKind, Mouth, Tone
from amo_desk.domain.teeth import is_milk, is_right, is_upper
from amo_desk.ui import messages

_PLACES = {
    1: QT_TRANSLATE_NOOP("messages", "incisive centrale"),
    2: QT_TRANSLATE_NOOP("messages", "incisive latérale"),
    3: QT_TRANSLATE_NOOP("messages", "canine"),
    4: QT_TRANSLATE_NOOP("messages", "première prémolaire"),
    5: QT_TRANSLATE_NOOP("messages", "deuxième prémolaire"),
    6: QT_TRANSLATE_NOOP("messages", "première molaire"),
    7: QT_TRANSLATE_NOOP("messages", "deuxième molaire"),
    8: QT_TRANSLATE_NOOP("messages", "troisième molaire, dent de sagesse,"),
}
_MILK_PLACES = {
    1: QT_TRANSLATE_NOOP("messages", "incisive centrale de lait"),
    2: QT_TRANSLATE_NOOP("messages", "incisive latérale de lait"),
    3: QT_TRANSLATE_NOOP("messages", "canine de lait"),
    4: QT_TRANSLATE_NOOP("messages", "première molaire de lait"),
    5: QT_TRANSLATE_NOOP("messages", "deuxième molaire de lait"),
}
_SIDES = {
    (True, True): QT_TRANSLATE_NOOP("messages", "{0} supérieure droite"),
    (True, False): QT_TRANSLATE_NOOP("messages", "{0} supérieure gauche"),
    (False, True): QT_TRANSLATE_NOOP("messages", "{0} inférieure droite"),
    (False, False): QT_TRANSLATE_NOOP("messages", "{0} inférieure gauche"),
}
_FACES = {
    "M": QT_TRANSLATE_NOOP("messages", "mésiale"),
    "O": QT_TRANSLATE_NOOP("messages", "occlusale"),
    "D": QT_TRANSLATE_NOOP("messages", "distale"),
    "V": QT_TRANSLATE_NOOP("messages", "vestibulaire"),
    "L": QT_TRANSLATE_NOOP("messages", "linguale"),
    "P": QT_TRANSLATE_NOOP("messages", "palatine"),
    "I": QT_TRANSLATE_NOOP("messages", "incisale"),
}
_KINDS = {
    MarkKind.FACES: QT_TRANSLATE_NOOP("messages", "obturation"),
    MarkKind.ROOT: QT_TRANSLATE_NOOP("messages", "canal"),
    MarkKind.CROWN: QT_TRANSLATE_NOOP("messages", "couronne"),
    MarkKind.REMOVED: QT_TRANSLATE_NOOP("messages", "extraction"),
    MarkKind.IMPLANT: QT_TRANSLATE_NOOP("messages", "implant"),
    MarkKind.PLATE: QT_TRANSLATE_NOOP("messages", "prothèse mobile"),
    MarkKind.TOOTH: QT_TRANSLATE_NOOP("messages", "acte"),
}
TONES = {
    Tone.NOW: QT_TRANSLATE_NOOP("messages", "ce dossier"),
    Tone.EARLIER: QT_TRANSLATE_NOOP("messages", "antérieur"),
    Tone.REFUSED: QT_TRANSLATE_NOOP("messages", "refusé"),
}
ABSENT = QT_TRANSLATE_NOOP("messages", "absente")
_CHOSEN = QT_TRANSLATE_NOOP("messages", "sélectionnée")
_CHOSEN_FACES = QT_TRANSLATE_NOOP("messages", "faces choisies : {0}")
_TOOTH = QT_TRANSLATE_NOOP("messages", "Dent {0}, {1}")
_TOLD = QT_TRANSLATE_NOOP("messages", "{0} : {1}")
_ON_FACES = QT_TRANSLATE_NOOP("messages", "faces {0}")
_IN_DOSSIER = QT_TRANSLATE_NOOP("messages", "dossier {0}")
_NO_TOOTH = QT_TRANSLATE_NOOP("messages", "Aucune dent ne porte le numéro {0}.")
_NO_FACE = QT_TRANSLATE_NOOP("messages", "La dent {0} n'a pas de face {1}.")


def tooth_name(tooth: int) -> str:
    """What a tooth is called: « première molaire supérieure droite »."""
    places = _MILK_PLACES if is_milk(tooth) else _PLACES
    return messages.translated(_SIDES[is_upper(tooth), is_right(tooth)]).format(messages.translated(places[tooth % 10]))


def title(tooth: int) -> str:
    """Its number and its name."""
    return messages.translated(_TOOTH).format(tooth, tooth_name(tooth))


def face_names(faces: str) -> str:
    """The names of faces given by their letters."""
    return ", ".join(messages.translated(_FACES[letter]) for letter in faces)


def spoken(tooth: int, mouth: Mouth, *, chosen: bool, faces: str) -> str:
    """All that a chart shows of a tooth, in one sentence for a screen reader."""
    parts = [title(tooth)]
    for tone, words in TONES.items():
        marks = [_marked(mark) for mark in mouth.on(tooth) if mark.tone is tone]
        if marks:
            parts.append(messages.translated(_TOLD).format(messages.translated(words), ", ".join(marks)))
    if tooth in mouth.absent:
        parts.append(messages.translated(ABSENT))
    if chosen:
        parts.append(messages.translated(_CHOSEN))
    if chosen and faces:
        parts.append(messages.translated(_CHOSEN_FACES).format(face_names(faces)))
    return " ; ".join(parts)


def tip(tooth: int, mouth: Mouth, named: Callable[[str], str]) -> str:
    """The name of a tooth, then a line for each act on it: what, on which faces, when, in which dossier."""
    lines = [title(tooth)]
    lines += [history(mark, named) for mark in mouth.on(tooth)]
    if tooth in mouth.absent:
        lines.append(messages.translated(ABSENT))
    return "\n".join(lines)


def history(mark: Mark, named: Callable[[str], str]) -> str:
    """One act on a tooth with its day and its dossier."""
    label = named(mark.code) or messages.translated(_KINDS[mark.kind])
    parts: Sequence[str] = (
        f"{mark.code} {label}".strip(),
        messages.translated(_ON_FACES).format(face_names(mark.faces)) if mark.faces else "",
        messages.day_text(mark.day) if mark.day else "",
        messages.translated(_IN_DOSSIER).format(mark.number) if mark.number else messages.translated(TONES[mark.tone]),
    )
    return " · ".join(filter(None, parts))


def no_tooth(number: str) -> str:
    """That no tooth has this number."""
    return messages.translated(_NO_TOOTH).format(number)


def no_face(tooth: int, letter: str) -> str:
    """That a tooth does not have this face."""
    return messages.translated(_NO_FACE).format(tooth, messages.translated(_FACES[letter]))


def _marked(mark: Mark) -> str:
    return " ".join(filter(None, (mark.code or messages.translated(_KINDS[mark.kind]), " ".join(mark.faces))))
