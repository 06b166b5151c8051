"""Questions and answers on Slack. Private words are shown and taken in forms only, never in a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, buttons, divided
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import labels, reflections
from guildbot.kinds import Sharing
from guildbot.refusals import number_in

MOST_ON_A_PAGE = 6000  # characters of text to take along


async def now(turn: Turn) -> Reply:
    """The open question as a form; with several guilds a page to choose from."""
    said = await turn.look(reflections.current)
    if len(said.open) == 1:
        return Opens(form(turn, said.open[0]))
    return _page(turn.voice, outcome(turn.voice, said))


async def mine(turn: Turn) -> Reply:
    """The journal, as a page; with words only what has them in it."""
    return _page(turn.voice, await _journal(turn, 0, wire.spoken(turn.words)))


async def leaf(turn: Turn) -> Reply:
    """[Back] and [On] in the journal, and back to it from elsewhere."""
    return await _journal(turn, turn.number, turn.value)


async def search(turn: Turn) -> Reply:
    """[Search]"""
    words = forms.typed(turn.voice, "words", labels.WORDS_TO_FIND, initial=turn.value, optional=True, most=100)
    return Opens(forms.form(turn.voice, "reflect.search", labels.JOURNAL_TITLE, labels.SEARCH, [words]))


async def found(turn: Turn) -> Reply:
    return await _journal(turn, 0, turn.fields.text("words"))


async def take_along(turn: Turn) -> Reply:
    """All of one's answers as text to copy. A file would be a message, which whoever owns the workspace may be able to read."""
    voice, texts = turn.voice, (await turn.look(reflections.everything)).texts(turn.voice.say, MOST_ON_A_PAGE)
    number = max(0, min(turn.number, len(texts) - 1))
    text: Block = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": texts[number] or " "}]}
    ways = [
        voice.button(labels.JOURNAL_TITLE, "reflect.page:0"),
        voice.button(labels.PAGE_BACK, f"reflect.text:{number - 1}") if number else None,
        voice.button(labels.PAGE_ON, f"reflect.text:{number + 1}") if number + 1 < len(texts) else None,
    ]
    title = voice.say.text(labels.JOURNAL_TITLE)
    return Shows(({"type": "rich_text", "elements": [text]}, *buttons(*ways)), title, title)


async def write(turn: Turn) -> Reply:
    return Opens(form(turn, await turn.look(reflections.form, turn.number)))


async def pass_by(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.look(reflections.pass_by, turn.number))


async def answered(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {}, "words"):
        return outcome(turn.voice, await turn.run(reflections.answer, turn.number, turn.fields.text("words")))


async def share(turn: Turn) -> Reply:
    said = await turn.run(reflections.share, turn.number, Sharing(turn.parts[1]))
    return await _on_page(turn, wire.instead(outcome(turn.voice, said)))


async def delete(turn: Turn) -> Reply:
    return await _on_page(turn, outcome(turn.voice, await turn.run(reflections.delete_answer, turn.number)))


async def reply(turn: Turn) -> Reply:
    """[Answer this]: the form, or what one has said already."""
    said = await turn.look(reflections.replying, turn.number)
    if isinstance(said, reflections.Replied):
        return outcome(turn.voice, said)
    blocks = [
        turn.voice.rich(said.words(turn.voice.say)),
        forms.typed(turn.voice, "words", labels.YOUR_REPLY, long=True),
    ]
    return Opens(forms.form(turn.voice, f"reflect.reply:{said.round}", labels.ANSWER_THIS, labels.SEND, blocks))


async def replied(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {}, "words"):
        return outcome(turn.voice, await turn.run(reflections.reply, turn.number, turn.fields.text("words")))


async def take_back(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(reflections.take_back_reply, turn.number)))


async def own(turn: Turn) -> Reply:
    """[Our questions] on a guild's page."""
    return _page(turn.voice, outcome(turn.voice, await turn.look(reflections.own_prompts, turn.parts[0])))


async def add(turn: Turn) -> Reply:
    voice = turn.voice
    blocks = [
        forms.typed(voice, "words", labels.THE_QUESTION, long=True),
        forms.yes_or_no(voice, "tender", labels.JUST_FOR_THEM, False),
    ]
    return Opens(forms.form(voice, f"reflect.add:{turn.parts[0]}", labels.ADD_A_QUESTION, labels.KEEP, blocks))


async def added(turn: Turn) -> Reply:
    fields = turn.fields
    with wire.pointing(turn.voice, {}, "words"):
        said = await turn.run(reflections.add_prompt, turn.parts[0], fields.text("words"), tender=fields.yes("tender"))
    return outcome(turn.voice, said)


async def retire(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(reflections.retire_prompt, turn.number))


async def _journal(turn: Turn, page: int, words: str) -> Shows:
    said = await turn.look(reflections.mine, page, words, language=turn.voice.say.language)
    return outcome(turn.voice, said)


async def _on_page(turn: Turn, said: Reply) -> Reply:
    """What was pressed in the journal is answered above the same page, as it is now."""
    at = wire.unpacked(turn.value)
    if "page" not in at or not isinstance(said, Shows):
        return said
    page = await _journal(turn.reading(), number_in(str(at["page"])), str(at.get("words", "")))
    return replace(page, blocks=(said.blocks[0], *page.blocks))


# how it looks


def outcome(voice: Voice, said: reflections.Outcome) -> Shows:
    words = said.words(voice.say)
    title = voice.say.text(labels.REFLECT_TITLE)
    match said:
        case reflections.Kept():
            return wire.shown(voice, words, *_sharing(voice, said.response, said.sharing), title=title)
        case reflections.SharingChosen():
            return wire.shown(voice, words, *_sharing(voice, said.response, said.sharing, again=said.again), title=title)
        case reflections.Questions():
            blocks = divided([notice(voice, one) for one in said.open])
            return Shows(tuple(blocks), voice.fallback(words), title)
        case reflections.Journal():
            return _leaf(voice, said)
        case reflections.Replied():
            return wire.shown(voice, words, voice.button(labels.TAKE_BACK, f"reflect.unreply:{said.id}"), title=title)
        case reflections.OwnPrompts():
            return _own(voice, said)
        case reflections.Passed() | reflections.Deleted() | reflections.Replying() | reflections.ReplyTaken():
            return wire.shown(voice, words, title=title)
        case _:
            assert_never(said)


def _sharing(voice: Voice, id: int, sharing: Sharing, *, again: bool = False, at: str = "") -> list[Block]:
    """What else may become of an answer; of a new one also what is so already. `again`: unsigned it can be no more.

    `at`: where in the journal it stands.
    """
    labelled = {Sharing.SIGNED: labels.SHARE_SIGNED, Sharing.UNSIGNED: labels.SHARE_UNSIGNED, Sharing.PRIVATE: labels.KEEP_TO_MYSELF}
    return [
        voice.button(label, f"reflect.share:{id}:{one.value}", value=at)
        for one, label in labelled.items()
        if (one is not sharing or (one is Sharing.PRIVATE and not at)) and not (again and one is Sharing.UNSIGNED)
    ]


def _leaf(voice: Voice, said: reflections.Journal) -> Shows:
    title, words = voice.say.text(labels.JOURNAL_TITLE), said.words(voice.say)
    find = voice.button(labels.SEARCH, "reflect.search", value=said.searched)
    whole = voice.button(labels.JOURNAL_TITLE, "reflect.page:0") if said.searched else None
    if not said.entries:
        return wire.shown(voice, words, *([find, whole] if said.searched else []), title=title)
    ways = buttons(
        voice.button(labels.PAGE_BACK, f"reflect.page:{said.page - 1}", value=said.searched) if said.page else None,
        voice.button(labels.PAGE_ON, f"reflect.page:{said.page + 1}", value=said.searched) if said.more else None,
        find,
        whole,
        voice.button(labels.ALL_OF_IT, "reflect.text:0"),
    )
    return Shows(tuple(divided([*(_entry(voice, one, said) for one in said.entries), ways])), title, title)


def _entry(voice: Voice, one: reflections.Entry, said: reflections.Journal) -> list[Block]:
    at = wire.carried(page=str(said.page), words=said.searched)
    sharing = _sharing(voice, one.response, one.sharing, at=at) if one.open else []
    state = voice.say(labels.SHARING[one.sharing])
    gone = voice.button(labels.DELETE, f"reflect.delete:{one.response}", value=at, style="danger")
    return [voice.rich([*one.words(voice.say), state]), *buttons(*sharing, gone)]


def _own(voice: Voice, said: reflections.OwnPrompts) -> Shows:
    head, *lines = said.words(voice.say)
    blocks = [voice.rich([head])]
    for (id, _), line in zip(said.prompts, lines, strict=True):
        blocks += [voice.rich([line]), *buttons(voice.button(labels.RETIRE, f"reflect.retire:{id}") if said.may_change else None)]
    more = voice.button(labels.ADD_A_QUESTION, f"reflect.add:{said.slug}") if said.may_change else None
    return Shows((*blocks, *buttons(more)), voice.fallback([head]), voice.say.text(labels.OWN_QUESTIONS))


def _page(voice: Voice, said: Shows) -> Opens:
    return Opens(forms.page(voice, said.title, said.blocks))


def notice(voice: Voice, said: reflections.Sent) -> list[Block]:
    words = voice.rich(said.words(voice.say))
    match said:
        case reflections.Question():
            write_ = voice.button(labels.WRITE, f"reflect.write:{said.round}", style="primary")
            return [words, *buttons(write_, voice.button(labels.PASS, f"reflect.pass:{said.round}"))]
        case reflections.Reminder():
            return [words, *buttons(voice.button(labels.WRITE, f"reflect.write:{said.question.round}", style="primary"))]
        case reflections.AskedAgain():
            return [words, *buttons(*_sharing(voice, said.response, Sharing.PRIVATE, again=True))]
        case reflections.Reply():
            return [words]
        case _:
            assert_never(said)


def form(turn: Turn, said: reflections.Question) -> View:
    voice, say = turn.voice, turn.voice.say
    host = turn.settings.host_name or say.text(labels.UNKNOWN_HOST)
    blocks = [
        voice.rich([*said.words(say), *said.promise(say, host)]),
        forms.typed(voice, "words", labels.YOUR_ANSWER, initial=said.mine, long=True),
    ]
    return forms.form(voice, f"reflect.write:{said.round}", labels.REFLECT_TITLE, labels.KEEP, blocks)


COMMANDS: Mapping[str, Handler] = {"now": now, "mine": mine}
BUTTONS: Mapping[str, Handler] = {
    "reflect.write": write, "reflect.pass": pass_by, "reflect.share": share, "reflect.delete": delete,
    "reflect.page": leaf, "reflect.search": search, "reflect.text": take_along,
    "reflect.reply": reply, "reflect.unreply": take_back,
    "reflect.own": own, "reflect.add": add, "reflect.retire": retire,
}  # fmt: skip
FORMS: Mapping[str, Handler] = {
    "reflect.write": answered, "reflect.search": found, "reflect.reply": replied, "reflect.add": added,
}  # fmt: skip
