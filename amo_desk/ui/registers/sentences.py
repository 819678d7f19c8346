"""What the registers page says about an import: where it stands, how long it takes, what it would change or changed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from amo_desk.ui import messages
from amo_desk.ui.registers.state import ImportState, Step
from amo_desk.ui.registers.words import column_name, register_name
from amo_desk.usecases.register_imports import COLUMNS, Outcome, Register

MINUTE = 60


def grouped(number: int) -> str:
    """A count with its thousands set apart, as amounts are."""
    return f"{number:,}".replace(",", "\u00a0")


class ImportWords(QObject):
    """The sentences of the import panel."""

    def title(self, register: Register) -> str:
        """What the import is about."""
        return self.tr("Importer : {0}").format(register_name(register))

    def day_title(self, state: ImportState) -> str:
        """What the day beside the file is."""
        return self.tr("En vigueur depuis le") if state.listed else self.tr("Jour de l'extrait")

    def closed_title(self, state: ImportState) -> str:
        """What is counted as no longer there."""
        return self.tr("Retirés") if state.listed else self.tr("Fermés")

    def steps(self, state: ImportState) -> str:
        """The steps of an import, the one under way in brackets."""
        names = {
            Step.FILE: self.tr("fichier"),
            Step.COLUMNS: self.tr("colonnes"),
            Step.CHECKED: self.tr("essai"),
            Step.DONE: self.tr("import"),
        }
        aliases = {Step.LOOKING: Step.FILE, Step.CHECKING: Step.CHECKED, Step.IMPORTING: Step.DONE}
        now = aliases.get(state.step, state.step)
        return " › ".join(f"[{name}]" if step is now else name for step, name in names.items())

    def next_step(self, state: ImportState) -> str:
        """What the main key does."""
        if state.to_mend:
            return self.tr("Vérifier de nouveau")
        if state.step is Step.CHECKED:
            return self.tr("Importer")
        if state.step is Step.COLUMNS:
            return self.tr("Vérifier le fichier")
        return self.tr("Lire les colonnes")

    def details_title(self, state: ImportState) -> str:
        """The title over the refused lines."""
        seen = state.outcome
        if seen is None:
            return ""
        shown = len(state.details)
        count = seen.refused + seen.warnings
        if count > shown:
            return self.tr("LES {0} PREMIÈRES SUR {1} ; LE RAPPORT DIT LES REFUS").format(
                grouped(shown), grouped(count)
            )
        return self.tr("LIGNES REFUSÉES ET REMARQUES") if seen.refused else self.tr("REMARQUES")

    def sentence(self, state: ImportState, allowed: bool) -> tuple[str, str]:
        """Where the import stands, with its tone."""
        if not allowed:
            return self.tr("Seul un responsable peut importer un registre."), "warn"
        if state.error is not None:
            return messages.sentence(state.error), "bad"
        if state.busy:
            return self._progress(state), "quiet"
        if state.outcome is not None:
            return self._outcome(state, state.outcome)
        if state.from_day is None and state.step is Step.COLUMNS:
            return self._day_wanted(state), "bad"
        if state.step is Step.COLUMNS:
            return "", "quiet"
        words = self.tr("Le fichier est d'abord lu en entier ; rien n'est écrit avant que vous l'importiez.")
        return "\n".join(filter(None, (words, self._needed(state)))), "quiet"

    def _day_wanted(self, state: ImportState) -> str:
        if state.listed:
            return self.tr("Indiquez le jour depuis lequel cette liste est en vigueur. Exemple : 01/01/2026.")
        return self.tr("Indiquez le jour de l'extrait, tel que l'organisme le dit. Exemple : 01/01/2026.")

    def _needed(self, state: ImportState) -> str:
        """The columns without which a file is not taken."""
        names = (column_name(column.id) for column in COLUMNS[state.register] if column.required)
        return self.tr("Colonnes obligatoires, sous ce nom ou un autre : {0}.").format(", ".join(names))

    def _progress(self, state: ImportState) -> str:
        doing = self.tr("Import en cours") if state.step is Step.IMPORTING else self.tr("Lecture du fichier")
        parts = [doing]
        if state.total:
            parts.append(self.tr("{0} lignes sur {1} environ").format(grouped(state.done), grouped(state.total)))
        if state.seconds_left:
            parts.append(self._left(state.seconds_left))
        words = " · ".join(parts)
        if state.step is Step.LOOKING:
            return words
        return words + "\n" + self.tr("La recherche reste ouverte ; ce qui s'enregistre attend la fin.")

    def _left(self, seconds: int) -> str:
        if seconds < 2 * MINUTE:
            return self.tr("encore {0} s environ").format(seconds)
        return self.tr("encore {0} min environ").format(round(seconds / MINUTE))

    def _outcome(self, state: ImportState, seen: Outcome) -> tuple[str, str]:
        day = messages.day_text(seen.extract_day)
        if seen.unchanged_file and state.listed:
            words = self.tr("Cette liste est déjà au registre, en vigueur depuis le {0} : rien à changer.")
            return words.format(day), "quiet"
        if seen.unchanged_file:
            return self.tr("Ce fichier est déjà celui du registre : rien à changer."), "quiet"
        if state.step is Step.DONE:
            return self._done(state, day), "good"
        words = self._about_list(seen, day) if state.listed else self._about(seen, day)
        if state.to_mend:
            words += " " + self.tr(
                "Une liste s'importe entière : corrigez les lignes refusées, puis F5 pour revérifier."
            )
            return words, "bad"
        if seen.closing_withheld:
            words += " " + self.tr("Personne n'est fermé : une ligne refusée ne dit pas de qui elle parle.")
        if not state.changes:
            return words + " " + self.tr("Rien à changer."), "quiet"
        if seen.refused:
            words += " " + self.tr("Les lignes refusées ne seront pas importées.")
        return words + " " + self.tr("F5 pour importer."), "warn" if seen.refused else "quiet"

    def _done(self, state: ImportState, day: str) -> str:
        if state.listed:
            words = self.tr("Liste importée, en vigueur depuis le {0}. Prix changés : Ctrl+L, médicaments.")
            return words.format(day)
        return self.tr("Extrait du {0} importé. Ctrl+N pour un autre fichier.").format(day)

    def _about_list(self, seen: Outcome, day: str) -> str:
        words = self.tr("Essai de la liste en vigueur depuis le {0}").format(day)
        if seen.compared_with is None:
            return f"{words}."
        than = self.tr("par rapport à celle du {0}").format(messages.day_text(seen.compared_with))
        return f"{words}, {than}."

    def _about(self, seen: Outcome, day: str) -> str:
        parts = [self.tr("Essai de l'extrait du {0}").format(day)]
        if seen.mutuelles:
            parts.append(", ".join(seen.mutuelles))
        return " · ".join(parts) + "."
