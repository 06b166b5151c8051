"""Rule P4: a code that somebody would say aloud is given back, wherever others would read it and however it is spelled."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from guildbot import accounts, asks, codes, digests, engagements, guilds, kudos, members, people, reflections
from guildbot.bot import Guildbot
from guildbot.codes import CodeAloud
from guildbot.digests import Digest
from guildbot.kinds import Sharing
from guildbot.reflections import Echo, Question
from guildbot.who import Caller
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, marram, reasons, someone, standing_in
from tests.core.test_vouching import by_word_of_mouth

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))


async def way_back_of(bot: Guildbot, who: Caller) -> str:
    return (await bot.run(who, accounts.keep_way_back)).code


async def is_good(bot: Guildbot, code: str) -> bool:
    return isinstance(await bot.run(someone("mallory"), accounts.recover, code), accounts.Recovered)


async def test_a_code_is_not_said_to_a_guild(bot: Guildbot) -> None:
    slug = await guild_of(bot, ana, ben, cleo)
    code = await way_back_of(bot, ana)
    draft = guilds.Draft("Nightjar", "Getting better at asking.", guilds.NORMS, ("care", "craft", "courage"))
    told = await bot.run(ben, asks.note, ana.account, "the form")
    assert isinstance(told, asks.Noted)
    for deed in (
        bot.run(ben, members.leave, slug, f"Goodbye, and {code}"),
        bot.run(ben, members.invite, "Sol", f"she knows {code} by heart"),
        bot.run(ben, digests.offer_line, 1, f"A week of {code}"),
        bot.run(ana, reflections.add_prompt, slug, f"Who keeps {code}?"),
        bot.run(standing_in(ben, marram), guilds.start, guilds.Draft(draft.name, f"Keeping {code}.", draft.norms, draft.value_words)),
        bot.run(standing_in(ben, marram), guilds.start, guilds.Draft(draft.name, draft.purpose, f"We share {code}.", draft.value_words)),
        bot.run(ben, people.change, name="", zone_name="", quiet="", about=f"bread, {code}"),
        bot.run(ben, asks.note, cleo.account, f"with {code}"),
        bot.run(ana, asks.confirm, told.id, f"I have {code} now."),
    ):
        assert await reasons(deed) == (CodeAloud(code),)
    assert await is_good(bot, code)


async def test_a_code_is_no_reason_to_let_somebody_in(bot: Guildbot) -> None:
    slug = await by_word_of_mouth(bot, ana, ben, cleo, more=9)
    await bot.run(dele, members.join, slug)
    code = await way_back_of(bot, ana)
    because = f"he once told me {code} and kept it to himself"
    assert await reasons(bot.run(ben, members.vouch, dele.account, because)) == (CodeAloud(code),)
    assert await reasons(bot.run(ben, members.invite, "Sol", because)) == (CodeAloud(code),)
    assert await is_good(bot, code)


async def test_current_work_with_a_code_in_it_is_for_its_person_alone(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = await way_back_of(bot, ana)
    (own,) = (await bot.run(ana, engagements.begin, engagements.Draft("The kitchen", hopes=f"not to lose {code}"))).mine.now
    assert await reasons(bot.run(ana, engagements.show, own.id, True)) == (CodeAloud(code),)

    await bot.run(ana, engagements.change, own.id, engagements.Draft("The kitchen"))
    await bot.run(ana, engagements.show, own.id, True)
    assert await reasons(bot.run(ana, engagements.change, own.id, engagements.Draft("The kitchen", brings=code))) == (CodeAloud(code),)
    await bot.run(ana, engagements.show, own.id, False)
    await bot.run(ana, engagements.change, own.id, engagements.Draft("The kitchen", brings=code))
    assert await is_good(bot, code)


async def test_an_answer_with_a_code_in_it_is_kept_and_not_shared(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = await way_back_of(bot, ana)
    clock.now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    question = (await deliver(bot)).to(acme)[0]
    assert isinstance(question, Question)

    kept = await bot.run(ana, reflections.answer, question.round, f"I wrote down {code}.")
    for sharing in (Sharing.SIGNED, Sharing.UNSIGNED):
        assert await reasons(bot.run(ana, reflections.share, kept.response, sharing)) == (CodeAloud(code),)
    await bot.run(ana, reflections.answer, question.round, "I wrote it down.")
    await bot.run(ana, reflections.share, kept.response, Sharing.SIGNED)
    assert await reasons(bot.run(ana, reflections.answer, question.round, f"I wrote down {code}.")) == (CodeAloud(code),)

    clock.now = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
    (digest,) = (await deliver(bot)).of(Digest)
    assert isinstance(digest.echo, Echo)
    assert await reasons(bot.run(ben, reflections.reply, digest.echo.round, f"Was it {code}?")) == (CodeAloud(code),)
    assert await is_good(bot, code)


def in_wide_digits(code: str) -> str:
    return "".join(chr(0xFF10 + int(one)) if one.isdigit() else one for one in code)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is shown": lambda code: code,
    "with dashes of print": lambda code: code.replace("-", "–"),
    "with dots": lambda code: code.replace("-", "."),
    "with underscores": lambda code: code.replace("-", "_"),
    "with double dashes": lambda code: code.replace("-", "--"),
    "with dashes and spaces": lambda code: code.replace("-", " - "),
    "digit by digit": lambda code: " ".join(code.replace("-", "")),
    "in wide digits": in_wide_digits,
    "in capitals": str.upper,
    "grown together with a word": lambda code: f"x{code}y",
    "behind words of the same letters": lambda code: f"add a {' '.join(code.replace('-', ''))} c a d",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_however_a_code_is_spelled(bot: Guildbot, spelling: str) -> None:
    code = await way_back_of(bot, ana)
    said = f"for telling me {SPELLINGS[spelling](code)} on Tuesday"
    (no,) = await reasons(bot.run(ben, kudos.give, [cleo.account], said))
    assert isinstance(no, CodeAloud)
    assert codes.hashed(no.code) == codes.hashed(code)
    assert no.code in said

    assert await bot.tend(accounts.overheard, said) == 1
    await bot.run(ben, kudos.give, [cleo.account], said)  # now it opens nothing any more
    assert not await is_good(bot, code)


@pytest.mark.parametrize("text", ["a", "a ", "a---", "a----", "-", "4f2a-91bc-77d0-e3f", "\uff10", "\u0661a", "ab c\u0301"])
async def test_a_long_text_is_looked_through_in_no_time(bot: Guildbot, text: str) -> None:
    said = (text * 40_000)[:40_000]
    began = time.perf_counter()
    assert await bot.tend(accounts.overheard, said) == 0
    assert time.perf_counter() - began < 10  # a careless pattern would take hours
