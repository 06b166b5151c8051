"""Thanks on Slack: typed, by form, by shortcut, by emoji; and what goes wrong on the way."""

from __future__ import annotations

import pytest

from adapters.sandbox.slack import CannotType, SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.sandbox.slack.record import Delivery
from guildbot.bot import Guildbot
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of, used_it_before


async def test_thanks_arrive_in_the_receivers_direct_messages(ana: Person, ben: Person, deliver: Deliver) -> None:
    await used_it_before(ben)
    shown = await ana.types("care", "/kudos @ben for holding the silence on Tuesday")
    assert shown is not None
    assert (shown.text, shown.ephemeral, labels_of(shown)) == ("Passed on to @Ben Okri.", True, ["Take back"])
    await deliver()
    (arrived,) = ben.dms
    assert arrived.text == "@Ana Ruiz thanked you:\nholding the silence on Tuesday"
    assert ben.sees("care") == []


async def test_the_answer_needs_no_call_to_slack(ana: Person, slack: SlackSandbox, deliver: Deliver) -> None:
    before = len(slack.requests)
    await ana.types("care", "/kudos @ben for holding the silence on Tuesday")
    assert len(slack.requests) == before


async def test_several_are_thanked_together(ana: Person, ben: Person, cleo: Person, deliver: Deliver) -> None:
    await used_it_before(ben, cleo)
    shown = await ana.types("care", "/kudos @ben and @cleo for carrying the boxes up four floors #care")
    assert shown is not None
    assert shown.text == "Passed on to @Ben Okri and @Cleo Marsh."
    await deliver()
    assert ben.dms[0].text == "@Ana Ruiz thanked you and @Cleo Marsh:\ncarrying the boxes up four floors #care"
    assert cleo.dms[0].text == "@Ana Ruiz thanked you and @Ben Okri:\ncarrying the boxes up four floors #care"


async def test_words_stay_words(ana: Person, ben: Person, slack: SlackSandbox, deliver: Deliver) -> None:
    await used_it_before(ben)
    await ana.types("care", "/kudos @ben for <!channel> & *stars* @cleo @here <3 :tada: in #care")
    await deliver()
    assert ben.dms[0].text == "@Ana Ruiz thanked you:\n<!channel> & *stars* @cleo @here <3 🎉 in #care"
    assert {ping for _, ping in slack.pings} <= {f"<@{ana.id}>", f"<@{ben.id}>"}


async def test_a_bare_command_opens_the_form(ana: Person, ben: Person, deliver: Deliver) -> None:
    await used_it_before(ben)
    assert await ana.types("care", "/kudos") is None
    form = await ana.form_soon("Give kudos")
    assert [one.label for one in form.fields] == [
        "People here", "People elsewhere in your guilds", "What did they do?", "Value word", "Who may see it",
    ]  # fmt: skip
    await ana.submits({"People here": [ben], "What did they do?": "You rang instead of typing."})
    assert ana.form is not None
    assert (ana.form.text, labels_of(ana.form)) == ("Passed on to @Ben Okri.", ["Take back"])
    await deliver()
    assert ben.dms[0].text == "@Ana Ruiz thanked you:\nYou rang instead of typing."


async def test_a_line_without_for_opens_the_form_filled_in(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben you rang instead of typing")
    form = await ana.form_soon()
    assert (form.field("People here").value, form.field("What did they do?").value) == ((ben.id,), "you rang instead of typing")


async def test_nobody_thanks_themselves(ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/kudos @ana for all of this")
    assert shown is not None
    assert shown.text.startswith("Thanks go to somebody else")
    assert shown.text.endswith("Your words, so that nothing is lost:\n@ana for all of this")
    assert labels_of(shown) == ["Edit"]


async def test_a_bot_cannot_be_thanked(ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/kudos @guildbot for listening")
    assert shown is not None
    assert shown.text.startswith("guildbot is a bot.")


async def test_thanks_to_a_bot_nobody_knew_are_taken_back(acme: Workspace, ana: Person, deliver: Deliver) -> None:
    acme.person("deploy", name="Deploy", bot=True)
    await ana.types("care", "/kudos @deploy for never sleeping")
    await deliver()
    assert ana.dms[-1].text == "Deploy turned out to be a bot, so your thanks were taken back. Your words:\nnever sleeping"


async def test_nobody_named(ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/kudos for the soup")
    assert shown is not None
    assert shown.text.startswith("Whom do you want to thank?")


async def test_an_unknown_name(ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/kudos zed for the soup")
    assert shown is not None
    assert shown.text.startswith("I know nobody called “zed” here.")
    await ana.clicks("Edit")
    form = await ana.form_soon("Give kudos")
    assert (form.field("What did they do?").value, form.field("People elsewhere in your guilds").value) == ("the soup", ("zed",))


async def test_two_people_of_one_name(acme: Workspace, ana: Person, ben: Person, deliver: Deliver) -> None:
    one, other = acme.person("sam", name="Sam Field"), acme.person("sammy", name="Sam Field")
    await used_it_before(one, other)
    for somebody in (one, other):
        await ben.types("care", f"/kudos @{somebody.handle} for coming today, both of you")
    await deliver()
    shown = await ana.types("care", "/kudos Sam Field for the map on the wall")
    assert shown is not None
    assert shown.text.startswith("More than one person is called “Sam Field”")
    assert labels_of(shown) == ["Sam Field (1)", "Sam Field (2)", "Edit"]
    answer = await ana.clicks("Sam Field (2)")
    assert answer is not None
    assert answer.text == "Passed on to @Sam Field."
    await deliver()
    assert [one.dms[-1].text, other.dms[-1].text] == [
        "@Ben Okri thanked you:\ncoming today, both of you",
        "@Ana Ruiz thanked you:\nthe map on the wall",
    ]


async def test_too_many_words_are_given_back_whole(ana: Person, deliver: Deliver) -> None:
    words = "thank you " * 120
    shown = await ana.types("care", f"/kudos @ben for {words}")
    assert shown is not None
    assert shown.text.startswith("That is 1199 characters, and 1000 fit.")
    assert words.strip() in shown.text
    await ana.clicks("Edit")
    form = await ana.form_soon()
    assert form.field("What did they do?").value == words.strip()


async def test_an_overlong_form_stays_open_with_what_was_typed(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben")
    await ana.form_soon()
    await ana.submits({"What did they do?": "x" * 1001})
    assert ana.form is not None
    assert ana.form.errors == {"why": "That is 1001 characters, and 1000 fit. Could you say it shorter?"}
    assert ana.form.field("What did they do?").value == "x" * 1001
    with pytest.raises(CannotType):
        await ana.submits({"What did they do?": ""})


async def test_a_form_for_nobody_says_so_under_the_field(ana: Person, deliver: Deliver) -> None:
    await ana.types("care", "/kudos")
    await ana.form_soon()
    await ana.submits({"What did they do?": "You rang instead of typing."})
    assert ana.form is not None
    assert list(ana.form.errors) == ["people"]


async def test_the_same_words_twice(ana: Person, ben: Person, deliver: Deliver) -> None:
    line = "/kudos @ben for the soup on Monday evening"
    await ana.types("care", line)
    shown = await ana.types("care", line)
    assert shown is not None
    assert shown.text.startswith("You have just said this to @Ben Okri")
    answer = await ana.clicks("Send again anyway", shown)
    assert answer is not None
    assert answer.text == "Passed on to @Ben Okri."
    await deliver()
    assert "\n".join(one.text for one in ben.dms).count("the soup on Monday evening") == 2


async def test_a_form_sent_twice_counts_once(ana: Person, ben: Person, slack: SlackSandbox, acme: Workspace, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben")
    await ana.form_soon()
    await ana.submits({"What did they do?": "You rang instead of typing."})
    (sent,) = [one for one in slack.deliveries if one.kind == "view_submission"]
    said = await acme.line.ask(again(sent))
    assert said == {"response_action": "clear"}
    await deliver()
    assert len(ben.dms) == 1


async def test_taken_back_before_it_was_read(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    answer = await ana.clicks("Take back")
    assert answer is not None
    assert (answer.text, labels_of(answer)) == ("Taken back.", [])
    await deliver()
    assert ben.dms == []


async def test_a_click_on_an_old_button(ana: Person, ben: Person, deliver: Deliver) -> None:
    await used_it_before(ben)
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    (arrived,) = ben.dms
    await ana.clicks("Take back")
    answer = await ben.clicks("Hide", arrived)
    assert answer is not None
    assert answer.text.startswith("That is settled already")


async def test_a_personal_command_works_in_a_channel_and_in_the_direct_conversation(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    for place in ("care", "dm"):
        shown = await ben.types(place, "/kudos mine")
        assert shown is not None
        assert shown.ephemeral
        assert shown.text.startswith("1 thank-you from 1 person since Monday 2 November.")
        assert "the soup on Monday evening" in shown.text


async def test_a_page_stays_after_a_press(ana: Person, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await ana.types("care", "/kudos @cleo for the bread on Tuesday evening")
    page = await ana.types("care", "/kudos mine")
    answer = await ana.clicks("Take back", page)
    assert answer is not None
    assert answer.text.startswith("Taken back.")
    assert "the soup on Monday evening" in answer.text
    assert "the bread on Tuesday evening" not in answer.text


async def test_what_a_receiver_decides_stands_in_the_notice(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await used_it_before(ben)
    await found("Tidewater", ana)
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    arrived = await ben.sees_soon("the soup on Monday evening", "dm")
    assert labels_of(arrived) == ["Under the message", "In Friday's digest", "Only me"]
    await ben.clicks("In Friday's digest", arrived)
    await deliver()
    kept = await ben.sees_soon("From now on, thanks to you may stand in the digest.", "dm")
    assert (kept.id, labels_of(kept)) == (arrived.id, [])
    assert kept.text.startswith("@Ana Ruiz thanked you:\nthe soup on Monday evening")


async def test_who_never_used_the_bot_keeps_thanks_first(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    """P8: then comes the question who may see them."""
    await found("Tidewater", ana)
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    arrived = await ben.sees_soon("the soup on Monday evening", "dm")
    assert arrived.text.endswith("Until you do nobody else is shown it, and after 30 days it is gone.")
    assert labels_of(arrived) == ["Keep", "Discard"]
    await ben.clicks("Keep", arrived)
    await deliver()
    kept = await ben.sees_soon("Kept. /kudos mine shows it.", "dm")
    assert (kept.id, labels_of(kept)) == (arrived.id, ["Under the message", "In Friday's digest", "Only me"])
    await ben.clicks("Only me", kept)
    await deliver()
    await ben.sees_soon("From now on, thanks to you stay with you.", "dm")


async def test_who_never_used_the_bot_may_discard_thanks(ana: Person, ben: Person, deliver: Deliver) -> None:
    for line in ("/kudos @ben for the soup on Monday evening", "/kudos @ben for the bread on Tuesday evening"):
        await ana.types("care", line)
    page = await ben.types("dm", "/kudos mine")
    assert page is not None
    assert labels_of(page) == ["Keep", "Discard", "Keep", "Discard"]
    left = await ben.clicks("Discard", page)
    assert left is not None
    assert left.text.startswith("Discarded. Nothing of it is kept, and nobody is told.")
    assert ("the soup" in left.text, "the bread" in left.text) == (True, False)
    assert labels_of(left) == ["Keep", "Discard"]
    await deliver()
    assert "the bread" not in "".join(one.text for one in ben.dms)


async def test_quick_thanks_are_kept_together(ana: Person, ben: Person, found: Found, clock: Clock, deliver: Deliver) -> None:
    await found("Tidewater", ana)
    message = await ben.types("care", "I fixed the roof")
    assert message is not None
    await ana.reacts(message, "💛")
    await deliver()
    clock.move(days=1)
    await deliver()
    told = await ben.sees_soon("thanked you with an emoji", "dm")
    assert labels_of(told) == ["Keep", "Discard"]
    await ben.clicks("Keep", told)
    await deliver()
    page = await ben.types("dm", "/kudos mine")
    assert page is not None
    assert labels_of(page) == ["Share in the digest", "Hide"]


async def test_thanks_for_a_message_stand_under_it_and_go_again(
    ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver
) -> None:
    await found("Tidewater", ana, ben, thanks="Under the message")
    message = await ben.types("care", "I fixed the roof")
    assert message is not None
    await ana.shortcut("kudos", message)
    form = await ana.form_soon("Give kudos")
    assert form.field("People here").value == (ben.id,)
    await ana.submits({"What did they do?": "No more buckets, and no fuss about it."})
    await deliver()
    post = await cleo.sees_soon("No more buckets", "care")
    assert (post.text, post.thread, post.pings) == (
        "Ana Ruiz to Ben Okri: “No more buckets, and no fuss about it.”\n💛 on this says “me too”.", message.id, (),
    )  # fmt: skip
    assert "See the message" in ben.dms[-1].text
    await cleo.reacts(post, "💛")
    await deliver()
    shown = await cleo.shortcut("me-too", post)
    assert shown is not None
    assert shown.text == "You have joined these thanks to @Ben Okri."
    await ben.clicks("Keep between us")
    await deliver()
    assert not any("No more buckets" in one.text for one in cleo.sees("care"))


async def test_me_too_belongs_under_thanks(ana: Person, ben: Person, deliver: Deliver) -> None:
    message = await ben.types("care", "I fixed the roof")
    shown = await ana.shortcut("me-too", message)
    assert shown is not None
    assert shown.text == "“Me too” belongs under thanks that I have posted. To thank somebody yourself: /kudos @name for …"


async def test_an_emoji_invites_a_sentence_once(
    ana: Person, ben: Person, slack: SlackSandbox, found: Found, clock: Clock, deliver: Deliver
) -> None:
    await found("Tidewater", ana)
    message = await ben.types("care", "I fixed the door")
    assert message is not None
    await ana.reacts(message, "💛")
    await deliver()
    asked = await ana.sees_soon("A sentence would make it a real one", "care")
    assert asked.ephemeral
    assert ben.dms == []
    await ana.unreacts(message, "💛")
    await ana.reacts(message, "💛")
    await deliver()
    assert len(slack.called("chat.postEphemeral")) == 1
    await ana.clicks("Say why", asked)
    await ana.form_soon("Say why")
    await ana.submits({"What did it change for you?": "I came in without ringing."})
    await deliver()
    assert "I came in without ringing." in ben.dms[-1].text


@pytest.mark.parametrize("emoji", ["👍", "yellow_heart::skin-tone-3"])
async def test_only_the_guilds_emoji_in_any_tone_says_something(
    emoji: str, ana: Person, ben: Person, found: Found, deliver: Deliver
) -> None:
    await found("Tidewater", ana)
    message = await ben.types("care", "I fixed the door")
    assert message is not None
    await ana.reacts(message, emoji)
    await deliver()
    asked = [one for one in ana.sees("care") if one.ephemeral and "quick thank-you for" in one.text]
    assert len(asked) == (0 if emoji == "👍" else 1)


async def test_reactions_without_an_author_are_heard_and_mean_nothing(
    slack: SlackSandbox, acme: Workspace, ana: Person, deliver: Deliver
) -> None:
    item = {"type": "message", "channel": acme.channels["care"].id, "ts": "1.000001"}
    sent = acme.emit({"type": "reaction_added", "user": ana.id, "reaction": "yellow_heart", "item": item, "event_ts": "1.000002"})
    await deliver()
    assert sent is not None
    assert (sent.acknowledged, sent.tries) == (True, 1)


async def test_the_shortcut_that_needs_no_message(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.shortcut("kudos-anywhere")
    await ana.form_soon("Give kudos")
    await ana.submits({"People here": [ben], "What did they do?": "The soup on Monday evening."})
    await deliver()
    assert "The soup on Monday evening." in ben.dms[-1].text


async def test_two_shared_guilds_are_a_choice(ana: Person, ben: Person, found: Found, acme: Workspace, deliver: Deliver) -> None:
    acme.channel("moor")
    await found("Tidewater", ana, ben)
    await found("Moorland", ana, ben, channel="moor")
    shown = await ana.types("dm", "/kudos @ben for the soup on Monday evening")
    assert shown is not None
    assert labels_of(shown) == ["moorland", "tidewater", "No guild", "Edit"]
    answer = await ana.clicks("tidewater", shown)
    assert answer is not None
    assert answer.text == "Passed on to @Ben Okri."
    await ana.shortcut("kudos-anywhere")
    await ana.form_soon("Give kudos")
    await ana.submits({"People here": [ben], "What did they do?": "The bread on Tuesday evening."})
    assert ana.form is not None
    assert ana.form.field("What did they do?").value == "The bread on Tuesday evening."
    await ana.submits({"Guild": "moorland"})
    assert ana.form.text == "Passed on to @Ben Okri."


async def test_names_complete_in_the_form(ana: Person, ben: Person, bot: Guildbot, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    await ana.types("care", "/kudos")
    await ana.form_soon()
    offered = await ana.suggestions("People elsewhere in your guilds", "be")
    assert [text for text, _ in offered] == ["Ben Okri"]
    await ana.submits({"People elsewhere in your guilds": ["Ben Okri"], "What did they do?": "The bread on Tuesday evening."})
    assert ana.form is not None
    assert ana.form.text == "Passed on to @Ben Okri."


def again(sent: Delivery) -> Delivery:
    """The same payload in a new envelope, as a double click sends it."""
    return Delivery(sent.key, sent.kind, sent.workspace, sent.payload, f"{sent.envelope_id}-again", sent.envelope_type, True, sent.sent)


async def test_what_looks_like_an_emoji_stays_text(slack: SlackSandbox, ana: Person, ben: Person, deliver: Deliver) -> None:
    for words in (f":{'a' * 900}:", ":Nobody_Made_This_One:", ":no_such_emoji_here:"):
        await ana.types("care", f"/kudos @ben for {words}")
        await deliver()
        assert words in ben.dms[-1].text
    sent = [part for one in slack.called("chat.postMessage") for part in str(one.body["blocks"]).split("{")]
    assert not [part for part in sent if '"emoji", "name"' in part or "'emoji', 'name'" in part]


async def test_thanks_too_long_for_a_button_stay_whole(ana: Person, ben: Person, deliver: Deliver) -> None:
    words = "you held the door, " * 130 + "twice"
    assert await ana.types("care", f"/kudos @ben for {words}") is None
    form = await ana.form_soon("Give kudos")
    assert (form.field("What did they do?").value, form.field("People here").value) == (words, (ben.id,))
    assert "characters, and 1000 fit" in form.text


async def test_thanks_again_that_no_button_carries(ana: Person, ben: Person, deliver: Deliver) -> None:
    line = "/kudos @ben for " + "\\" * 990
    await ana.types("care", line)
    assert await ana.types("care", line) is None
    form = await ana.form_soon("Give kudos")
    assert "You have just said this to @Ben Okri" in form.text
    await ana.submits()
    await deliver()
    assert len(ben.dms) == 1


@pytest.mark.parametrize(
    "line",
    [
        "/kudos " + "x" * 39000 + " for holding",
        "/kudos " + ",".join(f"nobody number {n}" for n in range(200)) + " for holding",
        "/kudos @ben for " + "w" * 39000,
        "/kudos " + "@ben " * 50 + "for holding the door",
        "/ask " + "x" * 39000,
        "/ask " + "x" * 39000 + " because y",
        "/ask note " + "x" * 9000 + " y",
        "/guild show " + "x" * 39000,
        "/guild start " + "x" * 39000,
        "/guild rest " + "x" * 39000 + " until y",
        "/guild sing " + "x" * 39000,
    ],
)  # fmt: skip
async def test_whatever_is_typed_the_answer_fits(line: str, slack: SlackSandbox, ana: Person, ben: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", line)
    if shown is not None:
        assert len(shown.text) < 12000
    await deliver()
    assert slack.complaints == []


async def test_a_value_word_at_the_end_of_a_form_counts(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.shortcut("kudos-anywhere")
    await ana.form_soon("Give kudos")
    await ana.submits({"People here": [ben], "What did they do?": "The soup on Monday evening. #care"})
    await deliver()
    page = await ana.types("dm", "/kudos mine")
    assert page is not None
    assert "The soup on Monday evening. #care" in ben.dms[-1].text
    assert "#care" not in page.text
