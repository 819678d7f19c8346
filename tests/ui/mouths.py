"""An invented mouth with every kind of mark in every tone."""

from __future__ import annotations

from datetime import date

from amo_desk.domain.chart import Mark, MarkKind, Mouth, Tone

MARKS = (
    Mark(tooth=16, kind=MarkKind.ROOT, tone=Tone.NOW, code="D706"),
    Mark(tooth=46, kind=MarkKind.FACES, tone=Tone.NOW, code="D701", faces="MO"),
    Mark(
        tooth=36,
        kind=MarkKind.FACES,
        tone=Tone.EARLIER,
        code="D702",
        faces="MOD",
        day=date(2025, 3, 4),
        number="D014-03-25-00007-11",
    ),
    Mark(tooth=21, kind=MarkKind.IMPLANT, tone=Tone.REFUSED, code="IMPLANT"),
    Mark(tooth=21, kind=MarkKind.CROWN, tone=Tone.REFUSED, code="D754"),
    Mark(tooth=33, kind=MarkKind.FACES, tone=Tone.REFUSED, code="D701", faces="MI"),
    Mark(tooth=24, kind=MarkKind.REMOVED, tone=Tone.NOW, code="D713"),
    Mark(tooth=31, kind=MarkKind.PLATE, tone=Tone.NOW, code="D761"),
    Mark(tooth=32, kind=MarkKind.PLATE, tone=Tone.EARLIER, code="D761"),
    Mark(tooth=44, kind=MarkKind.TOOTH, tone=Tone.NOW, code="D738"),
    Mark(tooth=55, kind=MarkKind.FACES, tone=Tone.NOW, code="D700", faces="O"),
    Mark(tooth=27, kind=MarkKind.CROWN, tone=Tone.EARLIER, code="D750"),
)
MOUTH = Mouth(marks=MARKS, absent=frozenset({38}))
