"""What is unread or unanswered, for the one person it concerns. The place to look when a message was missed."""

from __future__ import annotations

from dataclasses import dataclass

from guildbot import accounts, asks, bonds, chapters, introductions, kudos, members, people, reflections
from guildbot.db.lists import listed
from guildbot.refusals import Refused
from guildbot.waiting import statements as sql
from guildbot.waiting.near import near
from guildbot.waiting.statements import MOST, NEW, PATIENCE
from guildbot.who import Person, Quote
from guildbot.words import Phrase, Say, m
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who joined in the last days, whom nobody has thanked yet, vouched for or brought along with a word."""

    who: Person
    guild: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{who} is new in {guild}, and nobody has greeted them yet."), who=self.who, guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that waits for the caller's word; empty when nothing does."""

    thanks: tuple[kudos.Arrived, ...]  # worded thanks nobody has said yet who may see
    nods: tuple[kudos.NodGiven, ...]  # my nods of this week that could take a sentence
    offers: tuple[asks.OfferArrived, ...]
    helps: tuple[asks.DidItHelp, ...]
    channels: tuple[chapters.SaidYes, ...]
    questions: tuple[reflections.Question, ...]
    again: tuple[bonds.WouldAgain, ...] = ()
    vouches: tuple[members.VouchAsked, ...] = ()
    seconds: tuple[members.SecondWanted, ...] = ()  # my candidates, for whom nobody else was asked yet
    candidacies: tuple[members.Candidate, ...] = ()  # what I wait for myself
    links: tuple[accounts.LinkAsked, ...] = ()  # who typed a code of mine
    near: tuple[asks.Card, ...] = ()  # asks near the words I may be asked about
    unanswered: tuple[asks.Card, ...] = ()  # in guilds I care for, after three days
    newcomers: tuple[Newcomer, ...] = ()  # whom nobody in a guild I care for has greeted
    to_meet: tuple[introductions.WouldMeet, ...] = ()  # whether I would meet somebody

    @property
    def nothing(self) -> bool:
        words = (self.thanks, self.nods, self.offers, self.helps, self.channels, self.questions, self.again)
        more = (self.vouches, self.seconds, self.candidacies, self.links, self.near, self.unanswered, self.newcomers, self.to_meet)
        return not any((*words, *more))

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Nothing waits for you.")),) if self.nothing else ()


def waiting(work: Work) -> Waiting:
    me, unheard = work.actor.person, people.unheard(work, work.actor.account)
    thanks = [kudos.arrived(work, notice_id, id) for notice_id, id in work.all(sql.UNDECIDED, person=me)]
    offers = [asks.offer_arrived(work, 0, id) for (id,) in work.all(sql.OFFERS, person=me)]
    helps = [asks.did_it_help(work, 0, id) for (id,) in work.all(sql.HELPS, person=me)]
    channels = [chapters.asked(work, 0, id) for (id,) in work.all(sql.CHANNELS, person=me)]
    try:
        questions = reflections.current(work).open
    except Refused:
        questions = ()
    return Waiting(
        tuple(one for one in thanks if one is not None),
        tuple(kudos.bare_nods(work, MOST)),
        tuple(one for one in offers if one is not None),
        tuple(one for one in helps if one is not None),
        tuple(one for one in channels if one is not None and one.asked_by.id not in unheard),
        questions,
        bonds.waiting(work, MOST),
        tuple(members.asked_of_me(work)[:MOST]),
        tuple(members.seconds_wanted(work)[:MOST]),
        tuple(members.my_candidacies(work)[:MOST]),
        accounts.asked_of_me(work),
        tuple(asks.card(work, id) for id in near(work, [me]).get(me, [])[:MOST]),
        tuple(asks.card(work, id) for _, id in work.all(sql.UNANSWERED, people=listed([me]), before=work.now - PATIENCE)[:MOST]),
        tuple(newcomers(work, unheard)[:MOST]),
        introductions.waiting(work, MOST),
    )


def newcomers(work: Work, unheard: set[int]) -> list[Newcomer]:
    rows = work.all(sql.NEWCOMERS, people=listed([work.actor.person]), since=work.now - NEW)
    found = [(people.by_account(work, account_id)[0].said(), guild) for _, account_id, guild in rows]
    return [Newcomer(who, guild) for who, guild in found if who.id not in unheard]
