"""What waits for somebody, on Slack: a message only they see, or the top of their App Home."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack import accounts, asks, bonds, chapters, forms, introductions, kudos, members, reflections
from adapters.slack.blocks import Block, Voice, buttons, divided
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import labels, people, waiting

MOST = 45  # of the fifty blocks a message holds


async def show(turn: Turn) -> Reply:
    said = await turn.look(waiting.waiting)
    return Shows(tuple(blocks(turn.voice, said)[:MOST]), turn.voice.say.text(labels.WAITING), turn.voice.say.text(labels.WAITING))


async def press(turn: Turn) -> Reply:
    """[Show me], where thanks may be among it that no export shall hold: on a page."""
    said = await turn.look(waiting.waiting)
    return Opens(forms.page(turn.voice, turn.voice.say.text(labels.WAITING), blocks(turn.voice, said)))


def notice(voice: Voice, said: waiting.Waits) -> list[Block]:
    return [voice.rich(said.words(voice.say)), *buttons(voice.button(labels.SHOW_ME, "profile.waiting", style="primary"))]


def _newcomer(voice: Voice, one: waiting.Newcomer) -> list[Block]:
    draft = kudos.Draft((one.who.account if voice.here(one.who) else people.handle(one.who),))
    return [voice.rich(one.words(voice.say)), *buttons(voice.button(labels.KUDOS_TITLE, "kudos.edit", value=draft.carried()))]


def blocks(voice: Voice, said: waiting.Waiting) -> list[Block]:
    """Each as its notice said it, with its buttons; nothing anybody keeps to themselves is in it."""
    if said.nothing:
        return [voice.rich(said.words(voice.say))]
    groups: list[list[Block]] = [accounts.notice(voice, one) for one in said.links]
    groups += [kudos.notice(voice, one) for one in said.thanks]
    groups += [asks.notice(voice, one) for one in said.offers]
    groups += [asks.notice(voice, one) for one in said.helps]
    groups += [chapters.notice(voice, one) for one in said.channels]
    groups += [reflections.notice(voice, one) for one in said.questions]
    groups += [bonds.notice(voice, one) for one in said.again]
    groups += [introductions.notice(voice, one) for one in said.to_meet]
    groups += [members.notice(voice, one) for one in said.vouches]
    groups += [members.notice(voice, one) for one in said.seconds]
    groups += [members.candidacy(voice, one) for one in said.candidacies]
    groups += [asks.notice(voice, one) for one in (*said.near, *said.unanswered)]
    groups += [_newcomer(voice, one) for one in said.newcomers]
    for nod in said.nods:
        why = voice.button(labels.SAY_WHY, f"kudos.words:{nod.id}")
        groups.append([voice.rich(nod.words(voice.say)), *buttons(why)])
    return divided(groups)


COMMANDS: Mapping[str, Handler] = {"waiting": show}
BUTTONS: Mapping[str, Handler] = {"profile.waiting": press}
