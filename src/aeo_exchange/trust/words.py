"""The words of a verifier: the question of each check, the meaning of each refusal, the advice.

Every implementation says the same: packages/verifier/src/data/messages.mjs is printed from here.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "ASKS",
    "NOT_PASSED",
    "NO_RECORD",
    "NO_TIN",
    "REFUSALS",
    "TEST_KEY",
    "UNDECIDED",
    "UNREAD",
    "UNREAD_XML",
    "Refusal",
]


class Refusal(NamedTuple):
    """What a refusal means for the officer who asked, and what to do next."""

    words: str
    hint: str


# What each check asks (ATT-7-1), in the order in which an answer names them.
ASKS = {
    "format": "Is it an attestation of this standard?",
    "trust-list": "Is there a trust list that counts?",
    "issuer": "May the key speak for the administration?",
    "signature": "Did that key sign it?",
    "scope": "May the administration speak about this programme and this TIN?",
    "window": "Is it valid at the time asked about?",
    "status": "Is the authorisation still granted?",
    "revision": "Is it the newest that was seen?",
    "record-digest": "Is the record the one that was signed?",
    "claims-match-record": "Does the attestation say what the record says?",
    "schema": "Is what was given a record?",
    "rules": "Is the record valid?",
    "tin": "Is it about the firm that was expected?",
}
# Why a check was not made, or what one that passed does not prove.
NOT_PASSED = "{check} did not pass"
NO_RECORD = "there is no record at hand"
NO_TIN = "nobody said which TIN to expect; the attestation is about "
TEST_KEY = "the key is a published test key: this proves nothing about a real firm"
# Of a picture, whatever kept it from being read.
UNREAD = "The picture cannot be read. That says nothing about the firm."

# Of the XML envelope, by a verifier that does not read it.
UNREAD_XML = Refusal(
    "It is an XML attestation, which this verifier does not read.",
    "Ask the holder for the attestation as a QR code or an .sdjwt file, or use `aeo verify`.",
)

_WHOLE = "Ask the holder for the attestation as the administration gave it out, whole."
_CHANGED = (
    "Do not rely on it. Ask the holder for the attestation as it was given out; where that "
    "is the same, tell the administration."
)
_FAULTY = "Do not rely on it. Tell the administration that issued it what stands here."
_XML = "Do not rely on it. Ask the administration for the XML attestation as it was given out."
_LIST = "Get the newest trust list from whoever keeps it for you, and ask again."
_ROOT = "Compare your root certificate with whoever keeps your trust list, then get both again."
_STATUS = "Get the newest status list from the address in the attestation, and ask again."
_ADMINISTRATION = "Do not rely on it. Ask the administration."
_DISCLOSE = "Ask the holder to disclose the TIN (sub)."
_TODAY = "Do not rely on it. Ask the administration for the status today."
_RECORD = "Ask the holder, or the administration, for the record that belongs to this attestation."

REFUSALS = {
    "AEO-SIG-01": Refusal("It is not an attestation, or it is too long or cut off.", _WHOLE),
    "AEO-SIG-02": Refusal("The attestation is not written as it must be.", _WHOLE),
    "AEO-SIG-03": Refusal("A part of the attestation is not valid JSON.", _CHANGED),
    "AEO-SIG-04": Refusal("Its header says more, or less, than it may.", _CHANGED),
    "AEO-SIG-05": Refusal("It was signed as a message of another kind.", _CHANGED),
    "AEO-SIG-06": Refusal("It is signed in a way that this standard does not allow.", _CHANGED),
    "AEO-SIG-07": Refusal("It does not name its key as it must.", _CHANGED),
    "AEO-SIG-08": Refusal("Its claims are not those of this standard.", _FAULTY),
    "AEO-SIG-09": Refusal("The digests of what is hidden are not as they must be.", _FAULTY),
    "AEO-SIG-10": Refusal("A disclosed claim is not written as it must be.", _CHANGED),
    "AEO-SIG-11": Refusal("Something disclosed was not signed, or stands there twice.", _CHANGED),
    "AEO-SIG-12": Refusal("Something disclosed is visible already.", _CHANGED),
    "AEO-SIG-13": Refusal("A disclosed claim does not have the form that it must have.", _FAULTY),
    "AEO-SIG-14": Refusal("Its beginning and end do not fit each other.", _FAULTY),
    "AEO-SIG-15": Refusal("The XML attestation has other parts than it must have.", _XML),
    "AEO-SIG-16": Refusal("The XML signature refers to other things than it must.", _XML),
    "AEO-SIG-17": Refusal("The XML signature uses a method that is not allowed.", _XML),
    "AEO-SIG-18": Refusal("The XML signature does not carry one certificate as it must.", _XML),
    "AEO-SIG-19": Refusal(
        "The signature is wrong: it was changed, or another signed it.", _CHANGED
    ),
    "AEO-SIG-20": Refusal(
        "It is not valid yet at the time asked about.",
        "Check the clock and the time asked about; ask again when it has begun.",
    ),
    "AEO-SIG-21": Refusal("It is over.", "Ask the holder for a newer attestation."),
    "AEO-SIG-22": Refusal(
        "A newer revision of the record was accepted before.",
        "Ask the holder for the newest attestation.",
    ),
    "AEO-SIG-23": Refusal(
        "The record is not the one that was signed.",
        "Ask the holder for the record that was signed.",
    ),
    "AEO-SIG-24": Refusal("The attestation and the record do not say the same.", _ADMINISTRATION),
    "AEO-SIG-25": Refusal("What was given as the record is not a record.", _RECORD),
    "AEO-SIG-26": Refusal("The record breaks a rule of this standard.", _FAULTY),
    "AEO-SIG-27": Refusal(
        "It is about another TIN than the one that was expected.",
        "Compare both with the papers of the firm; of another firm it proves nothing.",
    ),
    "AEO-STA-01": Refusal("The status list cannot be read.", _STATUS),
    "AEO-STA-02": Refusal("The status list is not signed by this administration.", _STATUS),
    "AEO-STA-03": Refusal("The status list is not the one for this attestation.", _STATUS),
    "AEO-STA-04": Refusal("The status list does not answer for the time asked about.", _STATUS),
    "AEO-STA-05": Refusal("The status list is older than one used before.", _STATUS),
    "AEO-STA-06": Refusal("The entries of the status list cannot be read.", _STATUS),
    "AEO-STA-07": Refusal("The status list has no entry for this attestation.", _ADMINISTRATION),
    "AEO-STA-08": Refusal(
        "The administration has revoked, suspended or replaced it since.",
        "Do not rely on it. Ask the holder for a newer attestation, or the administration.",
    ),
    "AEO-STA-09": Refusal(
        "The authorisation is not granted, by the attestation or by the record.",
        _TODAY,
    ),
    "AEO-STA-10": Refusal("There is no status list for it.", _STATUS),
    "AEO-TRU-01": Refusal("There is no trust list.", _LIST),
    "AEO-TRU-02": Refusal("The trust list cannot be read.", _LIST),
    "AEO-TRU-03": Refusal("The trust list is not signed by a root that you trust.", _ROOT),
    "AEO-TRU-04": Refusal("The trust list is overdue: a newer one may say otherwise.", _LIST),
    "AEO-TRU-05": Refusal("The trust list is older than one used before.", _LIST),
    "AEO-TRU-06": Refusal("There are two trust lists of one number that differ.", _ROOT),
    "AEO-TRU-07": Refusal(
        "The key is not in the trust list.",
        "Do not rely on it. Where the administration is a partner, get the newest trust list.",
    ),
    "AEO-TRU-08": Refusal("The key is known to others: anybody can have signed.", _ADMINISTRATION),
    "AEO-TRU-09": Refusal("The key was not in use when it was signed.", _ADMINISTRATION),
    "AEO-TRU-10": Refusal("The trust lists say different things of the key.", _LIST),
    "AEO-TRU-11": Refusal(
        "The administration may not speak about this firm.",
        "Do not rely on it. Ask whoever keeps your trust list.",
    ),
    "AEO-TRU-12": Refusal("The key belongs to another administration.", _ADMINISTRATION),
    "AEO-TRU-13": Refusal(
        "The key is a published test key, which everybody has.",
        "Do not rely on it. Only in a trial are test keys let count.",
    ),
    "AEO-TRU-14": Refusal("The handover to a new root is not right.", _ROOT),
}
# Of the rules that say when a check is undetermined: what that means, which is no refusal.
UNDECIDED = {
    "AEO-SIG-23": Refusal(
        "It does not show which record was signed.", "Ask the holder to disclose record_digest."
    ),
    "AEO-SIG-25": Refusal("What was given as the record cannot be judged here.", _RECORD),
    "AEO-SIG-27": Refusal("It hides its TIN: it may be the one that was expected.", _DISCLOSE),
    "AEO-STA-09": Refusal("The record does not tell whether it is granted.", _TODAY),
    "AEO-TRU-11": Refusal(
        "It hides its TIN: the administration may not speak about all of them.", _DISCLOSE
    ),
}
