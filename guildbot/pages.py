"""Pages of people: one's own, with all one has said about oneself, and somebody else's, with what they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import and_, bindparam, exists, literal, select

from guildbot import accounts, bonds, engagements, people
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, guild, membership, met, person
from guildbot.kinds import GuildState
from guildbot.refusals import Refused
from guildbot.who import AccountRef, Command, Person, Quote
from guildbot.words import Phrase, Say, m
from guildbot.work import Work

MOST_LINES = 5  # of one kind on one's own page; the rest behind its button


@dataclass(frozen=True, slots=True)
class MyPage:
    """For its person alone. `kept`: something was just changed."""

    profile: people.Profile
    work: engagements.MyWork
    bonds: bonds.Mine
    accounts: accounts.Accounts
    kept: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return *self.about_me(say), *self.ties(say), *self.ways_in(say)

    def about_me(self, say: Say) -> tuple[Phrase, ...]:
        return (*([say(m("Kept."))] if self.kept else []), *self.profile.words(say))

    def ties(self, say: Say) -> tuple[Phrase, ...]:
        """Current work, and whom one would work with again."""
        work = [one.line(say) for one in self.work.now[:MOST_LINES]] or [say(m("Current work: nothing said yet"))]
        lasting = [one.line(say) for one in self.bonds.bonds[:MOST_LINES]] or [say(m("Would work with again: nobody yet"))]
        return *work, *_more(say, len(self.work.now)), *lasting, *_more(say, len(self.bonds.bonds))

    def ways_in(self, say: Say) -> tuple[Phrase, ...]:
        """One's accounts, and whether a way back is kept for when they are gone."""
        mine = [phrase for one in self.accounts.mine[:MOST_LINES] for phrase in one.words(say)]
        back = m("You keep a way back in.") if self.accounts.recovery else m("You keep no way back in yet, should you lose this account.")
        return *mine, *_more(say, len(self.accounts.mine)), say(back)


@dataclass(frozen=True, slots=True)
class TheirPage:
    """Somebody as they show themselves to the caller. `near`: the two share a guild or a Space; `me`: it is the caller."""

    person: Person
    near: bool = False
    me: bool = False
    about: tuple[str, ...] = ()
    guilds: tuple[str, ...] = ()
    work: tuple[engagements.Engagement, ...] = ()

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made: list[Phrase] = [(self.person,)]
        if self.about:
            made.append(say(m("Ask me about: {words}"), words=tuple(map(Quote, self.about))))
        if self.guilds and not self.me:
            made.append(say(m("You are both in {guilds}."), guilds=tuple(map(Quote, self.guilds))))
        made += [phrase for one in self.work for phrase in one.told(say)]
        if self.me:
            made.append(say(m("So people of your guilds see you. {profile} is your own page."), profile=Command("profile")))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Whose:
    sentence: ClassVar[str] = m("Whose profile? Pick somebody, or write a name.")


def mine(work: Work) -> MyPage:
    return MyPage(people.show(work), engagements.mine(work), bonds.mine(work), accounts.mine(work))


def of(work: Work, who: AccountRef | str | None) -> TheirPage:
    """Somebody's page. Of whoever shares neither guild nor Space with the caller it says what the platform shows anyway: a name."""
    if not who:
        raise Refused(Whose())
    (ref,) = people.named(work, [who])
    found = work.first(_THEM, platform=ref.platform, realm=ref.realm, external_id=ref.id, me=work.actor.person)
    if found is None:
        return TheirPage(Person(0, ref.name or ref.id, ref))
    person_id, name, bot, about, met_somewhere = found
    guilds = tuple(name for (name,) in work.all(_SHARED, me=work.actor.person, other=person_id))
    me = person_id == work.actor.person
    if bot or not (me or guilds or met_somewhere):
        return TheirPage(Person(0, ref.name or ref.id, ref))
    shown = engagements.shown_by(work, person_id)
    return TheirPage(Person(person_id, name or ref.name or ref.id, ref), not me, me, tuple(about), guilds, shown)


def _more(say: Say, there: int) -> list[Phrase]:
    more = there - MOST_LINES
    return [say.several("and {n} more", "and {n} more", more)] if more > 0 else []


_theirs, _mine = account.alias("theirs"), account.alias("mine")
_met_them, _met_me = met.alias("met_them"), met.alias("met_me")
_MET_SOMEWHERE = exists(
    select(literal(1))
    .select_from(_theirs)
    .join(_met_them, _met_them.c.account_id == _theirs.c.id)
    .join(_met_me, _met_me.c.space_id == _met_them.c.space_id)
    .join(_mine, and_(_mine.c.id == _met_me.c.account_id, _mine.c.person_id == bindparam("me")))
    .where(_theirs.c.person_id == account.c.person_id)
)
_THEM = prepared(  # an account that was switched off still leads to its person
    select(account.c.person_id, people.SHOWN_NAME, account.c.bot, person.c.about, _MET_SOMEWHERE)
    .join_from(account, person, person.c.id == account.c.person_id)
    .where(
        account.c.platform == bindparam("platform"), account.c.realm == bindparam("realm"),
        account.c.external_id == bindparam("external_id"),
    )
    .order_by(account.c.detached_at.is_not(None), account.c.id.desc())
    .limit(1)
)  # fmt: skip
_one, _other = membership.alias("one"), membership.alias("other")
_SHARED = prepared(
    select(guild.c.name)
    .join_from(guild, _one, and_(_one.c.guild_id == guild.c.id, _one.c.person_id == bindparam("me"), _one.c.ended_at.is_(None)))
    .join(_other, and_(_other.c.guild_id == guild.c.id, _other.c.person_id == bindparam("other"), _other.c.ended_at.is_(None)))
    .where(guild.c.state != GuildState.CLOSED)
    .order_by(guild.c.name, guild.c.id)
)
