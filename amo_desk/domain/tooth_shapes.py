"""The geometry of a tooth chart, the same on screen and on paper: no unit, x to the right and y down.

An arch is 16 permanent or 10 milk teeth wide; the crowns of both arches face each other across the middle line. Roots
are closed curves, faces are polygons that fill the crown: four around, one in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from amo_desk.domain.teeth import ToothKind, arches, faces_of, is_right, is_upper, is_wisdom, kind_of

Point: TypeAlias = tuple[float, float]
# A cubic curve: two control points and the end.
Curve: TypeAlias = tuple[Point, Point, Point]

GAP = 6.0
MIDDLE_GAP = 18.0
CROWN = 40.0
ROOT = 30.0
NUMBER = 22.0
ARCH_GAP = 10.0
_WIDTHS = {ToothKind.INCISOR: 30.0, ToothKind.CANINE: 32.0, ToothKind.PREMOLAR: 36.0, ToothKind.MOLAR: 46.0}
_WISDOM_WIDTH = 42.0
_RIM = 0.27
HEIGHT = 2 * (ROOT + CROWN + NUMBER) + ARCH_GAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle by its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ToothShape:
    """One tooth of a chart: its place with root and number, its crown, the polygon of each face, the curve of its root.

    `root` starts at `root_start`; `number_at` is the middle of its number, which stands on the side of the other arch.
    """

    tooth: int
    place: Box
    crown: Box
    faces: dict[str, tuple[Point, ...]]
    root_start: Point
    root: tuple[Curve, ...]
    number_at: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartShape:
    """All the teeth of a dentition and the size of the whole."""

    width: float
    height: float
    teeth: tuple[ToothShape, ...]

    def tooth(self, number: int) -> ToothShape:
        """The shape of a tooth of this dentition."""
        return next(shape for shape in self.teeth if shape.tooth == number)


def chart_shape(*, milk: bool) -> ChartShape:
    """The shape of the chart of permanent or of milk teeth, both as wide as the permanent one."""
    whole = _arch_width(arches(milk=False)[0])
    shapes = []
    for row, arch in enumerate(arches(milk=milk)):
        x = (whole - _arch_width(arch)) / 2
        top = row * (HEIGHT + ARCH_GAP) / 2
        for index, tooth in enumerate(arch):
            if index == len(arch) // 2:
                x += MIDDLE_GAP - GAP
            shapes.append(_tooth(tooth, x, top))
            x += _width(tooth) + GAP
    return ChartShape(width=whole, height=HEIGHT, teeth=tuple(shapes))


def _arch_width(arch: tuple[int, ...]) -> float:
    return sum(_width(tooth) for tooth in arch) + GAP * (len(arch) - 2) + MIDDLE_GAP


def _width(tooth: int) -> float:
    return _WISDOM_WIDTH if is_wisdom(tooth) else _WIDTHS[kind_of(tooth)]


def _tooth(tooth: int, x: float, top: float) -> ToothShape:
    width, upper = _width(tooth), is_upper(tooth)
    crown = Box(x=x, y=top + (ROOT if upper else NUMBER), width=width, height=CROWN)
    neck = crown.y if upper else crown.y + CROWN
    tip = neck - ROOT if upper else neck + ROOT
    left, right, middle = x + width * 0.12, x + width * 0.88, x + width / 2
    number_y = crown.y + CROWN + NUMBER / 2 if upper else top + NUMBER / 2
    bend = neck + (tip - neck) * 0.75
    return ToothShape(
        tooth=tooth,
        place=Box(x=x, y=top, width=width, height=ROOT + CROWN + NUMBER),
        crown=crown,
        faces=_faces(tooth, crown),
        root_start=(left, neck),
        root=(
            ((left, bend), (middle - width * 0.14, tip), (middle, tip)),
            ((middle + width * 0.14, tip), (right, bend), (right, neck)),
        ),
        number_at=(middle, number_y),
    )


def _faces(tooth: int, crown: Box) -> dict[str, tuple[Point, ...]]:
    """Around the middle face: outward the vestibular one, towards the middle line of the mouth the mesial one."""
    x0, y0, x1, y1 = crown.x, crown.y, crown.x + crown.width, crown.y + crown.height
    rim = CROWN * _RIM
    i0, j0, i1, j1 = x0 + rim, y0 + rim, x1 - rim, y1 - rim
    above = ((x0, y0), (x1, y0), (i1, j0), (i0, j0))
    below = ((x0, y1), (i0, j1), (i1, j1), (x1, y1))
    left = ((x0, y0), (i0, j0), (i0, j1), (x0, y1))
    right = ((x1, y0), (x1, y1), (i1, j1), (i1, j0))
    inside = ((i0, j0), (i1, j0), (i1, j1), (i0, j1))
    mesial, middle, distal, vestibular, inner = list(faces_of(tooth))
    outward, inward = (above, below) if is_upper(tooth) else (below, above)
    towards, away = (right, left) if is_right(tooth) else (left, right)
    return {mesial: towards, middle: inside, distal: away, vestibular: outward, inner: inward}
