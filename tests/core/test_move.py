"""Moving house, and the `db` commands: everything arrives, the file stays as it was, and whatever is wrong is one sentence."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, create_engine, insert, make_url
from typer.testing import CliRunner

from adapters.main import app
from guildbot import kudos
from guildbot.bot import Guildbot
from guildbot.db import homes, schema
from guildbot.db import move as moving
from guildbot.db.ledger import SqliteLedger, alone
from guildbot.db.move import CannotMove, move
from guildbot.db.postgres import PostgresLedger, connect
from guildbot.db.tables import metadata
from tests import servers
from tests.conftest import Clock
from tests.core.conftest import install, someone

ana, ben = someone("ana"), someone("ben")
WORDS = "Anna said:\n\t“naïve” \\N \\. \\x41 'quoted' 💛 " + "\\" * 3
ROWS = 7  # in each table


@pytest.fixture
def lived_in(database: Path) -> Path:
    """A file in which no table is empty, filled with whatever is hard to copy."""
    engine = create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), [{one.name: _value(one, number) for one in table.columns} for number in range(1, ROWS + 1)])
    engine.dispose()
    return database


def _value(column: Column[Any], number: int) -> Any:
    if column.nullable and number % 3 == 0:
        return None
    kind = getattr(column.type, "impl_instance", column.type)
    enums = getattr(kind, "enum_class", None)
    if enums:
        return list(enums)[number % len(enums)]
    match kind:
        case Boolean():
            return number % 2 == 0
        case Integer():
            return number
        case DateTime():
            return datetime(2026, 2, number, 23, 59, 59, number, tzinfo=UTC)
        case Date():
            return date(2026, 2, number)
        case JSON():
            return ["Sorgfalt", WORDS, number]
        case _:
            length = getattr(kind, "length", None) or 500
            return f"{number} {WORDS}"[:length] if length > 16 else f"{number}é\t\n"


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(url: Path | str) -> dict[str, list[tuple[Any, ...]]]:
    engine = create_engine(f"sqlite:///{url}" if isinstance(url, Path) else url)
    with engine.connect() as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def test_everything_arrives_and_the_file_is_as_it_was(lived_in: Path, fresh_postgres: str) -> None:
    before, rows = fingerprint(lived_in), contents(lived_in)
    assert all(rows.values())

    moved = move(lived_in, fresh_postgres)

    assert (moved.tables, moved.rows) == (len(rows), ROWS * len(rows))
    assert contents(fresh_postgres) == rows
    assert fingerprint(lived_in) == before
    assert homes.open_ledger(fresh_postgres)


@pytest.mark.parametrize("after", [1, 3, 20])
def test_a_move_that_was_interrupted_goes_on(lived_in: Path, fresh_postgres: str, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "BATCH", 2)
    batches = 0

    def pull_the_plug(table: str, done: int, of: int) -> None:
        nonlocal batches
        batches += done > 0
        if batches == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(lived_in, fresh_postgres, pull_the_plug)
    with pytest.raises(homes.CannotOpen, match="has not finished"):
        homes.open_ledger(fresh_postgres)

    moved = move(lived_in, fresh_postgres)

    assert moved.rows == ROWS * moved.tables
    assert contents(fresh_postgres) == contents(lived_in)


def test_a_copy_that_differs_is_not_called_equal(lived_in: Path, fresh_postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sums see what a count would not."""

    def spoil(table: str, done: int, of: int) -> None:
        if table == metadata.sorted_tables[-1].name and done == of:
            with connect(fresh_postgres) as other:
                other.execute("UPDATE receipt SET hidden_at = hidden_at + interval '1 second'")

    with pytest.raises(CannotMove, match="not equal to the file: receipt"):
        move(lived_in, fresh_postgres, spoil)
    with pytest.raises(homes.CannotOpen, match="has not finished"):
        homes.open_ledger(fresh_postgres)


def test_numbers_go_on_after_those_that_came_along(database: Path, fresh_postgres: str, clock: Clock) -> None:
    async def thank(ledger: Any, times: int) -> list[int]:
        bot = Guildbot(ledger, clock)
        await install(bot)
        said = [await bot.run(ana, kudos.give, [ben.account], f"help number {clock.now} {number}") for number in range(times)]
        await ledger.close()
        return [one.id for one in said if isinstance(one, kudos.KudosGiven)]

    assert asyncio.run(thank(SqliteLedger(database), 3)) == [1, 2, 3]
    move(database, fresh_postgres)
    clock.move(hours=2)
    assert asyncio.run(thank(PostgresLedger(fresh_postgres), 2)) == [4, 5]


def test_what_a_killed_bot_left_in_its_journal_comes_along(database: Path, fresh_postgres: str, clock: Clock) -> None:
    """A file that was not closed in peace has its last deeds beside it."""
    script = "import sqlite3, os, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); os._exit(9)"
    statement = "INSERT INTO seen (key, at) VALUES ('last', '2026-11-02 10:00:00.000000')"
    with contextlib.closing(sqlite3.connect(database)) as file:
        file.execute("PRAGMA journal_mode=WAL")
    subprocess.run([sys.executable, "-c", script, str(database), statement], check=False)
    assert database.with_name("guildbot.db-wal").stat().st_size
    before = fingerprint(database)

    move(database, fresh_postgres)

    assert contents(fresh_postgres)["seen"] == [("last", datetime(2026, 11, 2, 10, tzinfo=UTC))]
    assert fingerprint(database) == before


# What is refused, each in one sentence


def test_a_target_that_is_not_empty_is_refused(lived_in: Path, fresh_postgres: str) -> None:
    with connect(fresh_postgres) as connection:
        connection.execute("INSERT INTO seen (key, at) VALUES ('mine', now())")
    with pytest.raises(CannotMove, match=r"holds data already \(in seen\)"):
        move(lived_in, fresh_postgres)
    assert [key for key, _ in contents(fresh_postgres)["seen"]] == ["mine"]


def test_somebody_elses_move_is_left_alone(lived_in: Path, fresh_postgres: str, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(lived_in.read_bytes())

    def stop(table: str, done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(other, fresh_postgres, stop)
    with pytest.raises(CannotMove, match=r"from .*other\.db is under way"):
        move(lived_in, fresh_postgres)
    move(other, fresh_postgres)


def test_a_file_that_is_being_written_is_not_moved(lived_in: Path, fresh_postgres: str) -> None:
    with alone(lived_in), pytest.raises(CannotMove, match="Stop it first"):
        move(lived_in, fresh_postgres)


@pytest.mark.parametrize(
    ("at", "said"), [("0000", "at schema 0000, this version at"), ("9999", "at schema 9999"), (None, "at schema none")]
)
def test_a_file_at_another_schema_is_not_moved(database: Path, fresh_postgres: str, at: str | None, said: str) -> None:
    with contextlib.closing(sqlite3.connect(database)) as file:
        file.execute("UPDATE alembic_version SET version_num = ?", (at,)) if at else file.execute("DROP TABLE alembic_version")
        file.commit()
    with pytest.raises(CannotMove, match=said):
        move(database, fresh_postgres)


# At the command line: one sentence, the documented code, and no traceback


def guildbot(*words: str, url: str, cwd: Path) -> tuple[int, str]:
    """What `guildbot …` ends with, and what it says."""
    settings = {"GUILDBOT_DATABASE_URL": url, "GUILDBOT_DISCORD_TOKEN": "a.b.c", "GUILDBOT_DISCORD_API_URL": "http://127.0.0.1:9/"}
    code, said = (_process if words == ("run",) else _in_here)(words, settings, cwd)
    assert "Traceback" not in said
    return code, said.strip()


def _process(words: Sequence[str], settings: dict[str, str], cwd: Path) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GUILDBOT_")}
    environment |= settings | {"PYTHONPATH": str(Path(__file__).parents[2])}
    ended = subprocess.run(
        [sys.executable, "-m", "adapters.main", *words], env=environment, cwd=cwd, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def _in_here(words: Sequence[str], settings: dict[str, str], cwd: Path) -> tuple[int, str]:
    """The same command line without a process of its own; it takes a second to start one."""
    with contextlib.chdir(cwd):
        ended = CliRunner().invoke(app, list(words), env=settings)
    if ended.exception is not None and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return ended.exit_code, ended.output


def test_the_exit_code_reaches_the_shell(tmp_path: Path) -> None:
    assert _process(("db", "check"), {"GUILDBOT_DATABASE_URL": "mysql://host/db"}, tmp_path)[0] == 2
    assert _process(("db", "check"), {"GUILDBOT_DATABASE_URL": "sqlite:///none.db"}, tmp_path)[0] == 1
    assert _process(("db", "upgrade"), {"GUILDBOT_DATABASE_URL": "sqlite:///no/such.db"}, tmp_path)[0] == 3


def test_upgrade_check_and_move(lived_in: Path, databases: servers.Databases, tmp_path: Path) -> None:
    new = databases.new(migrated=False)
    assert guildbot("db", "check", url=new, cwd=tmp_path) == (1, "The schema is at none, this version at 0001: run `guildbot db upgrade`.")
    assert guildbot("db", "upgrade", url=new, cwd=tmp_path) == (0, "The database was brought up to date.")
    assert guildbot("db", "upgrade", url=new, cwd=tmp_path) == (0, "The database is up to date.")
    code, said = guildbot("db", "move", str(lived_in), url=new, cwd=tmp_path)
    assert (code, said.splitlines()[-1]) == (
        0,
        f"{ROWS * len(metadata.tables)} rows in {len(metadata.tables)} tables: every count and sum is equal. The file is as it was.",
    )
    assert guildbot("db", "check", url=new, cwd=tmp_path) == (0, "The database is well.")
    databases.drop(new)


def test_a_file_is_upgraded_and_checked(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    assert guildbot("db", "check", url=url, cwd=tmp_path)[0] == 1
    assert not (tmp_path / "new.db").exists()
    assert guildbot("db", "upgrade", url=url, cwd=tmp_path) == (0, "The database was brought up to date.")
    assert guildbot("db", "check", url=url, cwd=tmp_path) == (0, "The database is well.")


COMMANDS = [("run",), ("db", "upgrade"), ("db", "check"), ("db", "move", "guildbot.db")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("mysql://host/db", 2, "GUILDBOT_DATABASE_URL is wrong: it looks like sqlite:///guildbot.db"),
        ("postgresql+psycopg://ana:se/cret@127.0.0.1/db", 3, "PostgreSQL does not understand GUILDBOT_DATABASE_URL."),
        ("postgresql+psycopg://ana:secret@127.0.0.1:9/db", 3, "The PostgreSQL server cannot be reached."),
    ],
    ids=["no database of ours", "a slash in the password", "nobody there"],
)
def test_a_wrong_address(database: Path, command: tuple[str, ...], url: str, code: int, said: str) -> None:
    ended, answer = guildbot(*command, url=url, cwd=database.parent)
    assert (ended, len(answer.splitlines())) == (code, 1), answer
    assert answer.startswith(said)
    assert "secret" not in answer
    assert "cret" not in answer.replace("secret", "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "wrong"}, "PostgreSQL does not accept the user or the password. Check GUILDBOT_DATABASE_URL."),
        ({"username": "nobody_here"}, "PostgreSQL does not accept the user or the password. Check GUILDBOT_DATABASE_URL."),
        (
            {"database": "nowhere"},
            'PostgreSQL has no such database or user: database "nowhere" does not exist. Check GUILDBOT_DATABASE_URL.',
        ),
    ],
    ids=["password", "user", "database"],
)
def test_a_wrong_password_user_or_database(guarded: str, tmp_path: Path, change: dict[str, str], said: str) -> None:
    wrong = make_url(guarded).set(**change).render_as_string(hide_password=False)  # type: ignore[arg-type]
    assert guildbot("db", "check", url=guarded, cwd=tmp_path)[0] == 1
    assert guildbot("db", "upgrade", url=wrong, cwd=tmp_path) == (3, said)


@pytest.fixture(scope="module")
def own() -> Iterator[servers.Server]:
    with servers.server() as made:
        yield made


@pytest.fixture
def guarded(own: servers.Server) -> str:
    """A database behind a password."""
    with connect(own.url()) as connection:
        connection.execute("ALTER ROLE postgres PASSWORD 'right'")
    return f"postgresql+psycopg://postgres:right@127.0.0.1:{own.port}/postgres"


def test_a_user_who_may_not_make_tables(guarded: str, tmp_path: Path) -> None:
    with connect(guarded) as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'right'")
    url = make_url(guarded).set(username="guest").render_as_string(hide_password=False)
    said = "PostgreSQL refuses: permission denied for schema public. Nothing was changed."
    assert guildbot("run", url=url, cwd=tmp_path) == (3, said)
    assert guildbot("db", "upgrade", url=url, cwd=tmp_path) == (3, said)


def test_a_database_that_keeps_no_unicode(own: servers.Server, tmp_path: Path) -> None:
    with contextlib.closing(connect(own.url())) as connection:
        connection.autocommit = True
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    said = "The PostgreSQL database keeps LATIN1; guildbot needs one made with ENCODING 'UTF8'."
    assert guildbot("run", url=own.url("latin"), cwd=tmp_path) == (3, said)


def test_a_locale_that_knows_few_letters_is_told_by_the_check(own: servers.Server, tmp_path: Path) -> None:
    with contextlib.closing(connect(own.url())) as connection:
        connection.autocommit = True
        connection.execute("CREATE DATABASE few TEMPLATE template0 LOCALE 'C'")
    assert guildbot("db", "upgrade", url=own.url("few"), cwd=tmp_path)[0] == 0
    code, said = guildbot("db", "check", url=own.url("few"), cwd=tmp_path)
    assert (code, said.splitlines()[0].split(":")[0]) == (1, "The database's LC_CTYPE knows A to Z only")


def test_a_server_that_is_too_old(tmp_path: Path) -> None:
    with old_server("14.9") as port:
        for command in COMMANDS[:3]:
            assert guildbot(*command, url=f"postgresql+psycopg://ana@127.0.0.1:{port}/db", cwd=tmp_path) == (
                3,
                "The PostgreSQL server is version 14.9; guildbot needs 15 or newer.",
            )


@contextlib.contextmanager
def old_server(version: str) -> Iterator[int]:
    """Says hello as a server of that version does, and no more."""

    def message(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("!i", len(body) + 4) + body

    settings = {"server_version": version, "server_encoding": "UTF8", "client_encoding": "UTF8"}
    hello = message(b"R", struct.pack("!i", 0))
    hello += b"".join(message(b"S", f"{name}\0{value}\0".encode()) for name, value in settings.items()) + message(b"Z", b"I")

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = door.accept()
                with caller:
                    while len(asked := caller.recv(1000)) == 8:  # encryption? no
                        caller.sendall(b"N")
                    if asked:
                        caller.sendall(hello)
                        while caller.recv(1000):
                            pass

    with socket.create_server(("127.0.0.1", 0)) as door:
        answering = threading.Thread(target=serve)
        answering.start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)
    answering.join()


@pytest.mark.parametrize("kind", ["file", "server"])
@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("9999", "The database was written by a newer guildbot (schema 9999). Start that version, or a later one."),
        ("0000", "No guildbot wrote a database at schema “0000”. Is GUILDBOT_DATABASE_URL the right one?"),
    ],
    ids=["newer", "unknown"],
)
def test_another_schema(request: pytest.FixtureRequest, tmp_path: Path, kind: str, at: str, said: str) -> None:
    if kind == "file":
        file = request.getfixturevalue("database")
        url = f"sqlite:///{file}"
    else:
        url = request.getfixturevalue("fresh_postgres")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{at}'")
    engine.dispose()
    for command in (("run",), ("db", "upgrade")):
        assert guildbot(*command, url=url, cwd=tmp_path) == (3, said)
    assert schema.version(file if kind == "file" else url) == at


def test_a_second_bot_on_one_file(database: Path, tmp_path: Path) -> None:
    with alone(database):
        assert guildbot("run", url=f"sqlite:///{database}", cwd=tmp_path) == (
            3,
            f"Another guildbot is writing to {database}. One bot at a time: stop that one first.",
        )


def test_a_file_that_is_no_database_and_a_folder_that_is_not_there(tmp_path: Path, fresh_postgres: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ana, " * 500)
    for command in COMMANDS[:3]:
        code, said = guildbot(*command, url=f"sqlite:///{tmp_path}/letter.txt", cwd=tmp_path)
        assert (code, said.count("\n")) == (3, 0), said
        assert "file is not a database" in said
    assert guildbot("run", url=f"sqlite:///{tmp_path}/no/such.db", cwd=tmp_path)[0] == 3
    for name, why in (("letter.txt", "file is not a database"), ("no/such.db", "There is no database")):
        code, said = guildbot("db", "move", str(tmp_path / name), url=fresh_postgres, cwd=tmp_path)
        assert (code, said.count("\n")) == (3, 0), said
        assert why in said
    assert not (tmp_path / "no").exists()


def test_moving_into_a_file_is_no_move(lived_in: Path, tmp_path: Path) -> None:
    code, said = guildbot("db", "move", str(lived_in), url=f"sqlite:///{tmp_path}/other.db", cwd=tmp_path)
    assert (code, said) == (2, "GUILDBOT_DATABASE_URL names a file. Set it to the PostgreSQL to move into: postgresql+psycopg://…")


async def test_a_full_disk_takes_nothing_back_and_damages_nothing(database: Path, clock: Clock) -> None:
    """What was answered stays; what finds no room is not reported as done; with room again the same bot goes on."""
    ledger = SqliteLedger(database)
    bot = Guildbot(ledger, clock)
    await install(bot)

    def only(pages: int) -> Any:
        return ledger.write(lambda cursor: cursor.execute(f"PRAGMA max_page_count = {pages}").fetchone())

    await only(1)  # as many as there are
    done, refused = list[str](), list[str]()
    for number in range(60):
        clock.move(minutes=3)
        words = f"{number} " + json.dumps(["x" * 900])
        try:
            await bot.run(ana, kudos.give, [ben.account], words)
            done.append(words)
        except Exception as error:
            refused.append(str(error))
    assert done
    assert set(refused) == {"database or disk is full"}
    await only(100_000)
    await bot.run(ana, kudos.give, [ben.account], "room again")
    await ledger.close()
    with contextlib.closing(sqlite3.connect(database)) as file:
        assert [words for (words,) in file.execute("SELECT reason FROM kudos ORDER BY id")] == [*done, "room again"]
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
