"""An INPE that the register does not know, noted while it is typed: a small form below the header, and back to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject

from amo_desk.domain.errors import DeskError
from amo_desk.domain.identifiers import is_inpe
from amo_desk.ui.intake.view import FormView
from amo_desk.ui.intake.work import Work
from amo_desk.ui.messages import sentence
from amo_desk.ui.page import Context
from amo_desk.ui.widgets.asking import Ask, Asking
from amo_desk.usecases import intake, practitioners
from amo_desk.usecases.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Who is asked about: their field and number, the kinds to choose from, what was typed and what is wrong."""

    name: str
    inpe: str
    kinds: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, str] = field(default_factory=dict)


class StrangerWork(QObject):
    """Asks for the name and the kind behind an unknown INPE, and notes them as learnt at the counter."""

    def __init__(
        self, desk: Desk, view: FormView, context: Context, work: Callable[[], Work | None], changed: Callable[[], None]
    ) -> None:
        super().__init__(view)
        self._desk, self._view, self._context = desk, view, context
        self._work, self._changed = work, changed
        self._asked: _Asked | None = None
        view.stranger.typed.connect(self._typed)
        view.stranger.submitted.connect(self._submit)
        view.stranger.left.connect(self.end)

    def unknown(self) -> str:
        """The field whose INPE nobody is known under, the one with the focus first; empty where there is none."""
        work = self._work()
        if work is None:
            return ""
        fields = work.content.fields
        names = [
            name
            for name in intake.inpe_fields(work.form)
            if is_inpe(fields.get(name, "")) and not work.known.practitioners.get(fields[name])
        ]
        focused = (name for name in names if name in self._view.inputs and self._view.inputs[name].editor.hasFocus())
        return next(focused, next(iter(names), ""))

    def ask(self) -> None:
        """Opens the form, where an INPE is unknown."""
        name, work = self.unknown(), self._work()
        if name and work is not None:
            kinds = practitioners.kinds(self._desk)
            self._show(_Asked(name=name, inpe=work.content.fields[name], kinds=kinds))
            self._view.stranger.focus_on("")

    def end(self) -> bool:
        """Closes the form and goes back to the field; False where it was not open."""
        asked = self._asked
        if asked is None:
            return False
        self._show(None)
        self._view.focus_field(asked.name)
        return True

    def _show(self, asked: _Asked | None) -> None:
        self._asked = asked
        self._view.stranger.setVisible(asked is not None)
        if asked is None:
            return
        kinds = (("", self.tr("– choisir –")), *((kind, kind) for kind in asked.kinds))
        choice = Ask(id="kind", title=self.tr("Nature"), kind="choice", choices=kinds, half=True)
        asking = Asking(
            title=self.tr("INPE {0} : inconnu du registre").format(asked.inpe),
            purpose=self.tr("Noté, il sert dès maintenant ; un responsable le validera (Registres)."),
            done=self.tr("Noter"),
            fields=(
                Ask(id="name", title=self.tr("Nom, comme sur le cachet"), half=True),
                choice if asked.kinds else replace(choice, kind="text"),
            ),
            values=asked.values,
            troubles=asked.troubles,
        )
        self._view.stranger.show_asking(asking)

    def _typed(self, name: str, value: str) -> None:
        if self._asked is not None:
            self._show(replace(self._asked, values={**self._asked.values, name: value}, troubles={}))

    def _submit(self) -> None:
        asked, work = self._asked, self._work()
        if asked is None or work is None or self._context.held():
            return
        name, kind = asked.values.get("name", ""), asked.values.get("kind", "")
        try:
            practitioners.learn(self._desk, asked.inpe, name, kind)
        except DeskError as error:
            place = {"practitioner.name": "name", "practitioner.known": "name", "practitioner.kind": "kind"}
            self._show(replace(asked, troubles={place.get(error.code, ""): sentence(error)}))
            self._view.stranger.focus_on(next(iter(self._asked.troubles)) if self._asked else "")
            return
        work.type_field(asked.name, asked.inpe)
        self.end()
        self._changed()
        self._context.notices.say("good", self.tr("Noté : {0}").format(name.strip()))
