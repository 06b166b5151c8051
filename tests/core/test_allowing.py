"""Rule G7: what a Space's admins may say, what it does, and that every act of a guild stays refused to them as such."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from guildbot import asks, chapters, digests, guilds, introductions, kudos, members, people, reflections, spaces
from guildbot.bot import Guildbot
from guildbot.chapters import (
    Allowed,
    AllowWhat,
    Closed,
    Disallowed,
    ForAdmins,
    GoesOn,
    Held,
    Holding,
    Opening,
    Paused,
    Readers,
    Released,
    SaidYes,
)
from guildbot.commands import COMMANDS
from guildbot.digests import Digest
from guildbot.guilds import ClosedToGuilds
from guildbot.kinds import Admission, Sharing, SpaceKind
from guildbot.reflections import Question
from guildbot.refusals import InAChannel, Refused
from guildbot.who import Command, Place, Room
from tests.conftest import Clock
from tests.core.conftest import (
    acme,
    deliver,
    guild_of,
    in_private,
    marram,
    message,
    names,
    open_in,
    open_room,
    reasons,
    rendered,
    someone,
    standing_in,
)  # fmt: skip

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra = someone("yusra", open_room)
ada = replace(someone("ada"), admin=True)  # of Acme, and in no guild
CARE = Room("slack", "T1", "Acme", "C1", "care")
FRIDAY = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)


async def test_an_admin_closes_a_channel_to_guilds_and_opens_it_again(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)

    for _ in range(2):
        assert await bot.run(ada, chapters.disallow) == Disallowed("Tidewater")

    post = await deliver(bot)
    for caretaker in (ana, ben, yusra):
        assert post.to(caretaker) == [Paused("Tidewater", CARE, 1, by_admin=True)]
    assert "It goes on when one of them types /guild allow there." in rendered(post.to(ana)[0])
    assert len(post) == 3
    page = await bot.run(yusra, guilds.show)
    assert page.card.paused == (CARE,)
    assert [(who, act) for _, who, act, _ in page.log[:1]] == [("Ada", "disallowed-channel")]

    assert await bot.run(ada, chapters.allow) == Allowed("Tidewater")
    assert (await deliver(bot)).to(acme) == [GoesOn("Tidewater")]
    assert await bot.run(ada, chapters.allow) == Allowed(None)
    page = await bot.run(yusra, guilds.show)
    assert (page.card.paused, page.log[0][1:3]) == ((), ("Ada", "allowed-channel"))


async def test_opening_is_refused_there_in_words(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    elsewhere = replace(ada, place=marram)
    assert await bot.run(elsewhere, chapters.disallow) == Disallowed(None)

    refused = (ClosedToGuilds("Marram"),)
    assert await reasons(bot.run(standing_in(ana, marram), chapters.open_here, "tidewater")) == refused
    assert await reasons(bot.run(standing_in(ana, marram), guilds.can_start, "Nightjar")) == refused
    draft = guilds.Draft("Nightjar", "To be.", "", ("a", "b", "c"))
    assert await reasons(bot.run(standing_in(ana, marram), guilds.start, draft)) == refused

    await bot.run(elsewhere, chapters.allow)
    assert await bot.run(standing_in(ana, marram), chapters.open_here, "tidewater") == Opening("Tidewater", agreed=True)


async def test_a_wish_for_a_channel_closed_meanwhile_gets_no_yes(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(yusra, chapters.open_here, "tidewater")
    (asked,) = (await deliver(bot)).to(ana)
    assert isinstance(asked, SaidYes)
    there = replace(someone("ola", open_room), admin=True)

    assert await bot.run(there, chapters.disallow) == Disallowed(None)

    assert await reasons(bot.run(ana, chapters.agree, asked.chapter)) == (ClosedToGuilds("the Open Room"),)
    await bot.run(there, chapters.allow)
    await bot.run(ana, chapters.agree, asked.chapter)


async def test_what_was_about_to_open_waits_too(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(standing_in(ana, marram), chapters.open_here, "tidewater")
    elsewhere = replace(ada, place=marram)
    assert await bot.run(elsewhere, chapters.disallow) == Disallowed("Tidewater")
    post = await deliver(bot)
    assert post.to(marram) == []
    (paused,) = post.to(ana)
    assert isinstance(paused, Paused)
    assert await reasons(bot.run(ana, chapters.try_again, paused.chapter)) == (ClosedToGuilds("Marram"),)
    await bot.tend(chapters.let_in, "slack", "T2", "C1")
    assert (await deliver(bot)).to(marram) == []

    assert await bot.run(elsewhere, chapters.allow) == Allowed("Tidewater")

    post = await deliver(bot)
    assert [type(one) for one in post.to(marram)] == [guilds.Card]
    assert [type(one) for one in post.to(ben)] == [Readers]


async def test_in_a_closed_channel_nothing_is_the_guilds(bot: Guildbot) -> None:
    """Thanks and asks work there as in any channel without a guild; its members may still close it."""
    await guild_of(bot, ana, ben, cleo)
    zora = someone("zora")
    await bot.run(ada, chapters.disallow)

    thanks = await bot.run(zora, kudos.give, [ana.account], "for the kettle, dear neighbour")
    assert isinstance(thanks, kudos.KudosGiven)
    assert thanks.guild is None
    assert await bot.run(zora, kudos.react, ana.account, message("1"), "💛") == kudos.Nothing()
    await bot.run(zora, asks.ask_for, "a lift", "the bus is gone")
    assert [type(one) for one in (await deliver(bot)).to(acme)] == [asks.Card]
    assert (await bot.run(ana, guilds.show, "tidewater")).card.paused == (CARE,)
    assert await bot.run(ana, chapters.close_here) == Closed("Tidewater", CARE)


async def test_it_is_for_admins_by_the_platforms_word_alone(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    for deed in (chapters.allow, chapters.disallow):
        for what in ("", "leaving"):
            assert await reasons(bot.run(ana, deed, what)) == (ForAdmins("Acme"),)
    nowhere = replace(ada, place=None)
    assert await reasons(bot.run(nowhere, chapters.disallow)) == (InAChannel(),)
    assert await reasons(bot.run(in_private(ada), chapters.disallow)) == (InAChannel(),)
    assert await bot.run(in_private(ada), chapters.disallow, "leaving") == Held("Acme")
    (said,) = await reasons(bot.run(ada, chapters.disallow, "everything"))
    assert said == AllowWhat("everything", "Acme", Command("guild", "disallow leaving"))


# What leaves a Space


async def test_what_is_said_in_a_space_that_holds_it_is_read_only_there(bot: Guildbot, clock: Clock) -> None:
    """P7: thanks, help and answers, in the digests of three channels in two Spaces."""
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)
    await bot.run(ana, kudos.give, [ben.account], "for holding the silence")
    await bot.run(yusra, kudos.give, [ana.account], "for coming all this way")
    note = await bot.run(ben, asks.note, ana.account, "the consent form")
    assert isinstance(note, asks.Noted)
    await bot.run(ana, asks.confirm, note.id, "Nobody argued.")
    await bot.run(ada, chapters.disallow, "leaving")
    clock.now = FRIDAY
    post = await deliver(bot)

    ((here,), (there,)) = ([one for one in post.to(place) if isinstance(one, Digest)] for place in (acme, open_room))

    assert {one.giver.name for one in here.thanked} == {"Ana", "Yusra"}
    assert [one.giver.name for one in there.thanked] == ["Yusra"]
    assert (len(here.moved), len(there.moved)) == (1, 0)
    assert "silence" not in rendered(there)

    await bot.run(ada, chapters.allow, "leaving")
    await bot.run(ben, kudos.give, [ana.account], "for the second silence")
    clock.move(days=7)
    there = next(one for one in (await deliver(bot)).to(open_room) if isinstance(one, Digest))
    assert [one.reason for one in there.thanked] == ["for the second silence"]


async def test_answers_written_in_a_space_that_holds_them_are_echoed_only_there(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)
    clock.now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    question = next(one for one in (await deliver(bot)).to(acme) if isinstance(one, Question))
    for who in (in_private(ana), yusra):
        kept = await bot.run(who, reflections.answer, question.round, f"{who.account.name} moved the kettle.")
        await bot.run(who, reflections.share, kept.response, Sharing.SIGNED)
    await bot.run(ada, chapters.disallow, "leaving")
    clock.now = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
    post = await deliver(bot)

    heard = [
        names(voice.person for voice in digest.echo.voices if voice.person)
        for place in (acme, open_room)
        for digest in post.to(place)
        if isinstance(digest, Digest) and digest.echo
    ]

    assert [sorted(one) for one in heard] == [["Ana", "Yusra"], ["Yusra"]]


async def test_words_about_who_comes_and_goes_stay_too(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)
    code = (await bot.run(ana, members.invite, "Dele", "he told me kindly")).code
    await bot.run(dele, members.join, "tidewater", code)
    await bot.run(ben, members.leave, "tidewater", "I keep the kettle.")
    await bot.run(ada, chapters.disallow, "leaving")
    clock.now = FRIDAY
    post = await deliver(bot)

    read = {place.space: rendered(next(one for one in post.to(place) if isinstance(one, Digest))) for place in (acme, open_room)}

    for words in ("he told me kindly", "I keep the kettle."):
        assert (words in read["T1"], words in read["S1"]) == (True, False)
    assert "Dele" in read["S1"]


async def test_whom_somebody_invites_in_a_space_that_holds_its_words_is_in_no_log(bot: Guildbot) -> None:
    """The log is read in every Space."""
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ada, chapters.disallow, "leaving")
    await bot.run(ana, members.invite, "Dele", "he told me kindly")
    assert "Dele" not in rendered(await bot.run(yusra, guilds.show))
    await bot.run(yusra, members.invite, "Zora", "she told me kindly")
    assert (await bot.run(yusra, guilds.show)).log[0][1:] == ("Yusra", "invited", "Zora")


async def test_words_stay_where_they_were_said_wherever_their_author_is_seen_later(bot: Guildbot, clock: Clock) -> None:
    """A goodbye, a first line, an invitation and a vouch, said on a server that holds its words, by people of another one too."""
    await guild_of(bot, ana, ben, someone("fay"))
    await open_in(bot, "tidewater", ana, open_room)
    ines, jory, kes = (someone(name, open_room) for name in ("ines", "jory", "kes"))
    for one in (yusra, ines, jory, kes):
        await bot.run(one, members.join, "tidewater")
    await bot.run(replace(someone("lou", open_room), admin=True), chapters.disallow, "leaving")
    clock.move(days=15)  # since when they may vouch
    await deliver(bot)
    code = (await bot.run(yusra, members.invite, "Dele", "he told me kindly in the kitchen")).code
    await bot.run(dele, members.join, "tidewater", code)
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.VOUCH)
    await bot.run(cleo, members.join, "tidewater")
    assert (await bot.run(ines, members.vouch, cleo.account, "she reads what others skim")).missing == 0
    await bot.run(jory, members.leave, "tidewater", "I keep the kettle.")
    await bot.run(kes, digests.offer_line, 1, "A week of rain.")

    elsewhere = Place("discord", "S2", "Second", "D9", "attic")
    await bot.tend(spaces.install, "discord", "S2", "Second", SpaceKind.SERVER)
    for one in (yusra, ines, jory, kes):
        await bot.run(standing_in(one, elsewhere), people.show)
    clock.now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    post = await deliver(bot)

    here, there = (rendered(next(one for one in post.to(place) if isinstance(one, Digest))) for place in (open_room, acme))
    for words in ("he told me kindly in the kitchen", "she reads what others skim", "I keep the kettle.", "A week of rain."):
        assert (words in here, words in there) == (True, False)
    assert "Cleo" in there


async def test_who_reads_along_says_which_spaces_hold_back(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ada, chapters.disallow, "leaving")
    await deliver(bot)
    await open_in_and_read(bot)

    shown = await bot.run(yusra, guilds.show)
    assert [(who, act, subject) for _, who, act, subject in shown.log[1:2]] == [("Ada", "held-space", "Acme")]
    assert "What is said in Acme is read only there; that is a rule of its admins." in rendered(shown)
    assert "What is said in Acme is read only there" in rendered(await bot.run(someone("zora", marram), members.door, "tidewater"))


async def open_in_and_read(bot: Guildbot) -> None:
    await bot.run(standing_in(ana, open_room), chapters.open_here, "tidewater")
    (told,) = (await deliver(bot)).to(ben)
    assert isinstance(told, Readers)
    assert rendered(told).endswith("What is said in Acme is read only there; that is a rule of its admins.")


async def test_caretakers_hear_of_it_when_it_touches_their_guild(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)
    for _ in range(2):
        assert await bot.run(ada, chapters.disallow, "leaving") == Held("Acme")
    post = await deliver(bot)
    for caretaker in (ana, ben, yusra):
        assert post.to(caretaker) == [Holding("Tidewater", "Acme", holds=True)]
    assert {type(one) for place in (acme, open_room) for one in post.to(place)} == {guilds.Card}
    assert await bot.run(ada, chapters.allow, "leaving") == Released("Acme")
    assert (await deliver(bot)).to(yusra) == [Holding("Tidewater", "Acme", holds=False)]


async def test_asks_stay_as_they_are(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ada, chapters.disallow, "leaving")
    await bot.run(ana, asks.ask_for, "a lift", "the bus is gone")
    assert [type(one) for one in (await deliver(bot)).to(acme)] == [guilds.Card, asks.Card]
    clock.now = FRIDAY
    (digest,) = (await deliver(bot)).of(Digest)
    assert [one.what for one in digest.open] == ["a lift"]


# The matrix: an admin, and everything that members or caretakers may do

FACTS = dict[str, Any]
DEEDS: dict[str, Callable[[FACTS], tuple[Any, ...]]] = {
    "show": lambda at: (guilds.show, "tidewater"),
    "members": lambda at: (guilds.show, "tidewater"),
    "invite": lambda at: (lambda work: members.invite(work, "Zora", "she told me kindly", guild="tidewater"),),
    "open": lambda at: (chapters.open_here, "tidewater"),
    "agree": lambda at: (chapters.agree, at["wish"]),
    "decline": lambda at: (chapters.decline, at["wish"]),
    "try again": lambda at: (chapters.try_again, at["chapter"]),
    "close": lambda at: (chapters.close_here,),
    "close from afar": lambda at: (chapters.close, at["chapter"]),
    "vouch": lambda at: (lambda work: members.vouch(work, "Zora", "she told me kindly", guild="tidewater"),),
    "vouch by a button": lambda at: (members.vouch_for, at["candidacy"], "she told me kindly, and often"),
    "be asked to vouch": lambda at: (members.asked, at["candidacy"]),
    "look whom to ask for a vouch": lambda at: (members.whom_to_ask, at["candidacy"]),
    "ask somebody to vouch": lambda at: (members.ask_second, at["candidacy"], ben.account),
    "take back a vouch": lambda at: (members.withdraw_vouch, 1),
    "take back an invitation": lambda at: (members.withdraw_invitation, 1),
    "look how people join": lambda at: (guilds.how_people_join, "tidewater"),
    "change how people join": lambda at: (guilds.change_admission, "tidewater", Admission.CLOSED),
    "introduce": lambda at: (introductions.introduce, [ben.account, cleo.account], "both mend boats"),
    "answer an introduction": lambda at: (introductions.agree, 1),
    "settings": lambda at: (guilds.settings, "tidewater"),
    "change settings": lambda at: (guilds.change_settings, "tidewater", guilds.Wish(digest_day="0")),
    "preview": lambda at: (digests.preview,),
    "leave out": lambda at: (digests.leave_out, "thanks", 1),
    "put back": lambda at: (digests.put_back, "thanks", 1),
    "offer a first line": lambda at: (digests.offer_line, 1, "A rainy week."),
    "read its own questions": lambda at: (reflections.own_prompts, "tidewater"),
    "add a question": lambda at: (reflections.add_prompt, "tidewater", "What moved?"),
    "say something to its echo": lambda at: (reflections.reply, at["round"], "Mine too."),
    "rest": lambda at: (members.rest, "tidewater"),
    "back": lambda at: (members.back, "tidewater"),
    "leave": lambda at: (members.leave, "tidewater"),
    "thank in its name": lambda at: (lambda work: kudos.give(work, [ben.account], "for the silence", guild="tidewater"),),
    "read its question": lambda at: (reflections.form, at["round"]),
    "answer its question": lambda at: (reflections.answer, at["round"], "I moved the kettle."),
    "share an answer": lambda at: (reflections.share, at["response"], Sharing.SIGNED),
    "delete an answer": lambda at: (reflections.delete_answer, at["response"]),
}
FOR_ANYBODY = {"start", "find", "join", "help", "allow", "disallow"}


@pytest.fixture
async def at(bot: Guildbot, clock: Clock) -> FACTS:
    """A guild with an open channel, a wished one, somebody at its door, an open question and an answer; an id of each."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.VOUCH)
    zora = someone("zora", marram)
    await bot.run(zora, members.join, "tidewater")
    (waiting,) = await bot.run(zora, members.my_candidacies)
    await bot.run(ana, members.invite, "Mo", "he writes so plainly, and asks first")
    await bot.run(yusra, chapters.open_here, "tidewater")
    (wish,) = (await deliver(bot)).of(SaidYes)[:1]
    clock.now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    (question,) = (await deliver(bot)).of(Question)
    kept = await bot.run(ben, reflections.answer, question.round, "Mine.")
    return {"wish": wish.chapter, "chapter": 1, "round": question.round, "response": kept.response, "candidacy": waiting.id}


@pytest.mark.parametrize("deed", DEEDS)
async def test_no_act_of_a_guild_is_open_to_an_admin_as_such(bot: Guildbot, at: FACTS, deed: str) -> None:
    use_case, *said = DEEDS[deed](at)
    before = await bot.run(ana, guilds.show, "tidewater")
    place = marram if deed == "open" else acme
    with pytest.raises(Refused):
        await bot.run(replace(ada, place=place), use_case, *said)
    assert await bot.run(ana, guilds.show, "tidewater") == before


async def test_an_admin_gets_the_same_no_as_anybody(bot: Guildbot, at: FACTS) -> None:
    nobody_in_particular = replace(ada, admin=False)
    for deed in DEEDS:
        use_case, *said = DEEDS[deed](at)
        assert await reasons(bot.run(ada, use_case, *said)) == await reasons(bot.run(nobody_in_particular, use_case, *said))


def test_every_word_of_the_guild_is_in_the_matrix() -> None:
    """Whoever adds one says here whether an admin may."""
    _, verbs = COMMANDS["guild"]
    assert {verb.word for verb in verbs} - FOR_ANYBODY <= set(DEEDS)
