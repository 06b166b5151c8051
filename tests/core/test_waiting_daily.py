"""“What waits for you”: one message a day at one's own hour, on days when something waits, for whoever wants it."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from guildbot import asks, blocking, bonds, chapters, kudos, members, people
from guildbot.bot import Guildbot, tend_house
from guildbot.db.ledger import SqliteLedger
from guildbot.people import NotAnHour
from guildbot.waiting import Waits, waiting
from guildbot.who import Caller
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, install, marram, names, open_room, reasons, rendered, someone, standing_in

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra = someone("yusra", open_room)
Look = Callable[..., list[tuple[Any, ...]]]
NINE = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


async def wants(bot: Guildbot, who: Caller, hour: str = "9:00", zone: str = "") -> None:
    await bot.run(who, people.change, name="", zone_name=zone, quiet="", waits=hour)


async def waits_of(bot: Guildbot) -> list[Waits]:
    return (await deliver(bot)).of(Waits)


async def thanked(bot: Guildbot, who: Caller, by: Caller, why: str = "holding the silence") -> None:
    await bot.run(by, kudos.give, [who.account], why)


async def test_it_comes_at_their_own_hour_once_and_only_to_who_wants_it(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await wants(bot, ana)
    for who in (ana, ben):
        await thanked(bot, who, cleo)
    assert await waits_of(bot) == []  # ten in the morning: today's hour is over
    clock.now = NINE - timedelta(minutes=1)
    assert await waits_of(bot) == []
    clock.now = NINE
    post = await deliver(bot)
    assert post.of(Waits) == [Waits(thanks=1)]
    assert post.to(ana) == [Waits(thanks=1)]
    assert rendered(post.of(Waits)[0]) == "This waits for you:\nThanks you have not answered"
    for _ in range(20):
        clock.move(minutes=30)
        assert await waits_of(bot) == []
    clock.now = NINE + timedelta(days=1)
    assert await waits_of(bot) == [Waits(thanks=1)]


async def test_nothing_waits_and_nothing_is_sent_even_if_something_comes_later_that_day(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await wants(bot, ana)
    clock.now = NINE
    assert await waits_of(bot) == []
    await bot.run(ben, asks.note, ana.account, "the consent form")
    clock.move(hours=3)
    assert await waits_of(bot) == []
    clock.now = NINE + timedelta(days=1)
    assert await waits_of(bot) == [Waits(helps=1)]


async def test_it_tells_kinds_and_numbers_and_nobodys_words(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(yusra, chapters.open_here, "tidewater")
    for n in range(6):
        await thanked(bot, ana, ben, f"holding the silence on day {n}")
    asked = await bot.run(ana, asks.ask_for, "an opening", "half the room is silent")
    assert isinstance(asked, asks.Asked)
    await bot.run(ben, asks.offer_to, asked.card.id, "mine from March")
    await bot.run(cleo, asks.note, ana.account, "the consent form")
    await bot.run(ben, bonds.again, ana.account)
    await wants(bot, ana)
    clock.now = NINE
    (said,) = await waits_of(bot)
    assert said == Waits(thanks=5, offers=1, helps=1, bonds=1, channels=1, newcomers=1)
    assert rendered(said).splitlines() == [
        "This waits for you:",
        "5 or more thanks you have not answered",
        "An offer on an ask of yours",
        "Help to confirm: what did it change?",
        "Somebody would work with you again",
        "A channel waits for a caretaker's yes",
        "A newcomer nobody has greeted",
    ]


async def test_asks_near_my_words_are_told_on_their_first_day(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(dele, members.join, "tidewater")
    await bot.run(dele, people.change, name="", zone_name="", quiet="", about="facilitation, BSL, 手話", waits="9:00")
    await bot.run(ana, asks.ask_for, "somebody for Facilitation's hard parts", "it is hard")
    await bot.run(ben, asks.ask_for, "an absl file", "it does not hold the word")
    await bot.run(cleo, asks.ask_for, "ten minutes", "私は手話を学ぶ")
    await bot.run(dele, asks.ask_for, "facilitation", "my own")
    clock.now = NINE
    assert await waits_of(bot) == [Waits(near=2)]
    assert names(one.asker for one in (await bot.run(dele, waiting)).near) == ["Ana", "Cleo"]
    clock.now = NINE + timedelta(days=1)
    assert await waits_of(bot) == []
    assert len((await bot.run(dele, waiting)).near) == 2  # the page has them still


async def test_near_is_only_what_one_may_read_and_of_nobody_one_blocks(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    for who in (dele, yusra, someone("eve")):
        await bot.run(who, people.change, name="", zone_name="", quiet="", about="openings")
    await bot.run(dele, members.join, "tidewater")
    await bot.run(yusra, members.join, "tidewater")  # of the guild, but not of the Space where it was asked
    await bot.run(ana, asks.ask_for, "openings", "half the room is silent")
    said = [len((await bot.run(who, waiting)).near) for who in (dele, yusra, someone("eve"))]
    assert said == [1, 0, 0]
    await bot.run(dele, blocking.block, [ana.account])
    assert (await bot.run(dele, waiting)).near == ()


async def test_caretakers_hear_of_asks_without_an_answer_and_of_newcomers(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    clock.move(hours=1)
    await bot.run(dele, members.join, "tidewater")
    asked = await bot.run(dele, asks.ask_for, "an opening", "half the room is silent")
    assert isinstance(asked, asks.Asked)
    await wants(bot, ben)
    await wants(bot, dele)
    clock.now = NINE
    assert await waits_of(bot) == [Waits(newcomers=1)]
    page = await bot.run(ben, waiting)
    assert [rendered(one) for one in page.newcomers] == ["Dele is new in Tidewater, and nobody has greeted them yet."]
    await thanked(bot, dele, cleo, "asking so plainly on your first day")
    clock.now = NINE + timedelta(days=3)
    post = await deliver(bot)
    assert Waits(unanswered=1) in post.to(ben)
    assert Waits(thanks=1) in post.to(dele)
    assert names(one.asker for one in (await bot.run(ben, waiting)).unanswered) == ["Dele"]
    await bot.run(cleo, asks.offer_to, asked.card.id, "mine from March")
    assert (await bot.run(ben, waiting)).unanswered == ()


async def test_it_replaces_the_question_whether_it_helped(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await wants(bot, ana)
    await bot.run(ben, asks.note, ana.account, "the consent form")
    await bot.run(ben, asks.note, cleo.account, "the consent form")
    clock.now = NINE
    post = await deliver(bot)
    assert post.to(ana) == [Waits(helps=1)]
    assert len(post.of(asks.DidItHelp)) == 1


async def test_quiet_hours_do_not_hold_it_back(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, people.change, name="", zone_name="", quiet="00:00-23:00", waits="6:30")
    await bot.run(ben, asks.note, ana.account, "the consent form")
    clock.now = datetime(2026, 11, 8, 6, 30, tzinfo=UTC)  # a Sunday, too
    assert await waits_of(bot) == [Waits(helps=1)]


@pytest.mark.parametrize("hour", ["25:00", "noon", "9:61"])
async def test_an_hour_that_is_none_is_refused(bot: Guildbot, hour: str) -> None:
    await bot.run(ana, people.show)
    deed = bot.run(ana, people.change, name="", zone_name="", quiet="", waits=hour)
    assert await reasons(deed) == (NotAnHour(hour),)
    assert await reasons(bot.run(ana, people.choose, waits=hour)) == (NotAnHour(hour),)


async def test_it_is_switched_off_by_an_empty_hour(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await wants(bot, ana)
    assert (await bot.run(ana, people.show)).waits == "09:00"
    await bot.run(ben, asks.note, ana.account, "the consent form")
    await bot.run(ana, people.choose, reminder=True)  # says nothing about it
    assert (await bot.run(ana, people.show)).waits == "09:00"
    await bot.run(ana, people.choose, waits=" ")
    clock.now = NINE
    assert await waits_of(bot) == []


async def test_who_cannot_be_reached_finds_one_and_not_one_a_day(bot: Guildbot, clock: Clock, look: Look) -> None:
    await guild_of(bot, ana, ben, cleo)
    await wants(bot, ana)
    await bot.run(ben, asks.note, ana.account, "the consent form")
    clock.now = NINE
    await deliver(bot)
    await bot.tend(lambda work: people.hold(work, 1))
    for day in range(1, 6):
        clock.now = NINE + timedelta(days=day)
        await bot.tend(tend_house)
    assert look("SELECT count(*) FROM notice WHERE kind = 'waits' AND state IN ('owed', 'waiting')") == [(1,)]


ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Australia/Lord_Howe")


@pytest.mark.parametrize("seed", range(12))
def test_once_a_local_day_whatever_the_clock_and_the_zone_do(seed: int, empty_database: Path, tmp_path: Path) -> None:
    path = tmp_path / f"{seed}.db"
    shutil.copy(empty_database, path)
    asyncio.run(_live(seed, path))


async def _live(seed: int, path: Path) -> None:
    chance = random.Random(seed)
    clock = Clock(datetime(2027, 3, 8, 10, 0, tzinfo=UTC))
    ledger = SqliteLedger(path, synchronous="OFF")
    bot = Guildbot(ledger, clock)
    await install(bot)
    await guild_of(bot, ana, ben, cleo, thanks=None)
    zone, hour = "Europe/Berlin", "2:30"  # in the gap of a Sunday in these weeks
    await thanked(bot, ana, ben)
    await wants(bot, ana, hour, zone)
    came: list[Any] = []
    moves = 0
    while clock.now < datetime(2027, 4, 5, tzinfo=UTC):
        match chance.choices(("step", "back", "zone", "restart"), (30, 3, 1, 2))[0]:
            case "step":
                clock.move(minutes=chance.choice((15, 60, 240)))
            case "back":
                clock.move(minutes=-chance.randrange(1, 121))
            case "zone":
                zone, moves = chance.choice(ZONES), moves + 1
                await wants(bot, ana, hour, zone)
            case _:
                await ledger.close()
                ledger = SqliteLedger(path, synchronous="OFF")
                bot = Guildbot(ledger, clock)
        came += [clock.now.astimezone(ZoneInfo(zone)).date() for _ in range(len(await waits_of(bot)))]
    await ledger.close()
    doubled = [day for day, n in Counter(came).items() if n > 1]
    assert doubled == []
    assert came == sorted(came)
    assert len(came) >= 27 - moves - 1  # travelling west, a day comes again and is told once; east, one may be jumped over


def _town(path: Path, many: int) -> None:
    """So many people who want it at nine; one in a hundred has something."""
    with sqlite3.connect(path) as file:
        (person, account) = file.execute("SELECT (SELECT max(id) FROM person), (SELECT max(id) FROM account)").fetchone()
        columns = [name for _, name, *_ in file.execute("PRAGMA table_info(person)")]
        accounts = [name for _, name, *_ in file.execute("PRAGMA table_info(account)")]
        memberships = [name for _, name, *_ in file.execute("PRAGMA table_info(membership)")]
        one = dict(zip(columns, file.execute("SELECT * FROM person WHERE id = 3").fetchone(), strict=True))
        door = dict(zip(accounts, file.execute("SELECT * FROM account WHERE id = 3").fetchone(), strict=True))
        seat = dict(zip(memberships, file.execute("SELECT * FROM membership WHERE person_id = 3").fetchone(), strict=True))

        def rows(template: dict[str, Any], **own: Callable[[int], Any]) -> list[tuple[Any, ...]]:
            return [tuple((template | {key: made(n) for key, made in own.items()}).values()) for n in range(1, many + 1)]

        marks = {name: ",".join("?" * len(row)) for name, row in (("person", one), ("account", door), ("membership", seat))}
        file.executemany(
            f"INSERT INTO person VALUES ({marks['person']})",
            rows(one, id=lambda n: person + n, waits_at=lambda n: 540, about=lambda n: '["tides", "knots", "sails"]'),
        )
        file.executemany(
            f"INSERT INTO account VALUES ({marks['account']})",
            rows(door, id=lambda n: account + n, person_id=lambda n: person + n, external_id=lambda n: f"p{n}"),
        )
        file.executemany(
            f"INSERT INTO membership VALUES ({marks['membership']})",
            rows(
                seat, id=lambda n: 1000 + n, person_id=lambda n: person + n, account_id=lambda n: account + n, role=lambda n: "member",
                founder=lambda n: 1,
            ),
        )  # fmt: skip
        file.executemany("INSERT INTO met VALUES (?, 1)", [(account + n,) for n in range(1, many + 1)])
        file.executemany(
            "INSERT INTO help (receiver_id, helper_id, guild_id, what, state, noted_at)"
            " VALUES (?, 1, 1, 'x', 'noted', '2026-11-02 10:00:00')",
            [(account + n,) for n in range(1, many + 1, 100)],
        )


def test_ten_thousand_at_once_take_the_house_no_more_than_a_few_seconds(empty_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    shutil.copy(empty_database, path)

    async def live() -> tuple[float, float, int]:
        clock = Clock(datetime(2026, 11, 2, 10, 0, tzinfo=UTC))
        ledger = SqliteLedger(path, synchronous="OFF")
        bot = Guildbot(ledger, clock)
        await install(bot)
        await guild_of(bot, ana, ben, cleo)
        for n in range(20):
            await bot.run(standing_in(ana, marram) if n % 2 else ana, asks.ask_for, f"a thing about nets, number {n}", "the nets are torn")
        await ledger.close()
        _town(path, 10_000)
        clock.now = NINE
        ledger = SqliteLedger(path, synchronous="OFF")
        bot = Guildbot(ledger, clock)
        times = []
        for _ in range(2):
            begun = time.perf_counter()
            await bot.tend(tend_house)
            times.append(time.perf_counter() - begun)
        await ledger.close()
        with sqlite3.connect(path) as file:
            (owed,) = file.execute("SELECT count(*) FROM notice WHERE kind = 'waits'").fetchone()
        return times[0], times[1], owed

    first, again, owed = asyncio.run(live())
    sys.stdout.write(f"10,000 people due in one tick: {first:.2f} s, {owed} letters owed; each tick after it {again * 1000:.0f} ms\n")
    assert owed == 100
    assert first < 5
