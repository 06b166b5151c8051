"""The five roots and their words: what help prints, what the manifest and Discord's registration are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guildbot.words import m

Root = Literal["kudos", "ask", "guild", "reflect", "profile"]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing to say after a root. `bare` is what the root alone means where a platform allows it."""

    word: str
    usage: str  # as typed on one line, without the root
    what: str
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`id` is the platform-neutral callback; `on` what it is called from."""

    id: str
    name: str
    on: Literal["message", "person", "anywhere"]


_HELP = Verb("help", "help", m("What can be said here"))
COMMANDS: dict[Root, tuple[str, tuple[Verb, ...]]] = {
    "kudos": (
        m("Thank someone for something they did"),
        (
            Verb("give", m("<people> for <reason> [#value] [privately]"), m("Thank someone in your own words"), bare=True),
            Verb("mine", "mine", m("Thanks you keep and thanks you gave")),
            _HELP,
        ),
    ),
    "ask": (
        m("Ask for a hand, a perspective or a challenge"),
        (
            Verb("new", m("<what> because <why> [by <when>]"), m("Ask those who read this channel"), bare=True),
            Verb("list", "list", m("Open asks, and yours with their offers")),
            Verb("note", m("note <person> <what>"), m("Note help you gave; they confirm what it changed")),
            _HELP,
        ),
    ),
    "guild": (
        m("Your guilds: begin, join, open a channel, rest, leave"),
        (
            Verb("show", m("show [name]"), m("Your guilds; with a name its charter, members and log"), bare=True),
            Verb("start", m("start <name>"), m("Begin a guild in this channel")),
            Verb("find", m("find [words]"), m("Guilds that wish to be found")),
            Verb("join", m("join <guild> [code]"), m("Read the charter and join")),
            Verb("invite", m("invite <person> because <why>"), m("Make a code to send by any means")),
            Verb("vouch", m("vouch <person> because <why>"), m("Your word for somebody who waits to join; alone: for whom it stands open")),
            Verb("introduce", m("introduce <a> <b> because <why>"), m("Ask two people whether they would meet")),
            Verb("members", m("members [guild]"), m("Who is in it")),
            Verb("settings", m("settings [guild]"), m("Days, hours, time zones, emoji; caretakers change them")),
            Verb("open", m("open <guild>"), m("Make this channel a home of your guild")),
            Verb("close", "close", m("Close this channel for the guild")),
            Verb("allow", m("allow [leaving]"), m("For admins: guilds in this channel; or what is said leaving here")),
            Verb("disallow", m("disallow [leaving]"), m("For admins: no guild in this channel; or nothing said leaves here")),
            Verb("preview", "preview", m("The coming digest of this channel as it would read now")),
            Verb("rest", m("rest [until]"), m("Silence without loss")),
            Verb("back", "back", m("End your rest")),
            Verb("leave", m("leave [guild]"), m("Leave in one step")),
            _HELP,
        ),
    ),
    "reflect": (
        m("One good question a fortnight; your answer is yours"),
        (
            Verb("now", "", m("The open question"), bare=True),
            Verb("mine", m("mine [words]"), m("Your answers, for you alone")),
            _HELP,
        ),
    ),
    "profile": (
        m("Your name, hours and who sees thanks to you"),
        (
            Verb("show", "", m("Name, hours, who sees what, current work, would work with again"), bare=True),
            Verb("waiting", "waiting", m("What is unread or unanswered")),
            Verb("link", m("link [code]"), m("Make this and another account one person")),
            Verb("recover", m("recover <code>"), m("Come back with the code you kept")),
            Verb("again", m("again <person>"), m("Would work with them again; told only if they would too")),
            Verb("block", m("block [person]"), m("Nothing of theirs reaches you; alone: whom you block")),
            Verb("record", "record", m("Your record: read it, take it with you")),
            Verb("forget", "forget", m("Be forgotten here; you are asked twice")),
            _HELP,
        ),
    ),
}
SHORTCUTS = (
    Shortcut("kudos", m("Give kudos"), "message"),
    Shortcut("me-too", m("Me too"), "message"),
    Shortcut("ask", m("Ask the guild"), "message"),
    Shortcut("help", m("Mark as help"), "message"),
    Shortcut("kudos-person", m("Give kudos"), "person"),
    Shortcut("vouch-person", m("Vouch"), "person"),
    Shortcut("profile-person", m("Show profile"), "person"),
    Shortcut("kudos-anywhere", m("Give kudos"), "anywhere"),
    Shortcut("vouch-anywhere", m("Vouch"), "anywhere"),
    Shortcut("profile-anywhere", m("Show profile"), "anywhere"),
    Shortcut("ask-anywhere", m("Ask the guild"), "anywhere"),
)
