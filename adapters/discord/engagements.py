"""Current work on Discord: a page of one's own, a form, and ending it."""

from __future__ import annotations

from typing import assert_never

from adapters.discord.commands import Presses
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Dress, Row, heading, row, said
from adapters.discord.markup import escape
from adapters.discord.turns import Turn
from guildbot import engagements, labels
from guildbot.kinds import Visibility
from guildbot.refusals import NoLonger, Refused
from guildbot.who import Command

SHOWN, HIDDEN = "guilds", "me"
_FIELDS = (
    Field("label", labels.WORK_LABEL, "line", engagements.MOST_LABEL, needed=True),
    Field("since", labels.SINCE, "line", 40),
    Field("until", labels.UNTIL_ABOUT, "line", 40),
    Field("brings", labels.WHAT_I_BRING, "words", engagements.MOST_WORDS),
    Field("hopes", labels.WHAT_I_HOPE_FOR, "words", engagements.MOST_WORDS),
)
BEGIN = Form("engagement.begin", labels.CURRENT_WORK, _FIELDS)
CHANGE = Form("engagement.change", labels.CURRENT_WORK, _FIELDS)
FORMS = {form.id: form for form in (BEGIN, CHANGE)}


# ---------------------------------------------------------------------- how it looks


def blocks(made: engagements.Outcome, dress: Dress) -> list[Block]:
    match made:
        case engagements.MyWork():
            return _page(made, made, dress)
        case engagements.WorkKept():
            return _page(made, made.mine, dress)
        case engagements.WorkEnded():
            back = [] if made.way_back else [dress.button(labels.KEEP_A_WAY_BACK, "account.recovery")]
            return [dress.words(made, row(*back, dress.button(labels.MY_PROFILE, "profile.show")))]
        case _:
            assert_never(made)


def _page(made: engagements.Outcome, mine: engagements.MyWork, dress: Dress) -> list[Block]:
    told: list[Block] = [dress.words(made)] if made.words(dress.say) else []
    more = dress.button(labels.ANOTHER if mine.now else labels.TELL_OF_WORK, "engagement.begin")
    return [*told, *(_one(one, dress) for one in mine.now), (row(more, dress.button(labels.MY_PROFILE, "profile.show")),)]


def _one(one: engagements.Engagement, dress: Dress) -> Block:
    _, *words = one.words(dress.say)
    return (*heading(escape(one.label)), *said([*words, one.who_sees(dress.say)], dress.reader, _ways(one, dress)))


def _ways(one: engagements.Engagement, dress: Dress) -> Row:
    label, who = (labels.VISIBILITY[Visibility.ME], HIDDEN) if one.shown else (labels.SHOW_TO_GUILDS, SHOWN)
    return row(
        dress.button(label, f"engagement.show:{one.id}:{who}"),
        dress.button(labels.CHANGE, f"engagement.change:{one.id}"),
        dress.button(labels.END_IT, f"engagement.end:{one.id}", "grave"),
    )


# ---------------------------------------------------------------------- what is done


async def _mine(turn: Turn) -> None:
    await turn.show(*blocks(await turn.look(engagements.mine), turn.dress), instead=True)


async def _begin(turn: Turn) -> None:
    await turn.open(Said(BEGIN, {}))


async def _change(turn: Turn, id: str) -> None:
    one = await turn.look(engagements.one, turn.number(id))
    since, until = (day.isoformat() if day else "" for day in (one.since, one.until))
    await turn.open(Said(CHANGE, {"label": one.label, "since": since, "until": until, "brings": one.brings, "hopes": one.hopes}, (id,)))


async def _edit(turn: Turn, *_: str) -> None:
    """[Edit] below what was refused."""
    found = carried(FORMS, turn.interaction.message)
    if found is None:
        raise Refused(NoLonger(Command("profile")))
    await turn.open(found)


async def _begun(turn: Turn) -> None:
    turn.kept = turn.read(BEGIN, ())
    await turn.show(*blocks(await turn.run(engagements.begin, _draft(turn.kept)), turn.dress), instead=True)


async def _changed(turn: Turn, id: str) -> None:
    turn.kept = turn.read(CHANGE, (id,))
    await turn.show(*blocks(await turn.run(engagements.change, turn.number(id), _draft(turn.kept)), turn.dress), instead=True)


async def _show(turn: Turn, id: str, who: str) -> None:
    await turn.show(*blocks(await turn.run(engagements.show, turn.number(id), who == SHOWN), turn.dress), instead=True)


async def _end(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(engagements.end, turn.number(id)), turn.dress), instead=True)


def _draft(filled: Said) -> engagements.Draft:
    return engagements.Draft(filled["label"], filled["since"], filled["until"], filled["brings"], filled["hopes"])


PRESSES: Presses = {
    "engagement.mine": _mine,
    "engagement.begin": _begin,
    "engagement.change": _change,
    "engagement.edit": _edit,
    "engagement.show": _show,
    "engagement.end": _end,
}
SUBMITS: Presses = {"engagement.begin": _begun, "engagement.change": _changed}
