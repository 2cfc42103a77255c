"""What only a register in a file can meet: another writer that stays, damage, a newer release."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from msgspec import UNSET
from sqlalchemy import event, select

from aeo_exchange.errors import StateError, WrongChoice
from aeo_exchange.operations.register.care import check_register
from aeo_exchange.operations.register.register import Register, init_register
from aeo_exchange.register import connecting
from aeo_exchange.register.tables import HEADS, METADATA
from aeo_exchange.register.versions import MIGRATIONS, VERSIONS
from aeo_exchange.waiting import Waiting, waiting_as
from exchange.streams import create, firms, head_of, line_of, with_body
from register.keeping import NIGHT, apply, ask, begun, last_step, night, said
from register.test_care import KEY, body, gone


@pytest.fixture
def file(tmp_path):
    return tmp_path / "own.db"


def change(file, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_migrations_make_the_tables_that_the_program_knows(file):
    init_register(str(file), {})
    register = Register(str(file), {})
    with register.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert [one.revision for one in scripts.walk_revisions()][::-1] == list(VERSIONS)
    register.close()


def test_a_register_is_made_once_and_stays(file, tmp_path):
    register = begun(tmp_path, str(file))
    night(register, tmp_path / "hk", 1, *firms(1))
    register.close()
    assert init_register(str(file), {}) == str(file)
    register = Register(str(file), {})
    assert register.query(None).streams[0].sequence == 1
    register.close()


def test_nobody_but_the_owner_reads_a_new_register_and_the_rights_of_another_stay(file):
    init_register(str(file), {})
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE register_state SET writes = writes + 1")
        made = [place for place in file.parent.iterdir() if place.name.startswith(file.name)]
        assert {place.stat().st_mode & 0o777 for place in made} == {0o600}
        assert len(made) > 1, "the log of SQLite holds data of firms too"
    file.chmod(0o660)
    init_register(str(file), {})
    assert file.stat().st_mode & 0o777 == 0o660


def test_a_database_of_a_newer_release_or_of_something_else_is_refused(file, tmp_path):
    init_register(str(file), {})
    change(file, "UPDATE alembic_version SET version_num = '0999'")
    for opened in (lambda: Register(str(file), {}), lambda: init_register(str(file), {})):
        with pytest.raises(StateError, match="version 0999") as refused:
            opened()
        assert "a newer release" in refused.value.advice
    other = tmp_path / "other.db"
    change(other, "CREATE TABLE customers (name TEXT)")
    with pytest.raises(StateError, match="tables of something else, customers"):
        init_register(str(other), {})


def test_an_older_register_says_how_it_is_brought_up_to_date_and_keeps_what_it_held(file, tmp_path):
    register = begun(tmp_path, str(file))
    night(register, tmp_path / "hk", 1, *firms(1))
    register.close()
    change(file, "ALTER TABLE heads DROP COLUMN profile")
    for later in ("own_records", "published_heads", "taken_answers"):
        change(file, f"DROP TABLE {later}")
    change(file, "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StateError, match="is of version 0001, and this program of 0004") as refused:
        Register(str(file), {})
    assert "aeo register init" in refused.value.advice
    init_register(str(file), {})
    register = Register(str(file), {})
    with register.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        (profile,) = connection.execute(select(HEADS.c.profile)).one()
    assert profile == head_of(tmp_path / "hk").profile
    assert register.query(None).streams[0].sequence == 1
    register.close()


def test_a_writer_that_stays_is_told_and_nothing_is_changed(file, tmp_path):
    with waiting_as(Waiting(seconds=0)):
        register = begun(tmp_path, str(file))
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match="another program writes to it") as refused:
            night(register, tmp_path / "hk", 1, *firms(1))
    assert "run the command again" in refused.value.advice
    other.execute("ROLLBACK")
    other.close()
    assert register.query(None).streams == ()
    register.close()


def test_who_waits_for_a_writer_says_so(file, tmp_path):
    register = begun(tmp_path, str(file))
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    told = []

    def tell(message: str) -> None:
        told.append(message)
        other.execute("ROLLBACK")

    with waiting_as(Waiting(told=tell, untold=0)), register.database.writing():
        pass
    other.close()
    assert f"as another program writes to {file}; " in told[0]
    register.close()


def test_who_is_slow_by_himself_waits_for_nobody(file, tmp_path):
    told = []
    with waiting_as(Waiting(told=told.append, untold=0)):
        register = begun(tmp_path, str(file))
        night(register, tmp_path / "hk", 1, *firms(1))
        register.close()
    assert told == []


def test_who_brings_a_register_up_to_date_beside_a_writer_says_so(file, tmp_path):
    begun(tmp_path, str(file)).close()
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    told = []

    def tell(message: str) -> None:
        told.append(message)
        other.execute("ROLLBACK")

    with waiting_as(Waiting(told=tell, untold=0)):
        init_register(str(file), {})
    other.close()
    assert f"as another program writes to {file}; " in told[0]


def test_a_damaged_file_is_told(file, tmp_path):
    register = begun(tmp_path, str(file))
    night(register, tmp_path / "hk", 1, *firms(*range(1, 40)))
    register.close()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    whole = file.read_bytes()
    damaged = bytearray(whole)
    # Every page but those of the beginning, where the tables are named.
    damaged[30 * page :] = b"\xff" * (len(damaged) - 30 * page)
    file.write_bytes(damaged)
    register = Register(str(file), {})
    with pytest.raises(StateError, match="damaged"):
        check_register(register)
    register.close()
    for broken in (whole[:5000], b"text and no database, longer than any header" * 20):
        file.write_bytes(broken)
        with pytest.raises(StateError, match=r"damaged|is not a register"):
            Register(str(file), {})


def test_a_disk_that_is_full_is_told_and_nothing_is_changed(file, tmp_path):
    register = begun(tmp_path, str(file))
    night(register, tmp_path / "hk", 1, *firms(1))
    with register.database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StateError, match="the disk is full"):
        night(register, tmp_path / "hk", 2, *firms(*range(1, 20)))
    assert register.query(None).streams[0].sequence == 1
    register.close()
    register = Register(str(file), {})
    assert check_register(register).verdict == "VALID"
    register.close()


@pytest.mark.long
def test_a_disk_that_is_full_at_any_size_leaves_the_old_state_or_the_new_one(file, tmp_path):
    resource = pytest.importorskip("resource", reason="limits of POSIX")
    folder = tmp_path / "hk"
    register = begun(tmp_path, str(file))
    night(register, folder, 1, *firms(1))
    create(folder, *firms(*range(1, 9)), at=NIGHT[2])
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    limit, refusals, outcome = 0, [], ""
    while not outcome:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, kept[1]))
        try:
            outcome = apply(register, folder, NIGHT[2]).outcome
        except (StateError, OSError) as refused:
            refusals.append(refused)  # of the latter kind where only the marks were not written
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, kept)
        limit += 16384
    told = [refusal for refusal in refusals if isinstance(refusal, StateError)]
    assert len(told) > 1
    assert all("the disk" in str(refusal) and refusal.advice for refusal in told)
    assert outcome in ("applied", "already-applied")
    assert register.query(None).streams[0].entries.accepted == 8
    assert check_register(register).verdict == "VALID"
    register.close()


def test_a_restored_register_says_what_it_lost_and_answers_nothing_till_it_was_seen(tmp_path, file):
    folder = tmp_path / "hk"
    register = begun(tmp_path, str(file))
    night(register, folder, 1, *firms(1, 2))
    register.close()
    shutil.copy(file, tmp_path / "backup.db")
    register = Register(str(file), {})
    create(folder, *firms(1, 2), at=NIGHT[2])
    with_body(folder, body(gone("erased"), line_of(firms(2)[0])))
    apply(register, folder, NIGHT[2])
    register.close()
    for name in ("own.db", "own.db-wal", "own.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.db", file)
    register = Register(str(file), {})
    (stream,) = register.query(None).streams
    assert "head 2 had been applied, and the register holds head 1" in stream.restored
    assert "lost: 2" in stream.restored
    # The erasure was made again before anything else.
    assert register.history(KEY).changes[0].content == "deleted"
    for tin in ("HK00000001", "HK00000002"):
        assert said(ask(register, tin, NIGHT[2])) == ("UNDETERMINED", ["restored"])
    with pytest.raises(WrongChoice, match="no such stream was restored"):
        register.adopt_restored("CN/JP")
    assert "goes on from head 1" in register.adopt_restored("HK/JP/HK-JP-2026")
    assert said(ask(register, "HK00000002", NIGHT[2]))[0] == "RECOGNISED"
    # What was forgotten is no new number for another head.
    with_body(folder, body(line_of(firms(1)[0])), sequence=2)
    assert last_step(apply(register, folder, NIGHT[3]))[2] == "AEO-XCH-15"
    register.close()
    again = Register(str(file), {})
    assert again.query(None).streams[0].restored is UNSET
    again.close()


def test_what_is_deleted_is_overwritten_whatever_the_build_of_sqlite_does(file):
    engine = connecting.engine_of(connecting.database_place(str(file), {}), may_make=True)

    def of_the_build(connection, _record) -> None:
        connection.execute("PRAGMA secure_delete=OFF")

    event.listen(engine, "connect", of_the_build, insert=True)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    engine.dispose()


def test_a_disk_that_takes_not_even_a_new_register_is_told(file):
    resource = pytest.importorskip("resource", reason="limits of POSIX")
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, kept[1]))
    try:
        with pytest.raises(StateError, match=r"the disk (is full|could not be)") as refused:
            init_register(str(file), {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert refused.value.advice
    assert init_register(str(file), {}) == str(file)
