"""What is known of an attestation while it is checked."""

from __future__ import annotations

import pytest

from aeo_exchange.operations.attestations.verify import TrustEvidence, gather
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing.attestation import in_one_part
from aeo_exchange.trust.progress import Progress
from aeo_exchange.trust.question import Question
from aeo_exchange.trust.seen import Seen
from trust.made_world import NOW


@pytest.mark.parametrize("name", ["attestation", "key", "claims"])
def test_nothing_is_there_before_a_check_has_found_it(name):
    """No check can take for read, listed or proved what is not."""
    rests_on = gather(TrustEvidence(), seen=Seen.empty(), reference=ReferenceData())
    progress = Progress("a.sdjwt", in_one_part(str), Question(at=NOW), rests_on)
    with pytest.raises(AttributeError):
        getattr(progress, name)
