"""What can be answered about recognition, and why: two closed lists (XCH-13-7)."""

from __future__ import annotations

from aeo_exchange.model.codes import Code

__all__ = ["RecognitionReason", "RecognitionResult"]


class RecognitionResult(Code):
    """Whether a firm is recognised under a profile; only RECOGNISED means yes."""

    RECOGNISED = "RECOGNISED", "Yes."
    NOT_RECOGNISED = "NOT_RECOGNISED", "No."
    UNDETERMINED = "UNDETERMINED", "It cannot be told; this never means yes, nor no."


class RecognitionReason(Code):
    """Why a firm is recognised, is not, or why that cannot be told."""

    RECOGNISED = "recognised", "A row of the profile covers the record, and its status is granted."
    NO_PROFILE = "no-profile", "No version of the profile was in force at the instant of knowledge."
    NO_STREAM = "no-stream", "Nothing of the other side was known at the instant of knowledge."
    DISPUTED = "disputed", "The stream has two heads with one number; a person must decide."
    RESTORED = "restored", "The register was restored from a backup; its operator must look first."
    STALE = "stale", "The last known state is too old to answer for the instant asked about."
    KEY_COMPROMISED = "key-compromised", "The key that signed the head is listed as compromised."
    NOT_TRUSTED = "not-trusted", "The snapshot did not pass the checks of a receiver."
    NOT_SIGNED = "not-signed", "It rests on records that nobody signed in a stream."
    NO_ROW = "no-row", "No row of the profile covers the instant, the flow and the role asked."
    ROLE_NOT_ASKED = "role-not-asked", "It holds for the roles of the row; none was asked about."
    FLOW_NOT_ASKED = "flow-not-asked", "It holds for the flows of the row; none was asked about."
    NO_OWN_CODES = "no-own-codes", "The asking side issued the code, and its table was not given."
    CODE_NOT_ISSUED = "code-not-issued", "The asking side has not issued the code, or not then."
    NOT_IN_STREAM = "not-in-stream", "No record at hand has the identifier at that instant."
    UNREAD = "unread", "An entry could not be read, and may be the one asked about."
    TWO_HOLDERS = "two-holders", "The identifier leads to two holders at that instant."
    REJECTED = "rejected", "The record breaks a rule of the standard, and was not accepted."
    NEWER = "newer", "The record is of a later version of the standard than this program knows."
    MISSING = "missing", "The entry is gone from the stream, and nothing says why."
    OUT_OF_USE = "out-of-use", "A tombstone took the record out of use; it answers no more."
    CONSENT_WITHDRAWN = "consent-withdrawn", "The holder withdrew its consent."
    OUT_OF_SCOPE = "out-of-scope", "The record fell out of what is shared."
    MOVE_NOT_CONFIRMED = "move-not-confirmed", "The stream that the record left does not say so."
    TRANSCRIBED = "transcribed", "The record was transcribed from a sheet of the other side."
    NO_CONSENT = "no-consent", "No consent let the record be shared at that instant."
    PROGRAMME_NOT_COVERED = "programme-not-covered", "No row names the programme."
    PROGRAMME_UNKNOWN = "programme-unknown", "The reference data does not know the programme."
    TIN_EXCLUDED = "tin-excluded", "The profile leaves out TINs that begin so."
    TIER_NOT_COVERED = "tier-not-covered", "No tier held at that instant is one of the row."
    ROLE_NOT_COVERED = "role-not-covered", "The term holds none of the roles that the row asks for."
    STATUS = "status", "The status of the tiers that the row covers is not granted."
    NOT_ALL_DAY = "not-all-day", "The answer is not the same at every instant of the day."
