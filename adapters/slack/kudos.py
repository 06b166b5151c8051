"""Kudos on Slack: the line, the form, the buttons, the emoji, and how thanks look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, button, buttons, divided, header
from adapters.slack.emoji import character
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import kudos, labels, people, phrases
from guildbot.kinds import Visibility
from guildbot.refusals import Empty, TooLong, Unknown
from guildbot.who import AccountRef, MessageRef
from guildbot.words import Sentence

Who = AccountRef | str
ON_PAGE = "mine"  # the value of buttons that stand on one's own page


@dataclass(frozen=True, slots=True)
class Draft:
    """Thanks on their way to the core, as a form or a button carries them."""

    to: tuple[Who, ...] = ()
    why: str = ""
    value: str | None = None
    privately: bool = False
    guild: str | None = None
    about: MessageRef | None = None
    channel: str | None = None
    again: bool = False  # wanted although it was said a moment ago

    @property
    def fits(self) -> bool:
        """Whether a button carries it whole."""
        return wire.fits(**self._facts())

    def carried(self, *, guild: str | None = None, to: Sequence[Who] | None = None) -> str:
        return wire.carried(**self._facts(guild, to))

    def _facts(self, guild: str | None = None, to: Sequence[Who] | None = None) -> dict[str, Any]:
        about = [self.about.channel, self.about.id, self.about.link] if self.about else None
        return {
            "to": wire.who_as_text(self.to if to is None else to), "why": self.why, "value": self.value, "private": self.privately,
            "guild": guild or self.guild, "about": about, "channel": self.channel, "again": self.again,
        }  # fmt: skip


def unpacked(turn: Turn, value: str) -> Draft:
    said = wire.unpacked(value)
    about = MessageRef(*said["about"]) if said.get("about") else None
    return Draft(
        tuple(wire.who_from_text(turn.team, said.get("to", []))), said.get("why", ""), said.get("value"), bool(said.get("private")),
        said.get("guild"), about, said.get("channel") or turn.channel, bool(said.get("again")),
    )  # fmt: skip


# what is typed, pressed, submitted


async def typed(turn: Turn) -> Reply:
    """`<people> for <reason> [#value] [privately]`; what cannot be taken apart opens the form, filled in."""
    said = phrases.thanks(turn.words)
    if not said.reason:
        to, rest = wire.people_first(turn.team, said.people)
        return Opens(form(turn, Draft(tuple(to), wire.spoken(rest), channel=turn.channel)))
    to = wire.people_in(turn.team, said.people)
    return await _give(turn, Draft(tuple(to), wire.spoken(said.reason), said.value, said.privately, channel=turn.channel))


async def _give(turn: Turn, draft: Draft) -> Reply:
    edit = turn.voice.button(labels.EDIT, "kudos.edit", value=draft.carried())
    instead = None if draft.fits else lambda reasons: form(turn, draft, _guilds_in(reasons))
    with wire.giving_back(turn.raw or draft.why, [edit], lambda reason: _choices(turn.voice, draft, reason), instead):
        return _given(turn, await _run(turn, draft), draft)


async def _run(turn: Turn, draft: Draft) -> kudos.KudosGiven | kudos.SaidAlready:
    return await turn.inside(draft.channel).run(
        kudos.give, draft.to, draft.why, value=draft.value, privately=draft.privately, guild=draft.guild, about=draft.about,
        again=draft.again,
    )  # fmt: skip


def _given(turn: Turn, said: kudos.KudosGiven | kudos.SaidAlready, draft: Draft) -> Reply:
    """What a button does not carry whole goes again by form."""
    if isinstance(said, kudos.SaidAlready) and not draft.fits:
        return Opens(forms.above(form(turn, replace(draft, again=True)), turn.voice.rich(said.words(turn.voice.say))))
    return outcome(turn.voice, said, draft)


def _guilds_in(reasons: Sequence[Sentence]) -> Sequence[str]:
    return next((reason.guilds for reason in reasons if isinstance(reason, kudos.WhichGuild)), ())


def _choices(voice: Voice, draft: Draft, reason: Sentence) -> list[Block]:
    match reason:
        case people.Several(name, found):
            others = [one for one in draft.to if one != name]
            twice = len({one.name for one in found}) < len(found)
            return [
                button(f"{one.name} ({n})" if twice else one.name, f"kudos.whom:{n}", value=draft.carried(to=[*others, people.handle(one)]))
                for n, one in enumerate(found, 1)
            ]
        case kudos.WhichGuild(guilds):
            ways = [button(slug, f"kudos.guild:{slug}", value=draft.carried(guild=slug)) for slug in guilds]
            return [*ways, voice.button(labels.NO_GUILD, "kudos.guild:-", value=draft.carried(guild=kudos.NO_GUILD))]
        case _:
            return []


async def chosen(turn: Turn) -> Reply:
    """A person or a guild was picked after a refusal."""
    return wire.instead(await _give(turn, unpacked(turn, turn.value)))


async def again(turn: Turn) -> Reply:
    return wire.instead(await _give(turn, replace(unpacked(turn, turn.value), again=True)))


async def edit(turn: Turn) -> Reply:
    return Opens(form(turn, unpacked(turn, turn.value)))


async def thank(turn: Turn) -> Reply:
    """[Thank someone], wherever it stands."""
    return Opens(form(turn, Draft(channel=turn.channel)))


async def on_message(turn: Turn) -> Reply:
    """The shortcut on somebody's message."""
    message, channel = turn.message or {}, turn.channel
    author = message.get("user") if not message.get("bot_id") else None
    about = wire.message_ref(turn.team, channel, message) if channel else None
    home = message.get("user_team") or message.get("team")
    to = (wire.account(turn.team, author, home=home),) if author and author != turn.caller.account.id else ()
    return Opens(form(turn, Draft(to, about=about, channel=channel)))


async def me_too(turn: Turn) -> Reply:
    channel, message = turn.channel or "", turn.message or {}
    return outcome(turn.voice, await turn.run(kudos.second, MessageRef(channel, str(message.get("ts", "")))))


async def submitted(turn: Turn) -> Reply:
    draft = _filled(turn)
    try:
        with wire.pointing(turn.voice, _FIELDS, "why"):
            said = await _run(turn, draft)
    except wire.GivenBack as refused:
        if guilds := _guilds_in(refused.reasons):
            return Opens(form(turn, draft, guilds))
        raise
    return _given(turn, said, draft)


def _filled(turn: Turn) -> Draft:
    start, fields = unpacked(turn, turn.value), turn.fields
    here = [wire.account(turn.team, id) for id in fields.many("people")]
    why, value = fields.text("why"), fields.text("value").strip().lstrip("#").lower() or None
    if value is None:
        why, value = phrases.value_word(why)
    private = fields.text("private") == "them"
    guild = fields.text("guild") or start.guild
    return Draft((*here, *fields.many("others")), why, value, private, guild, start.about, start.channel, start.again)


async def withdraw(turn: Turn) -> Reply:
    return await _settled(turn, await turn.run(kudos.withdraw, turn.number))


async def hide(turn: Turn) -> Reply:
    return await _settled(turn, await turn.run(kudos.hide, turn.number))


async def keep(turn: Turn) -> Reply:
    """[Keep] by somebody who never used the bot before."""
    return await _settled(turn, await turn.run(kudos.keep, turn.number))


async def discard(turn: Turn) -> Reply:
    return await _settled(turn, await turn.run(kudos.discard, turn.number))


async def keep_nods(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(kudos.keep_nods)))


async def discard_nods(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(kudos.discard_nods)))


async def share(turn: Turn) -> Reply:
    return await _settled(turn, await turn.run(kudos.share, turn.number, _visibility(turn)))


async def _settled(turn: Turn, said: kudos.Outcome) -> Reply:
    """In place of the buttons; on one's own page the page follows, as it is now."""
    shows = outcome(turn.voice, said)
    if turn.value != ON_PAGE or shows is None:
        return wire.instead(shows)
    page = _mine(turn.voice, await turn.reading().run(kudos.mine))
    return Shows((*shows.blocks, *page.blocks)[:50], shows.text, page.title, instead=True)


async def choose(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(kudos.choose, turn.number, _visibility(turn))))


def _visibility(turn: Turn) -> Visibility:
    return Visibility(turn.parts[1])


async def words(turn: Turn) -> Reply:
    """[Say why]: the form for a sentence."""
    return Opens(words_form(turn))


async def words_submitted(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {}, "why"):
        return outcome(turn.voice, await turn.run(kudos.add_words, turn.number, turn.fields.text("why")))


async def mine(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.look(kudos.mine))


async def reacted(turn: Turn) -> Reply:
    """Somebody's emoji on a message; `parts` are channel, message, author and the emoji's name."""
    channel, ts, author, name = turn.parts
    about = MessageRef(channel, ts, turn.team.link(channel, ts))
    to = wire.account(turn.team, author)
    return outcome(turn.voice, await turn.run(kudos.react, to, about, character(name)))


async def unreacted(turn: Turn) -> Reply:
    channel, ts, _, name = turn.parts
    await turn.run(kudos.unreact, MessageRef(channel, ts), character(name))
    return None


# how it looks


def outcome(voice: Voice, said: kudos.Outcome, draft: Draft | None = None) -> Shows | None:
    words, title = said.words(voice.say), voice.say.text(labels.KUDOS_TITLE)
    match said:
        case kudos.KudosGiven():
            why = voice.button(labels.SAY_WHY, f"kudos.words:{said.id}") if said.short else None
            return wire.shown(voice, words, why, voice.button(labels.TAKE_BACK, f"kudos.withdraw:{said.id}"), title=title)
        case kudos.SaidAlready():
            again_ = voice.button(labels.SEND_AGAIN, "kudos.again", value=draft.carried() if draft else "")
            return wire.shown(voice, words, again_, title=title)
        case kudos.NodGiven():
            return wire.shown(voice, words, voice.button(labels.SAY_WHY, f"kudos.words:{said.id}"), title=title) if said.invite else None
        case kudos.ThanksKept():
            return wire.shown(voice, words, *(_who_may_see(voice, said.id) if said.question else ()), title=title)
        case kudos.Seconded() | kudos.Withdrawn() | kudos.Hidden() | kudos.Shown() | kudos.WordsAdded() | people.ThanksChosen():
            return wire.shown(voice, words, title=title)
        case kudos.Discarded():
            return wire.shown(voice, words, title=title)
        case kudos.Nothing():
            return None
        case kudos.Mine():
            return _mine(voice, said)
        case _:
            assert_never(said)


def _mine(voice: Voice, said: kudos.Mine) -> Shows:
    words = said.words(voice.say)
    groups: list[list[Block]] = [[voice.rich(words)]] if words else []
    for heading, kept, mine in ((labels.THANKS_KEPT, said.received, True), (labels.THANKS_GIVEN, said.given, False)):
        if kept:
            groups.append([header(voice.say.text(heading)), *[block for one in kept for block in _kept(voice, one, mine)]])
    title = voice.say.text(labels.KUDOS_MINE_TITLE)
    return Shows(tuple(divided(groups)[:50]), voice.fallback(words) or title, title)


def _kept(voice: Voice, one: kudos.Kept, mine: bool) -> list[Block]:
    if one.unkept:
        pressed = _keep_or_discard(voice, f":{one.id}", value=ON_PAGE)
    elif not mine:
        pressed = [voice.button(labels.TAKE_BACK, f"kudos.withdraw:{one.id}", value=ON_PAGE)]
    else:
        wider = one.shown is Visibility.ME
        label, shown = (labels.SHARE_THIS, Visibility.DIGEST) if wider else (labels.KEEP_THIS, Visibility.ME)
        hide_ = voice.button(labels.HIDE_THIS, f"kudos.hide:{one.id}", value=ON_PAGE)
        share_ = voice.button(label, f"kudos.share:{one.id}:{shown.value}", value=ON_PAGE)
        pressed = [share_, hide_] if one.guild and not one.privately else [hide_]
    link = (voice.say.text(labels.THE_MESSAGE), one.link) if one.link else None
    return [voice.rich(one.words(voice.say), link=link), *buttons(*pressed)]


def notice(voice: Voice, said: kudos.Sent) -> list[Block]:
    words = said.words(voice.say)
    match said:
        case kudos.Arrived():
            link = (voice.say.text(labels.THE_MESSAGE), said.link) if said.link else None
            return [voice.rich(words, link=link), *buttons(*_decide(voice, said))]
        case kudos.Posted():
            return [voice.drawing(said.emoji).rich(words)]
        case kudos.Nods():
            return [voice.rich(words), *buttons(*(_keep_or_discard(voice, "nods") if said.unkept else ()))]
        case kudos.ReceiverIsABot() | kudos.ReceiverIsElsewhere():
            return [voice.rich(words)]
        case kudos.Unposted():
            return []
        case _:
            assert_never(said)


def _decide(voice: Voice, said: kudos.Arrived) -> list[Block]:
    """The question until it is answered; afterwards a choice for this one. First of all whether it is kept, where that is open."""
    if said.unkept:
        return _keep_or_discard(voice, f":{said.id}")
    if said.question:
        return _who_may_see(voice, said.id)
    if said.shown is Visibility.ME:
        share = [voice.button(labels.SHARE_THIS, f"kudos.share:{said.id}:digest")] if said.guild and not said.privately else []
        return [*share, voice.button(labels.HIDE_THIS, f"kudos.hide:{said.id}")]
    return [voice.button(labels.KEEP_THIS, f"kudos.share:{said.id}:me"), voice.button(labels.HIDE_THIS, f"kudos.hide:{said.id}")]


def _keep_or_discard(voice: Voice, which: str, *, value: str = "") -> list[Block]:
    keep_ = voice.button(labels.KEEP, f"kudos.keep{which}", value=value)
    return [keep_, voice.button(labels.DISCARD, f"kudos.discard{which}", value=value)]


def _who_may_see(voice: Voice, id: int) -> list[Block]:
    return [voice.button(label, f"kudos.choose:{id}:{shown.value}") for shown, label in labels.VISIBILITY.items()]


def form(turn: Turn, draft: Draft, guilds: Sequence[str] = ()) -> View:
    voice = turn.voice
    here = [one.id for one in draft.to if isinstance(one, AccountRef)]
    named = [(one, one) for one in draft.to if isinstance(one, str)]
    visible = [(voice.say.text(labels.AS_THEY_WISH), "wish"), (voice.say.text(labels.ONLY_THEM), "them")]
    which = [*((slug, slug) for slug in guilds), (voice.say.text(labels.NO_GUILD), kudos.NO_GUILD)] if guilds else []
    blocks = [
        forms.people(voice, "people", labels.PEOPLE_HERE, here),
        forms.elsewhere(voice, "others", labels.PEOPLE_ELSEWHERE, named),
        forms.typed(voice, "why", labels.WHAT_DID_THEY_DO, initial=draft.why, long=True),
        forms.typed(voice, "value", labels.VALUE_WORD, initial=draft.value or "", optional=True, most=40),
        forms.chosen(voice, "private", labels.WHO_MAY_SEE, visible, initial="them" if draft.privately else "wish"),
        *([forms.chosen(voice, "guild", labels.GUILD, which)] if which else []),
    ]
    carries = Draft(guild=draft.guild, about=draft.about, channel=draft.channel, again=draft.again).carried()
    return forms.form(voice, "kudos.give", labels.KUDOS_TITLE, labels.SEND, blocks, carries=carries)


def words_form(turn: Turn) -> View:
    blocks = [forms.typed(turn.voice, "why", labels.WHAT_DID_IT_CHANGE, long=True)]
    return forms.form(turn.voice, f"kudos.words:{turn.parts[0]}", labels.NOD_TITLE, labels.SEND, blocks)


_FIELDS: Mapping[type[Any], str] = {
    kudos.NobodyNamed: "people", kudos.OnlyYourself: "people", kudos.BotsCannot: "people", kudos.TooMany: "people", Unknown: "others",
    people.Several: "others", Empty: "why", TooLong: "why", kudos.NotAValue: "value",
}  # fmt: skip
COMMANDS: Mapping[str, Handler] = {"give": typed, "mine": mine}
BUTTONS: Mapping[str, Handler] = {
    "kudos.keep": keep, "kudos.discard": discard, "kudos.keepnods": keep_nods, "kudos.discardnods": discard_nods,
    "kudos.withdraw": withdraw, "kudos.hide": hide, "kudos.share": share, "kudos.choose": choose, "kudos.words": words,
    "kudos.again": again, "kudos.edit": edit, "kudos.whom": chosen, "kudos.guild": chosen, "home.thank": thank,
}  # fmt: skip
FORMS: Mapping[str, Handler] = {"kudos.give": submitted, "kudos.words": words_submitted}
SHORTCUTS: Mapping[str, Handler] = {"kudos": on_message, "kudos-anywhere": thank, "me-too": me_too}
