"""The mouth on paper: the chart of the screen, in shapes that stay apart without colour, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable, Table

from amo_desk.documents.paper import ACCENT, HAIRLINE, INK, QUIET, RED, Pen, grid, hatch
from amo_desk.documents.tables import legend_table
from amo_desk.domain.chart import Mark, MarkKind, Mouth, Tone
from amo_desk.domain.sources import Text
from amo_desk.domain.tooth_shapes import GAP, NUMBER, ChartShape, Point, ToothShape, chart_shape

PERMANENT = Text(fr="Dents permanentes", ar="الأسنان الدائمة")
MILK = Text(fr="Dents de lait", ar="أسنان الحليب")
RIGHT = Text(fr="Droite du patient", ar="يمين المريض")
LEFT = Text(fr="Gauche du patient", ar="يسار المريض")
TONES = {
    Tone.NOW: Text(fr="ce dossier", ar="هذا الملف"),
    Tone.EARLIER: Text(fr="antérieur", ar="سابق"),
    Tone.REFUSED: Text(fr="refusé", ar="مرفوض"),
}
KINDS = {
    MarkKind.ROOT: Text(fr="racine", ar="الجذر"),
    MarkKind.CROWN: Text(fr="couronne", ar="تاج"),
    MarkKind.REMOVED: Text(fr="extraite", ar="مقلوعة"),
    MarkKind.IMPLANT: Text(fr="implant", ar="زرعة"),
    MarkKind.PLATE: Text(fr="prothèse mobile", ar="طقم متحرك"),
    MarkKind.TOOTH: Text(fr="autre acte", ar="عمل آخر"),
}
ABSENT = Text(fr="absente", ar="مفقودة")

_EDGE, _THICK = 0.6, 2.2
_SAMPLE, _SAMPLE_SCALE = 16, 0.26


class ToothChart(Flowable):
    """The permanent or the milk teeth of a mouth over the width given, as high as that makes it."""

    def __init__(self, pen: Pen, mouth: Mouth, *, milk: bool) -> None:
        super().__init__()
        self.pen, self.mouth = pen, mouth
        self.shape: ChartShape = chart_shape(milk=milk)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """All the width."""
        self.width, self.height = width, self.shape.height * width / self.shape.width
        return self.width, self.height

    def draw(self) -> None:
        """The line between the arches, then tooth after tooth."""
        drawing = _Drawing(self.canv, self.width / self.shape.width, self.height)
        self.canv.setStrokeColor(HAIRLINE)
        self.canv.setLineWidth(0.5)
        self.canv.line(0, self.height / 2, self.width, self.height / 2)
        for tooth in self.shape.teeth:
            marks = self.mouth.on(tooth.tooth)
            drawing.tooth(tooth, marks, absent=tooth.tooth in self.mouth.absent)
            drawing.number(tooth, self.pen, marks)


class ToothSample(Flowable):
    """One tooth of the legend, drawn as on the chart."""

    def __init__(self, mark: Mark | None, *, absent: bool = False) -> None:
        super().__init__()
        self.mark, self.absent = mark, absent
        self.shape = chart_shape(milk=False).tooth(_SAMPLE)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """A small tooth, without the room for its number."""
        self.width = self.shape.place.width * _SAMPLE_SCALE
        self.height = (self.shape.place.height - NUMBER) * _SAMPLE_SCALE
        return self.width, self.height

    def draw(self) -> None:
        """The tooth alone."""
        self.canv.saveState()
        self.canv.translate(-self.shape.place.x * _SAMPLE_SCALE, 0)
        drawing = _Drawing(self.canv, _SAMPLE_SCALE, self.height + self.shape.place.y * _SAMPLE_SCALE)
        drawing.tooth(self.shape, (self.mark,) if self.mark else (), absent=self.absent)
        self.canv.restoreState()


def chart_title(pen: Pen, title: Text, width: float) -> Table:
    """Which teeth a chart shows, between the sides of the patient, which it turns around."""
    right = pen.fr(f"{RIGHT.fr} · {RIGHT.ar}", 6.3, colour=QUIET)
    left = pen.fr(f"{LEFT.fr} · {LEFT.ar}", 6.3, colour=QUIET, align="right")
    middle = pen.fr(f"{title.fr} · {title.ar}", 7, bold=True, colour=ACCENT, align="center")
    return grid([[right, middle, left]], [width / 4, width / 2, width / 4])


def chart_legend(pen: Pen, mouth: Mouth, width: float) -> Table | None:
    """What the signs on these teeth mean, nothing on a mouth without any."""
    items = list(_legend(mouth))
    if not items:
        return None
    return legend_table(pen, items, width, 31 * mm)


def _legend(mouth: Mouth) -> Iterator[tuple[ToothSample, Text]]:
    tones = {mark.tone for mark in mouth.marks}
    kinds = {mark.kind for mark in mouth.marks}
    for tone, text in TONES.items():
        if tone in tones:
            yield ToothSample(Mark(tooth=_SAMPLE, kind=MarkKind.FACES, tone=tone, code="", faces="O")), text
    if mouth.absent:
        yield ToothSample(None, absent=True), ABSENT
    for kind, text in KINDS.items():
        if kind in kinds:
            yield ToothSample(Mark(tooth=_SAMPLE, kind=kind, tone=Tone.NOW, code="")), text


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A canvas on which the shapes of a chart are drawn: their y runs down from the top."""

    canvas: Canvas
    scale: float
    top: float

    def at(self, point: Point) -> Point:
        return point[0] * self.scale, self.top - point[1] * self.scale

    def tooth(self, shape: ToothShape, marks: Sequence[Mark], *, absent: bool) -> None:
        """The outline of a tooth, dashed where it is gone, and its marks."""
        self.canvas.saveState()
        self.canvas.setLineWidth(_EDGE)
        self.canvas.setStrokeColor(QUIET)
        if absent:
            self.canvas.setDash(1.2, 1.4)
        self.canvas.drawPath(self._root(shape))
        for polygon in shape.faces.values():
            self.canvas.drawPath(self._closed(polygon))
        self.canvas.setDash()
        for mark in marks:
            self.canvas.saveState()
            _SIGNS[mark.kind](self, shape, mark)
            self.canvas.restoreState()
        if any(mark.tone is Tone.REFUSED for mark in marks):
            self._struck(shape)
        self.canvas.restoreState()

    def number(self, shape: ToothShape, pen: Pen, marks: Sequence[Mark]) -> None:
        """The number of a tooth, bold where something is done on it."""
        now = any(mark.tone is not Tone.EARLIER for mark in marks)
        size = 11 * self.scale
        x, y = self.at(shape.number_at)
        self.canvas.setFont(pen.bold if now else pen.regular, size)
        self.canvas.setFillColor(INK if now else QUIET)
        self.canvas.drawCentredString(x, y - size * 0.36, str(shape.tooth))

    def faces(self, shape: ToothShape, mark: Mark) -> None:
        """The faces that an act names; the crown as a whole where it names none of this tooth."""
        named = [shape.faces[face] for face in mark.faces if face in shape.faces]
        if not named:
            self.whole(shape, mark)
        for polygon in named:
            self._filled(shape, partial(self._closed, polygon), mark.tone)

    def root(self, shape: ToothShape, mark: Mark) -> None:
        """A thick line from the crown to each tip of the root."""
        neck, depth = shape.root_start[1], max(abs(p[1] - shape.root_start[1]) for _, _, p in shape.root)
        self._pen(mark.tone, _THICK)
        for *_, tip in shape.root:
            if abs(tip[1] - neck) > depth / 2:
                self._line((tip[0], neck), (tip[0], neck + (tip[1] - neck) * 0.86))

    def crown(self, shape: ToothShape, mark: Mark) -> None:
        """A thick ring around the crown."""
        self._pen(mark.tone, _THICK)
        box = shape.crown
        x, y = self.at((box.x, box.y + box.height))
        self.canvas.rect(x, y, box.width * self.scale, box.height * self.scale)

    def removed(self, shape: ToothShape, mark: Mark) -> None:
        """A cross over crown and root."""
        self._pen(mark.tone, _THICK * 0.8)
        x0, x1 = shape.crown.x, shape.crown.x + shape.crown.width
        ends = [shape.crown.y, shape.crown.y + shape.crown.height, *(end[1] for _, _, end in shape.root)]
        self._line((x0, min(ends)), (x1, max(ends)))
        self._line((x1, min(ends)), (x0, max(ends)))

    def implant(self, shape: ToothShape, mark: Mark) -> None:
        """A screw in place of the root."""
        neck, middle = shape.root_start[1], shape.crown.x + shape.crown.width / 2
        depth = max((end[1] - neck for *_, end in shape.root), key=abs)
        self._pen(mark.tone, _THICK)
        self._line((middle, neck), (middle, neck + depth * 0.86))
        self._pen(mark.tone, _EDGE * 1.6)
        half = shape.crown.width * 0.2
        for part in (0.2, 0.4, 0.6):
            self._line((middle - half, neck + depth * part), (middle + half, neck + depth * part))

    def plate(self, shape: ToothShape, mark: Mark) -> None:
        """A bar along the arch, which joins that of the next tooth."""
        self._pen(mark.tone, _THICK)
        box = shape.crown
        below = shape.number_at[1] > box.y
        y = box.y + box.height + GAP / 2 if below else box.y - GAP / 2
        self._line((box.x - GAP / 2, y), (box.x + box.width + GAP / 2, y))

    def whole(self, shape: ToothShape, mark: Mark) -> None:
        """A dot in the middle of the crown."""
        box = shape.crown
        x, y = self.at((box.x + box.width / 2, box.y + box.height / 2))
        radius = box.height * 0.16 * self.scale

        def dot() -> PDFPathObject:
            path = self.canvas.beginPath()
            path.circle(x, y, radius)
            return path

        self._filled(shape, dot, mark.tone)

    def _struck(self, shape: ToothShape) -> None:
        """A barred circle over the crown."""
        box = shape.crown
        x, y = self.at((box.x + box.width / 2, box.y + box.height / 2))
        radius = min(box.width, box.height) * 0.44 * self.scale
        part = radius * 0.707
        self.canvas.setStrokeColor(RED)
        self.canvas.setLineWidth(1.3)
        self.canvas.circle(x, y, radius)
        self.canvas.line(x - part, y + part, x + part, y - part)

    def _pen(self, tone: Tone, width: float) -> None:
        """Strong for this dossier, thin for a refusal, light and dashed for what was before; finer on small teeth."""
        width *= min(1.0, self.scale * 1.6)
        self.canvas.setStrokeColor({Tone.NOW: ACCENT, Tone.EARLIER: QUIET, Tone.REFUSED: RED}[tone])
        self.canvas.setLineWidth({Tone.NOW: width, Tone.EARLIER: width * 0.7, Tone.REFUSED: width * 0.5}[tone])
        if tone is Tone.EARLIER:
            self.canvas.setDash(2.2, 1.2)

    def _filled(self, shape: ToothShape, path: Callable[[], PDFPathObject], tone: Tone) -> None:
        """Solid for this dossier, hatched for what was before, an outline for a refusal."""
        if tone is Tone.NOW:
            self.canvas.setFillColor(ACCENT)
            self.canvas.drawPath(path(), stroke=0, fill=1)
            return
        self.canvas.saveState()
        self.canvas.setStrokeColor(RED if tone is Tone.REFUSED else QUIET)
        self.canvas.setLineWidth(_EDGE * 1.6)
        self.canvas.drawPath(path())
        if tone is Tone.EARLIER:
            self.canvas.setLineWidth(_EDGE)
            self.canvas.clipPath(path(), stroke=0)
            place = shape.place
            (x0, y1), (x1, y0) = self.at((place.x, place.y)), self.at((place.x + place.width, place.y + place.height))
            hatch(self.canvas, x0, y0, x1, y1)
        self.canvas.restoreState()

    def _line(self, start: Point, end: Point) -> None:
        self.canvas.line(*self.at(start), *self.at(end))

    def _root(self, shape: ToothShape) -> PDFPathObject:
        path = self.canvas.beginPath()
        path.moveTo(*self.at(shape.root_start))
        for first, second, end in shape.root:
            path.curveTo(*self.at(first), *self.at(second), *self.at(end))
        return path

    def _closed(self, points: Iterable[Point]) -> PDFPathObject:
        path = self.canvas.beginPath()
        first, *others = points
        path.moveTo(*self.at(first))
        for point in others:
            path.lineTo(*self.at(point))
        path.close()
        return path


_SIGNS: dict[MarkKind, Callable[[_Drawing, ToothShape, Mark], None]] = {
    MarkKind.FACES: _Drawing.faces,
    MarkKind.ROOT: _Drawing.root,
    MarkKind.CROWN: _Drawing.crown,
    MarkKind.REMOVED: _Drawing.removed,
    MarkKind.IMPLANT: _Drawing.implant,
    MarkKind.PLATE: _Drawing.plate,
    MarkKind.TOOTH: _Drawing.whole,
}
