"""One tooth of a chart as it is painted; every tone has a colour and a pattern of its own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from amo_desk.domain.chart import Mark, MarkKind, Tone
from amo_desk.domain.tooth_shapes import CORNER, GAP, Box, Point, ToothShape
from amo_desk.ui import theme

MARGIN = 3.0
HATCH = 4.5
NUMBER_PIXELS, LEAST_PIXELS = 13.0, 11.0
# Two bold figures are so many times as wide as their type is high.
DIGITS_WIDE = 1.5
_LINES = {Tone.NOW: Qt.PenStyle.SolidLine, Tone.EARLIER: Qt.PenStyle.DashLine, Tone.REFUSED: Qt.PenStyle.DotLine}
_ROLES = {Tone.NOW: "accent", Tone.EARLIER: "quiet", Tone.REFUSED: "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToothLook:
    """What a tooth shows: its marks, whether it is gone, and whether it is chosen, current or that of a line."""

    marks: tuple[Mark, ...] = ()
    absent: bool = False
    chosen: bool = False
    faces: str = ""
    current: bool = False
    lit: bool = False


def tone_colour(tone: Tone) -> QColor:
    """The colour of a tone in the theme in use."""
    return theme.current().colour(_ROLES[tone])


def fill_tone(painter: QPainter, path: QPainterPath, tone: Tone) -> None:
    """Fills a shape in a tone: this dossier whole, earlier ones hatched, refused ones an outline."""
    colour = tone_colour(tone)
    if tone is Tone.NOW:
        painter.fillPath(path, colour)
        return
    if tone is Tone.EARLIER:
        painter.save()
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(colour, 1.4))
        box = path.boundingRect()
        start = -box.height()
        while start < box.width():
            below = QPointF(box.left() + start, box.bottom())
            painter.drawLine(below, QPointF(below.x() + box.height(), box.top()))
            start += HATCH
        painter.restore()
    painter.strokePath(path, QPen(colour, 1.4))


def strike(painter: QPainter, middle: QPointF, radius: float) -> None:
    """The barred circle of what is refused."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tone_colour(Tone.REFUSED), radius / 6))
    painter.drawEllipse(middle, radius, radius)
    part = radius * 0.707
    painter.drawLine(QPointF(middle.x() - part, middle.y() - part), QPointF(middle.x() + part, middle.y() + part))


def tone_pen(tone: Tone, width: float) -> QPen:
    """The line of a tone: this dossier whole, earlier ones dashed, refused ones dotted."""
    pen = QPen(tone_colour(tone), width, _LINES[tone])
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if tone is Tone.NOW else Qt.PenCapStyle.FlatCap)
    return pen


class ToothItem(QGraphicsItem):
    """A tooth with its roots, crown, faces and number, in the units of its shape."""

    def __init__(self, shape: ToothShape) -> None:
        super().__init__()
        self.tooth_shape = shape
        self._look = ToothLook()
        self._root = _curves(shape)
        self._crown = QPainterPath()
        self._crown.addRoundedRect(_rect(shape.crown), CORNER, CORNER)
        self._faces = {face: _polygon(points) & self._crown for face, points in shape.faces.items()}

    @property
    def look(self) -> ToothLook:
        """What it shows."""
        return self._look

    def show_look(self, look: ToothLook) -> None:
        """Shows something else."""
        if look != self._look:
            self._look = look
            self.update()

    def face_at(self, point: QPointF) -> str:
        """The letter of the face at a point of the chart; empty beside the crown."""
        return next((face for face, path in self._faces.items() if path.contains(point)), "")

    def face_middle(self, face: str) -> QPointF:
        """A point in the middle of a face."""
        return self._faces[face].boundingRect().center()

    def boundingRect(self) -> QRectF:
        """Its place and the frame around it."""
        return _rect(self.tooth_shape.place).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def shape(self) -> QPainterPath:
        """The whole place takes the mouse, so that a click between root and crown is no miss."""
        path = QPainterPath()
        path.addRect(_rect(self.tooth_shape.place))
        return path

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Ground and frame first, then root, crown, marks and number."""
        colour = theme.current().colour
        self._paint_frame(painter)
        edge = QPen(colour("quiet"), 1.3, Qt.PenStyle.DashLine if self._look.absent else Qt.PenStyle.SolidLine)
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._look.absent else colour("ground"))
        painter.drawPath(self._root)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._look.absent else colour("card"))
        painter.drawPath(self._crown)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not self._look.absent:
            self._paint_faces(painter)
        for mark in self._look.marks:
            self._paint_mark(painter, mark)
        self._paint_chosen_faces(painter)
        if not self._look.absent:
            painter.strokePath(self._crown, QPen(colour("quiet"), 1.5))
        if any(mark.tone is Tone.REFUSED for mark in self._look.marks):
            strike(painter, _rect(self.tooth_shape.crown).center(), 14)
        self._paint_number(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        look, colour = self._look, theme.current().colour
        frame = _rect(self.tooth_shape.place).adjusted(-1.5, -1.5, 1.5, 1.5)
        if not (look.chosen or look.current or look.lit):
            return
        painter.setBrush(colour("accent_soft") if look.chosen or look.lit else Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen)
        if look.chosen:
            painter.setPen(QPen(colour("accent"), 2))
        if look.current:
            painter.setPen(QPen(colour("ink"), 2))
        painter.drawRoundedRect(frame, 6, 6)
        if look.lit:
            x, y = self.tooth_shape.number_at
            half = self.tooth_shape.crown.width / 2 - 4
            painter.setPen(QPen(colour("accent"), 2.5))
            painter.drawLine(QPointF(x - half, y + 9.5), QPointF(x + half, y + 9.5))

    def _paint_faces(self, painter: QPainter) -> None:
        pen = QPen(theme.current().colour("disabled"), 0.9)
        for path in self._faces.values():
            painter.strokePath(path, pen)

    def _paint_chosen_faces(self, painter: QPainter) -> None:
        accent = theme.current().colour("accent")
        for face in self._look.faces:
            path = self._faces.get(face)
            if path is not None:
                soft = QColor(accent)
                soft.setAlphaF(0.3)
                painter.fillPath(path, soft)
                painter.strokePath(path, QPen(accent, 2.2))

    def _paint_mark(self, painter: QPainter, mark: Mark) -> None:
        kind = mark.kind
        if kind is MarkKind.FACES:
            self._paint_face_mark(painter, mark)
        elif kind is MarkKind.ROOT:
            painter.setPen(tone_pen(mark.tone, 3))
            for start, end in self.tooth_shape.canals:
                painter.drawLine(QPointF(*start), QPointF(*end))
        elif kind is MarkKind.CROWN:
            self._paint_ring(painter, mark.tone)
        elif kind is MarkKind.REMOVED:
            painter.setPen(tone_pen(mark.tone, 2.6))
            box = (self._root | self._crown).boundingRect().adjusted(3, 3, -3, -3)
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())
        elif kind is MarkKind.IMPLANT:
            self._paint_screw(painter, mark.tone)
        elif kind is MarkKind.PLATE:
            self._paint_plate(painter, mark.tone)
        else:
            self._paint_dot(painter, mark.tone)

    def _paint_face_mark(self, painter: QPainter, mark: Mark) -> None:
        """The faces the act names; a dot where it names none that the tooth has."""
        own = [face for face in mark.faces if face in self._faces]
        for face in own:
            fill_tone(painter, self._faces[face], mark.tone)
        if not own:
            self._paint_dot(painter, mark.tone)

    def _paint_dot(self, painter: QPainter, tone: Tone) -> None:
        dot = QPainterPath()
        dot.addEllipse(_rect(self.tooth_shape.crown).center(), 6.5, 6.5)
        fill_tone(painter, dot, tone)

    def _paint_ring(self, painter: QPainter, tone: Tone) -> None:
        ring = QPainterPath()
        ring.addRoundedRect(_rect(self.tooth_shape.crown).adjusted(3, 3, -3, -3), CORNER - 3, CORNER - 3)
        painter.strokePath(ring, tone_pen(tone, 4))

    def _paint_screw(self, painter: QPainter, tone: Tone) -> None:
        """A shaft in the place of the root, with threads that narrow towards its tip."""
        crown, root = _rect(self.tooth_shape.crown), self._root.boundingRect()
        x, upper = crown.center().x(), root.top() < crown.top()
        neck, tip = (crown.top(), root.top() + 2) if upper else (crown.bottom(), root.bottom() - 2)
        painter.setPen(tone_pen(tone, 3))
        painter.drawLine(QPointF(x, neck), QPointF(x, tip))
        painter.setPen(QPen(tone_colour(tone), 1.8))
        for thread in range(4):
            y = neck + (tip - neck) * (0.15 + 0.24 * thread)
            half = 8 - 1.6 * thread
            painter.drawLine(QPointF(x - half, y + 1.5), QPointF(x + half, y - 1.5))

    def _paint_plate(self, painter: QPainter, tone: Tone) -> None:
        """A bar along the necks, as wide as the place of the tooth: it joins that of the next tooth."""
        crown = _rect(self.tooth_shape.crown)
        y = crown.top() + 2 if self.tooth_shape.root_start[1] <= crown.top() else crown.bottom() - 2
        painter.setPen(tone_pen(tone, 5))
        painter.drawLine(QPointF(crown.left() - MARGIN, y), QPointF(crown.right() + MARGIN, y))

    def _paint_number(self, painter: QPainter) -> None:
        look = self._look
        scale = painter.worldTransform().m11() or 1.0
        font = QFont(theme.type_family())
        room = (self.tooth_shape.crown.width + GAP) * scale
        font.setPixelSize(max(1, round(min(max(NUMBER_PIXELS * scale, LEAST_PIXELS), room / DIGITS_WIDE))))
        font.setBold(look.chosen or look.current or look.lit or any(m.tone is not Tone.EARLIER for m in look.marks))
        font.setStrikeOut(look.absent)
        refused = any(mark.tone is Tone.REFUSED for mark in look.marks)
        x, y = self.tooth_shape.number_at
        middle = painter.worldTransform().map(QPointF(x, y))
        painter.save()
        painter.resetTransform()
        painter.setFont(font)
        painter.setPen(theme.current().colour("red" if refused else "quiet" if look.absent else "ink"))
        box = QRectF(middle.x() - 40, middle.y() - 20, 80, 40)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.tooth_shape.tooth))
        painter.restore()


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


def _polygon(points: tuple[Point, ...]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    path.closeSubpath()
    return path


def _curves(shape: ToothShape) -> QPainterPath:
    path = QPainterPath(QPointF(*shape.root_start))
    for first, second, end in shape.root:
        path.cubicTo(QPointF(*first), QPointF(*second), QPointF(*end))
    path.closeSubpath()
    return path
