"""THE tables of the register; migrations/ makes them, and a test holds the two alike.

Instants are texts of CON-2-1, which sort as they follow. Numbers of rows are given by the writer,
who is alone. What is compared byte by byte is so in every database: collation C in PostgreSQL.
Tables that grow by thousands of rows a night have no foreign keys; `register check` reads them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "ANSWERS",
    "CHANGES",
    "CODES",
    "CONFIRMED",
    "DECISIONS",
    "ENTRIES",
    "ERASURES",
    "FILES",
    "HEADS",
    "KEPT",
    "METADATA",
    "NAMES",
    "OWN_RECORDS",
    "PIECES",
    "PROFILES",
    "PUBLISHED",
    "STATE",
    "STREAMS",
    "TAKEN_ANSWERS",
]

METADATA = MetaData()
WORD = Text().with_variant(Text(collation="C"), "postgresql")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _number(name: str) -> Column[int]:
    """Return a column for the number of a row, which the writer gives."""
    return Column(name, NUMBER, primary_key=True, autoincrement=False)


# One row: how often something was written, by which readers see that they must look again, and
# the last instant of the clock, which never goes back (XCH-9-2).
STATE = Table(
    "register_state",
    METADATA,
    _number("id"),
    Column("writes", NUMBER, nullable=False),
    Column("clock", WORD, nullable=False),
)
# `disputed` and `restored` say why nothing is answered from a stream.
STREAMS = Table(
    "streams",
    METADATA,
    _number("id"),
    Column("sender", WORD, nullable=False),
    Column("audience", WORD, nullable=False),
    Column("agreement", WORD, nullable=False),
    Column("head_id", NUMBER),
    Column("disputed", Text),
    Column("restored", Text),
    UniqueConstraint("sender", "audience", "agreement"),
)
# Every authentic head, applied or not. `unread` and `lost_until` are what a question about a firm
# that is not found must know of the state (XCH-13-3).
HEADS = Table(
    "heads",
    METADATA,
    _number("id"),
    Column("stream_id", NUMBER, ForeignKey("streams.id"), nullable=False),
    Column("sequence", NUMBER, nullable=False),
    Column("digest", WORD, nullable=False),
    Column("kid", WORD, nullable=False),
    Column("as_of", WORD, nullable=False),
    Column("token", LargeBinary),
    Column("received_at", WORD, nullable=False),
    Column("applied_at", WORD),
    Column("outcome", WORD, nullable=False),
    Column("code", WORD, nullable=False),
    Column("reason", Text, nullable=False),
    Column("is_reset", Boolean, nullable=False),
    Column("profile", WORD),
    Column("trust_lists", Text, nullable=False),
    Column("compromised_since", WORD),
    Column("unread", NUMBER, nullable=False),
    Column("lost_until", WORD),
    UniqueConstraint("stream_id", "sequence", "digest"),
)
FILES = Table(
    "head_files",
    METADATA,
    Column("head_id", NUMBER, ForeignKey("heads.id"), primary_key=True, autoincrement=False),
    Column("name", WORD, primary_key=True),
    Column("bytes", NUMBER, nullable=False),
    Column("sha256", WORD, nullable=False),
)
PIECES = Table(
    "file_pieces",
    METADATA,
    Column("head_id", NUMBER, primary_key=True, autoincrement=False),
    Column("name", WORD, primary_key=True),
    Column("piece", NUMBER, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
# What each message made of each key. `line` is the entry as it came, gone once it was purged.
CHANGES = Table(
    "changes",
    METADATA,
    _number("id"),
    Column("stream_id", NUMBER, nullable=False),
    Column("key", WORD, nullable=False),
    Column("head_id", NUMBER, nullable=False),
    Column("applied_at", WORD, nullable=False),
    Column("state", WORD, nullable=False),
    Column("codes", WORD, nullable=False),
    Column("revision", NUMBER),
    Column("issued_at", WORD),
    Column("digest", WORD),
    Column("has_holder", Boolean, nullable=False),
    Column("cause", WORD),
    Column("effective_from", WORD),
    Column("retain_until", WORD),
    Column("moved_to", WORD),
    Column("leaf", WORD),
    Column("line", LargeBinary),
    Index("changes_of_key", "stream_id", "key", "id"),
    Index("changes_of_head", "head_id"),
)
# The state held of each stream: its entries, which have the root that the head signed.
ENTRIES = Table(
    "entries",
    METADATA,
    Column("stream_id", NUMBER, primary_key=True, autoincrement=False),
    Column("key", WORD, primary_key=True),
    Column("change_id", NUMBER, nullable=False),
    sqlite_with_rowid=False,
)
# By what a holder can be found: each number that a record of the key had at some time. A TIN has
# no scheme.
NAMES = Table(
    "names",
    METADATA,
    Column("scheme", WORD, primary_key=True),
    Column("value", WORD, primary_key=True),
    Column("stream_id", NUMBER, primary_key=True, autoincrement=False),
    Column("key", WORD, primary_key=True),
    Index("names_of_key", "stream_id", "key"),
    sqlite_with_rowid=False,
)
# What stays of an entry whose content was deleted (XCH-9-5).
ERASURES = Table(
    "erasures",
    METADATA,
    Column("stream_id", NUMBER, ForeignKey("streams.id"), primary_key=True, autoincrement=False),
    Column("key", WORD, primary_key=True),
    Column("cause", WORD, nullable=False),
    Column("effective_from", WORD, nullable=False),
    Column("applied_at", WORD, nullable=False),
    Column("erased_at", WORD, nullable=False),
)
PROFILES = Table(
    "profiles",
    METADATA,
    Column("code", WORD, primary_key=True),
    Column("version", NUMBER, primary_key=True, autoincrement=False),
    Column("digest", WORD, nullable=False),
    Column("adopted_at", WORD, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# Heads that a person has taken: a reset, many changes at once.
CONFIRMED = Table(
    "confirmed_heads",
    METADATA,
    Column("digest", WORD, primary_key=True),
    Column("confirmed_at", WORD, nullable=False),
)
# Codes that this side issued for holders of the other.
CODES = Table(
    "issued_codes",
    METADATA,
    _number("id"),
    Column("scheme", WORD, nullable=False),
    Column("value", WORD, nullable=False),
    Column("tin", WORD, nullable=False),
    Column("valid_from", WORD),
    Column("valid_until", WORD),
    Index("codes_of_value", "scheme", "value"),
)
# Decisions that were kept, and the receipt of each where one was signed.
DECISIONS = Table(
    "decisions",
    METADATA,
    _number("id"),
    Column("kept_at", WORD, nullable=False),
    Column("answer", Text, nullable=False),
    Column("receipt", LargeBinary),
)
# The answers that this side signed to heads that it received.
ANSWERS = Table(
    "answers",
    METADATA,
    Column("head_id", NUMBER, ForeignKey("heads.id"), primary_key=True, autoincrement=False),
    Column("made_at", WORD, nullable=False),
    Column("token", LargeBinary, nullable=False),
)
# State of other parts of the toolkit: the memory of a verifier, the ledger of a status list.
KEPT = Table(
    "kept",
    METADATA,
    Column("name", WORD, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
# The full records of this side, every revision of them, from which its own streams are published.
OWN_RECORDS = Table(
    "own_records",
    METADATA,
    Column("key", WORD, primary_key=True),
    Column("revision", NUMBER, primary_key=True, autoincrement=False),
    Column("digest", WORD, nullable=False),
    Column("kept_at", WORD, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# The heads that were published from here: their numbers are not used again, whatever the site says.
PUBLISHED = Table(
    "published_heads",
    METADATA,
    Column("stream", WORD, primary_key=True),
    Column("sequence", NUMBER, primary_key=True, autoincrement=False),
    Column("digest", WORD, nullable=False),
    Column("published_at", WORD, nullable=False),
)
# The answers that partners signed to heads of this side, as far as they were taken over.
TAKEN_ANSWERS = Table(
    "taken_answers",
    METADATA,
    Column("stream", WORD, primary_key=True),
    Column("sequence", NUMBER, primary_key=True, autoincrement=False),
    Column("digest", WORD, nullable=False),
    Column("taken_at", WORD, nullable=False),
    Column("token", LargeBinary, nullable=False),
)
