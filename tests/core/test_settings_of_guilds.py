"""A guild's settings: read by its members, changed by its caretakers, looked at before they are kept, told by the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from guildbot import guilds, members, people
from guildbot.bot import Guildbot
from guildbot.digests import Digest
from guildbot.guilds import CaretakersSet, NotAnEmoji, NotAQuestionTime, NotATime, NotWeeks, Settings, UnknownChannelZone, UnknownZone, Wish
from guildbot.kinds import Admission
from guildbot.refusals import AndMore, InAChannel
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, in_private, marram, open_in, open_room, reasons, rendered, someone, standing_in

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra = someone("yusra", open_room)
Look = Callable[..., list[tuple[Any, ...]]]


def at(*times: str) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(one).replace(tzinfo=UTC) for one in times)


async def test_every_member_reads_them_and_nobody_else(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(dele, members.join, "tidewater")
    said = await bot.run(dele, guilds.settings)
    assert not said.cares
    assert rendered(said).splitlines() == [
        "Digest: Friday, 10:00, by each channel's own clock",
        "Question: Tuesday, 10:00, every 2 weeks",
        "Time zone of the guild: UTC",
        "Time zone of #care in Acme: UTC",
        "A quick thank-you: 💛",
        "Others may find it by name",
        "At its door: “Anybody may join”",
        "The next digests in #care in Acme:",
        *(f"Friday {day}, 10:00" for day in ("6 November", "13 November", "20 November", "27 November")),
        "The next questions:",
        *(f"Tuesday {day}, 10:00" for day in ("3 November", "17 November", "1 December")),
    ]
    assert isinstance((await reasons(bot.run(yusra, guilds.settings, "tidewater")))[0], guilds.NotAMember)
    for deed in (guilds.preview_settings, guilds.change_settings):
        assert await reasons(bot.run(dele, deed, "", Wish(zone="Europe/Berlin"))) == (CaretakersSet("Tidewater"),)


async def test_a_look_changes_nothing_and_shows_what_is_then_kept(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    before = await bot.run(ana, guilds.settings)
    wish = Wish(digest_day="3", digest_time="16:30", question_day="0", question_time="9", question_weeks="3", emoji="🌻", listed=False)
    looked = await bot.run(ana, guilds.preview_settings, "", wish)
    assert rendered(looked).startswith("This is how Tidewater would be set; nothing is changed yet.")
    assert await bot.run(ana, guilds.settings) == before

    kept = await bot.run(ana, guilds.change_settings, "", wish)
    assert (kept.digest, kept.question, kept.emoji, kept.listed) == (looked.digest, looked.question, "🌻", False)
    assert kept.digest is not None
    assert kept.question is not None
    assert kept.digest.dates == at("2026-11-05T16:30", "2026-11-12T16:30", "2026-11-19T16:30", "2026-11-26T16:30")
    assert kept.question.dates == at("2026-11-03T10:00", "2026-11-23T09:00", "2026-12-14T09:00")  # this week's Monday at nine is over
    again = await bot.run(ana, guilds.change_settings, "", wish)
    assert again.how == "stood"


async def test_each_change_is_told_by_the_log(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    wish = Wish("3", "16:30", "0", "9", "3", zone="Europe/Berlin", channel_zone="Europe/London", emoji="🌻")
    await bot.run(ana, guilds.change_settings, "", wish)
    told = [plain for plain in rendered(await bot.run(ben, guilds.show)).splitlines() if "Ana " in plain and ":" in plain]
    assert [line.partition(": ")[2] for line in told] == [
        "Ana moved the question to Monday, 09:00, every 3 weeks",
        "Ana made the quick thank-you 🌻",
        "Ana set the guild's time zone to Europe/Berlin",
        "Ana set our channel's time zone to Europe/London",
        "Ana moved the digest to Thursday, 16:30",
    ]
    await bot.run(ana, guilds.change_settings, "", Wish(listed=False))
    assert "Ana lets nobody find by name Tidewater" in rendered(await bot.run(ben, guilds.show))
    assert (await bot.run(yusra, guilds.find, "tide")).cards == ()


@pytest.mark.parametrize("time", ["25:00", "24:00", "10:60", "ten", "", "10:00 pm", "-1"])
@pytest.mark.parametrize("deed", [guilds.preview_settings, guilds.change_settings])
async def test_what_cannot_be_is_refused_all_at_once(bot: Guildbot, time: str, deed: Any) -> None:
    await guild_of(bot, ana, ben, cleo)
    before = await bot.run(ana, guilds.settings)
    for weeks in ("0", "60", "two", "-1", "1.5"):
        wish = Wish(
            "4", time, "1", time, weeks, zone="Mars/Olympus", channel_zone="europe", emoji="🌻🌻🌻"
        )  # fmt: skip
        assert await reasons(bot.run(ana, deed, "", wish)) == (
            NotATime(time), NotAQuestionTime(time), NotWeeks(weeks), UnknownZone("Mars/Olympus"), UnknownChannelZone("europe"),
            AndMore(1),
        )  # fmt: skip
    assert await reasons(bot.run(ana, deed, "", Wish(emoji="🌻🌻🌻"))) == (NotAnEmoji("🌻🌻🌻"),)
    assert await bot.run(ana, guilds.settings) == before


async def test_every_channel_keeps_its_own_clock(bot: Guildbot, clock: Clock) -> None:
    slug = await guild_of(bot, ana, ben, cleo)
    await open_in(bot, slug, ana, marram)
    there = standing_in(ana, marram)
    said = await bot.run(there, guilds.change_settings, "", Wish(channel_zone="America/New_York"))
    assert said.digest is not None
    assert said.digest.dates[0] == at("2026-11-06T15:00")[0]
    here = await bot.run(ana, guilds.settings)
    assert here.digest is not None
    assert here.digest.dates[0] == at("2026-11-06T10:00")[0]
    assert await reasons(bot.run(in_private(ana), guilds.change_settings, "", Wish(channel_zone="Europe/Berlin"))) == (InAChannel(),)

    await bot.run(ana, guilds.change_settings, "", Wish(digest_day="3", digest_time="12:00"))  # everywhere, by each clock
    clock.now = at("2026-11-05T12:00")[0]
    assert [len((await deliver(bot)).of(Digest))] == [1]
    clock.now = at("2026-11-05T17:00")[0]
    assert [len((await deliver(bot)).of(Digest))] == [1]
    clock.now = at("2026-11-06T18:00")[0]
    assert (await deliver(bot)).of(Digest) == []


async def test_a_channel_that_opens_later_has_its_digest_when_the_guild_does(bot: Guildbot, clock: Clock) -> None:
    slug = await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, guilds.change_settings, "", Wish(digest_day="2", digest_time="08:15"))
    await open_in(bot, slug, ana, marram)
    said = await bot.run(standing_in(ana, marram), guilds.settings)
    assert said.digest is not None
    assert (said.digest.weekday, said.digest.time) == (2, "08:15")


async def test_dates_are_said_by_the_readers_clock_too(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, people.change, name="", zone_name="Asia/Kathmandu", quiet="")
    said = rendered(await bot.run(ana, guilds.settings))
    assert "Friday 6 November, 10:00 (Friday 6 November, 15:45 for you)" in said


async def test_the_emoji_on_the_guilds_card_changes_too(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, guilds.change_settings, "", Wish(emoji=":shell:"))
    assert [one.emoji for one in (await deliver(bot)).of(guilds.Card)] == [":shell:"]


async def test_a_guild_that_is_not_founded_has_no_days_yet(bot: Guildbot) -> None:
    draft = guilds.Draft("Moth", "Mending.", guilds.NORMS, ("care", "craft", "courage"), admission=Admission.VOUCH)
    await bot.run(ana, guilds.start, draft)
    said = await bot.run(ana, guilds.change_settings, "", Wish(zone="Europe/Berlin", digest_day="1", digest_time="9"))
    assert isinstance(said, Settings)
    assert (said.zone, said.digest) == ("Europe/Berlin", None)
    assert rendered(said).endswith("It has a digest and a question once it is founded.")
