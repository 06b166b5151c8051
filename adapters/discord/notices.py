"""What a letter says: each content by its own feature, a line between several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from adapters.discord import accounts, asks, bonds, chapters, digests, guilds, introductions, kudos, members, reflections, spaces, waiting
from adapters.discord.layout import Block, Dress, Rule
from guildbot import accounts as linking
from guildbot import asks as asking
from guildbot import bonds as lasting
from guildbot import chapters as opening
from guildbot import digests as week
from guildbot import guilds as guild
from guildbot import introductions as meeting
from guildbot import kudos as thanks
from guildbot import members as joining
from guildbot import reflections as questions
from guildbot import spaces as places
from guildbot import waiting as daily
from guildbot.courier import Content


def blocks(contents: Sequence[Content], dress: Dress) -> list[Block]:
    made: list[Block] = []
    for content in contents:
        if made:
            made.append((Rule(),))
        made += _blocks(content, dress)
    return made


def _blocks(content: Content, dress: Dress) -> list[Block]:
    match content:
        case thanks.Arrived() | thanks.Posted() | thanks.Unposted() | thanks.Nods():
            return kudos.letter(content, dress)
        case thanks.ReceiverIsABot() | thanks.ReceiverIsElsewhere():
            return kudos.letter(content, dress)
        case asking.Card() | asking.OfferArrived() | asking.DidItHelp() | asking.NotPosted():
            return asks.letter(content, dress)
        case asking.TakenNews() | asking.ThankedNews() | asking.HelpNews():
            return asks.letter(content, dress)
        case linking.LinkAsked() | linking.Linked() | linking.NotConfirmed() | linking.NoLongerAsked() | linking.Undone():
            return accounts.letter(content, dress)
        case linking.CameBack() | linking.LetGoNews() | linking.WayBackMade() | linking.Overheard():
            return accounts.letter(content, dress)
        case lasting.WouldAgain() | lasting.SaidYes():
            return bonds.letter(content, dress)
        case meeting.WouldMeet() | meeting.Met() | meeting.TheyMet():
            return introductions.letter(content, dress)
        case guild.Card():
            return guilds.letter(content, dress)
        case opening.SaidYes() | opening.Readers() | opening.NotLetIn() | opening.Paused():
            return chapters.letter(content, dress)
        case opening.GoesOn() | opening.Ended() | opening.Holding():
            return chapters.letter(content, dress)
        case joining.Founded() | joining.Uncared() | joining.Admitted() | joining.VouchCounted() | joining.LapsedQuietly():
            return members.letter(content, dress)
        case joining.SecondWanted() | joining.VouchAsked():
            return members.letter(content, dress)
        case questions.Question() | questions.Reminder() | questions.AskedAgain() | questions.Reply():
            return reflections.letter(content, dress)
        case daily.Waits():
            return waiting.letter(content, dress)
        case week.Digest():
            return digests.letter(content, dress)
        case places.Welcome() | places.Hello():
            return spaces.letter(content, dress)
        case _:
            assert_never(content)
