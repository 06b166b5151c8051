"""Thanks on Discord, from the line one types to what the other reads."""

from __future__ import annotations

import pytest

from adapters.sandbox.discord import Person
from adapters.sandbox.view import CannotType, Message
from tests.on_discord.conftest import Town, shown

REVIEW = "the review that found *everything*, @everyone <@1> `really`\n# and more"


async def test_thanks_reach_everyone_named_in_the_givers_words(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.used_before(ben, chi)
    answer = shown(await ada.types(town.square, "/kudos give", people="@ben and @chi", reason=REVIEW))
    assert answer.ephemeral
    assert answer.text == "Passed on to @Ben and @Chi."
    assert await town.reads(ben) == [f"@Ada thanked you and @Chi:\n{REVIEW}"]
    assert await town.reads(chi) == [f"@Ada thanked you and @Ben:\n{REVIEW}"]
    assert not any(post.pings for post in town.discord.posts)


async def test_thanks_may_be_given_in_a_direct_conversation(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    answer = shown(await ada.types(ada.dm, f"/kudos give people:<@{ben.id}> reason:the long walk home"))
    assert answer.text == "Passed on to @Ben."


async def test_nobody_thanks_themselves(town: Town, ada: Person) -> None:
    answer = shown(await ada.types(town.square, "/kudos give people:@ada reason:being me all day"))
    assert answer.text.startswith("Thanks go to somebody else; yours would only come back to you.")
    assert "being me all day" in answer.text


async def test_the_giver_is_left_out_of_the_receivers(town: Town, ada: Person, ben: Person) -> None:
    answer = shown(await ada.types(town.square, "/kudos give people:@ada @ben reason:the long walk home"))
    assert answer.text == "Passed on to @Ben.\nNobody thanks themselves; the others get it."


async def test_a_bot_is_not_thanked(town: Town, ada: Person) -> None:
    robot = town.person("beep", name="Beep", bot=True)
    message = await robot.types(town.square, "Beep.")
    await ada.shortcut("Give kudos", message)
    answer = shown(await ada.submits({"What did they do?": "beeping so reliably"}))
    assert answer.text.startswith("beep is a bot. It would not know what to do with thanks.")


async def test_who_turns_out_to_be_a_bot_is_not_thanked_either(town: Town, ada: Person) -> None:
    town.person("beep", name="Beep", bot=True)
    await ada.types(town.square, "/kudos give people:@beep reason:beeping so reliably")
    assert (await town.reads(ada))[-1] == "beep turned out to be a bot, so your thanks were taken back. Your words:\nbeeping so reliably"


async def test_an_unknown_name_gives_the_words_back_and_edit_opens_them(town: Town, ada: Person, ben: Person) -> None:
    await town.used_before(ben)
    answer = shown(await ada.types(town.square, "/kudos give", people="@ben, Nobody Known", reason=REVIEW, value="Care", privately=True))
    assert answer.text.startswith("I know nobody called “Nobody Known” here.")
    assert REVIEW in answer.text
    await ada.clicks("Edit", answer)
    assert ada.form is not None
    stood = {field.label: field.value for field in ada.form.fields}
    assert stood == {
        "People here": (ben.id,),
        "People elsewhere in your guilds": "Nobody Known",
        "What did they do?": REVIEW,
        "Value word": "Care",
        "Who may see it": "1",
    }
    assert shown(await ada.submits({"People elsewhere in your guilds": ""})).text == "Passed on to @Ben."
    assert await town.reads(ben) == [f"@Ada thanked you:\n{REVIEW} #care\nThis one stays between you."]


async def test_nobody_named_is_asked_whom(town: Town, ada: Person) -> None:
    await ada.clicks("Thank someone", await _welcome(town, ada))
    answer = shown(await ada.submits({"What did they do?": "being there all winter"}))
    assert answer.text.startswith("Whom do you want to thank?")
    assert "being there all winter" in answer.text


async def test_no_words_and_too_many_words_do_not_leave_the_keyboard(town: Town, ada: Person, ben: Person) -> None:
    with pytest.raises(CannotType, match="required"):
        await ada.types(town.square, "/kudos give people:@ben")
    with pytest.raises(CannotType, match="1 to 1000"):
        await ada.types(town.square, "/kudos give", people="@ben", reason="x" * 1001)
    answer = shown(await ada.types(town.square, "/kudos give", people="@ben", reason="\u200b"))
    assert answer.text.startswith("There are no words in it yet.")


async def test_the_longest_words_arrive_whole(town: Town, ada: Person, ben: Person) -> None:
    await town.used_before(ben)
    words = "*_~`" * 250
    await ada.types(town.square, "/kudos give", people="@ben", reason=words)
    assert await town.reads(ben) == [f"@Ada thanked you:\n{words}"]


async def test_two_people_of_one_name_are_offered_as_buttons(town: Town, ada: Person) -> None:
    one, other = town.person("sam", name="Sam"), town.person("sammy", name="Sam")
    for each in (one, other):
        await each.types(town.square, "/profile show")
    answer = shown(await ada.types(town.square, "/kudos give people:Sam reason:the long walk home"))
    assert "More than one person is called “Sam”" in answer.text
    assert shown(await ada.clicks("2. Sam", answer)).text == "Passed on to @Sam."
    await town.delivers()
    assert [len(each.dms) for each in (one, other)] == [0, 1]


async def test_the_same_words_twice_are_asked_about(town: Town, ada: Person, ben: Person) -> None:
    line = "/kudos give people:@ben reason:the long walk home"
    await ada.types(town.square, line)
    answer = shown(await ada.types(town.square, line))
    assert answer.text.startswith("You have just said this to @Ben.")
    assert shown(await ada.clicks("Send again anyway")).text == "Passed on to @Ben."


async def test_a_form_sent_twice_is_one_thank_you(town: Town, ada: Person, ben: Person) -> None:
    message = await ben.types(town.square, "The door is held.")
    await ada.shortcut("Give kudos", message)
    form = ada.form
    words = {"What did they do?": "holding the door for everybody"}
    assert shown(await ada.submits(words)).text == "Passed on to @Ben."
    ada.form = form
    assert shown(await ada.submits(words)).text.startswith("You have just said this to @Ben")
    assert len(await town.reads(ben)) == 1


async def test_an_interaction_heard_twice_counts_and_is_answered_once(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, "/kudos give people:@ben reason:the long walk home")
    world = town.discord.world
    first = next(reversed(world.interactions.values()))
    world.gateway.tell("INTERACTION_CREATE", first._payload(), key=first.id, server=town.server)
    await ada.types(town.square, "/profile show")
    assert sum(f"/interactions/{first.id}/" in one.path for one in town.discord.requests) == 1
    assert len(await town.reads(ben)) == 1


async def test_taking_back_twice_stays_taken_back(town: Town, ada: Person, ben: Person) -> None:
    answer = shown(await ada.types(town.square, "/kudos give people:@ben reason:the long walk home"))
    assert shown(await ada.clicks("Take back", answer)).text == "Taken back."
    assert shown(await ada.clicks("Take back", answer)).text == "Taken back."
    assert await town.reads(ben) == []


async def test_an_old_button_answers_politely(town: Town, ada: Person, ben: Person) -> None:
    await town.used_before(ben)
    given = await ada.types(town.square, "/kudos give people:@ben reason:the long walk home")
    await town.delivers()
    await ada.clicks("Take back", given)
    answer = shown(await ben.clicks("Hide"))
    assert answer.text == "That is settled already, or was never yours to press. /profile waiting shows what is open."


async def test_who_never_used_the_bot_keeps_thanks_first(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    """P8: then comes the question who may see them; on the page they can be kept or discarded, too."""
    ned = town.person("ned", name="Ned")
    await town.guild(ada, ben, chi)
    for reason in ("the long walk home", "the song on the way", "the map"):
        await ada.types(town.square, f"/kudos give people:@ned reason:{reason}")
    first, *_ = await town.reads(ned)
    assert first.startswith("@Ada thanked you:\nthe long walk home\nWould you like to keep this?")
    kept = shown(await ned.clicks("Keep"))
    assert kept.text.endswith("Who may see thanks to you? Until you say so it is only you.")
    assert [one.label for one in kept.buttons] == ["Under the message", "In Friday's digest", "Only me"]
    page = shown(await ned.types(town.square, "/kudos mine"))
    assert [one.label for one in page.buttons].count("Keep") == 2
    gone = shown(await ned.clicks("Discard", page))
    assert gone.text == "Discarded. Nothing of it is kept, and nobody is told."
    waiting = shown(await ned.types(town.square, "/profile waiting"))
    assert [one.label for one in waiting.buttons].count("Keep") == 1


async def test_quick_thanks_to_who_never_used_the_bot_are_kept_together(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    ned = town.person("ned", name="Ned")
    await town.guild(ada, ben, chi)
    message = shown(await ned.types(town.square, "I fixed the roof"))
    await town.nods(ada, message)
    town.clock.move(days=1)
    (told,) = await town.reads(ned)
    assert told.startswith("@Ada thanked you with an emoji.\nWould you like to keep this?")
    assert shown(await ned.clicks("Keep")).text.startswith("Kept.")


async def test_a_guild_one_is_not_in_is_refused(town: Town, ada: Person, ben: Person) -> None:
    answer = shown(await ada.types(town.square, "/kudos give people:@ben reason:the long walk home guild:Nowhere"))
    assert answer.text.startswith("You are in no guild called “nowhere”.")


async def test_two_shared_guilds_are_offered_as_buttons(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    town.square = town.server.channel("other")
    await town.guild(ada, ben, chi, name="Marram")
    elsewhere = town.server.channel("elsewhere")
    answer = shown(await ada.types(elsewhere, "/kudos give people:@ben reason:the long walk home"))
    assert "You share more than one guild with them: marram and tidewater." in answer.text
    assert shown(await ada.clicks("marram")).text == "Passed on to @Ben."
    mine = shown(await ada.types(elsewhere, "/kudos mine"))
    assert "in Marram" in mine.text


async def test_a_value_that_is_none_of_the_guilds_is_named(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    answer = shown(await ada.types(town.square, "/kudos give people:@ben reason:the long walk home value:#speed"))
    assert answer.text.startswith("“speed” is not one of Tidewater's words. They are: care, craft, and courage.")


async def test_thanks_stand_under_the_message_where_the_receiver_wishes(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    message = await ben.types(town.square, "The door is held.")
    await ada.shortcut("Give kudos", message)
    await ada.submits({"What did they do?": "holding the door for everybody"})
    assert (await town.reads(ben))[-1].endswith("Who may see thanks to you? Until you say so it is only you.")
    await ben.clicks("Under the message")
    await town.delivers()
    post = town.square.posts[next(reversed(town.square.posts))]
    seen = await chi.sees_soon("holding the door")
    assert seen.text == "Ada to Ben: “holding the door for everybody”\n💛 on this says “me too”."
    assert post.reference is not None
    assert post.reference.id == shown(message).id
    assert shown(await chi.shortcut("Me too", seen)).text == "You have joined these thanks to @Ben."
    await ben.clicks("Hide")
    await town.delivers()
    assert not any("holding the door" in one.text for one in chi.sees(town.square) if not one.ephemeral)


async def test_me_too_belongs_under_our_posts(town: Town, ada: Person, ben: Person) -> None:
    message = await ben.types(town.square, "The door is held.")
    answer = shown(await ada.shortcut("Me too", message))
    assert answer.text == "“Me too” belongs under thanks that I have posted. To thank somebody yourself: /kudos give people:@name reason:…"


async def test_a_heart_is_a_quick_thank_you_that_invites_a_sentence(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    await town.nods(ada, shown(await ben.types(town.square, "The door is held.")))
    answer = shown(await ada.types(town.square, "/reflect mine"))
    assert answer.text.endswith("A quick thank-you for @Ben. A sentence would make it a real one: what did they do, what did it change?")
    await ada.clicks("Say why", answer)
    answer = shown(await ada.submits({"What did it change for you?": "For once nobody had to ring."}))
    assert answer.text == "Passed on to @Ben, with your words."
    assert "A quick thank-you" not in shown(await ada.types(town.square, "/reflect mine")).text
    assert (await town.reads(ben))[-1].startswith("@Ada thanked you:\nFor once nobody had to ring.")


async def test_a_heart_taken_back_is_no_thank_you(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    message = shown(await ben.types(town.square, "The door is held."))
    await ada.reacts(message, "💛")
    await ada.unreacts(message, "💛")
    assert "A quick thank-you" not in shown(await ada.types(town.square, "/profile waiting")).text
    assert shown(await ada.types(town.square, "/kudos mine")).text == "Nothing here yet. /kudos give is how it begins."


async def test_a_thread_counts_as_its_channel(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    thread = town.discord.world.thread(town.square, "side talk", ben, None)
    await town.nods(ada, shown(await ben.types(thread, "The door is held.")))
    assert "A quick thank-you for @Ben." in shown(await ada.types(thread, "/profile show")).text


async def test_ones_own_page_shows_everything_however_much_it_is(town: Town, ada: Person, ben: Person) -> None:
    for number in range(10):
        await ada.types(town.square, f"/kudos give people:@ben reason:the long walk home, number {number}")
        await ben.types(town.square, f"/kudos give people:@ada reason:the song on the way, number {number}")
    await ada.types(town.square, "/kudos mine")
    await ada.sees_soon("the long walk home, number 0")
    page = "\n".join(one.text for one in ada.sees(town.square) if one.ephemeral)
    assert "10 thanks from 1 person since Monday 2 November." in page
    assert all(f"the song on the way, number {number}" in page for number in range(10))
    assert page.count("the long walk home, number") == 10


async def test_names_complete_one_after_the_other(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    assert [name for name, _ in await ada.suggestions(town.square, "/kudos give people:be")] == ["Ben"]
    ((name, value),) = await ada.suggestions(town.square, f"/kudos give people:<@{ben.id}>, ch")
    assert name == f"<@{ben.id}>, Chi"
    answer = shown(await ada.types(town.square, "/kudos give", people=value, reason="the long walk home"))
    assert answer.text == "Passed on to @Ben and @Chi."
    assert await ada.suggestions(town.square, "/kudos give guild:i") == [("Tidewater", "tidewater"), ("No guild", "-")]


async def _welcome(town: Town, ada: Person) -> Message:
    await town.delivers()
    return ada.dms[0]
