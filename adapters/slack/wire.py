"""What Slack sends, as our values: who, where, which words; and what a gesture may be answered with."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Block, Team, Voice, buttons, cut
from adapters.slack.emoji import pictured
from adapters.slack.forms import MOST_TYPED, Fields, View
from guildbot.bot import Guildbot
from guildbot.people import Facts
from guildbot.records import Seal
from guildbot.refusals import Refused, number_in
from guildbot.settings import Settings
from guildbot.who import AccountRef, Caller, MessageRef, Place
from guildbot.words import Phrase, Sentence
from guildbot.work import Work

Payload = Mapping[str, Any]
Asked = ParamSpec("Asked")
Said = TypeVar("Said")
PLATFORM = "slack"
MOST_CARRIED = 1990  # a button's value holds 2,000 characters
MORE_CARRIED = 150  # what a choice may add to it: a guild, a person
MOST_REASONS, MOST_ERROR = 5, 1000

_TOKEN = re.compile(r"<([@#!][^<>]+|[a-z]+:[^<>]+)>")
_OPEN, _SHUT = "\ue000", "\ue001"  # private characters around a mention while a line is taken apart
_PERSON = re.compile(rf"{_OPEN}(\w+)\|?([^{_SHUT}]*){_SHUT}")
_BETWEEN = re.compile(r"\s*(?:,|&|(?<!\S)and(?!\S))\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shows:
    """An answer to read. `instead`: it takes the place of what was pressed, when only this person sees that."""

    blocks: tuple[Block, ...]
    text: str  # for notifications and screen readers
    title: str = ""  # where it is shown as a form
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Opens:
    """A form to fill in, or a page that only this person may read."""

    view: View


@dataclass(frozen=True, slots=True)
class Wrong:
    """The form stays open, with sentences under its fields (block id → sentence)."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Takes:
    """A press whose answer takes longer than an acknowledgement may: `meanwhile` is shown at once, what `work` replies in its place."""

    meanwhile: Shows
    work: Callable[[AsyncWebClient], Awaitable[Reply]]


Reply = Shows | Opens | Wrong | Takes | None


def shown(voice: Voice, words: Sequence[Phrase], *pressed: Block | None, title: str = "") -> Shows:
    """Sentences with buttons under them. `title` is plain text."""
    return Shows((voice.rich(words), *buttons(*pressed)), voice.fallback(words), title)


def instead(reply: Reply) -> Reply:
    """The same answer, in place of what was pressed."""
    return replace(reply, instead=True) if isinstance(reply, Shows) else reply


@dataclass(frozen=True, slots=True)
class Turn:
    """One gesture of one person: a command, a press, a form, a shortcut, an event."""

    bot: Guildbot
    settings: Settings
    voice: Voice
    caller: Caller
    words: str = ""  # a command's line after the verb; mentions as `readable` leaves them
    parts: tuple[str, ...] = ()  # what the id of a button or form carries behind its name
    value: str = ""  # what a button carries besides
    fields: Fields = field(default_factory=Fields)
    message: Payload | None = None  # the message of a shortcut
    raw: str = ""  # what was typed, to give it back
    seal: Seal | None = None  # what seals a record, where the host has a key

    @property
    def team(self) -> Team:
        return self.voice.team

    @property
    def channel(self) -> str | None:
        return self.caller.place.channel if self.caller.place else None

    @property
    def number(self) -> int:
        """The number in the id of a button or form; refuses what is none of ours."""
        return number_in(self.parts[0] if self.parts else "")

    async def run(self, use_case: Callable[Concatenate[Work, Asked], Said], *args: Asked.args, **kwargs: Asked.kwargs) -> Said:
        return await self.bot.run(self.caller, use_case, *args, **kwargs)

    async def look(self, use_case: Callable[Concatenate[Work, Asked], Said], *args: Asked.args, **kwargs: Asked.kwargs) -> Said:
        """A page or a list: nothing is changed."""
        return await self.bot.look(self.caller, use_case, *args, **kwargs)

    def inside(self, channel: str | None) -> Turn:
        """The same gesture as of a channel that a form carried along; the core checks what may be done there."""
        place = self.caller.place
        return replace(self, caller=replace(self.caller, place=replace(place, channel=channel))) if place and channel else self

    def reading(self) -> Turn:
        """The same person looking again: without the event's key, which counts once."""
        return replace(self, caller=replace(self.caller, key=None))


Handler = Callable[[Turn], Awaitable[Reply]]
Ways = Callable[[Sentence], Sequence[Block]]
Form = Callable[[Sequence[Sentence]], View]


class GivenBack(Refused):
    """A refusal that gives the words back, with buttons that lead on or in the form `instead`."""

    def __init__(
        self, reasons: Sequence[Sentence], words: str, buttons: Sequence[Block], errors: Mapping[str, str], instead: View | None = None
    ) -> None:
        super().__init__(*reasons)
        self.words, self.buttons, self.errors, self.instead = words, tuple(buttons), errors, instead


@contextmanager
def giving_back(
    words: str, buttons: Sequence[Block] = (), choices: Ways = lambda reason: (), instead: Form | None = None
) -> Iterator[None]:
    """What is refused inside is said with these words quoted, buttons to go on, and a choice of buttons where a reason offers one.

    With `instead` the words are more than a button carries: a form holds them, or when they are more than that only the quotation.
    """
    try:
        yield
    except Refused as refused:
        if instead is not None:
            view = instead(refused.reasons) if len(words) <= MOST_TYPED else None
            raise GivenBack(refused.reasons, words, (), {}, view) from None
        chosen = [button for reason in refused.reasons for button in choices(reason)]
        raise GivenBack(refused.reasons, words, [*chosen, *buttons], {}) from None


@contextmanager
def pointing(voice: Voice, fields: Mapping[type[Any], str], otherwise: str) -> Iterator[None]:
    """What is refused inside is said under the field of the form it is about."""
    try:
        yield
    except Refused as refused:
        about: dict[str, list[Sentence]] = {}
        for reason in refused.reasons:
            about.setdefault(fields.get(type(reason), otherwise), []).append(reason)
        errors = {block: cut(" ".join(map(voice.text, few(voice, reasons))), MOST_ERROR) for block, reasons in about.items()}
        raise GivenBack(refused.reasons, "", (), errors) from None


def few(voice: Voice, reasons: Sequence[Sentence]) -> list[Phrase]:
    """The first reasons, and how many there are besides."""
    said, more = [voice.say.of(reason) for reason in reasons[:MOST_REASONS]], len(reasons) - MOST_REASONS
    return [*said, voice.say.several("And {n} more of this kind.", "And {n} more of this kind.", more)] if more > 0 else said


def account(team: Team, user: str, *, name: str = "", home: str | None = None, bot: bool | None = None) -> AccountRef:
    """An account by the ids of a payload. `home` is the team or organisation it belongs to, where the payload says so."""
    bot = True if user in (team.bot_user, "USLACKBOT") else bot
    return AccountRef(PLATFORM, _realm(team, home or team.id), user, name, bot)


def _realm(team: Team, home: str) -> str:
    """An organisation is a realm. Another team is one, unless ours is of an organisation: the other may be, too, and is looked up."""
    if home.startswith("E"):
        return home
    return team.realm if home == team.id or team.enterprise else home


def facts(user: Payload) -> Facts:
    """What Slack says about an account, looked up or of its own accord. One that is closed keeps its name in the profile only."""
    profile, login = user.get("profile") or {}, user.get("name")
    shown, real = profile.get("display_name"), profile.get("real_name") or user.get("real_name")
    name = shown if shown and shown != login else real or login or ""  # a login name is nobody's choice
    home = (user.get("enterprise_user") or {}).get("enterprise_id") or user.get("team_id")
    bot = bool(user.get("is_bot")) or user["id"] == "USLACKBOT"
    return Facts(name, bot, user.get("tz"), user.get("locale"), home, gone=bool(user.get("deleted")))


def is_admin(team: Team, user: Payload) -> bool:
    """Whether Slack calls somebody an admin of this workspace. A guest from elsewhere may be one at home, which counts for nothing here."""
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    ours = user.get("team_id") in (None, team.id) or (organisation is not None and organisation == team.enterprise)
    return ours and not user.get("deleted") and any(user.get(flag) for flag in ("is_admin", "is_owner", "is_primary_owner"))


def place(team: Team, channel: str | None, name: str = "") -> Place:
    """Direct conversations are no channel; what Slack says in place of a private channel's name is none."""
    if not channel or channel.startswith("D") or name == "directmessage" or name.startswith("mpdm-"):
        return Place(PLATFORM, team.id, team.name)
    return Place(PLATFORM, team.id, team.name, channel, "" if name == "privategroup" else name)


def of_command(team: Team, body: Payload) -> Caller:
    who = account(team, body["user_id"], name=body.get("user_name", ""))
    return Caller(who, place(team, body.get("channel_id"), body.get("channel_name", "")), _key(body["trigger_id"]))


def of_interaction(team: Team, body: Payload, key: str | None) -> Caller:
    user, channel = body["user"], body.get("channel") or {}
    who = account(team, user["id"], name=user.get("username") or user.get("name") or "", home=user.get("team_id"))
    return Caller(who, place(team, channel.get("id"), channel.get("name", "")), _key(key) if key else None)


def of_event(team: Team, body: Payload, user: str, channel: str | None) -> Caller:
    return Caller(account(team, user, home=body["event"].get("user_team")), place(team, channel), _key(body["event_id"]))


def _key(id: str) -> str:
    return f"{PLATFORM}:{id}"


def message_ref(team: Team, channel: str, message: Payload) -> MessageRef:
    """A message with its link, made without asking Slack."""
    ts, thread = str(message["ts"]), message.get("thread_ts")
    return MessageRef(channel, ts, team.link(channel, ts, thread if thread != ts else None))


def readable(text: str) -> str:
    """A command's text as a person reads it; people who were mentioned stay tokens that `people_in` finds."""
    text = text.replace(_OPEN, "").replace(_SHUT, "")
    made, end = [], 0
    for found in _TOKEN.finditer(text):
        made += [_plain(text[end : found.start()]), _entity(found[1])]
        end = found.end()
    return pictured("".join([*made, _plain(text[end:])]))


def _entity(inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"{_OPEN}{target[1:]}|{label}{_SHUT}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].split('^')[0]}"
    return _plain(target.removeprefix("mailto:").removeprefix("tel:"))


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def spoken(text: str) -> str:
    """The same text with mentions as @name: what is kept, and what is given back."""
    return _PERSON.sub(lambda found: f"@{found[2] or found[1]}", text)


def people_in(team: Team, text: str) -> list[AccountRef | str]:
    """Everybody named in a part of a line: mentions, and names between commas and “and”."""
    found: list[AccountRef | str] = [account(team, one[1], name=one[2]) for one in _PERSON.finditer(text)]
    return found + [name for part in _BETWEEN.split(_PERSON.sub(",", text)) if (name := part.strip().lstrip("@").strip())]


def people_first(team: Team, text: str) -> tuple[list[AccountRef | str], str]:
    """The people mentioned at the beginning of a line, and what follows them."""
    found: list[AccountRef | str] = []
    rest = text.strip()
    while (one := _PERSON.match(rest)) is not None:
        found.append(account(team, one[1], name=one[2]))
        rest = re.sub(r"^(?:\s|,|&|and\b)+", "", rest[one.end() :])
    return found, rest


def carried(**facts: Any) -> str:
    """Facts for a button's value or a form's metadata, cut to what it holds: whether that is everything, `fits` says."""
    said, made = _packed(facts)
    texts = [key for key, value in said.items() if isinstance(value, str)]
    if len(made) <= MOST_CARRIED or not texts:
        return made
    longest = max(texts, key=lambda key: len(said[key]))
    return carried(**(said | {longest: said[longest][: max(0, len(said[longest]) - (len(made) - MOST_CARRIED))]}))


def fits(**facts: Any) -> bool:
    """Whether a button carries these facts whole."""
    return len(_packed(facts)[1]) <= MOST_CARRIED - MORE_CARRIED


def _packed(facts: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    said = {key: value for key, value in facts.items() if value not in (None, "", False, [], ())}
    return said, json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def unpacked(value: str) -> dict[str, Any]:
    try:
        said = json.loads(value or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def one_of(turn: Turn) -> AccountRef | str | None:
    """The person chosen in `forms.whom`."""
    here, there = turn.fields.many("people"), turn.fields.text("others")
    return account(turn.team, here[0]) if here else there or None


def who_as_text(who: Sequence[AccountRef | str]) -> list[str]:
    """People as a button or a form carries them."""
    return [f"@{one.id}" if isinstance(one, AccountRef) else one for one in who]


def who_from_text(team: Team, who: Sequence[str]) -> list[AccountRef | str]:
    return [account(team, one[1:]) if one.startswith("@") else one for one in who]
