"""Invented mouths, agreements and treatments for the papers of the dental module."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from samples import FILLING, HEAD, PARTY, PIECES, RESERVE, quote_of, quote_source

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.chart import Mark, MarkKind, Mouth, Tone
from amo_desk.domain.days import months_after
from amo_desk.domain.findings import Finding, Level, Overrider, QuoteLine, Rate
from amo_desk.domain.numbers import paper_number
from amo_desk.domain.odf import AgreementStanding, Due, Ledger, LedgerRow, OdfCase, Period, PeriodKind
from amo_desk.domain.papers import AgreementPaper, DentalSheet, DentalSheetLine, LedgerPaper
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

AGREEMENT = AgreementPaper(
    head=HEAD,
    party=PARTY,
    birth=date(2012, 8, 19),
    day=date(2026, 11, 23),
    kind=Text(fr="Orthopédie dento-faciale (ODF)", ar="تقويم الأسنان والفكين"),
    stage=Text(fr="Traitement actif, semestres", ar="العلاج الفعلي، أنصاف السنة"),
    state=AgreementState.REQUESTED,
    requested_on=date(2026, 10, 1),
    request_number=paper_number("D", "014", "03", 2026, 96),
    practitioner="Dr EL MODÈLE Nadia",
    inpe="123456789",
    codes=(
        ("D629", Text(fr="Traitement des dysmorphoses, par période de six mois", ar="علاج التشوهات، عن كل ستة أشهر")),
        ("D626", Text(fr="Examen avec empreintes et diagnostic", ar="فحص مع أخذ الطبعات والتشخيص")),
    ),
    teeth=(23, 13),
    quoted=1_200_000,
    pieces=PIECES[:3],
)
GRANTED = replace(
    AGREEMENT,
    state=AgreementState.GRANTED,
    number="00412377/ODF",
    decided_on=date(2026, 11, 2),
    lapses_on=date(2027, 5, 3),
)
REFUSED = replace(
    AGREEMENT,
    state=AgreementState.REFUSED,
    decided_on=date(2026, 11, 2),
    reasons=(
        Text(fr="Le bilan ne donne pas les valeurs céphalométriques.", ar=""),
        Text(fr="", ar="البيان غير موقع من طرف المؤمن له."),
        Text(fr="Le devis n'est pas détaillé.", ar="بيان الأثمان غير مفصل."),
    ),
)

CHILD, FAMILY_ID = UUID(int=7), UUID(int=8)
OFFICIAL = quote_source(2, Text(fr="", ar=""), "", Grade.OFFICIAL).source


def agreement(stage: str, state: AgreementState, number: str, decided: date | None) -> AgreementStanding:
    """An agreement with its standing."""
    asked = Agreement(
        id=UUID(int=len(number) + 100),
        kind="odf",
        stage=stage,
        state=state,
        family_id=FAMILY_ID,
        beneficiary_id=CHILD,
        requested_on=date(2025, 1, 10),
        number=number,
        decided_on=decided,
        reason="Bilan incomplet" if state is AgreementState.REFUSED else "",
        agent="essai",
    )
    return AgreementStanding(agreement=asked, state=state, lapses_on=months_after(decided, 6) if decided else None)


def finding(key: str, level: Level, text: Text) -> Finding:
    """Something found wrong with a treatment."""
    return Finding(key=key, level=level, text=text, advice=None, override=Overrider.AGENT, source=OFFICIAL, target=key)


def period(kind: PeriodKind, rank: int, since: date, months: int = 6, *, counted: bool = True) -> LedgerRow:
    """A period of the invented treatment."""
    paid = counted and kind is PeriodKind.SEMESTER
    return LedgerRow(
        period=Period(
            kind=kind,
            rank=rank,
            since=since,
            practitioner="123456789",
            agreement="00412377",
            dossier_number=paper_number("D", "014", "03", 2026, 100 + rank) if kind is PeriodKind.SEMESTER else "",
            billed=None if kind is PeriodKind.INTERRUPTION else 200_000,
        ),
        until=months_after(since, months) if months else None,
        counted=counted,
        base=150_000 if paid else None if counted else 0,
        amo=120_000 if paid else None if counted else 0,
        complement=30_000 if paid else None if counted else 0,
        coefficient=90 if paid else 0,
        agreement=USED_AGREEMENT,
    )


USED_AGREEMENT = agreement("first", AgreementState.USED, "00412377", date(2025, 2, 2))
EARLY = finding(
    "odf.early",
    Level.BLOCK,
    Text(
        fr="Semestre commencé le 01/11/2025, avant la fin du précédent (04/01/2026).",
        ar="بدأ نصف السنة في 01/11/2025 قبل نهاية سابقه (04/01/2026).",
    ),
)
LEDGER = Ledger(
    beneficiary_id=CHILD,
    case=OdfCase(
        id=UUID(int=9),
        family_id=FAMILY_ID,
        beneficiary_id=CHILD,
        opened_on=date(2025, 7, 4),
        practitioner="123456789",
        former_practitioner="987654321",
        transferred_on=date(2026, 8, 15),
        agent="essai",
    ),
    day=date(2026, 11, 23),
    agreements=(
        USED_AGREEMENT,
        agreement("retention", AgreementState.REQUESTED, "", None),
        agreement("first", AgreementState.REFUSED, "00398812", date(2024, 11, 4)),
    ),
    rows=(
        period(PeriodKind.SEMESTER, 1, date(2025, 7, 4)),
        replace(period(PeriodKind.SEMESTER, 2, date(2025, 11, 1), counted=False), findings=(EARLY,)),
        period(PeriodKind.SEMESTER, 2, date(2026, 1, 4)),
        period(PeriodKind.INTERRUPTION, 1, date(2026, 7, 4), 2, counted=False),
        period(PeriodKind.SEMESTER, 3, date(2026, 9, 4)),
    ),
    started_on=date(2025, 7, 4),
    start_birthday=date(2028, 8, 19),
    canine_birthday=date(2030, 8, 19),
    semester_months=6,
    semesters_counted=3,
    semesters_limit=6,
    coefficient_counted=270,
    coefficient_limit=540,
    retention_counted=0,
    retention_limit=2,
    base=450_000,
    amo=360_000,
    complement=90_000,
    due=Due(kind=PeriodKind.SEMESTER, rank=4, earliest=date(2027, 3, 4)),
)
LEDGER_PAPER = LedgerPaper(
    head=HEAD,
    party=PARTY,
    birth=date(2012, 8, 19),
    ledger=LEDGER,
    practitioner="Dr EL MODÈLE Nadia",
    payer="CNOPS",
    stages=(
        ("first", Text(fr="Traitement actif, semestres", ar="العلاج الفعلي، أنصاف السنة")),
        ("retention", Text(fr="Contention", ar="التثبيت")),
    ),
)
EMPTY_LEDGER = replace(
    LEDGER,
    case=None,
    agreements=(),
    rows=(),
    started_on=None,
    semesters_counted=0,
    coefficient_counted=0,
    base=0,
    amo=0,
    complement=0,
    due=Due(kind=None, rank=None, earliest=date(2026, 11, 23), stage="first"),
)
