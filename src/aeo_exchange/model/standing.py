"""What can be answered about the status of an authorisation, and why: two closed lists (REC-6)."""

from __future__ import annotations

from aeo_exchange.model.codes import CODE_LISTS, Code

__all__ = ["RESTRICTION", "Standing", "StatusReason", "code_lists"]


class Standing(Code):
    """The status of an authorisation, or of one tier of it, at an instant."""

    GRANTED = "granted", "The authorisation is in effect."
    SUSPENDED = "suspended", "It has no effect until it is reinstated."
    NOT_HELD = "not-held", "No term that counts at the instant names the tier, or none counts."
    EXPIRED = "expired", "Its last term is over."
    WITHDRAWN = "withdrawn", "It ended at the request of its holder."
    REVOKED = "revoked", "The administration ended it."
    NEVER_HELD = "never-held", "Its grant was annulled: it was never held."
    UNDETERMINED = "undetermined", "It cannot be told; this never means granted."


class StatusReason(Code):
    """Why the status of an authorisation is what is answered."""

    EVENT = "event", "The event named decides."
    TERM_ENDED = "term-ended", "The last term was over, and no event had ended the authorisation."
    TIER_NOT_IN_RECORD = "tier-not-in-record", "No term of the record names the tier."
    TIER_NOT_IN_TERM = "tier-not-in-term", "The term that counts does not name the tier."
    BEFORE_FIRST_TERM = "before-first-term", "The first term had not begun."
    BETWEEN_TERMS = "between-terms", "One term was over and the next had not begun."
    GRANT_ANNULLED = "grant-annulled", "The grant was annulled, and no other stands."
    BEFORE_HISTORY = "before-history", "No event of the history had taken effect."
    NO_REVISION = "no-revision", "No revision at hand had been issued by the instant of knowledge."
    FORK = "fork", "The revision that would answer is there with two contents."
    NOT_VALID = "not-valid", "A revision at hand is not valid, or cannot be judged here."
    SEVERAL_RECORDS = "several-records", "The revisions at hand are not of one record and view."
    NOT_ALL_DAY = "not-all-day", "The answer is not the same at every instant of the day."


# From the least to the most restrictive; not known lies between yes and no.
RESTRICTION = (
    Standing.GRANTED,
    Standing.UNDETERMINED,
    Standing.SUSPENDED,
    Standing.NOT_HELD,
    Standing.EXPIRED,
    Standing.WITHDRAWN,
    Standing.REVOKED,
    Standing.NEVER_HELD,
)


def code_lists() -> dict[str, type[Code]]:
    """Return every closed code list by the name it has in schemas and on the command line."""
    lists: tuple[type[Code], ...] = (*CODE_LISTS, Standing, StatusReason)
    return {codes.__name__: codes for codes in lists}
