"""Current work: only its person tells, shows and ends it, and nothing hangs on it (rule P6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from guildbot import engagements, guilds, kudos, members, pages, people
from guildbot.bot import Guildbot
from guildbot.db.tables import metadata
from guildbot.engagements import Draft, EndsFirst, Enough, NoLabel, NotADate, NotALastDay
from guildbot.refusals import NoLonger, TooLong
from guildbot.who import Command
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, marram, open_room, reasons, rendered, someone, standing_in

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra, stranger = someone("yusra", open_room), someone("hanne", marram)
NIGHTS = Draft("Night shifts at Marram", "March 2025", "2026-12-31", "a steady hand", "days again")


def everything(look: Callable[..., list[Any]], *but: str) -> dict[str, list[Any]]:
    """What stands in every table but these, and but when somebody was last seen."""
    tables = {name: ", ".join(one.name for one in table.c if one.name != "acted_at") for name, table in metadata.tables.items()}
    return {name: sorted(map(repr, look(f"SELECT {columns} FROM {name}"))) for name, columns in tables.items() if name not in but}


async def test_somebody_tells_of_their_work_and_only_they_see_it(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    kept = await bot.run(ana, engagements.begin, NIGHTS)

    (one,) = kept.mine.now
    assert (one.label, one.since, one.until, one.shown) == ("Night shifts at Marram", date(2025, 3, 1), date(2026, 12, 31), False)
    assert rendered(one) == ("Night shifts at Marram\nFrom 1 March 2025 to 31 December 2026\nBrings: a steady hand\nHopes for: days again")
    assert (await bot.run(ana, engagements.mine)).now == (one,)
    assert (await bot.run(ben, engagements.mine)).now == ()
    assert (await bot.run(ben, pages.of, ana.account)).work == ()


async def test_shown_work_is_seen_by_people_of_ones_guilds_and_no_others(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, engagements.begin, NIGHTS)
    (one,) = (await bot.run(ana, engagements.show, 1, True)).mine.now

    for fellow in (ben, yusra):
        assert (await bot.run(fellow, pages.of, "Ana")).work == (one,)
    assert (await bot.run(cleo, pages.of, ana.account)).work == ()  # the same workspace, no guild

    await bot.run(ben, members.leave, "tidewater")
    assert (await bot.run(ben, pages.of, ana.account)).work == ()
    await bot.run(ana, engagements.show, 1, False)
    assert (await bot.run(yusra, pages.of, "Ana")).work == ()


async def test_work_whose_last_day_has_passed_is_shown_to_nobody_else(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, engagements.begin, Draft("The autumn show", until="3 November 2026"))
    await bot.run(ana, engagements.show, 1, True)
    clock.move(days=1)
    assert len((await bot.run(ben, pages.of, ana.account)).work) == 1
    clock.move(days=1)
    assert (await bot.run(ben, pages.of, ana.account)).work == ()
    (mine,) = (await bot.run(ana, engagements.mine)).now  # it ends when its person says so
    assert mine.over


async def test_several_at_a_time_each_changed_for_itself(bot: Guildbot) -> None:
    await bot.run(ana, engagements.begin, NIGHTS)
    await bot.run(ana, engagements.begin, Draft("Choir, Thursdays"))
    said = await bot.run(ana, engagements.change, 1, Draft("Night shifts", until="June 2027"))
    assert [(one.label, one.since, one.until, one.brings) for one in said.mine.now] == [
        ("Night shifts", None, date(2027, 6, 30), ""),
        ("Choir, Thursdays", None, None, ""),
    ]
    assert rendered(said.mine.now[1]) == "Choir, Thursdays"


async def test_ending_work_writes_to_no_other_table(bot: Guildbot, look: Any) -> None:
    """P6, with everything there that could be touched."""
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, kudos.give, [ben.account], "holding the silence")
    await bot.run(ben, kudos.give, [ana.account], "the soup")
    await bot.run(ana, engagements.begin, NIGHTS)
    await bot.run(ana, engagements.show, 1, True)
    await deliver(bot)
    before, rows = everything(look, "engagement"), look("SELECT count(*) FROM engagement")

    said = await bot.run(ana, engagements.end, 1)

    assert everything(look, "engagement") == before
    assert look("SELECT count(*) FROM engagement") == rows
    assert not said.way_back
    assert rendered(said).startswith("“Night shifts at Marram” has ended. It stays in your record, and everything else stays as it is.\n")
    assert (await bot.run(ana, engagements.mine)).now == ()
    assert (await bot.run(ben, pages.of, ana.account)).work == ()
    assert (await bot.run(ben, guilds.show)).members[0] == ("Ana", True, ())
    assert look("SELECT label, shown FROM engagement WHERE ended_at IS NOT NULL") in (
        [("Night shifts at Marram", True)], [("Night shifts at Marram", 1)],
    )  # fmt: skip
    assert len(await deliver(bot)) == 0


async def test_nobody_else_shows_changes_or_ends_it(bot: Guildbot) -> None:
    await guild_of(bot, ben, ana, yusra)
    await bot.run(ana, engagements.begin, NIGHTS)
    for other in (ben, stranger):  # a caretaker neither
        for act in (
            bot.run(other, engagements.show, 1, True),
            bot.run(other, engagements.end, 1),
            bot.run(other, engagements.change, 1, NIGHTS),
            bot.run(other, engagements.one, 1),
        ):
            assert await reasons(act) == (NoLonger(Command("profile")),)
    await bot.run(ana, engagements.end, 1)
    assert await reasons(bot.run(ana, engagements.end, 1)) == (NoLonger(Command("profile")),)


async def test_every_reason_is_named_at_once(bot: Guildbot) -> None:
    assert await reasons(bot.run(ana, engagements.begin, Draft(" ", "some day", "later", "x" * 201))) == (
        NoLabel(), NotADate("some day"), NotALastDay("later"), TooLong(201, 200),
    )  # fmt: skip
    assert await reasons(bot.run(ana, engagements.begin, Draft("Choir", "2026", "2025"))) == (EndsFirst(),)


async def test_ten_at_a_time_are_enough(bot: Guildbot) -> None:
    for n in range(10):
        await bot.run(ana, engagements.begin, Draft(f"Choir {n}"))
    assert await reasons(bot.run(ana, engagements.begin, Draft("Choir 11"))) == (Enough(),)
    await bot.run(ana, engagements.end, 3)
    assert len((await bot.run(ana, engagements.begin, Draft("Choir 11"))).mine.now) == 10


async def test_a_last_day_is_the_last_day_where_its_person_is(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, people.change, name="", zone_name="Pacific/Auckland", quiet="")
    await bot.run(ana, engagements.begin, Draft("Choir", until="2 November 2026"))
    clock.move(hours=0, minutes=30)  # half past ten in the evening there
    assert not (await bot.run(ana, engagements.mine)).now[0].over
    clock.move(hours=2)
    assert (await bot.run(standing_in(ana, marram), engagements.mine)).now[0].over
