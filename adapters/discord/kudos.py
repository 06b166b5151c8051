"""Kudos on Discord: the command, the form, the notice, the post, one's own page, reactions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord import wire
from adapters.discord.commands import Group, Guild, Presses, complete_my_guilds, complete_people, menu, speaking
from adapters.discord.forms import MOST_NAMES, Field, Form, Said, carried
from adapters.discord.layout import Block, Button, Dress, Link, Part, heading, row, said
from adapters.discord.turns import House, Turn
from guildbot import kudos, labels, people
from guildbot.kinds import Visibility
from guildbot.who import MessageRef

Reason: TypeAlias = app_commands.Range[str, 1, kudos.MOST_WORDS]
ONLY_THEM = "1"
GIVE = Form(
    "kudos.give",
    labels.KUDOS_TITLE,
    (
        Field("people", labels.PEOPLE, "people"),
        Field("reason", labels.WHAT_DID_THEY_DO, "words", kudos.MOST_WORDS, needed=True),
        Field("value", labels.VALUE_WORD, "line", 40),
        Field("privately", labels.WHO_MAY_SEE, "choice", choices=(("0", labels.AS_THEY_WISH), (ONLY_THEM, labels.ONLY_THEM))),
    ),
)
WORDS = Form("kudos.words", labels.NOD_TITLE, (Field("words", labels.WHAT_DID_IT_CHANGE, "words", kudos.MOST_WORDS, needed=True),))
FORMS = {form.id: form for form in (GIVE, WORDS)}


# ---------------------------------------------------------------------- how it looks


def blocks(made: kudos.Outcome, dress: Dress) -> list[Block]:
    match made:
        case kudos.KudosGiven():
            more = [dress.button(labels.SAY_WHY, f"kudos.words:{made.id}")] if made.short else []
            return [dress.words(made, row(*more, dress.button(labels.TAKE_BACK, f"kudos.withdraw:{made.id}")))]
        case kudos.SaidAlready():  # the words themselves are given back below, with [Edit]
            return [said(made.words(dress.say)[:1], dress.reader)]
        case kudos.NodGiven():
            return [dress.words(made, row(dress.button(labels.SAY_WHY, f"kudos.words:{made.id}")))]
        case kudos.Mine():
            return _mine(made, dress)
        case kudos.ThanksKept():
            return [dress.words(made, *([row(*_who_may_see(made.id, dress))] if made.question else []))]
        case (
            kudos.Seconded()
            | kudos.Nothing()
            | kudos.Withdrawn()
            | kudos.Hidden()
            | kudos.Discarded()
            | kudos.Shown()
            | kudos.WordsAdded()
            | people.ThanksChosen()
        ):
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: kudos.Sent, dress: Dress) -> list[Block]:
    """What a receiver, a giver or a channel reads."""
    match sent:
        case kudos.Arrived():
            return [arrived(sent, dress)]
        case kudos.Nods() if sent.unkept:
            return [dress.words(sent, row(*_keep_or_discard("nods", dress)))]
        case kudos.Posted() | kudos.Nods() | kudos.ReceiverIsABot() | kudos.ReceiverIsElsewhere() | kudos.Unposted():
            return [dress.words(sent)]
        case _:
            assert_never(sent)


def arrived(sent: kudos.Arrived, dress: Dress) -> Block:
    """A thank-you as its receiver reads it, with the question who may see it; before that whether it is kept, where that is open."""
    buttons: list[Button | Link] = []
    if sent.unkept:
        return dress.words(sent, row(*_keep_or_discard(f":{sent.id}", dress), *_where(sent, dress)))
    if sent.question:
        buttons += _who_may_see(sent.id, dress)
    elif sent.guild is not None and not sent.privately:
        wish, label = (Visibility.DIGEST, labels.SHARE_THIS) if sent.shown is Visibility.ME else (Visibility.ME, labels.KEEP_THIS)
        buttons.append(dress.button(label, f"kudos.share:{sent.id}:{wish.value}"))
    buttons.append(dress.button(labels.HIDE_THIS, f"kudos.hide:{sent.id}"))
    return dress.words(sent, row(*buttons, *_where(sent, dress)))


def _keep_or_discard(which: str, dress: Dress) -> list[Button]:
    return [dress.button(labels.KEEP, f"kudos.keep{which}"), dress.button(labels.DISCARD, f"kudos.discard{which}")]


def _who_may_see(id: int, dress: Dress) -> list[Button]:
    return [dress.button(label, f"kudos.choose:{id}:{shown.value}") for shown, label in labels.VISIBILITY.items()]


def _mine(page: kudos.Mine, dress: Dress) -> list[Block]:
    made = [dress.words(page)]
    if page.received:
        made.append(heading(dress.label(labels.THANKS_KEPT)))
        made += [_received(one, dress) for one in page.received]
    if page.given:
        made.append(heading(dress.label(labels.THANKS_GIVEN)))
        made += [
            dress.words(one, row(dress.button(labels.TAKE_BACK, f"kudos.withdraw:{one.id}"), *_where(one, dress))) for one in page.given
        ]
    return made


def _received(one: kudos.Kept, dress: Dress) -> Block:
    buttons: list[Button | Link] = []
    if one.unkept:
        return dress.words(one, row(*_keep_or_discard(f":{one.id}", dress), *_where(one, dress)))
    if one.guild is not None and one.reason is not None and not one.privately:
        for shown, label in labels.VISIBILITY.items():
            if shown is not one.shown:
                buttons.append(dress.button(label, f"kudos.share:{one.id}:{shown.value}"))
    parts: list[Part] = [row(*buttons, dress.button(labels.HIDE_THIS, f"kudos.hide:{one.id}"), *_where(one, dress))]
    return dress.words(one, *parts)


def _where(one: kudos.Kept | kudos.Arrived, dress: Dress) -> list[Button | Link]:
    return [Link(dress.label(labels.THE_MESSAGE), one.link)] if one.link else []


# ---------------------------------------------------------------------- what is done


async def give(turn: Turn, filled: Said, *, again: bool = False) -> None:
    """Give what a command or a form says; where it cannot be given, the words stay in the answer."""
    turn.kept = filled
    guild, message = (*filled.about, "", "")[:2]
    about = wire.message_here(turn.interaction, message) if message else None
    given = await turn.run(
        kudos.give, filled.people, filled["reason"], value=filled["value"] or None, privately=filled["privately"] == ONLY_THEM,
        guild=guild or None, about=about, again=again,
    )  # fmt: skip
    if isinstance(given, kudos.SaidAlready):
        await turn.show(*blocks(given, turn.dress), *turn.given_back(turn.dress.button(labels.SEND_AGAIN, "kudos.again")), instead=True)
    else:
        await turn.show(*blocks(given, turn.dress), instead=True)


async def _edit(turn: Turn, *_: str) -> None:
    await turn.open(await _carried(turn))


async def _again(turn: Turn) -> None:
    await give(turn, await _carried(turn), again=True)


async def _whom(turn: Turn, place: str, handle: str) -> None:
    await give(turn, (await _carried(turn)).meaning(turn.number(place), handle))


async def _guild(turn: Turn, slug: str) -> None:
    filled = await _carried(turn)
    await give(turn, replace(filled, about=(slug, *filled.about[1:])))


async def _carried(turn: Turn) -> Said:
    return carried(FORMS, turn.interaction.message) or Said(GIVE, {})


async def _thank(turn: Turn, *_: str) -> None:
    await turn.open(Said(GIVE, {}))


async def _to(turn: Turn, who: str) -> None:
    """[Give kudos] on somebody's page."""
    await turn.open(Said(GIVE, {"people": f"<{who}>" if who.startswith("@") else who}))


async def _give(turn: Turn, *about: str) -> None:
    await give(turn, turn.read(GIVE, about))


async def _withdraw(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(kudos.withdraw, turn.number(id)), turn.dress))


async def _hide(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(kudos.hide, turn.number(id)), turn.dress))


async def _keep(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(kudos.keep, turn.number(id)), turn.dress))


async def _discard(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(kudos.discard, turn.number(id)), turn.dress))


async def _keep_nods(turn: Turn) -> None:
    await turn.show(*blocks(await turn.run(kudos.keep_nods), turn.dress))


async def _discard_nods(turn: Turn) -> None:
    await turn.show(*blocks(await turn.run(kudos.discard_nods), turn.dress))


async def _share(turn: Turn, id: str, shown: str) -> None:
    await turn.show(*blocks(await turn.run(kudos.share, turn.number(id), Visibility(shown)), turn.dress))


async def _choose(turn: Turn, id: str, shown: str) -> None:
    await turn.show(*blocks(await turn.run(kudos.choose, turn.number(id), Visibility(shown)), turn.dress))


async def _ask_for_words(turn: Turn, id: str) -> None:
    await turn.open(Said(WORDS, {}, (id,)))


async def _words(turn: Turn, id: str) -> None:
    turn.kept = turn.read(WORDS, (id,))
    await turn.show(*blocks(await turn.run(kudos.add_words, turn.number(id), turn.kept["words"]), turn.dress))


async def _about_message(turn: Turn, message: discord.Message) -> None:
    await turn.open(Said(GIVE, {"people": f"<@{message.author.id}>"}, ("", str(message.id))))


async def _about_person(turn: Turn, person: discord.User) -> None:
    await turn.open(Said(GIVE, {"people": f"<@{person.id}>"}))


async def _me_too(turn: Turn, message: discord.Message) -> None:
    await turn.show(*blocks(await turn.run(kudos.second, wire.message(message)), turn.dress))


PRESSES: Presses = {
    "home.thank": _thank,
    "kudos.to": _to,
    "kudos.edit": _edit,
    "kudos.again": _again,
    "kudos.whom": _whom,
    "kudos.guild": _guild,
    "kudos.withdraw": _withdraw,
    "kudos.hide": _hide,
    "kudos.keep": _keep,
    "kudos.discard": _discard,
    "kudos.keepnods": _keep_nods,
    "kudos.discardnods": _discard_nods,
    "kudos.share": _share,
    "kudos.choose": _choose,
    "kudos.words": _ask_for_words,
}
SUBMITS: Presses = {"kudos.give": _give, "kudos.words": _words}


def group(house: House) -> app_commands.Group:
    async def give_(
        interaction: discord.Interaction[Any],
        people: app_commands.Range[str, 1, MOST_NAMES],
        reason: Reason,
        value: app_commands.Range[str, 1, 40] = "",
        privately: bool = False,
        guild: Guild = "",
    ) -> None:
        values = {"people": people, "reason": reason, "value": value, "privately": ONLY_THEM if privately else ""}
        async with speaking(house, interaction) as turn:
            await give(turn, Said(GIVE, values, ((wire.slug(guild) or "") if guild else "", "")))

    async def mine(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.look(kudos.mine), turn.dress))

    made = Group(house, "kudos")
    made.add(
        "give",
        give_,
        options={
            "people": labels.PEOPLE,
            "reason": labels.WHAT_DID_THEY_DO,
            "value": labels.VALUE_WORD,
            "privately": labels.ONLY_THEM,
            "guild": labels.GUILD,
        },
        complete={"people": complete_people(house), "guild": complete_my_guilds(house, (labels.NO_GUILD, kudos.NO_GUILD))},
    )
    made.add("mine", mine)
    return made.made()


def menus(house: House) -> list[app_commands.ContextMenu]:
    return [menu(house, "kudos", _about_message), menu(house, "me-too", _me_too), menu(house, "kudos-person", _about_person)]


# ---------------------------------------------------------------------- reactions


async def reacted(house: House, event: discord.RawReactionActionEvent, server: discord.Guild, channel: Any) -> None:
    """An emoji was added in a server. Whom it may invite to a sentence is remembered until their next answer."""
    if event.message_author_id is None or (event.member is not None and event.member.bot):
        return
    message = MessageRef(str(event.channel_id), str(event.message_id), wire.link(server.id, event.channel_id, event.message_id))
    author = wire.mentioned(str(event.message_author_id))
    made = await house.bot.run(wire.reactor(event, server, channel), kudos.react, author, message, str(event.emoji))
    if isinstance(made, kudos.NodGiven) and made.invite:
        house.invite(event.user_id, made)


async def unreacted(house: House, event: discord.RawReactionActionEvent, server: discord.Guild, channel: Any) -> None:
    message = MessageRef(str(event.channel_id), str(event.message_id))
    await house.bot.run(wire.reactor(event, server, channel), kudos.unreact, message, str(event.emoji))
    house.nods.pop(event.user_id, None)
