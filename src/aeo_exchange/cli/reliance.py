"""Options for giving or taking an answer: trust lists, the partner profile, the instant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from aeo_exchange import ReferenceData
from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import InstantAndReference, issued_basis_options, test_keys_option
from aeo_exchange.cli.partner_profile_option import (
    WITH_A_REGISTER,
    partner_profile_option,
    profile_agreed,
)
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.recognition.receipts import TrustNow

if TYPE_CHECKING:
    from aeo_exchange.exchange.partner_profile import PartnerProfile
    from aeo_exchange.operations.register.register import Register

__all__ = ["Reliance", "reliance_options"]


class Reliance(Struct, frozen=True, kw_only=True):
    """What is relied on: trust lists, the partner profile, the instant, the reference data."""

    evidence: EvidenceFiles
    test_keys: bool
    profile: Path | None
    basis: InstantAndReference

    def now(self, register: Register | None = None) -> TrustNow:
        """Return who is trusted, and at which instant; a register remembers lists used before."""
        evidence = self.evidence.read(test_keys=self.test_keys)
        return TrustNow(
            trust=open_trust_lists(evidence) if register is None else register.trust(evidence),
            at=self.basis.instant(),
            test_keys=self.test_keys,
        )

    def agreed(self, register: Register | None, reference: ReferenceData) -> PartnerProfile:
        """Return what was agreed: a file, or what a register adopted, as `profile_agreed` says."""
        return profile_agreed(self.profile, register, reference)

    def reference(self) -> ReferenceData:
        """Return the reference data."""
        return self.basis.reference_data()


reliance_options = group_of(
    "reliance",
    Reliance,
    partner_profile_option(WITH_A_REGISTER),
    evidence_without_status,
    test_keys_option,
    issued_basis_options,
)
