"""The rules that a verifier checks: attestations, status lists, trust lists.

They are declared here with the sentence and reason that `aeo explain` shows; the checking is
in signing/ and trust/, where each refusal names its code.

The file is long because it is one list, in the order of the codes.
"""

from __future__ import annotations

from aeo_exchange.rules.rule import Rule, Station

__all__ = ["ATTESTATION_RULES"]


def _verify(code: str, clause: str, sentence: str, reason: str) -> Rule:
    return Rule(
        code=code, sentence=sentence, reason=reason, clause=clause, station=Station.VERIFIER
    )


ATTESTATION_RULES: tuple[Rule, ...] = (
    _verify(
        "AEO-SIG-01",
        "ATT-2-1",
        "The content is an attestation: an SD-JWT of at most 256 KiB, or an AeoAttestation.",
        "What is something else states nothing, whoever signed it.",
    ),
    _verify(
        "AEO-SIG-02",
        "ATT-2-1",
        "The token is written in one way only: base64url without padding, and a last tilde.",
        "A second spelling is a second token for whoever compares, and a key binding unread is "
        "one that nobody checked.",
    ),
    _verify(
        "AEO-SIG-03",
        "ATT-2-2",
        "Header, payload and disclosures are JSON without a name twice in an object.",
        "One program takes the first and another the last: revoked for one, granted for the other.",
    ),
    _verify(
        "AEO-SIG-04",
        "ATT-2-3",
        "The header has alg, typ and kid and nothing else.",
        "A header that brings its own key, or an address of one, is signed by whoever wrote it.",
    ),
    _verify(
        "AEO-SIG-05",
        "ATT-2-4",
        "The type of the token is aeo-status+sd-jwt.",
        "What was signed as another message must not be read as a status.",
    ),
    _verify(
        "AEO-SIG-06",
        "ATT-2-5",
        "The token is signed with ES256 or ES384.",
        "With alg none nobody signed, and with HS256 everybody who has the public key.",
    ),
    _verify(
        "AEO-SIG-07",
        "ATT-2-6",
        "The key is named by its thumbprint.",
        "A name that is a path or an address makes the verifier open what a stranger chose.",
    ),
    _verify(
        "AEO-SIG-08",
        "ATT-1-1",
        "The attestation makes the claims of this standard, in their form, and no others.",
        "A claim that is missing, or of another form, is filled in by the reader's imagination.",
    ),
    _verify(
        "AEO-SIG-09",
        "ATT-2-7",
        "The payload has 16 different digests in order, by SHA-256, in one place.",
        "Another number, order or place tells what is hidden, or hides what is signed.",
    ),
    _verify(
        "AEO-SIG-10",
        "ATT-2-8",
        "A disclosure has a salt, the name of a claim that can be hidden, and a value.",
        "A short salt can be guessed; a status that can be left out would be left out.",
    ),
    _verify(
        "AEO-SIG-11",
        "ATT-2-9",
        "A disclosure is one of those that were signed, and is there once.",
        "What the signature does not cover, the bearer has written.",
    ),
    _verify(
        "AEO-SIG-12",
        "ATT-2-10",
        "A disclosure does not make a claim that is visible already.",
        "It would put itself in the place of what everybody sees.",
    ),
    _verify(
        "AEO-SIG-13",
        "ATT-2-11",
        "A disclosed value has the form of its claim.",
        "An address that is a number, or an object within an object, is read differently by each "
        "program.",
    ),
    _verify(
        "AEO-SIG-14",
        "ATT-1-5",
        "It begins no earlier than it was signed, ends later than it begins, and lasts 90 days "
        "at most.",
        "A statement without an end in sight outlives what it states.",
    ),
    _verify(
        "AEO-SIG-15",
        "ATT-3-1",
        "The XML attestation has claims, record and one signature, in this order and nothing else.",
        "A second element, or a comment inside a text, lets two programs read two contents.",
    ),
    _verify(
        "AEO-SIG-16",
        "ATT-3-2",
        "The XML signature refers to the root and its own properties, without detours.",
        "A signature over something else in the document is right and proves nothing.",
    ),
    _verify(
        "AEO-SIG-17",
        "ATT-3-3",
        "The XML signature uses ECDSA, SHA-256 or SHA-384, and exclusive canonicalisation.",
        "HMAC is signed by everybody, SHA-1 can be forged, a transform can choose what is read.",
    ),
    _verify(
        "AEO-SIG-18",
        "ATT-3-4",
        "The XML signature carries one certificate and its digest, and no other key.",
        "A key that comes with the message is the key of whoever sent it.",
    ),
    _verify(
        "AEO-SIG-19",
        "ATT-7-2",
        "The signature is that of the key named, by the algorithm of that key.",
        "Something was changed after signing, or another key signed.",
    ),
    _verify(
        "AEO-SIG-20",
        "ATT-7-3",
        "The attestation had been signed and spoke already at the instant asked about.",
        "What was said later, or for later, says nothing about now.",
    ),
    _verify(
        "AEO-SIG-21",
        "ATT-7-4",
        "The attestation still spoke at the instant asked about.",
        "An attestation ends, so that everybody learns of changes.",
    ),
    _verify(
        "AEO-SIG-22",
        "ATT-7-5",
        "No newer revision of the record was accepted before.",
        "A bearer who lost something shows the older paper.",
    ),
    _verify(
        "AEO-SIG-23",
        "ATT-7-6",
        "The record at hand is the one that was signed.",
        "A digest differs when anything in the record does.",
    ),
    _verify(
        "AEO-SIG-24",
        "ATT-7-7",
        "The claims are what the record says at the time of signing.",
        "Claims and record that differ cannot both be right.",
    ),
    _verify(
        "AEO-SIG-25",
        "ATT-7-8",
        "The record at hand is accepted by the schema.",
        "What is not a record cannot carry an attestation.",
    ),
    _verify(
        "AEO-SIG-26",
        "ATT-7-8",
        "The record at hand has no error under the rules.",
        "An administration does not sign what it would not accept.",
    ),
    _verify(
        "AEO-SIG-27",
        "ATT-7-9",
        "The attestation is about the TIN that was expected.",
        "An attestation is borne by anyone; another firm's is as genuine as one's own.",
    ),
    _verify(
        "AEO-STA-01",
        "ATT-4-1",
        "The status list is a token of its type, with the members of this standard.",
        "Another token of the same administration must not be read as a status list.",
    ),
    _verify(
        "AEO-STA-02",
        "ATT-4-2",
        "The status list is signed by a key of the same administration, meant for status lists.",
        "Whoever may publish status can make a revoked firm valid.",
    ),
    _verify(
        "AEO-STA-03",
        "ATT-4-3",
        "The status list is the one that the attestation names.",
        "The same place in another list speaks of another firm.",
    ),
    _verify(
        "AEO-STA-04",
        "ATT-4-4",
        "The status list answers for the instant asked about.",
        "An old list does not know of what came after it.",
    ),
    _verify(
        "AEO-STA-05",
        "ATT-4-5",
        "The status list is no older than the one used before.",
        "Who replays yesterday's list hides today's suspension.",
    ),
    _verify(
        "AEO-STA-06",
        "ATT-4-6",
        "The status list inflates to 2^17 entries or more, and to no more than 16 MiB.",
        "A small list tells who is in it; a stream without end stops the verifier.",
    ),
    _verify(
        "AEO-STA-07",
        "ATT-4-7",
        "The status list has an entry at the place that the attestation names.",
        "Where there is no entry nobody has said valid.",
    ),
    _verify(
        "AEO-STA-08",
        "ATT-4-8",
        "The entry in the status list says valid.",
        "The administration has revoked, suspended or replaced the attestation.",
    ),
    _verify(
        "AEO-STA-09",
        "ATT-4-9",
        "The authorisation is granted, by the claim and by the history of the record.",
        "Of several statements the most restrictive stands.",
    ),
    _verify(
        "AEO-STA-10",
        "ATT-4-10",
        "A status list can be read that tells the status of the attestation.",
        "What cannot be looked up is not valid for that.",
    ),
    _verify(
        "AEO-TRU-01",
        "ATT-5-4",
        "There is a trust list that counts.",
        "Anybody can make a key; only the list says whose it is.",
    ),
    _verify(
        "AEO-TRU-02",
        "ATT-5-1",
        "The trust list is a token of its type and keeps to its schema.",
        "A list that can be read in two ways trusts two sets of keys.",
    ),
    _verify(
        "AEO-TRU-03",
        "ATT-5-3",
        "The trust list is signed by a root that was pinned for the authority.",
        "A list from anywhere lets anybody speak for any administration.",
    ),
    _verify(
        "AEO-TRU-04",
        "ATT-5-5",
        "The trust list is not overdue.",
        "A newer list may have withdrawn a key, or brought the one that is missing.",
    ),
    _verify(
        "AEO-TRU-05",
        "ATT-5-6",
        "The trust list is no older than the one used before.",
        "Who brings back an old list brings back the keys it trusted.",
    ),
    _verify(
        "AEO-TRU-06",
        "ATT-5-6",
        "One issue of a trust list is one content.",
        "Two lists of one number show two relying parties two worlds.",
    ),
    _verify(
        "AEO-TRU-07",
        "ATT-5-7",
        "The key is in the trust list.",
        "A key that nobody vouches for is a stranger's.",
    ),
    _verify(
        "AEO-TRU-08",
        "ATT-5-8",
        "The key is not compromised.",
        "Whoever has it can sign anything with any date.",
    ),
    _verify(
        "AEO-TRU-09",
        "ATT-5-8",
        "The attestation was signed within the period of the key.",
        "A key speaks for its own time, not for before and after.",
    ),
    _verify(
        "AEO-TRU-10",
        "ATT-5-9",
        "The trust lists say one thing of the key.",
        "Where they differ, choosing one would be guessing.",
    ),
    _verify(
        "AEO-TRU-11",
        "ATT-5-10",
        "The authority may speak for this administration, programme and TIN at this time.",
        "A trusted administration is trusted for its own firms.",
    ),
    _verify(
        "AEO-TRU-12",
        "ATT-5-7",
        "The key belongs to the administration that the attestation names.",
        "The key of one country must not sign in the name of another.",
    ),
    _verify(
        "AEO-TRU-13",
        "ATT-5-11",
        "The key is not a published test key, unless test keys were asked for.",
        "Everybody has the private half of a published key.",
    ),
    _verify(
        "AEO-TRU-14",
        "ATT-5-12",
        "A new root is introduced by the old root and by itself.",
        "Otherwise the old root could name a key it does not have, or a stranger itself.",
    ),
)
