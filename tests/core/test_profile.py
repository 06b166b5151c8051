"""One's own page, “ask me about”, and somebody else's page."""

from __future__ import annotations

import pytest

from guildbot import bonds, engagements, guilds, kudos, pages, people, spaces
from guildbot.bot import Guildbot
from guildbot.engagements import Draft
from guildbot.kinds import SpaceKind, Visibility
from guildbot.pages import Whose
from guildbot.people import LongWord, Suggested, TooManyWords
from guildbot.refusals import MixedAlphabets, Unknown
from guildbot.who import AccountRef, Caller, Place
from tests.core.conftest import deliver, guild_of, in_private, marram, names, open_room, reasons, rendered, someone, standing_in

ana, ben, leigh = (someone(name) for name in ("ana", "ben", "leigh"))
yusra, stranger = someone("yusra", open_room), someone("hanne", marram)
soup = Place("slack", "T1", "Acme", "C2", "soup")


async def about(bot: Guildbot, who: Caller, words: str, *, name: str = "") -> people.ProfileKept:
    return await bot.run(who, people.change, name=name, zone_name="", quiet="", about=words)


def shown(found: list[Suggested]) -> list[str]:
    return [one.shown for one in found]


# One's own page


async def test_one_page_says_all_somebody_said_about_themselves(bot: Guildbot) -> None:
    assert rendered(await bot.run(ana, pages.mine)) == (
        "Name: Ana\nTime zone: not known\nQuiet hours: as usual where you are\nWho may see thanks to you: not said yet, so only you\n"
        "Questions: yes\nA line before a question closes: no\nWhat waits for you, in one message a day: no\n"
        "Ask me about: nothing said yet\nYour name in others' records, beside words you wrote to them: no\n"
        "Current work: nothing said yet\nWould work with again: nobody yet\n"
        "Ana (Slack, Acme), where you are now\nYou keep no way back in yet, should you lose this account."
    )
    await about(bot, ana, "sign language, night buses")
    await bot.run(ana, people.choose, thanks=Visibility.DIGEST, questions=False, named=True)
    await bot.run(ana, engagements.begin, Draft("Night shifts"))
    await bot.run(ana, engagements.begin, Draft("Choir"))
    await bot.run(ana, engagements.show, 2, True)
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ben, bonds.again, ana.account)
    assert rendered(await bot.run(ana, pages.mine)).splitlines()[3:-2] == [
        "Who may see thanks to you: in the digest",
        "Questions: no",
        "A line before a question closes: no",
        "What waits for you, in one message a day: no",
        "Ask me about: sign language and night buses",
        "Your name in others' records, beside words you wrote to them: yes",
        "Current work: Night shifts (only for you)",
        "Current work: Choir (for people of your guilds)",
        "Would work with again: Ben, since 2 November 2026",
    ]


async def test_the_page_stays_one_screen_long(bot: Guildbot) -> None:
    for n in range(8):
        await bot.run(ana, engagements.begin, Draft(f"Choir {n}"))
    said = rendered(await bot.run(ana, pages.mine)).splitlines()
    assert said[-5:-2] == ["Current work: Choir 4 (only for you)", "and 3 more", "Would work with again: nobody yet"]


async def test_nobody_may_be_named_in_records_before_they_say_so(bot: Guildbot) -> None:
    """P10: a change of anything else does not say it either."""
    await about(bot, ana, "night buses")
    await bot.run(ana, people.choose, thanks=Visibility.DIGEST)
    assert not (await bot.run(ana, people.show)).named
    assert (await bot.run(ana, people.choose, named=True)).profile.named
    await about(bot, ana, "")
    assert (await bot.run(ana, people.show)).named


async def test_a_choice_left_out_stays_as_it_is(bot: Guildbot) -> None:
    await bot.run(ana, people.choose, thanks=Visibility.MESSAGE, questions=False, named=True)
    kept = (await about(bot, ana, "night buses")).profile
    assert (kept.thanks, kept.questions, kept.named) == (Visibility.MESSAGE, False, True)
    kept = (await bot.run(ana, people.choose, questions=True)).profile
    assert (kept.thanks, kept.questions, kept.named, kept.about) == (Visibility.MESSAGE, True, True, ("night buses",))
    kept = (await bot.run(ana, people.change, name="Ana R.", zone_name="", quiet="")).profile
    assert kept.about == ("night buses",)


async def test_a_name_does_not_imitate_anothers(bot: Guildbot) -> None:
    assert await reasons(about(bot, ana, "", name="Аna")) == (MixedAlphabets("Аna"),)  # the first letter is Cyrillic
    assert (await about(bot, ana, "", name="Анна")).profile.name == "Анна"
    assert (await about(bot, ana, "", name="A\u200bna\u202e")).profile.name == "Ana"


# Ask me about


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("sign language, night buses; bread", ("sign language", "night buses", "bread")),
        (" #bread ,, Bread\nC# ", ("bread", "C#")),
        ("", ()),
        ("ni\u200bght\u202e buses", ("night buses",)),
        ("👩‍👩‍👧 families", ("👩‍👩‍👧 families",)),
    ],
)
async def test_ask_me_about_as_people_write_it(bot: Guildbot, typed: str, read: tuple[str, ...]) -> None:
    assert (await about(bot, ana, typed)).profile.about == read


async def test_three_words_of_thirty_characters_each(bot: Guildbot) -> None:
    assert await reasons(about(bot, ana, "a, b, c, d")) == (TooManyWords(4),)
    assert await reasons(about(bot, ana, "x" * 31)) == (LongWord("x" * 31),)
    assert (await about(bot, ana, "👍🏽" * 30)).profile.about == ("👍🏽" * 30,)
    assert (await about(bot, ana, "x" * 30)).profile.about == ("x" * 30,)


async def test_people_are_found_by_their_words_after_names(bot: Guildbot) -> None:
    await guild_of(bot, ana, leigh, yusra)
    await about(bot, leigh, "sign language, Café talk")
    await about(bot, yusra, "Übersetzen, signs")
    await about(bot, ben, "", name="Signe")

    assert shown(await bot.run(ana, people.suggest, "sign")) == ["Signe", "Leigh (sign language)", "Yusra (signs)"]
    assert shown(await bot.run(ana, people.suggest, "langu")) == ["Leigh (sign language)"]
    assert shown(await bot.run(ana, people.suggest, "anguage")) == []  # words are found by how they begin
    assert shown(await bot.run(ana, people.suggest, "café")) == ["Leigh (Café talk)"]
    assert shown(await bot.run(ana, people.suggest, "CAFÉ")) == ["Leigh (Café talk)"]
    assert shown(await bot.run(ana, people.suggest, "über")) == ["Yusra (Übersetzen)"]
    assert shown(await bot.run(ana, people.suggest, "s")) == ["Signe"]
    assert shown(await bot.run(in_private(yusra), people.suggest, "sign la")) == ["Leigh (sign language)"]
    assert shown(await bot.run(stranger, people.suggest, "sign")) == []
    for odd in ("%", '"', "\\", "[", "', '", "\\u00e9", "si%gn"):
        assert await bot.run(ana, people.suggest, odd) == []


async def test_a_suggestion_by_a_word_means_that_person(bot: Guildbot) -> None:
    await guild_of(bot, ana, leigh, yusra)
    await about(bot, yusra, "sign language")
    (one,) = await bot.run(ana, people.suggest, "sign")
    given = await bot.run(ana, kudos.give, [people.handle(one)], "holding the silence")
    assert isinstance(given, kudos.KudosGiven)
    assert names(given.to) == ["Yusra"]


async def test_words_never_decide_who_is_meant(bot: Guildbot) -> None:
    await guild_of(bot, ana, leigh, yusra)
    await about(bot, leigh, "sign language, soup")
    assert await reasons(bot.run(ana, kudos.give, ["soup"], "holding the silence")) == (Unknown("soup"),)


async def test_members_are_listed_with_their_words(bot: Guildbot) -> None:
    await guild_of(bot, ana, leigh, yusra)
    await about(bot, leigh, "sign language, night buses")
    await about(bot, yusra, "bread")
    page = rendered(await bot.run(ana, guilds.show))
    assert "\nAna, caretaker\nLeigh, caretaker (ask about sign language and night buses)\nYusra, caretaker (ask about bread)\n" in page


# Somebody's page


async def test_somebodys_page_shows_what_they_show_and_no_more(bot: Guildbot) -> None:
    await guild_of(bot, ana, leigh, yusra)
    await guild_of(bot, standing_in(ana, soup), ben, leigh, name="Lanternworks")
    await about(bot, leigh, "sign language")
    await bot.run(leigh, people.change, name="Leigh", zone_name="Europe/London", quiet="21-7", thanks=Visibility.DIGEST)
    await bot.run(leigh, engagements.begin, Draft("Night shifts", "March 2025", "", "a steady hand"))
    await bot.run(leigh, engagements.begin, Draft("Choir"))
    await bot.run(leigh, engagements.show, 1, True)
    await bot.run(ana, kudos.give, [leigh.account], "holding the silence", guild=kudos.NO_GUILD)
    await deliver(bot)

    said = await bot.run(ana, pages.of, leigh.account)
    assert said.near
    assert rendered(said) == (
        "Leigh\nAsk me about: sign language\nYou are both in Lanternworks and Tidewater.\n"
        "Current work: Night shifts\nSince 1 March 2025\nBrings: a steady hand"
    )
    assert rendered(await bot.run(yusra, pages.of, "Leigh")).splitlines()[2] == "You are both in Tidewater."


async def test_of_somebody_from_nowhere_near_only_the_name_is_shown(bot: Guildbot) -> None:
    other_room = Place("discord", "S2", "the Other Room", "D9", "attic")
    await bot.tend(spaces.install, "discord", "S2", "the Other Room", SpaceKind.SERVER)
    zed, zoe = someone("zed", other_room), AccountRef("discord", "", "zoe", "Zoe", False)
    await about(bot, zed, "sign language", name="Z. the Great")
    await bot.run(yusra, people.show)

    far, unknown = await bot.run(yusra, pages.of, zed.account), await bot.run(yusra, pages.of, zoe)

    assert (rendered(far), rendered(unknown)) == ("Zed", "Zoe")  # what Discord says; whether they know this bot is nobody's business
    assert (far.near, unknown.near) == (False, False)


async def test_people_of_one_workspace_are_near_without_a_guild(bot: Guildbot) -> None:
    await about(bot, leigh, "sign language")
    await bot.run(ana, people.show)
    for caller in (ana, in_private(ana)):
        said = await bot.run(caller, pages.of, leigh.account)
        assert said.near
        assert rendered(said) == "Leigh\nAsk me about: sign language"


async def test_ones_own_page_as_others_see_it(bot: Guildbot) -> None:
    await guild_of(bot, ana, leigh, yusra)
    await bot.run(ana, engagements.begin, Draft("Choir"))
    said = await bot.run(ana, pages.of, ana.account)
    assert (said.me, said.near) == (True, False)
    assert rendered(said) == "Ana\nSo people of your guilds see you. /profile is your own page."


async def test_a_page_is_of_somebody(bot: Guildbot) -> None:
    assert await reasons(bot.run(ana, pages.of, None)) == (Whose(),)
    assert await reasons(bot.run(ana, pages.of, "Nobody")) == (Unknown("Nobody"),)
