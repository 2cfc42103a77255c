"""Declared parties to who among them is recognised, by tables of `aeo register export` (DEC-6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from aeo_exchange.declarations.interval_tables.declared_words import DeclaredWords
from aeo_exchange.declarations.interval_tables.duckdb_csv import UNREAD
from aeo_exchange.declarations.interval_tables.parquet_folder import ABOUT, told_about
from aeo_exchange.declarations.interval_tables.query import query_text
from aeo_exchange.declarations.interval_tables.rows import TABLES
from aeo_exchange.declarations.readers.columns import columns_of_items
from aeo_exchange.declarations.readers.parquet import NOT_UTF_8, text_of_value
from aeo_exchange.errors import MalformedDocument, WrongChoice
from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.operations.instants import instant_in_words, is_date
from aeo_exchange.operations.recognition.match import asked_as
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.spark.batches import Batches

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

__all__ = ["ITEMS", "match"]

ITEMS = ("acceptedAt", "flow", "role", "id", "scheme", "aeoNumber", "name")
# What is made of a row, behind its line: as it is told, as it is asked, why it cannot be.
MADE = ("accepted_at", "asked_at", "party_role", "id", "scheme", "aeo_number")
ASKED = ("role", "flow", "moment", "refusal")
LONG = ("leads", "answers", "numbers")
MARKS = ("id_is_none", "aeo_is_none")
# What is told of a row beside its answer; the query lets it through.
ABOUT_ROW = ("line", "accepted_at", "asked_at", "flow", "party_role")
# What a row that cannot be read has nothing of, beside its reason.
UNANSWERED = ("result", "tin", "found_by", "benefits")


def match(
    frame: DataFrame,
    tables: str,
    *,
    at: str | None = None,
    flow: Flow | None = None,
    count_as: Iterable[str] = (),
) -> DataFrame:
    """Return who among declared parties is recognised, by tables of `aeo register export`.

    The frame has a column `line`, a whole number that no two rows share, and `id`, `aeoNumber` or
    `name`; `scheme`, `role`, `flow` and `acceptedAt` where there are any, in any spelling
    (DEC-1-7); a row without number and name is no party. An apostrophe is part of a text: what
    was read from CSV comes by `declared_csv`. Where a column `unread` has a text it says why the
    row cannot be read. `tables` is a folder that every worker reaches; `at`, `flow` and `count_as`
    are those of `aeo match`. The order is that of Spark: sort by `line`. Rows are laid out at once,
    and kept by Spark until `clearCache`.

    Raises WrongChoice for a frame without these columns, with one of them twice or one of several
    parties, where two rows share a `line`, for names of views that are in use, and for tables of
    another release; InvalidInstant for `at` that is neither an instant nor a day.
    """
    columns = _columns(frame)
    session = frame.sparkSession
    lines = session.read.text(f"{tables}/{ABOUT}", wholetext=True).collect()
    about = told_about(lines[0][0].encode(), tables)
    words = DeclaredWords(
        zone=about.time_zone,
        at=None if at is None else _moment(at),
        flow_given=flow,
        asked_as=asked_as(count_as),
    )
    whole = _whole(frame, columns, words).persist()
    _refuse_shared_lines(whole)
    views = {name: session.read.parquet(f"{tables}/{name}.parquet") for name in TABLES}
    # By the size of their files Spark would send these to every worker, and they are long.
    views |= {name: views[name].hint("merge") for name in LONG}
    told = _answer_frame({**views, "declared": whole.where("refusal = ''")})
    answered = told.select(*ABOUT_ROW, "reasons", *UNANSWERED).unionByName(_refused_rows(whole))
    return answered.select(*ABOUT_ROW, "result", "reasons", "tin", "found_by", "benefits")


def _moment(at: str) -> str:
    """Return a day as it is, or an instant in UTC: the query compares texts."""
    return at if is_date(at) else instant_in_words(at)


def _columns(frame: DataFrame) -> Mapping[str, str]:
    """Return the column of each item of a frame; raises WrongChoice where it cannot be asked."""
    if "line" not in frame.columns:
        raise WrongChoice("the frame needs a column `line`, and `id`, `aeoNumber` or `name`")
    try:
        columns = columns_of_items(frame.columns, ITEMS)
    except MalformedDocument as cause:
        raise WrongChoice(f"the frame cannot be asked: {cause.message}") from cause
    nested = [frame.schema[column] for column in columns.values() if _is_nested(frame, column)]
    if nested:
        raise WrongChoice(
            f"the column {nested[0].name} is of {nested[0].dataType.simpleString()}; one text in "
            "each row is wanted"
        )
    return columns


def _whole(frame: DataFrame, columns: Mapping[str, str], words: DeclaredWords) -> DataFrame:
    """Return what is asked of each row and told beside, those that cannot be read among them."""
    types = (
        "line bigint",
        *(f"{name} string" for name in (*MADE, *ASKED)),
        *(f"{name} boolean" for name in MARKS),
    )
    items = (f"{_quoted(column)} AS {item}" for item, column in columns.items())
    unread = UNREAD if UNREAD in frame.columns else f"'' AS {UNREAD}"
    asked = frame.selectExpr("line", unread, *items)
    return asked.mapInArrow(partial(_laid_out, words=words), ", ".join(types))


def _refused_rows(whole: DataFrame) -> DataFrame:
    """Return the rows that cannot be read, of which nothing is told but why."""
    unanswered = (f"'' AS {name}" for name in UNANSWERED)
    return whole.where("refusal <> ''").selectExpr(*ABOUT_ROW, "refusal AS reasons", *unanswered)


def _is_nested(frame: DataFrame, column: str) -> bool:
    return frame.schema[column].dataType.typeName() in {"array", "map", "struct", "variant"}


def _quoted(column: str) -> str:
    """Return the name of a column as Spark has it in an expression."""
    return "`" + column.replace("`", "``") + "`"


def _refuse_shared_lines(whole: DataFrame) -> None:
    """Raise WrongChoice where two rows have one line: what one leads to would be told of both."""
    shared = whole.groupBy("line").count().where("count > 1 OR line IS NULL").first()
    if shared is not None:
        whole.unpersist()
        raise WrongChoice(f"`line` is to be another number in each row; {shared[0]} is not")


def _answer_frame(views: dict[str, DataFrame]) -> DataFrame:
    """Return what the query tells; the views have their names while it is read, and no longer."""
    session = views["taken"].sparkSession
    made = []
    try:
        for name, view in views.items():
            if session.catalog.tableExists(name):
                raise WrongChoice(f"a view {name} is in the way; give it another name")
            view.createTempView(name)
            made.append(name)
        schemes = session.sql("SELECT DISTINCT scheme FROM taken WHERE scheme <> ''").collect()
        return session.sql(query_text(shipped().schemes, (row.scheme for row in schemes)))
    finally:
        for name in made:
            session.catalog.dropTempView(name)


def _laid_out(batches: Batches, *, words: DeclaredWords) -> Iterator[pa.RecordBatch]:
    """Yield rows as the query wants them, and what is told beside; none without a number."""
    import pyarrow as pa  # noqa: PLC0415 an extra

    names = (*MADE, *ASKED, *MARKS)
    texts = ((name, pa.bool_() if name in MARKS else pa.string()) for name in names)
    schema = pa.schema([("line", pa.int64()), *texts])
    for batch in batches:
        columns = [_texts(batch, item) for item in (UNREAD, *ITEMS)]
        lines = batch.column("line").to_pylist()
        rows = [
            (line, *row)
            for line, values in zip(lines, zip(*columns, strict=True), strict=True)
            if (row := _row(words, *values))
        ]
        yield pa.RecordBatch.from_pylist(
            [dict(zip(("line", *names), row, strict=True)) for row in rows],
            schema,
        )


def _texts(batch: pa.RecordBatch, item: str) -> list[str | None]:
    """Return a column as text without white space around it; what is absent is empty.

    None stands for bytes that are not UTF-8.
    """
    if item not in batch.schema.names:
        return [""] * batch.num_rows
    values: list[Any] = batch.column(item).to_pylist()
    return ["" if value is None else _text(value) for value in values]


def _text(value: object) -> str | None:
    try:
        return text_of_value(value).strip()
    except MalformedDocument:
        return None


def _row(words: DeclaredWords, *cells: str | None) -> tuple[str | bool, ...]:
    """Return what is made of a row, nothing where it has no party; what cannot be read is told."""
    texts = [cell for cell in cells if cell is not None]
    if len(texts) < len(cells):
        return _refused(NOT_UTF_8)
    unread, accepted, flow, role, number, scheme, aeo_number, name = texts
    moment, way, party = words.moment(accepted), words.flow(flow), words.role(role)
    refusal = unread or moment.refusal or way.refusal or party.refusal
    if refusal:
        return _refused(refusal)
    if not (number or aeo_number or name):
        return ()
    one, other = words.number(number), words.number(aeo_number)
    told = (moment.accepted_at, moment.asked_at, party.party_role, one.number, scheme, other.number)
    return (*told, party.role, way.flow, moment.moment, "", one.is_none, other.is_none)


def _refused(refusal: str) -> tuple[str | bool, ...]:
    """Return a row of which nothing is told but why it cannot be read."""
    nothing = ("",) * (len(MADE) + len(ASKED) - 1)  # all texts but the last, which is the refusal
    return (*nothing, refusal, False, False)
