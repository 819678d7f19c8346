"""The time line of an orthodontic treatment on paper: the boxes of the screen, apart without colour, and a legend."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from amo_desk.documents.paper import ACCENT, HAIRLINE, INK, QUIET, RED, Pen, day_text, filled, hatch
from amo_desk.documents.shaping import measured
from amo_desk.documents.tables import legend_table
from amo_desk.domain.odf import PeriodKind
from amo_desk.domain.odf_timeline import BoxState, TimeBox, TimeLine, TimeMark, TimeMarkKind
from amo_desk.domain.sources import Text
from amo_desk.domain.tooth_shapes import Point

LETTERS = {
    PeriodKind.SEMESTER: "S",
    PeriodKind.SURGICAL: "Ch",
    PeriodKind.RETENTION: "C",
    PeriodKind.INTERRUPTION: "I",
}
KINDS = {
    PeriodKind.SEMESTER: Text(fr="Semestre", ar="نصف سنة"),
    PeriodKind.SURGICAL: Text(fr="Semestre avant chirurgie", ar="نصف سنة قبل الجراحة"),
    PeriodKind.RETENTION: Text(fr="Contention, année", ar="التثبيت، السنة"),
    PeriodKind.INTERRUPTION: Text(fr="Interruption", ar="توقف مؤقت"),
}
STATES = {
    BoxState.COUNTED: Text(fr="compté", ar="محتسب"),
    BoxState.REFUSED: Text(fr="non compté", ar="غير محتسب"),
    BoxState.AHEAD: Text(fr="encore possible", ar="ما زال ممكنا"),
}
MARKS = {
    TimeMarkKind.AGREEMENT: Text(fr="Accord {number}", ar="الموافقة {number}"),
    TimeMarkKind.LAPSE: Text(fr="Accord {number} caduc", ar="الموافقة {number} لاغية"),
    TimeMarkKind.TRANSFER: Text(fr="Changement de praticien", ar="تغيير الطبيب"),
    TimeMarkKind.BIRTHDAY: Text(fr="{age} ans", ar="بلوغ {age} سنة"),
    TimeMarkKind.DUE: Text(fr="Prochaine étape", ar="الخطوة المقبلة"),
    TimeMarkKind.TODAY: Text(fr="Aujourd'hui", ar="اليوم"),
}

_LANE, _AIR = 17.0, 3.0
_PIN = 4.6
_LABEL, _SMALL = 7.0, 5.6
_AXIS = 12.0
_INSET = 6.0
_LEAST = 36 * mm


class TimeLineChart(Flowable):
    """The line over the width given: numbered days above, periods in their lanes, years below."""

    def __init__(self, pen: Pen, line: TimeLine) -> None:
        super().__init__()
        self.pen, self.line = pen, line
        self.rows: list[int] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """All the width; days that are close to each other stand in rows above each other."""
        self.width = width
        self.rows = []
        ends: list[float] = []
        for mark in self.line.marks:
            x = self._x(mark.x)
            row = next((at for at, end in enumerate(ends) if x - end > 2 * _PIN + 1), len(ends))
            ends[row : row + 1] = [x]
            self.rows.append(row)
        self.height = self._top + (max(self.rows, default=0) + 1) * (2 * _PIN + 1.5)
        return self.width, self.height

    @property
    def _top(self) -> float:
        """Where the highest lane ends."""
        return _AXIS + self.line.lanes * (_LANE + _AIR) + _AIR

    def _x(self, part: float) -> float:
        return _INSET + part * (self.width - 2 * _INSET)

    def draw(self) -> None:
        """Axis, boxes, days over them, and the names of the boxes over all."""
        self._axis()
        boxes = [(_Look.of(box), self._place(box)) for box in self.line.boxes if not box.beyond]
        for look, place in boxes:
            _draw_box(self.canv, look, place)
        pins = [(mark, self._pin(mark, row)) for mark, row in zip(self.line.marks, self.rows, strict=True)]
        for mark, at in pins:
            if not mark.beyond:
                self._day(mark, at)
        for number, (mark, at) in enumerate(pins, start=1):
            _draw_pin(self.canv, self.pen, number, at, today=mark.kind is TimeMarkKind.TODAY)
            if mark.beyond:
                self._arrow(mark, at)
        for look, place in boxes:
            _draw_name(self.canv, self.pen, look, place)

    def _axis(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.6)
        canvas.line(self._x(0), _AXIS, self._x(1), _AXIS)
        canvas.setFont(self.pen.regular, _SMALL)
        canvas.setFillColor(QUIET)
        for part, year in self.line.years:
            x = self._x(part)
            canvas.setStrokeColor(HAIRLINE)
            canvas.line(x, _AXIS, x, self._top - _AIR)
            canvas.setStrokeColor(QUIET)
            canvas.line(x, _AXIS - 2.5, x, _AXIS)
            if x + 16 < self.width:
                canvas.drawString(x + 1.5, _AXIS - 7.5, str(year))

    def _place(self, box: TimeBox) -> tuple[float, float, float, float]:
        width = max(box.width * (self.width - 2 * _INSET) - 1.2, 1.0)
        y = self._top - (box.lane + 1) * (_LANE + _AIR)
        return self._x(box.x) + 0.6, y, width, _LANE

    def _pin(self, mark: TimeMark, row: int) -> Point:
        return self._x(mark.x), self._top + _PIN + row * (2 * _PIN + 1.5)

    def _day(self, mark: TimeMark, at: Point) -> None:
        """A line from the pin of a day down to the axis; that of today is whole and shows on dark boxes too."""
        canvas, (x, y) = self.canv, at
        today = mark.kind is TimeMarkKind.TODAY
        canvas.saveState()
        if today:
            canvas.setStrokeColor(white)
            canvas.setLineWidth(3)
            canvas.line(x, _AXIS, x, y - _PIN)
        else:
            canvas.setDash(1.2, 1.4)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.1 if today else 0.6)
        canvas.line(x, _AXIS, x, y - _PIN)
        canvas.restoreState()

    def _arrow(self, mark: TimeMark, at: Point) -> None:
        """Towards a day that lies outside the line."""
        x, y = at
        way = 1 if mark.x else -1
        path = self.canv.beginPath()
        path.moveTo(x + way * (_PIN + 3), y)
        path.lineTo(x + way * (_PIN + 0.6), y + 2)
        path.lineTo(x + way * (_PIN + 0.6), y - 2)
        path.close()
        self.canv.setFillColor(INK)
        self.canv.drawPath(path, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class _Look:
    """What decides how a box is drawn."""

    kind: PeriodKind
    state: BoxState = BoxState.COUNTED
    rank: int | None = None

    @classmethod
    def of(cls, box: TimeBox) -> _Look:
        return cls(box.kind, box.state, box.rank)

    @property
    def solid(self) -> bool:
        return self.state is BoxState.COUNTED and self.kind in (PeriodKind.SEMESTER, PeriodKind.SURGICAL)

    @property
    def ground(self) -> Color:
        """What fills it: dark for a half-year that counts, light for retention."""
        if self.solid:
            return ACCENT
        return HAIRLINE if self.state is BoxState.COUNTED and self.kind is PeriodKind.RETENTION else white

    @property
    def name(self) -> str:
        """The letter of its kind and its rank."""
        return f"{LETTERS[self.kind]}{self.rank or ''}"


class _BoxSample(Flowable):
    """One box of the legend."""

    def __init__(self, pen: Pen, look: _Look) -> None:
        super().__init__()
        self.pen, self.look = pen, look
        self.width, self.height = 18.0, 11.0

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        _draw_box(self.canv, self.look, (0, 0, self.width, self.height))
        _draw_name(self.canv, self.pen, self.look, (0, 0, self.width, self.height))


class _PinSample(Flowable):
    """One numbered day of the legend."""

    def __init__(self, pen: Pen, number: int, *, today: bool) -> None:
        super().__init__()
        self.pen, self.number, self.today = pen, number, today
        self.width, self.height = 18.0, 11.0

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        _draw_pin(self.canv, self.pen, self.number, (self.width / 2, self.height / 2), today=self.today)


def time_line_legend(pen: Pen, line: TimeLine, age: int, width: float) -> list[Flowable]:
    """The numbered days with their dates, then what the boxes mean; `age` is that of the birthday on the line."""
    days: list[tuple[Flowable, Text]] = []
    for number, mark in enumerate(line.marks, start=1):
        said = filled(MARKS[mark.kind], number=mark.number, age=age)
        day = day_text(mark.day)
        pin = _PinSample(pen, number, today=mark.kind is TimeMarkKind.TODAY)
        days.append((pin, Text(fr=f"{day} · {said.fr}", ar=f"{day} · {said.ar}")))
    looks = [(_Look(kind), KINDS[kind]) for kind in KINDS if any(box.kind is kind for box in line.boxes)]
    looks += [
        (_Look(PeriodKind.SEMESTER, state), STATES[state])
        for state in STATES
        if any(box.state is state for box in line.boxes)
    ]
    boxes: list[tuple[Flowable, Text]] = [(_BoxSample(pen, look), text) for look, text in looks]
    return [legend_table(pen, items, width, _LEAST) for items in (days, boxes) if items]


def _draw_box(canvas: Canvas, look: _Look, place: tuple[float, float, float, float]) -> None:
    """Solid where it counts, light for retention, hatched for an interruption; an outline where it is ahead."""
    x, y, width, height = place
    canvas.saveState()
    canvas.setLineWidth(0.9)
    canvas.setStrokeColor({BoxState.COUNTED: ACCENT, BoxState.REFUSED: RED, BoxState.AHEAD: QUIET}[look.state])
    canvas.setFillColor(look.ground)
    if look.state is BoxState.AHEAD:
        canvas.setDash(2, 1.6)
    canvas.roundRect(x, y, width, height, min(2.0, width / 2), fill=1)
    canvas.setDash()
    canvas.setLineWidth(0.6)
    if look.kind is PeriodKind.INTERRUPTION:
        path = canvas.beginPath()
        path.rect(x, y, width, height)
        canvas.saveState()
        canvas.clipPath(path, stroke=0)
        hatch(canvas, x, y, x + width, y + height, 3.2)
        canvas.restoreState()
    if look.state is BoxState.REFUSED:
        canvas.line(x, y, x + width, y + height)
        canvas.line(x, y + height, x + width, y)
    canvas.restoreState()


def _draw_name(canvas: Canvas, pen: Pen, look: _Look, place: tuple[float, float, float, float]) -> None:
    """Letter and rank where there is room for them, over any line that crosses the box."""
    x, y, room, height = place
    width = measured(look.name, pen.bold, _LABEL)
    if width + 1 > room:
        return
    middle, base = x + room / 2, y + (height - _LABEL * 0.72) / 2
    canvas.setFillColor(look.ground)
    canvas.rect(middle - width / 2 - 1, base - 1.4, width + 2, _LABEL + 1, stroke=0, fill=1)
    canvas.setFont(pen.bold, _LABEL)
    canvas.setFillColor(white if look.solid else RED if look.state is BoxState.REFUSED else INK)
    canvas.drawCentredString(middle, base, look.name)


def _draw_pin(canvas: Canvas, pen: Pen, number: int, at: Point, *, today: bool) -> None:
    """A number in a circle, on black for today."""
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.6)
    canvas.setFillColor(INK if today else white)
    canvas.circle(*at, _PIN, fill=1)
    canvas.setFillColor(white if today else INK)
    canvas.setFont(pen.bold, _SMALL)
    canvas.drawCentredString(at[0], at[1] - _SMALL * 0.36, str(number))
