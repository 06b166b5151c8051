"""The doctor: settings, database, clock and what each platform says about its tokens."""

from __future__ import annotations

import contextlib
import sqlite3
from email.utils import parsedate_to_datetime

import aiohttp

from adapters import seal
from adapters.findings import Finding
from guildbot.bot import wall
from guildbot.db import schema
from guildbot.settings import Settings

SKEW = 60.0  # seconds; Slack refuses requests that are five minutes off


async def examine(settings: Settings) -> list[Finding]:
    """Everything a start needs, looked at without starting."""
    findings = [_database(settings)]
    if not settings.any_platform:
        findings.append(
            Finding(False, "no platform has a token", "set the Slack pair or GUILDBOT_DISCORD_TOKEN; the README says where they come from")
        )
    findings.append(
        Finding(
            bool(settings.host_name),
            f"host shown at joining: {settings.host_name or 'nobody'}",
            "set GUILDBOT_HOST_NAME, so that people know who could reach the database",
        )
    )
    findings.append(_seal(settings))
    if settings.slack_bot_token:
        from adapters.slack import doctor as slack

        findings += await slack.check(settings)
        findings.append(await _clock(settings.slack_api_url))
    if settings.discord_token:
        from adapters.discord import doctor as discord

        findings += await discord.check(settings)
    return findings


def _database(settings: Settings) -> Finding:
    path = settings.database_path
    if path is None:
        return _server(settings.database_url)
    try:
        version = schema.version(path) if path.exists() else None
        folder = path.resolve().parent
        if not folder.is_dir():
            return Finding(False, f"database {path}: its folder does not exist", f"create {folder}, or change GUILDBOT_DATABASE_URL")
        if version is not None and version > schema.HEAD:
            return Finding(False, f"database {path} was written by a newer guildbot", "start that version, or a later one")
        if version is None:
            return Finding(True, f"database {path} (new; the first start makes it)")
        with contextlib.closing(sqlite3.connect(path, timeout=1)) as connection:
            (well,) = connection.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        return Finding(
            False, f"database {path}: {error}", "check the file, its rights and the free space; restore a back-up if it is damaged"
        )
    if well != "ok":
        return Finding(False, f"database {path} is damaged: {well}", "restore a back-up")
    how = f"schema {version}" + ("" if version == schema.HEAD else ", will be upgraded at the next start")
    return Finding(True, f"database {path} ({how})")


def _seal(settings: Settings) -> Finding:
    sealer = seal.sealer_of(settings)
    if sealer is None:
        unused = f"; GUILDBOT_PUBLIC_URL {settings.public_url} is not used" if settings.public_url else ""
        return Finding(True, f"records are given without a sealed file{unused} (`guildbot keys new` makes a GUILDBOT_SIGNING_KEY)")
    issuer = sealer.issuer
    if issuer.path is None:
        return Finding(True, f"records are sealed by {issuer.did} (with GUILDBOT_PUBLIC_URL, under this host’s own name)")
    here = f"http://{settings.http_host}:{settings.http_port}{issuer.path}"
    return Finding(True, f"records are sealed by {issuer.did}; {issuer.address} must lead to {here}")


def _server(url: str) -> Finding:
    from guildbot.db import homes

    try:
        version = homes.readably(url, lambda: schema.version(url))
    except homes.CannotOpen as why:
        return Finding(False, f"database: {why}", "mend the address, or start the server")
    how = "new" if version is None else f"schema {version}" + ("" if version == schema.HEAD else ", will be upgraded at the next start")
    return Finding(version is None or version <= schema.HEAD, f"database on PostgreSQL ({how})", "start the newer guildbot that wrote it")


async def _clock(url: str) -> Finding:
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session, session.get(f"{url}api.test") as answer:
            said = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError) as error:
        return Finding(False, f"{url} cannot be reached: {error or type(error).__name__}", "check the network, a proxy or a firewall")
    off = abs((wall() - said).total_seconds())
    return Finding(off < SKEW, f"clock is {off:.0f} s off", "set the machine's clock (NTP)")
