"""People, their accounts and what they chose about themselves: rules P1 and P2, and quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from guildbot import chapters, courier, guilds, kudos, people
from guildbot.bot import Guildbot
from guildbot.kinds import Visibility
from guildbot.people import Facts, NotAZone, NotHours, Profile, ProfileKept, ThanksChosen
from guildbot.refusals import Unknown
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, in_private, marram, names, open_room, reasons, rendered, someone, standing_in

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra = someone("yusra", open_room)
HOLDING = "holding the silence on Tuesday"


async def settle(bot: Guildbot, who: Any, *, zone: str = "", quiet: str = "", name: str = "") -> ProfileKept:
    return await bot.run(who, people.change, name=name, zone_name=zone, quiet=quiet, thanks=None, questions=True)


# P1 and P2


async def test_a_closed_door_makes_an_account_unreachable_until_its_next_act(bot: Guildbot, look: Any) -> None:
    """P1: never detached; everything stays, and what was missed can be read."""
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, kudos.give, ["Yusra"], HOLDING)
    letter = await bot.tend(courier.claim)
    assert letter is not None
    await bot.tend(courier.give_up, letter.id, "Cannot send messages to this user")
    assert look("SELECT name FROM account WHERE unreachable_at IS NOT NULL") == [("Yusra",)]

    assert (await bot.run(yusra, kudos.mine)).thanks == 1
    assert len((await bot.run(ana, guilds.show)).members) == 3
    assert look("SELECT name FROM account WHERE unreachable_at IS NOT NULL") == []


async def test_one_identity_is_one_person(bot: Guildbot) -> None:
    """P2: the same id in another realm is somebody else; the same account in another place is not."""
    other = someone("ana", marram)
    here, there, elsewhere = [
        (await bot.run(who, people.show)).person.id for who in (ana, other, standing_in(ana, open_room))
    ]  # fmt: skip
    assert here == elsewhere != there


async def test_people_are_known_from_first_sight(bot: Guildbot) -> None:
    """Whoever is thanked before they ever spoke is a person from then on."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    assert (await bot.run(ben, kudos.mine)).thanks == 1


# The profile


async def test_a_profile_that_nobody_filled_in(bot: Guildbot) -> None:
    shown = await bot.run(ana, people.show)
    assert shown == Profile(shown.person, None, None, None, None, None, questions=True)
    assert rendered(shown).startswith("Name: Ana\nTime zone: not known\n")
    assert "Who may see thanks to you: not said yet, so only you" in rendered(shown)


async def test_a_profile_can_be_changed_and_emptied(bot: Guildbot) -> None:
    kept = await bot.run(
        ana, people.change, name=" Ana  Ruiz ", zone_name="Europe/Lisbon", quiet="21-7:30", thanks=Visibility.DIGEST, questions=False
    )
    said = kept.profile
    assert (said.person.name, said.name, said.zone) == ("Ana Ruiz", "Ana Ruiz", "Europe/Lisbon")
    assert (said.quiet, said.thanks, said.questions) == ((21 * 60, 450), Visibility.DIGEST, False)
    assert "Quiet hours: 21:00–07:30" in rendered(kept)

    emptied = (await settle(bot, ana)).profile
    assert emptied == Profile(emptied.person, None, None, None, None, Visibility.DIGEST, questions=True)  # an answer once given stands
    assert emptied.person.name == "Ana"


async def test_a_profile_filled_in_wrong_names_every_reason(bot: Guildbot) -> None:
    assert await reasons(settle(bot, ana, zone="Mars", quiet="25:00-99")) == (NotAZone("Mars"), NotHours("25:00-99"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20:00-08:00", (20 * 60, 8 * 60)),
        ("22 bis 7", (22 * 60, 7 * 60)),
        ("9–17:30", (9 * 60, 17 * 60 + 30)),
        ("24-8", (0, 8 * 60)),
        ("nights", None),
        ("", None),
        ("12:60-1", None),
    ],
)
def test_hours_as_people_write_them(typed: str, read: tuple[int, int] | None) -> None:
    assert people.parse_hours(typed) == read


async def test_the_question_of_every_notice_is_answered_once(bot: Guildbot) -> None:
    assert await bot.run(ana, people.choose_thanks, Visibility.MESSAGE) == ThanksChosen(Visibility.MESSAGE)
    assert (await bot.run(ana, people.show)).thanks is Visibility.MESSAGE


# Looking accounts up


async def test_an_account_is_looked_up_once(bot: Guildbot) -> None:
    """What the payload did not say is learned after the commit, and cached."""
    stranger = someone("u4", bot=None)
    await bot.run(ana, kudos.give, [stranger.account], HOLDING)
    ((id, realm, external, space),) = await bot.tend(people.unknown_accounts, "slack")
    assert (realm, external, space) == ("T1", "u4", "T1")

    assert not await bot.tend(people.learn, id, Facts(" Sol\nMarin ", bot=False, zone="Europe/Lisbon", locale="pt"))

    assert await bot.tend(people.unknown_accounts, "slack") == []
    profile = await bot.run(stranger, people.show)
    assert (profile.person.name, profile.usual_zone) == ("Sol Marin", "Europe/Lisbon")


async def test_an_account_nobody_knows_is_not_asked_about_again(bot: Guildbot) -> None:
    await bot.run(ana, kudos.give, [someone("u4", bot=None).account], HOLDING)
    ((id, *_),) = await bot.tend(people.unknown_accounts, "slack")
    assert await bot.tend(people.learn, id, None)
    assert await bot.tend(people.unknown_accounts, "slack") == []


@pytest.mark.parametrize("tail", ["~99999999999999999999", "~9999999999", "~999999999", "~٣"])
async def test_a_name_with_a_number_of_nobodys_is_nobodys_name(bot: Guildbot, tail: str) -> None:
    assert await reasons(bot.run(ana, kudos.give, [f"ben{tail}"], HOLDING)) == (Unknown(f"ben{tail}"),)
    assert await bot.run(ana, people.suggest, tail) == []


async def test_suggestions_are_people_of_here_and_of_ones_guilds_by_name(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    await settle(bot, someone("u5", marram), name="Yuki")

    assert names(await bot.run(ana, people.suggest, "yu")) == ["Yusra"]
    assert names(await bot.run(yusra, people.suggest, "")) == ["Ana", "Ben", "Yusra"]
    assert names(await bot.run(in_private(yusra), people.suggest, "b")) == ["Ben"]
    assert await bot.run(ana, people.suggest, "%") == []


# Quiet hours


@pytest.mark.parametrize(
    ("who", "now", "later"),
    [
        pytest.param(ben, "Mon 2 19:59", None, id="a workspace's evening has not begun"),
        pytest.param(ben, "Mon 2 20:00", "Tue 3 08:00", id="a workspace rests at eight"),
        pytest.param(ben, "Fri 6 21:00", "Mon 9 08:00", id="a workspace rests at weekends"),
        pytest.param(ben, "Sun 8 12:00", "Mon 9 08:00", id="Sunday noon waits for Monday"),
        pytest.param(yusra, "Mon 2 22:59", None, id="a server is awake till eleven"),
        pytest.param(yusra, "Mon 2 23:00", "Tue 3 08:00", id="a server rests at eleven"),
        pytest.param(yusra, "Sun 8 12:00", None, id="a server knows no weekend"),
    ],
)
async def test_the_hours_of_a_place(bot: Guildbot, clock: Clock, who: Any, now: str, later: str | None) -> None:
    await guild_of(bot, ana, ben, yusra)
    clock.now = in_november(now)

    said = await bot.run(ana, kudos.give, ["Ben" if who is ben else "Yusra"], HOLDING)

    assert isinstance(said, kudos.KudosGiven)
    assert bool(said.later) is (later is not None)
    assert bool((await deliver(bot)).to(who)) is (later is None)
    if later is not None:
        assert "when their hours open" in rendered(said)
        clock.now = in_november(later)
        assert len((await deliver(bot)).to(who)) == 1


def in_november(said: str) -> datetime:
    _, day, at = said.split()
    return datetime.fromisoformat(f"2026-11-{int(day):02}T{at}+00:00")


async def test_ones_own_hours_and_zone_win(bot: Guildbot, clock: Clock) -> None:
    await settle(bot, ben, zone="Asia/Tokyo", quiet="12-14")
    clock.now = datetime(2026, 11, 7, 3, 30, tzinfo=UTC)  # a Saturday, half past twelve in Tokyo

    await bot.run(ana, kudos.give, [ben.account], HOLDING)

    assert len(await deliver(bot)) == 0
    clock.move(hours=1, minutes=30)
    assert len((await deliver(bot)).to(ben)) == 1


async def test_without_a_zone_of_ones_own_the_chapters_counts(bot: Guildbot, clock: Clock) -> None:
    """A Discord account says no zone; its server's chapter does."""
    await settle(bot, ana, zone="Pacific/Auckland")
    await guild_of(bot, ana, ben, yusra)
    await bot.run(standing_in(ana, open_room), chapters.open_here, "tidewater")
    await deliver(bot)
    clock.now = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)  # midnight in Auckland

    await bot.run(ana, kudos.give, ["Yusra"], HOLDING)

    assert (await deliver(bot)).to(yusra) == []
    clock.now = datetime(2026, 11, 3, 19, 0, tzinfo=UTC)  # eight in the morning there
    assert len((await deliver(bot)).to(yusra)) == 1


async def test_who_is_here_at_this_moment_is_not_disturbed_by_an_answer(bot: Guildbot, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)
    await bot.run(ben, people.show)
    clock.move(minutes=29)

    await bot.run(ana, kudos.give, [ben.account], HOLDING)

    assert len((await deliver(bot)).to(ben)) == 1


async def test_what_was_held_arrives_as_one_letter(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ben, people.show)
    clock.now = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)
    for one in (ana, cleo):
        await bot.run(one, kudos.give, [ben.account], HOLDING)

    clock.move(hours=10)
    (letter,) = (await deliver(bot)).letters
    assert [names([one.giver]) for one in letter.content if isinstance(one, kudos.Arrived)] == [["Ana"], ["Cleo"]]
