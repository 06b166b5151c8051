"""How our sentences look on Slack: rich text, buttons, pages, cut to what fits. User text is always a value here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guildbot.commands import COMMANDS
from guildbot.phrases import graphemes
from guildbot.who import Command, Person, Quote, Room
from guildbot.words import Phrase, Piece, Say

Block = dict[str, Any]
MOST_TEXT, MOST_LABEL, MOST_HEADER, MOST_BUTTONS = 3000, 75, 150, 5
MOST_RICH = 9000  # characters of one block of sentences
_SHORT_NAME = re.compile(r":[a-z0-9_+'-]{1,100}:")


@dataclass(frozen=True, slots=True)
class Team:
    """One workspace with our app in it, as `auth.test` described it."""

    id: str
    name: str
    url: str  # https://acme.slack.com/
    bot_user: str
    bot_id: str = ""
    enterprise: str | None = None

    @property
    def realm(self) -> str:
        return self.enterprise or self.id

    def link(self, channel: str, ts: str, thread: str | None = None) -> str:
        address = f"{self.url}archives/{channel}/p{ts.replace('.', '')}"
        return f"{address}?thread_ts={thread}&cid={channel}" if thread else address


@dataclass(frozen=True, slots=True)
class Voice:
    """How we speak in one workspace. `aloud`: a channel reads it, so names are names and ping nobody."""

    say: Say
    team: Team
    prefix: str = ""  # of our commands
    aloud: bool = False
    most: int = MOST_TEXT  # characters of one quoted text
    emoji: str = ""  # a guild's own: drawn as one, while what somebody wrote stays text

    def louder(self, *, most: int = MOST_TEXT) -> Voice:
        return replace(self, aloud=True, most=most)

    def drawing(self, emoji: str) -> Voice:
        return replace(self, emoji=emoji)

    # sentences

    def rich(self, phrases: Iterable[Phrase], *, bold_first: bool = False, link: tuple[str, str] | None = None) -> Block:
        """Sentences, one under the other; words alone in a phrase are a quotation. `link` is a label and an address to end with."""
        parts: list[Block] = []
        left = MOST_RICH
        for place, phrase in enumerate(phrases):
            style = {"bold": True} if bold_first and place == 0 else None
            quoted = len(phrase) == 1 and isinstance(phrase[0], Quote) and not style
            made = _within(left, [element for piece in phrase for element in self._element(piece, style)])
            left -= sum(len(element.get("text", "")) for element in made)
            if made:
                parts.append({"type": "rich_text_quote" if quoted else "rich_text_section", "elements": made})
        if link:
            parts.append({"type": "rich_text_section", "elements": [{"type": "link", "url": link[1], "text": link[0]}]})
        return {"type": "rich_text", "elements": parts}

    def text(self, phrase: Phrase) -> str:
        """Without markup, where Slack takes none: labels, titles, errors under a field."""
        return cut("".join(self._spoken(piece) for piece in phrase), MOST_TEXT)

    def fallback(self, phrases: Iterable[Phrase]) -> str:
        """For notifications; escaped, so that nothing in it can ping."""
        said = cut("\n".join(self.text(phrase) for phrase in phrases), MOST_TEXT)
        return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def typed(self, command: Command) -> str:
        """A command as one types it here."""
        first, _, rest = command.rest.partition(" ")
        bare = any(verb.bare and verb.word == first for verb in COMMANDS[command.root][1])
        name = f"/{self.prefix}-{command.root}" if self.prefix else f"/{command.root}"
        return f"{name} {rest if bare else command.rest}".rstrip()

    def _element(self, piece: Piece, style: Block | None) -> list[Block]:
        match piece:
            case str() if _SHORT_NAME.fullmatch(piece):
                return [{"type": "emoji", "name": piece.strip(":")}]
            case Quote(text) if text == self.emoji and _SHORT_NAME.fullmatch(text):
                return [{"type": "emoji", "name": text.strip(":")}]
            case str():
                return self._words(cut(piece, MOST_TEXT), style)
            case Quote(text):
                return self._words(cut(text, self.most), style)
            case Person() if self.here(piece):
                return [{"type": "user", "user_id": piece.account.id} | ({"style": style} if style else {})]
            case Person():
                return self._words(piece.name, style)
            case Command():
                return self._words(self.typed(piece), {"code": True})
            case Room() if piece.platform == "slack" and piece.space == self.team.id:
                return [{"type": "channel", "channel_id": piece.channel}]
            case Room():
                return self._words(self._spoken(piece), style)

    def _words(self, text: str, style: Block | None) -> list[Block]:
        return [{"type": "text", "text": text} | ({"style": style} if style else {})] if text else []

    def here(self, one: Person) -> bool:
        """Whether they are shown by a mention: of this workspace, and only where it pings nobody."""
        return not self.aloud and one.account.platform == "slack" and one.account.realm == self.team.realm

    def _spoken(self, piece: Piece) -> str:
        match piece:
            case str():
                return piece
            case Quote(text):
                return cut(text, self.most)
            case Person():
                return piece.name
            case Command():
                return self.typed(piece)
            case Room():
                return piece.elsewhere or piece.space_name

    # what can be pressed

    def button(self, label: str, id: str, *, value: str = "", style: str = "", **facts: Any) -> Block:
        """`label` is a msgid."""
        return button(self.say.text(label, **facts), id, value=value, style=style)


def _within(left: int, elements: list[Block]) -> list[Block]:
    """The elements as far as their text fits."""
    made: list[Block] = []
    for element in elements:
        text = element.get("text", "")
        if text and left <= 0:
            break
        made.append(element | {"text": cut(text, left)} if len(text) > left else element)
        left -= len(text)
    return made


def button(label: str, id: str, *, value: str = "", style: str = "") -> Block:
    made: Block = {"type": "button", "text": plain(label, MOST_LABEL), "action_id": id[:255]}
    return made | ({"value": value[:2000]} if value else {}) | ({"style": style} if style else {})


def buttons(*made: Block | None) -> list[Block]:
    """Rows of buttons; none at all is no block."""
    there = [one for one in made if one is not None]
    return [{"type": "actions", "elements": there[at : at + MOST_BUTTONS]} for at in range(0, len(there), MOST_BUTTONS)]


def plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": cut(text, most) or " ", "emoji": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, MOST_HEADER)}


def divided(groups: Sequence[Sequence[Block]]) -> list[Block]:
    """Groups with a line between them."""
    made: list[Block] = []
    for group in groups:
        if made and group:
            made.append({"type": "divider"})
        made += group
    return made


def parted(text: str) -> list[str]:
    """A long text in parts that each fit."""
    return [text[at : at + MOST_TEXT] for at in range(0, min(len(text), MOST_RICH), MOST_TEXT)]


def cut(text: str, most: int) -> str:
    """At most so many characters as Slack counts them, never inside what a reader takes for one."""
    if len(text) <= most:
        return text
    made, length = [], 0
    for one in graphemes(text):
        length += len(one)
        if length >= most:
            break
        made.append(one)
    return f"{''.join(made).rstrip()}…"
