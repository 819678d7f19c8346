"""Every key of the program in one place, so that no two actions share one."""

from __future__ import annotations

from enum import Enum


class Key(Enum):
    """A key and nothing else; what it does is said by the page that offers it."""

    HELP = "F1"
    SEARCH = "F2"
    LOTS = "F3"
    REGISTERS = "F4"
    RECEIVE = "F5"
    MISSING = "F6"
    HEADER = "Ctrl+H"
    ENTRY = "F7"
    PIECES = "F8"
    OVERRIDE = "F9"
    WHY = "F10"
    FINDINGS = "F11"
    LOCK = "F12"
    ACTIONS = "Ctrl+K"
    ACCOUNTS = "Ctrl+Shift+A"
    PRINT = "Ctrl+P"
    SAVE = "Ctrl+S"
    DISCARD = "Ctrl+Shift+X"
    WORKBOOK = "Ctrl+E"
    NEW = "Ctrl+N"
    THEME = "Ctrl+T"
    LOG_OUT = "Ctrl+Q"
    BACK = "Esc"
    MEMBER_1 = "Alt+1"
    MEMBER_2 = "Alt+2"
    MEMBER_3 = "Alt+3"
    MEMBER_4 = "Alt+4"
    MEMBER_5 = "Alt+5"
    MEMBER_6 = "Alt+6"
    MEMBER_7 = "Alt+7"
    MEMBER_8 = "Alt+8"
    MEMBER_9 = "Alt+9"
    MEMBER_10 = "Alt+0"
    ALL = "Ctrl+A"
    NEW_PASSWORD = "Ctrl+M"  # noqa: S105  a key, not a password
    RECOVER = "Ctrl+R"
    REFERENCE = "Ctrl+L"
    QUOTE = "Ctrl+D"
    ODF = "Ctrl+O"
    AGREEMENTS = "Ctrl+G"
    TRANSFER = "Ctrl+J"
    CLOSE = "Ctrl+Shift+C"
    TEETH = "Ctrl+B"
    SHEET = "Ctrl+Shift+D"
    PRACTITIONERS = "Ctrl+I"
    DUPLICATES = "Ctrl+U"
    LEARN = "Ctrl+Shift+N"


# On a French keyboard the figures want Shift: the same keys without it.
AZERTY = {
    Key.MEMBER_1: ("Alt+&",),
    Key.MEMBER_2: ("Alt+É",),
    Key.MEMBER_3: ('Alt+"',),
    Key.MEMBER_4: ("Alt+'",),
    Key.MEMBER_5: ("Alt+(",),
    Key.MEMBER_6: ("Alt+-",),
    Key.MEMBER_7: ("Alt+È",),
    Key.MEMBER_8: ("Alt+_",),
    Key.MEMBER_9: ("Alt+Ç",),
    Key.MEMBER_10: ("Alt+À",),
}
MEMBERS = tuple(key for key in Key if key.name.startswith("MEMBER_"))
_FRENCH = (("Shift", "Maj"), ("Esc", "Échap"), ("Del", "Suppr"), ("Backspace", "Retour"))


def key_text(key: Key) -> str:
    """The key as it stands on a French keyboard.

    >>> key_text(Key.DISCARD), key_text(Key.BACK)
    ('Ctrl+Maj+X', 'Échap')
    """
    text = key.value
    for english, french in _FRENCH:
        text = text.replace(english, french)
    return text
