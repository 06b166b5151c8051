"""The question on Discord. An answer comes in by form and goes out by a private reply, never by a direct message."""

from __future__ import annotations

import io
from typing import Any, assert_never

import discord
from discord import app_commands

from adapters.discord.commands import Group, Presses, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Attached, Block, Button, Dress, Row, Text, row, said
from adapters.discord.markup import inline, quoted
from adapters.discord.turns import House, Turn
from guildbot import labels, reflections
from guildbot.kinds import Sharing
from guildbot.refusals import NoLonger, Refused

NO, YES = "0", "1"
FILE = "answers.txt"
ANSWER = Form("reflect.write", labels.REFLECT_TITLE, (Field("words", labels.YOUR_ANSWER, "words", reflections.MOST_WORDS, needed=True),))
REPLY = Form("reflect.reply", labels.ANSWER_THIS, (Field("words", labels.YOUR_REPLY, "words", reflections.MOST_REPLY, needed=True),))
SEARCH = Form("reflect.search", labels.JOURNAL_TITLE, (Field("words", labels.WORDS_TO_FIND, "line"),))
ADD = Form(
    "reflect.add",
    labels.ADD_A_QUESTION,
    (
        Field("words", labels.THE_QUESTION, "words", reflections.MOST_PROMPT, needed=True),
        Field("tender", labels.JUST_FOR_THEM, "choice", choices=((NO, labels.NO_THANKS), (YES, labels.YES_PLEASE))),
    ),
)
FORMS = {form.id: form for form in (ANSWER, REPLY, ADD)}


# ---------------------------------------------------------------------- how it looks


def blocks(made: reflections.Outcome, dress: Dress) -> list[Block]:
    match made:
        case reflections.Questions():
            return [block for one in made.open for block in (question(one, dress), *_so_far(one, dress))]
        case reflections.Kept():
            ways = {one.id: one for one in (*_sharing(made.response, made.sharing, dress), _keep(made.response, dress))}
            return [dress.words(made, row(*ways.values(), _delete_button(made.response, dress)))]
        case reflections.SharingChosen():
            return [dress.words(made, row(*_sharing(made.response, made.sharing, dress, again=made.again)))]
        case reflections.Journal():
            return _journal(made, dress)
        case reflections.Replied():
            return [dress.words(made, row(dress.button(labels.TAKE_BACK, f"reflect.unreply:{made.id}")))]
        case reflections.OwnPrompts():
            return _own(made, dress)
        case reflections.Passed() | reflections.Deleted() | reflections.Replying() | reflections.ReplyTaken():
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: reflections.Sent, dress: Dress) -> list[Block]:
    match sent:
        case reflections.Question():
            return [question(sent, dress)]
        case reflections.Reminder():
            return [dress.words(sent, row(dress.button(labels.WRITE, f"reflect.write:{sent.question.round}", "main")))]
        case reflections.AskedAgain():
            return [dress.words(sent, row(*_sharing(sent.response, Sharing.PRIVATE, dress, again=True), _keep(sent.response, dress)))]
        case reflections.Reply():
            return [dress.words(sent)]
        case _:
            assert_never(sent)


def question(sent: reflections.Question, dress: Dress) -> Block:
    """As a post and as an answer; one's own words are not in it."""
    write, pass_by = (
        dress.button(labels.WRITE, f"reflect.write:{sent.round}", "main"),
        dress.button(labels.PASS, f"reflect.pass:{sent.round}"),
    )
    return dress.words(sent, row(write, pass_by))


def _so_far(sent: reflections.Question, dress: Dress) -> list[Block]:
    """What the reader wrote already."""
    if not sent.mine:
        return []
    head = (Text(f"-# {dress.label(labels.YOUR_ANSWER)} ({dress.label(labels.SHARING[sent.sharing])})"),)
    return [(*head, Text(quoted(sent.mine)))]


def _journal(made: reflections.Journal, dress: Dress) -> list[Block]:
    find = dress.button(labels.SEARCH, "reflect.search")
    if not made.entries:
        return [dress.words(made, *([row(find)] if made.searched else []))]
    ways = [
        *([_to_page(labels.PAGE_BACK, made.page - 1, made, dress)] if made.page else []),
        *([_to_page(labels.PAGE_ON, made.page + 1, made, dress)] if made.more else []),
        find,
        dress.button(labels.ALL_OF_IT, "reflect.file"),
    ]
    return [*(_entry(one, dress) for one in made.entries), (row(*ways),)]


def _to_page(label: str, page: int, made: reflections.Journal, dress: Dress) -> Button:
    return dress.button(label, f"reflect.page:{page}:{made.searched}")


def _entry(one: reflections.Entry, dress: Dress) -> Block:
    buttons = _sharing(one.response, one.sharing, dress) if one.open else []
    sharing = Text(f"-# {dress.label(labels.SHARING[one.sharing])}")
    return (*dress.words(one), sharing, row(*buttons, _delete_button(one.response, dress)))


def _sharing(response: int, sharing: Sharing, dress: Dress, *, again: bool = False) -> list[Button]:
    """What else may become of an answer. `again`: unsigned it can be no more."""
    ways = {Sharing.SIGNED: labels.SHARE_SIGNED} | ({} if again else {Sharing.UNSIGNED: labels.SHARE_UNSIGNED})
    shares = [dress.button(label, f"reflect.share:{response}:{one.value}") for one, label in ways.items() if one is not sharing]
    return shares if sharing is Sharing.PRIVATE else [*shares, _keep(response, dress)]


def _keep(response: int, dress: Dress) -> Button:
    return dress.button(labels.KEEP_TO_MYSELF, f"reflect.share:{response}:{Sharing.PRIVATE.value}")


def _delete_button(response: int, dress: Dress) -> Button:
    return dress.button(labels.DELETE, f"reflect.delete:{response}", "grave")


def _own(made: reflections.OwnPrompts, dress: Dress) -> list[Block]:
    head, *lines = made.words(dress.say)
    shown = [said([head], dress.reader)]
    for (id, _), line in zip(made.prompts, lines, strict=True):
        retire: tuple[Row, ...] = (row(dress.button(labels.RETIRE, f"reflect.retire:{id}")),) if made.may_change else ()
        shown.append(said([line], dress.reader, *retire))
    return [*shown, *([(row(dress.button(labels.ADD_A_QUESTION, f"reflect.add:{made.slug}", "main")),)] if made.may_change else [])]


# ---------------------------------------------------------------------- what is done


async def _write(turn: Turn, round: str) -> None:
    asked = await turn.look(reflections.form, turn.number(round))
    host = turn.house.settings.host_name or turn.dress.label(labels.UNKNOWN_HOST)
    promise = [f"-# {inline(phrase, turn.dress.reader)}" for phrase in asked.promise(turn.dress.say, host)]
    text = quoted(asked.prompt.text(turn.dress.say.language))
    await turn.open(Said(ANSWER, {"words": asked.mine}, (round,)), text, "\n".join(promise))


async def _answer(turn: Turn, round: str) -> None:
    turn.kept = turn.read(ANSWER, (round,))
    await turn.show(*blocks(await turn.run(reflections.answer, turn.number(round), turn.kept["words"]), turn.dress), instead=True)


async def _edit(turn: Turn, *_: str) -> None:
    found = carried(FORMS, turn.interaction.message)
    if found is None:
        raise Refused(NoLonger())
    await turn.open(found)


async def _pass(turn: Turn, round: str) -> None:
    await turn.show(*blocks(await turn.look(reflections.pass_by, turn.number(round)), turn.dress), instead=True)


async def _share(turn: Turn, response: str, sharing: str) -> None:
    await turn.show(*blocks(await turn.run(reflections.share, turn.number(response), Sharing(sharing)), turn.dress))


async def _delete(turn: Turn, response: str) -> None:
    await turn.show(*blocks(await turn.run(reflections.delete_answer, turn.number(response)), turn.dress), instead=True)


async def _page(turn: Turn, page: str, *words: str) -> None:
    await _show(turn, turn.number(page), ":".join(words))


async def _search(turn: Turn) -> None:
    await turn.open(Said(SEARCH, {}))


async def _found(turn: Turn) -> None:
    await _show(turn, 0, turn.read(SEARCH, ())["words"])


async def _show(turn: Turn, page: int, words: str) -> None:
    found = await turn.look(reflections.mine, page, words, language=turn.dress.say.language)
    await turn.show(*blocks(found, turn.dress))


async def _file(turn: Turn) -> None:
    """All of one's answers, in a file that only this answer holds."""
    text = (await turn.look(reflections.everything)).text(turn.dress.say)
    file = discord.File(io.BytesIO(text.encode()), FILE)
    await turn.show((Text(turn.dress.label(labels.JOURNAL_TITLE)), Attached(FILE)), files=[file])


async def _reply(turn: Turn, round: str) -> None:
    asked = await turn.look(reflections.replying, turn.number(round))
    if isinstance(asked, reflections.Replied):
        await turn.show(*blocks(asked, turn.dress))
    else:
        texts = [text.markdown for text in turn.dress.words(asked) if isinstance(text, Text)]
        await turn.open(Said(REPLY, {}, (round,)), *texts)


async def _replied(turn: Turn, round: str) -> None:
    turn.kept = turn.read(REPLY, (round,))
    await turn.show(*blocks(await turn.run(reflections.reply, turn.number(round), turn.kept["words"]), turn.dress), instead=True)


async def _take_back(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(reflections.take_back_reply, turn.number(id)), turn.dress), instead=True)


async def _own_questions(turn: Turn, slug: str) -> None:
    await turn.show(*blocks(await turn.look(reflections.own_prompts, slug), turn.dress))


async def _add(turn: Turn, slug: str) -> None:
    await turn.open(Said(ADD, {"tender": NO}, (slug,)))


async def _added(turn: Turn, slug: str) -> None:
    turn.kept = filled = turn.read(ADD, (slug,))
    made = await turn.run(reflections.add_prompt, slug, filled["words"], tender=filled["tender"] == YES)
    await turn.show(*blocks(made, turn.dress), instead=True)


async def _retire(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(reflections.retire_prompt, turn.number(id)), turn.dress), instead=True)


PRESSES: Presses = {
    "reflect.write": _write,
    "reflect.edit": _edit,
    "reflect.pass": _pass,
    "reflect.share": _share,
    "reflect.delete": _delete,
    "reflect.page": _page,
    "reflect.search": _search,
    "reflect.file": _file,
    "reflect.reply": _reply,
    "reflect.unreply": _take_back,
    "reflect.own": _own_questions,
    "reflect.add": _add,
    "reflect.retire": _retire,
}
SUBMITS: Presses = {"reflect.write": _answer, "reflect.search": _found, "reflect.reply": _replied, "reflect.add": _added}


def group(house: House) -> app_commands.Group:
    async def now(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.look(reflections.current), turn.dress))

    async def mine(interaction: discord.Interaction[Any], words: app_commands.Range[str, 1, 60] = "") -> None:
        async with speaking(house, interaction) as turn:
            await _show(turn, 0, words)

    made = Group(house, "reflect")
    made.add("now", now)
    made.add("mine", mine, options={"words": labels.WORDS_TO_FIND})
    return made.made()
