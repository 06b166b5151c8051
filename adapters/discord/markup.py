"""Phrases as Discord's markdown: people's words stay words, whatever they contain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

from guildbot import phrases
from guildbot.who import Command, Person, Quote, Room
from guildbot.words import Phrase, Piece

PLATFORM = "discord"
MOST_TEXT = 4000  # characters in one message
MOST_TOGETHER = 1800  # raw characters in one piece of a quote: escaped it always fits into a message
_LINK = r"https?://[^\s<>\[\]`|*\\]+"
_SPECIAL = re.compile(_LINK + r"|([\\*_~`|\[\]<>])|(?m:^)(\s*)([#+-])(?=[\s#]|$)|(?m:^)(\s*\d+)(\.)(?=\s|$)")
_ESCAPED = re.compile(_LINK + r"|\\([\\*_~`|\[\]<>#+.-])")
_EMOJI = re.compile(r"<a?:\w{2,32}:\d{1,20}>")  # of a server's own
LEAST_NAME = 12
_BARE = {"kudos": "give", "ask": "new", "guild": "show", "reflect": "now", "profile": "show"}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom words are written: mentions stand only in private, a channel's link only in its own server."""

    private: bool
    prefix: str = ""
    space: str | None = None
    most: int | None = None  # graphemes of one quote, and of a name where that is short


def paragraphs(phrase: Phrase, reader: Reader) -> list[str]:
    """A sentence as one paragraph; somebody's words standing alone as a block quote, in pieces that fit into a message each."""
    if len(phrase) == 1 and isinstance(only := phrase[0], Quote):
        return [quoted(piece) for piece in _pieces(_shortened(only.text, reader))]
    return [inline(phrase, reader)]


def inline(phrase: Phrase, reader: Reader) -> str:
    return "".join(_piece(piece, reader) for piece in phrase)


def quoted(words: str) -> str:
    return "\n".join(f"> {line}" for line in escape(words).split("\n"))


def unquoted(markdown: str) -> str:
    """What stood in a block quote of ours."""
    return unescape("\n".join(line.removeprefix("> ") for line in markdown.split("\n")))


def escape(text: str) -> str:
    """Somebody's text so that Discord shows it as it was typed; links stay links."""
    return _SPECIAL.sub(_escaped, text)


def unescape(markdown: str) -> str:
    return _ESCAPED.sub(lambda match: match[1] or match[0], markdown)


def command(said: Command, prefix: str) -> str:
    """As one types it on Discord: `/kudos give people:@sol reason:…`."""
    word, _, rest = said.rest.partition(" ")
    root = f"/{prefix}-{said.root}" if prefix else f"/{said.root}"
    line = f"{root} {_typed(said.root, word, rest, said.rest)}".rstrip()
    return f"`{line.replace('`', 'ʼ')}`"


def _typed(root: str, word: str, rest: str, line: str) -> str:
    match root, word:
        case "guild", "start":
            return f"start {_option('name', rest)}"
        case "guild", "join":
            slug, _, code = rest.partition(" ")
            return f"join {_option('guild', slug)} {_option('code', code)}"
        case "guild", "open":
            return f"open {_option('guild', rest)}"
        case "guild", ("allow" | "disallow"):
            return f"{word} {_option('what', rest)}"
        case "guild", "invite" | "vouch":
            who, why = phrases.split(rest, phrases.BECAUSE)
            return f"{word} {_option('person', who)} {_option('because', why)}"
        case "profile", "link" | "recover":
            return f"{word} {_option('code', rest)}"
        case "ask", "note":
            who, _, what = rest.partition(" ")
            return f"note {_option('person', who)} {_option('what', what)}"
        case "profile", "again" | "block":
            return f"{word} {_option('person', rest)}"
        case "kudos", _ if phrases.split(line, phrases.FOR)[1]:
            thanks = phrases.thanks(line)
            return f"give {_option('people', thanks.people)} {_option('reason', thanks.reason)}"
        case "ask", _ if phrases.split(line, phrases.BECAUSE)[1]:
            wish = phrases.wish(line)
            return f"new {_option('what', wish.what)} {_option('because', wish.because)} {_option('by', wish.by)}"
        case _:
            return line or _BARE[root]


def _option(name: str, value: str) -> str:
    return f"{name}:{value}" if value else ""


def _piece(piece: Piece, reader: Reader) -> str:
    match piece:
        case str():
            return piece
        case Person():
            if reader.private and piece.account.platform == PLATFORM:
                return f"<@{piece.account.id}>"
            return escape(_shortened(piece.name, reader, LEAST_NAME))
        case Quote():
            return piece.text if _EMOJI.fullmatch(piece.text) else escape(_shortened(piece.text, reader))
        case Command():
            return command(piece, reader.prefix)
        case Room():
            return _room(piece, reader)
        case _:
            assert_never(piece)


def _room(room: Room, reader: Reader) -> str:
    if room.platform == PLATFORM and room.space == reader.space:
        return f"<#{room.channel}>"
    return escape(room.elsewhere or room.space_name)


def _shortened(text: str, reader: Reader, least: int = 0) -> str:
    return phrases.cut(text, max(reader.most, least)) if reader.most is not None else text


def _pieces(text: str) -> list[str]:
    if len(text) <= MOST_TOGETHER:
        return [text]
    made = [""]
    for grapheme in phrases.graphemes(text):
        if len(made[-1]) + len(grapheme) > MOST_TOGETHER:
            made.append("")
        made[-1] += grapheme
    return made


def _escaped(match: re.Match[str]) -> str:
    if match[1]:
        return f"\\{match[1]}"
    if match[3]:
        return f"{match[2]}\\{match[3]}"
    if match[5]:
        return f"{match[4]}\\{match[5]}"
    return match[0]
