"""Prior agreements: asked for, granted or refused, used or void; each a record of its own, beside the dossiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from uuid import UUID

from amo_desk.domain.errors import Refused
from amo_desk.domain.money import Centimes


class AgreementState(Enum):
    """Where a prior agreement stands; one that lapsed by the law alone is still kept as GRANTED."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    VOID = "void"
    USED = "used"


# What the fund gave: it may serve, as long as it did not lapse.
GIVEN = frozenset({AgreementState.GRANTED, AgreementState.USED})
AGREEMENT_MOVES = frozenset(
    {
        (AgreementState.REQUESTED, AgreementState.GRANTED),
        (AgreementState.REQUESTED, AgreementState.REFUSED),
        (AgreementState.REQUESTED, AgreementState.VOID),
        (AgreementState.GRANTED, AgreementState.USED),
        (AgreementState.GRANTED, AgreementState.VOID),
        (AgreementState.USED, AgreementState.VOID),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One prior agreement of one beneficiary.

    `kind` and `stage` are ids of `db/reference/agreements.toml`; `practitioner` is an INPE; `codes` and `teeth` say
    what it was asked for, `quoted` the estimate in centimes. `number` stands as the fund writes it: no format is known.
    `reason` says why it was refused or is void. `request_id` is the dossier that asked for it.
    """

    id: UUID
    kind: str
    stage: str = ""
    state: AgreementState
    family_id: UUID
    beneficiary_id: UUID
    practitioner: str = ""
    requested_on: date
    codes: tuple[str, ...] = ()
    teeth: tuple[int, ...] = ()
    quoted: Centimes | None = None
    number: str = ""
    decided_on: date | None = None
    reason: str = ""
    note: str = ""
    request_id: UUID | None = None
    agent: str
    version: int = 1

    def moved(self, to: AgreementState) -> Agreement:
        """The same agreement in its next state; refuses a move that the office does not know."""
        if (self.state, to) not in AGREEMENT_MOVES:
            raise Refused("agreement.move", was=self.state.value, wanted=to.value)
        return replace(self, state=to)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSummary:
    """A prior agreement as one line of a list: whose it is, the dossier that asked and the dossiers it covers."""

    agreement: Agreement
    beneficiary: str
    immatriculation: str
    affiliation: str
    request_number: str = ""
    covered: tuple[str, ...] = ()
