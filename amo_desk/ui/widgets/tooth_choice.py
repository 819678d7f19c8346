"""What is chosen on a tooth chart: the current tooth, the teeth and faces, and how keys change them; no widget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from amo_desk.domain.teeth import FACES, arches, between, faces_of, in_order, is_milk


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The chosen teeth and faces; `anchor` is where an extension began and `held` what was chosen before it."""

    current: int = 11
    teeth: frozenset[int] = frozenset()
    faces: str = ""
    anchor: int | None = None
    held: frozenset[int] = frozenset()

    @property
    def milk(self) -> bool:
        """Whether milk teeth are looked at."""
        return is_milk(self.current)

    @property
    def ordered(self) -> tuple[int, ...]:
        """The chosen teeth in the order of a chart."""
        return tuple(in_order(self.teeth))

    def faces_on(self, tooth: int) -> str:
        """The chosen faces that a chosen tooth has."""
        return "".join(face for face in self.faces if face in faces_of(tooth)) if tooth in self.teeth else ""

    def at(self, tooth: int) -> Choice:
        """The same choice with another current tooth."""
        return replace(self, current=tooth, anchor=None)

    def moved(self, right: int, down: int) -> int:
        """The tooth that many places to the right, or in the arch below; at the end of an arch it stays."""
        upper, lower = arches(milk=self.milk)
        arch = upper if self.current in upper else lower
        place = min(max(arch.index(self.current) + right, 0), len(arch) - 1)
        if down:
            arch = lower if down > 0 else upper
        return arch[place]

    def end(self, *, last: bool) -> int:
        """The first or the last tooth of the current arch."""
        arch = next(arch for arch in arches(milk=self.milk) if self.current in arch)
        return arch[-1 if last else 0]

    def extended(self, tooth: int) -> Choice:
        """The teeth from where the extension began to this one, with those that were chosen before."""
        anchor, held = (self.current, self.teeth) if self.anchor is None else (self.anchor, self.held)
        span = between(anchor, tooth) or (anchor, tooth)
        return self._with(held | frozenset(span), current=tooth, anchor=anchor, held=held)

    def toggled(self, tooth: int) -> Choice:
        """The tooth added or taken away."""
        return self._with(self.teeth ^ {tooth}, current=tooth)

    def only(self, tooth: int, face: str = "") -> Choice:
        """The tooth alone; a face is added to its faces, or taken away when the tooth was alone with it."""
        before = self.faces if self.teeth == {tooth} else ""
        return replace(self.at(tooth), teeth=frozenset({tooth}), faces=_other(before, face) if face else "")

    def with_face(self, face: str) -> Choice:
        """A face of the current tooth added or taken away; the tooth is chosen with it."""
        if face not in faces_of(self.current):
            return self
        here = self if self.current in self.teeth else self._with(self.teeth | {self.current})
        return replace(here, faces=_other(here.faces, face))

    def cleared(self) -> Choice:
        """Nothing chosen."""
        return Choice(current=self.current)

    def other_dentition(self) -> Choice:
        """The tooth at the same place of the other dentition, nothing chosen."""
        return Choice(current=_counterpart(self.current))

    def _with(
        self,
        teeth: Iterable[int],
        *,
        current: int | None = None,
        anchor: int | None = None,
        held: frozenset[int] = frozenset(),
    ) -> Choice:
        """The choice of these teeth, without faces that none of them has."""
        chosen = frozenset(teeth)
        kept = "".join(face for face in self.faces if any(face in faces_of(tooth) for tooth in chosen))
        return Choice(current=current or self.current, teeth=chosen, faces=kept, anchor=anchor, held=held)


def _other(faces: str, face: str) -> str:
    chosen = set(faces) ^ {face}
    return "".join(letter for letter in FACES if letter in chosen)


def _counterpart(tooth: int) -> int:
    """The milk tooth that a permanent one follows, or the other way round; the nearest where there is none."""
    if is_milk(tooth):
        return tooth - 40
    return tooth // 10 * 10 + 40 + min(tooth % 10, 5)
