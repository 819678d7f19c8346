"""The geometry of a tooth chart, the same on screen and on paper: no unit, x to the right and y down.

An arch is 16 permanent or 10 milk teeth wide; the crowns of both arches face each other across the middle line. Roots
are one closed curve with a lobe for each, faces are polygons that fill the crown: four around, one in the middle. The
corners of a crown are rounded by `CORNER`.
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
CORNER = 9.0
_WIDTHS = {ToothKind.INCISOR: 30.0, ToothKind.CANINE: 32.0, ToothKind.PREMOLAR: 36.0, ToothKind.MOLAR: 46.0}
_WISDOM_WIDTH = 42.0
_RIM = 0.27
# How long the root of a kind is, as a part of the room for it.
_LENGTHS = {ToothKind.INCISOR: 0.84, ToothKind.CANINE: 1.0, ToothKind.PREMOLAR: 0.9, ToothKind.MOLAR: 0.9}
# By the number of roots: where their tips are along the width, and the valleys between them.
_TIPS = {1: (0.5,), 2: (0.28, 0.72), 3: (0.2, 0.5, 0.8)}
_VALLEYS = {1: (), 2: (0.5,), 3: (0.37, 0.63)}
_VALLEY_DEPTH = 0.42
_TWO_ROOTED = frozenset({14, 24})
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
    """One tooth of a chart: its place with root and number, its crown, the polygons of its faces, its roots.

    `root` starts at `root_start`; `canals` are lines from the crown into each root. `number_at` is the middle of its
    number, which stands on the side of the other arch.
    """

    tooth: int
    place: Box
    crown: Box
    faces: dict[str, tuple[Point, ...]]
    root_start: Point
    root: tuple[Curve, ...]
    canals: tuple[tuple[Point, Point], ...]
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


def roots_of(tooth: int) -> int:
    """How many roots a chart draws.

    >>> roots_of(16), roots_of(46), roots_of(14), roots_of(11)
    (3, 2, 2, 1)
    """
    if kind_of(tooth) is ToothKind.MOLAR:
        return 3 if is_upper(tooth) else 2
    return 2 if tooth in _TWO_ROOTED else 1


def _tooth(tooth: int, x: float, top: float) -> ToothShape:
    width, upper = _width(tooth), is_upper(tooth)
    crown = Box(x=x, y=top + (ROOT if upper else NUMBER), width=width, height=CROWN)
    number_y = crown.y + CROWN + NUMBER / 2 if upper else top + NUMBER / 2
    start, root, canals = _roots(tooth, crown)
    return ToothShape(
        tooth=tooth,
        place=Box(x=x, y=top, width=width, height=ROOT + CROWN + NUMBER),
        crown=crown,
        faces=_faces(tooth, crown),
        root_start=start,
        root=root,
        canals=canals,
        number_at=(x + width / 2, number_y),
    )


def _roots(tooth: int, crown: Box) -> tuple[Point, tuple[Curve, ...], tuple[tuple[Point, Point], ...]]:
    """Where the curve of the roots starts, the curve from neck to neck, and the canal of each root."""
    count, upper = roots_of(tooth), is_upper(tooth)
    neck = crown.y if upper else crown.y + CROWN
    length = (-1 if upper else 1) * ROOT * _LENGTHS[kind_of(tooth)]
    tip, bend, valley = neck + length, neck + length * 0.7, neck + length * _VALLEY_DEPTH

    def across(part: float) -> float:
        return crown.x + crown.width * part

    feet = [(across(0.1), neck), *((across(part), valley) for part in _VALLEYS[count]), (across(0.9), neck)]
    blunt = crown.width * 0.16 / count
    curves: list[Curve] = []
    canals = []
    for place, part in enumerate(_TIPS[count]):
        (left, _), right = feet[place], feet[place + 1]
        middle = across(part)
        curves.append(((left, bend), (middle - blunt, tip), (middle, tip)))
        curves.append(((middle + blunt, tip), (right[0], bend), right))
        canals.append(((across(0.5 + (part - 0.5) * 0.7), neck), (middle, neck + length * 0.86)))
    return feet[0], tuple(curves), tuple(canals)


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
