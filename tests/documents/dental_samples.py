"""Invented mouths, agreements and treatments for the papers of the dental module."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from samples import FILLING, HEAD, PARTY, RESERVE, quote_of, quote_source

from amo_desk.domain.chart import Mark, MarkKind, Mouth, Tone
from amo_desk.domain.findings import QuoteLine, Rate
from amo_desk.domain.numbers import paper_number
from amo_desk.domain.papers import DentalSheet, DentalSheetLine
from amo_desk.domain.sources import Grade, Text

DOUBTFUL = quote_source(1, Text(fr="", ar=""), "", Grade.TRANSCRIPTION).source
FILLED = DentalSheetLine(
    teeth=(46,),
    faces="MO",
    code="D701",
    label=Text(fr="Obturation définitive, cavité composée, deux faces", ar="حشو نهائي، تجويف مركب بوجهين"),
    day=date(2026, 11, 5),
    quotation="D 10 × 17,50",
    quote=replace(FILLING, code="D701", billed=20_000, tnr=17_500, base=17_500, amo=14_000, complement=3_500),
)
ROOTED = DentalSheetLine(
    teeth=(16,),
    faces="",
    code="D706",
    label=Text(fr="Pulpectomie coronaire et radiculaire, molaire", ar="استئصال لب التاج والجذور، طاحنة"),
    day=date(2026, 11, 5),
    quotation="D 25 × 17,50",
    quote=replace(
        FILLING,
        code="D706",
        billed=60_000,
        tnr=43_750,
        base=43_750,
        amo=35_000,
        complement=8_750,
        details=(Rate(label="d", value=Decimal("17.50"), unit="MAD", source=DOUBTFUL),),
    ),
    remark=Text(fr="radios avant et après exigées : une reçue", ar="يلزم تصوير قبل العلاج وبعده: توصلنا بصورة واحدة"),
)
IMPLANT = DentalSheetLine(
    teeth=(21,),
    faces="",
    code="",
    label=Text(fr="Couronne sur implant", ar="تاج فوق زرعة"),
    day=date(2026, 11, 9),
    quotation="",
    quote=replace(FILLING, code="", billed=350_000, tnr=0, base=0, amo=0, complement=0),
    remark=Text(fr="Couronne sur implant : jamais remboursée", ar="التاج فوق الزرعة لا يعوض أبدا"),
)
UNKNOWN = DentalSheetLine(
    teeth=(13, 14),
    faces="",
    code="D612",
    label=Text(fr="Ostéotomie du maxillaire", ar="قطع عظم الفك"),
    day=None,
    quotation="",
    quote=QuoteLine(
        code="D612",
        billed=90_000,
        tnr=None,
        base=None,
        amo=None,
        complement=None,
        rate=None,
        reason="act_no_tariff",
    ),
)
PLATE = DentalSheetLine(
    teeth=(35, 36, 37, 34, 44, 45, 46, 47),
    faces="",
    code="D766",
    label=Text(
        fr="Prothèse adjointe en résine, huit dents, avec supplément pour plaque à base métallique coulée (stellite) "
        "et crochets façonnés sur les dents restantes",
        ar="طقم متحرك من الراتنج بثماني أسنان، مع زيادة عن صفيحة ذات قاعدة معدنية مصبوبة ومشابك على الأسنان المتبقية",
    ),
    day=date(2026, 11, 12),
    quotation="D 65 × 12,50",
    quote=replace(FILLING, code="D766", billed=1_234_500, tnr=81_250, base=81_250, amo=65_000, complement=None),
)


def mark(tooth: int, kind: MarkKind, tone: Tone = Tone.NOW, faces: str = "") -> Mark:
    return Mark(tooth=tooth, kind=kind, tone=tone, code="D700", faces=faces)


MOUTH = Mouth(
    marks=(
        mark(46, MarkKind.FACES, faces="MO"),
        mark(16, MarkKind.ROOT),
        mark(21, MarkKind.CROWN, Tone.REFUSED),
        mark(36, MarkKind.FACES, Tone.EARLIER, "OD"),
        mark(27, MarkKind.CROWN, Tone.EARLIER),
    ),
    absent=frozenset({38}),
)
BUSY_MOUTH = Mouth(
    marks=(
        *(mark(tooth, MarkKind.FACES, tone, "MODVPLI") for tooth, tone in zip((11, 12, 13), Tone, strict=True)),
        *(mark(tooth, MarkKind.ROOT, tone) for tooth, tone in zip((16, 17, 18), Tone, strict=True)),
        *(mark(tooth, MarkKind.CROWN, tone) for tooth, tone in zip((21, 22, 23), Tone, strict=True)),
        *(mark(tooth, MarkKind.REMOVED, tone) for tooth, tone in zip((26, 27, 28), Tone, strict=True)),
        *(mark(tooth, MarkKind.IMPLANT, tone) for tooth, tone in zip((31, 32, 33), Tone, strict=True)),
        *(mark(tooth, MarkKind.PLATE, tone) for tooth, tone in zip((36, 37, 38), Tone, strict=True)),
        *(mark(tooth, MarkKind.TOOTH, tone) for tooth, tone in zip((41, 42, 43), Tone, strict=True)),
        mark(46, MarkKind.FACES),
        mark(44, MarkKind.FACES, Tone.EARLIER, "O"),
        mark(44, MarkKind.ROOT),
    ),
    absent=frozenset({47, 48}),
)


def sheet_of(*lines: DentalSheetLine, base: DentalSheet | None = None) -> DentalSheet:
    """A dental sheet with these acts and their sums."""
    quote = quote_of(*lines)
    if any(line.quote.complement is None for line in lines if line.quote.amo is not None):
        quote = replace(quote, complement=None, left=None)
    return replace(base or DENTAL, lines=lines, quote=quote)


DENTAL = DentalSheet(
    head=HEAD,
    party=PARTY,
    number=paper_number("D", "014", "03", 2026, 127),
    form=Text(fr="Soins dentaires", ar="علاجات الأسنان"),
    day=date(2026, 11, 23),
    care_day=date(2026, 11, 5),
    practitioner="Dr EL MODÈLE Nadia",
    inpe="123456789",
    mouth=MOUTH,
    milk=False,
    lines=(ROOTED, FILLED),
    quote=quote_of(ROOTED, FILLED),
)
FULL_DENTAL = replace(
    sheet_of(ROOTED, FILLED, IMPLANT, UNKNOWN, PLATE),
    reserves=(RESERVE,),
    agreement="00412377",
    free_fees=True,
)
