"""The end of a week in many places: some thousand guilds with a channel of their own in workspaces and servers, all due at ten.

Made directly in the database, as a year of use would leave it. What is due has something to say: each guild's people thanked each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Table, create_engine, insert, make_url, select

from adapters.sandbox.discord import DiscordSandbox
from adapters.sandbox.slack import SlackSandbox
from guildbot.db import tables
from guildbot.kinds import Admission, ChapterState, GuildState, MemberState, NoticeState, OccurrenceState, Role, SpaceKind, Visibility

FRIDAY = date(2026, 11, 6)
TEN = datetime(2026, 11, 6, 10, tzinfo=UTC)
BEFORE = TEN - timedelta(days=14)
THREE = 3  # people in a guild
MOST_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Chapter:
    """A guild's channel. `space` counts the workspaces, then the servers, from 1."""

    guild: int
    space: int
    platform: str
    channel: str


@dataclass(frozen=True, slots=True)
class Week:
    """Everything that is to be told on Friday at ten."""

    slack: SlackSandbox
    discord: DiscordSandbox
    guilds: int
    chapters: tuple[Chapter, ...]


def furnish(slack: SlackSandbox, discord: DiscordSandbox, *, chapters: int, guilds: int, workspaces: int, servers: int) -> Week:
    """Every other channel is on Slack; a guild has about as many channels as the numbers say, on both platforms."""
    homes = [slack.workspace(f"w{n}") for n in range(workspaces)]
    towns = [discord.server(f"s{n}", owner="owner") for n in range(servers)]
    made = []
    for n in range(chapters):
        half, on_discord = divmod(n, 2)
        guild = 1 + half % guilds
        if on_discord:
            channel = towns[half % servers].channel(f"c{n}").id
            made.append(Chapter(guild, 1 + workspaces + half % servers, "discord", channel))
        else:
            made.append(Chapter(guild, 1 + half % workspaces, "slack", homes[half % workspaces].channel(f"c{n}").id))
    return Week(slack, discord, guilds, tuple(made))


def write(week: Week, home: Path | str) -> None:
    """All of it into a migrated database."""
    engine = create_engine(make_url(f"sqlite:///{home}") if isinstance(home, Path) else make_url(home))
    with engine.begin() as connection:
        for table, rows in _rows(week):
            for start in range(0, len(rows), MOST_AT_ONCE):
                connection.execute(insert(table), [_whole(table, row) for row in rows[start : start + MOST_AT_ONCE]])
        if engine.dialect.name == "postgresql":  # rows that bring their ids leave the counters behind
            for table in tables.metadata.sorted_tables:
                if "id" in table.c:
                    connection.exec_driver_sql(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce(max(id), 1)) FROM {table.name}"
                    )
        connection.exec_driver_sql("ANALYZE")  # as a database in use knows itself
    engine.dispose()


def posted(home: Path | str) -> set[str]:
    """The messages that are noted as the digests that went out, as "channel/message"."""
    engine = create_engine(make_url(f"sqlite:///{home}") if isinstance(home, Path) else make_url(home))
    with engine.connect() as connection:
        went = select(tables.notice.c.posted).where(tables.notice.c.kind == "digest", tables.notice.c.state == NoticeState.DELIVERED)
        noted = {where for (where,) in connection.execute(went) if where is not None}
    engine.dispose()
    return noted


def _whole(table: Table, row: dict[str, object]) -> dict[str, object]:
    """With a no or a nothing for whatever else the table wants to know."""
    wanted = (one for one in table.columns if not one.nullable and not one.primary_key and one.name not in row)
    return row | {one.name: one.type.python_type() for one in wanted}


def _rows(week: Week) -> Iterator[tuple[Table, list[dict[str, object]]]]:
    spaces = [("slack", one.id, one.name, SpaceKind.WORKSPACE) for one in week.slack.workspaces.values()]
    spaces += [("discord", one.id, one.name, SpaceKind.SERVER) for one in week.discord.servers.values()]
    home = {one.guild: one for one in reversed(week.chapters)}  # where its people are
    people = [(guild, 1 + (guild - 1) * THREE + n) for guild in range(1, week.guilds + 1) for n in range(THREE)]
    yield (
        tables.space,
        [
            {"id": id, "platform": platform, "external_id": external, "name": name, "kind": kind, "installed_at": BEFORE, "holds": False}
            for id, (platform, external, name, kind) in enumerate(spaces, 1)
        ],
    )
    yield (
        tables.person,
        [{"id": id, "questions": True, "about": [], "named": False, "made_at": BEFORE, "thanks": Visibility.DIGEST} for _, id in people],
    )
    yield tables.account, [
        {
            "id": id, "person_id": id, "platform": home[guild].platform, "space_id": home[guild].space,
            "realm": spaces[home[guild].space - 1][1] if home[guild].platform == "slack" else "",
            "external_id": f"U{id:08}" if home[guild].platform == "slack" else str(800000000000000000 + id),
            "name": f"Person {id}", "bot": False, "looked_up_at": BEFORE, "acted_at": BEFORE,
        }
        for guild, id in people
    ]  # fmt: skip
    yield tables.met, [{"account_id": id, "space_id": home[guild].space} for guild, id in people]
    yield tables.guild, [
        {
            "id": id, "slug": f"guild-{id}", "name": f"Guild {id}", "state": GuildState.ACTIVE, "admission": Admission.OPEN, "listed": True,
            "emoji": "💛", "zone": "UTC", "charter": 1, "started_by": 1 + (id - 1) * THREE, "started_at": BEFORE, "active_at": BEFORE,
        }
        for id in range(1, week.guilds + 1)
    ]  # fmt: skip
    yield tables.membership, [
        {
            "guild_id": guild, "person_id": id, "account_id": id, "role": Role.STEWARD, "founder": True, "state": MemberState.MEMBER,
            "since": BEFORE,
        }
        for guild, id in people
    ]  # fmt: skip
    yield tables.room, [{"space_id": one.space, "channel": one.channel, "name": "care", "greeted_at": BEFORE} for one in week.chapters]
    yield tables.chapter, [
        {
            "id": id, "guild_id": one.guild, "space_id": one.space, "channel": one.channel, "zone": "UTC", "state": ChapterState.OPEN,
            "asked_by": 1, "asked_at": BEFORE, "agreed_by": 1, "opened_at": BEFORE,
        }
        for id, one in enumerate(week.chapters, 1)
    ]  # fmt: skip
    yield tables.schedule, [
        {
            "id": id, "what": "digest", "guild_id": one.guild, "chapter_id": id, "weekday": 4, "minute": 600, "zone": "UTC", "weeks": 1,
            "anchor": date(2024, 1, 1),
        }
        for id, one in enumerate(week.chapters, 1)
    ]  # fmt: skip
    yield (
        tables.occurrence,
        [{"schedule_id": id, "local_date": FRIDAY, "due_at": TEN, "state": OccurrenceState.DUE} for id, _ in enumerate(week.chapters, 1)],
    )
    yield from _thanks(people, home)


def _thanks(people: list[tuple[int, int]], home: dict[int, Chapter]) -> Iterator[tuple[Table, list[dict[str, object]]]]:
    """Everybody thanked the one beside them, this week, and lets others read it."""
    given = [
        {
            "id": id, "guild_id": guild, "giver_id": id, "reason": f"for what was done in hour {id}, without being asked",
            "privately": False, "space_id": home[guild].space, "given_at": TEN - timedelta(hours=3 + id % 90),
        }
        for guild, id in people
    ]  # fmt: skip
    yield tables.kudos, given
    yield (
        tables.receipt,
        [
            {"kudos_id": id, "account_id": id - THREE + 1 if id % THREE == 0 else id + 1, "shown": Visibility.MESSAGE, "kept_at": BEFORE}
            for _, id in people
        ],
    )
