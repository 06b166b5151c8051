"""The command line. Everything heavy is imported by the command that needs it, so that `--help` stays quick."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:  # everything heavy is imported by the command that needs it: `--help` stays quick
    from guildbot.settings import Settings

app = typer.Typer(
    help="Recognition and guilds in chat, on Slack and Discord at once.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
manifest_app = typer.Typer(help="What to paste into a platform's app settings.", no_args_is_help=True, rich_markup_mode=None)
db_app = typer.Typer(help="The database.", no_args_is_help=True, rich_markup_mode=None)
keys_app = typer.Typer(help="The key that seals records.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(manifest_app, name="manifest")
app.add_typer(db_app, name="db")
app.add_typer(keys_app, name="keys")

WRONG_SETTINGS = 2
CANNOT_START = 3
UNWELL = 1


def main() -> None:
    app()


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="Which version this is.")] = False) -> None:
    if show:
        from importlib.metadata import version as installed

        typer.echo(f"guildbot {installed('guildbot')}")
        raise typer.Exit


@app.command()
def run() -> None:
    """Start the bot with the settings of this environment."""
    settings = _settings()
    if not settings.any_platform:
        _stop(
            "No platform is set up. Try `guildbot demo` first, which needs no token. Then set GUILDBOT_SLACK_BOT_TOKEN and "
            "GUILDBOT_SLACK_APP_TOKEN, or GUILDBOT_DISCORD_TOKEN; the README says step by step where they come from.",
            WRONG_SETTINGS,
        )
    from adapters.running import forever

    _run(forever(settings))


@app.command()
def demo(stay: Annotated[bool, typer.Option("--stay", help="Go on: type as anybody in it.")] = False) -> None:
    """Two weeks of a guild that lives in two Slack workspaces and a Discord server. No token, no network."""
    from adapters import demo as play

    _run(play.demo(stay=stay))


@app.command()
def due(at: Annotated[str, typer.Option("--at", help="An ISO time, like 2026-11-27T10:00+01:00; now when left out.")] = "") -> None:
    """Do what is due by a time, then stop: digests, questions, notices. The bot itself must not be running."""
    from guildbot.bot import wall

    settings = _settings()
    try:
        when = datetime.fromisoformat(at) if at else wall()
    except ValueError:
        _stop(f"“{at}” is not a time I can read. Like this: 2026-11-27T10:00+01:00", WRONG_SETTINGS)
    if when.tzinfo is None:
        _stop(f"“{at}” says no time zone. Like this: {when.isoformat(timespec='minutes')}+00:00", WRONG_SETTINGS)
    from adapters.running import once

    _run(once(settings, when.astimezone(UTC)))
    typer.echo(f"What was due by {when:%Y-%m-%d %H:%M %Z} is done.")


@app.command()
def doctor() -> None:
    """Look at settings, tokens, scopes, intents, clock and database: what is missing, and how to mend it."""
    from adapters import doctor as look

    findings = asyncio.run(look.examine(_settings()))
    for one in findings:
        typer.echo(f"{'ok  ' if one.ok else 'MEND'}  {one.what}" + (f"\n      → {one.mend}" if one.mend and not one.ok else ""))
    raise typer.Exit(0 if all(one.ok for one in findings) else UNWELL)


@app.command()
def verify(file: Annotated[Path, typer.Argument(help="A sealed record, as /profile record makes it.")]) -> None:
    """Look at a sealed record: is it from this host, and unchanged? Exit code 0 only if both are so."""
    from adapters.seal import checking, sealer_of

    sealer = sealer_of(_settings())
    try:
        verdict = checking.check(file, sealer.issuer if sealer is not None else None)
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror}.", WRONG_SETTINGS)
    typer.echo(verdict.sentence)
    raise typer.Exit(0 if isinstance(verdict, checking.Ours) else UNWELL)


@keys_app.command("new")
def keys_new() -> None:
    """Make a key that seals records, as a line for the settings."""
    from adapters.seal.keys import Key

    key = Key.new()
    typer.echo(f"GUILDBOT_SIGNING_KEY={key.secret}")
    typer.echo(
        f"Keep it secret, and keep it: what it sealed can only be called this host’s while it is set. Its public half is {key.public}.",
        err=True,
    )


@manifest_app.command("slack")
def manifest_slack() -> None:
    """The Slack app manifest, made from the commands this bot really answers."""
    from adapters.slack.manifest import manifest

    typer.echo(json.dumps(manifest(_settings()), indent=2, ensure_ascii=False))


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database up to this version's schema."""
    from guildbot.db import homes

    try:
        typer.echo("The database was brought up to date." if homes.upgrade(_settings().home) else "The database is up to date.")
    except homes.CannotOpen as why:
        _stop(str(why), CANNOT_START)


@db_app.command("check")
def db_check() -> None:
    """Look at the database: its version, its integrity, and whether its tables are what this version expects."""
    from guildbot.db import check, homes

    home = _settings().home
    try:
        faults = homes.readably(home, lambda: list(check.faults(home)))
    except homes.CannotOpen as why:
        _stop(str(why), CANNOT_START)
    for fault in faults:
        typer.echo(fault)
    if not faults:
        typer.echo("The database is well.")
    raise typer.Exit(UNWELL if faults else 0)


@db_app.command("move")
def db_move(
    source: Annotated[Path, typer.Argument(help="The SQLite file to move from; it stays as it is.")],
) -> None:
    """Copy everything from a SQLite file into the PostgreSQL of GUILDBOT_DATABASE_URL. Can be interrupted and started again."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from guildbot.db import homes
    from guildbot.db.move import CannotMove, move

    home = _settings().home
    if not isinstance(home, str):
        _stop("GUILDBOT_DATABASE_URL names a file. Set it to the PostgreSQL to move into: postgresql+psycopg://…", WRONG_SETTINGS)
    columns = (TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, transient=True) as bars:
            lines = {}

            def progress(table: str, done: int, of: int) -> None:
                if table not in lines:
                    lines[table] = bars.add_task(table, total=of)
                bars.update(lines[table], completed=done)

            moved = homes.readably(home, lambda: move(source, home, progress))
    except (CannotMove, homes.CannotOpen) as why:
        _stop(str(why), CANNOT_START)
    except KeyboardInterrupt:
        _stop("Interrupted. What has arrived stays; the same command goes on from there.", UNWELL)
    typer.echo(f"{moved.rows} rows in {moved.tables} tables: every count and sum is equal. The file is as it was.")


def _run(what: Coroutine[Any, Any, None]) -> None:
    from adapters.errors import CannotStart
    from guildbot.settings import WrongSettings

    try:
        asyncio.run(what)
    except CannotStart as why:
        _stop(str(why), CANNOT_START)
    except WrongSettings as why:
        _stop(str(why), WRONG_SETTINGS)
    except KeyboardInterrupt:
        pass


def _settings() -> Settings:
    from guildbot.settings import WrongSettings, read

    try:
        return read()
    except WrongSettings as wrong:
        _stop("\n".join(wrong.sentences), WRONG_SETTINGS)


def _stop(sentence: str, code: int) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    main()
