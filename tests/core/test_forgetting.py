"""Rule P5: private words are gone at once, from the files too; what was written for others stays, signed “a former member”."""

from __future__ import annotations

import contextlib
import logging
import secrets
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import JSON, Enum, String

from guildbot import accounts, asks, bonds, chapters, engagements, forgetting, guilds, kudos, members, people, reflections, waiting
from guildbot.bot import Guildbot
from guildbot.codes import WrongCode
from guildbot.db import ledger as ledgers
from guildbot.db.ledger import SqliteLedger
from guildbot.db.tables import metadata
from guildbot.digests import Digest
from guildbot.forgetting import Forgetting, Forgotten, NotTheWord
from guildbot.forgetting.erasing import erase
from guildbot.kinds import Sharing, Visibility
from guildbot.refusals import NoLonger, Unknown
from guildbot.who import AccountRef, Caller, Person
from guildbot.words import Say, plain
from guildbot.work import Work
from tests.catalogue import backwards
from tests.conftest import Clock
from tests.core.conftest import (
    SAY,
    Home,
    acme,
    deliver,
    guild_of,
    marram,
    message,
    names,
    open_room,
    reasons,
    rendered,
    someone,
    standing_in,
)  # fmt: skip
from tests.core.erasure import Oracle, everything
from tests.core.town import Town, live

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra = someone("yusra", open_room)
HOLDING = "holding the silence on Tuesday"


async def forget(bot: Guildbot, who: Caller) -> Forgotten:
    return await bot.run(who, forgetting.forget, "forget")


# The question


async def test_it_is_said_plainly_what_happens_and_nothing_does(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    asked = await bot.run(ana, forgetting.asked)
    assert asked == Forgetting(())
    assert "signed “a former member”" in rendered(asked)
    assert "your host's back-ups" in rendered(asked)
    assert rendered(await bot.run(ana, forgetting.not_now)) == "Everything stays as it is."
    assert (await bot.run(ana, people.show)).person.name == "Ana"


async def test_the_word_has_to_be_typed(bot: Guildbot) -> None:
    for typed in ("", "yes", "forget me not"):
        assert await reasons(bot.run(ana, forgetting.forget, typed)) == (NotTheWord(),)
    assert isinstance(await bot.run(ana, forgetting.forget, " “Forget” "), Forgotten)


async def test_a_guild_hears_that_its_last_caretaker_is_gone(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    for one in (ben, cleo):
        await bot.run(one, members.leave, "tidewater")
    asked = await bot.run(ana, forgetting.asked)
    assert asked.uncared == ("Tidewater",)
    assert "Nobody else takes care of Tidewater." in rendered(asked)

    await forget(bot, ana)

    assert (await deliver(bot)).to(yusra) == [members.Uncared("Tidewater")]
    assert [name for name, *_ in (await bot.run(yusra, guilds.show)).members] == ["Yusra"]


# What others read from then on


async def test_thanks_stay_with_whoever_got_them_signed_by_a_former_member(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await deliver(bot)

    await forget(bot, ana)

    page = await bot.run(ben, kudos.mine)
    assert (page.thanks, page.givers) == (1, 1)
    assert rendered(page.received[0]) == f"A former member to Ben, Monday 2 November, in Tidewater\n{HOLDING}"


async def test_what_was_not_sent_yet_arrives_without_a_name(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo, yusra)
    clock.now = clock.now.replace(hour=23)
    clock.move(days=1)
    await bot.run(ana, kudos.give, [ben.account, cleo.account], HOLDING)
    await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    await bot.run(cleo, kudos.react, ben.account, message("1"), "💛")
    await bot.run(cleo, kudos.give, [ana.account], "the map you drew for all of us")

    await forget(bot, ana)

    clock.move(days=1)
    post = await deliver(bot)
    assert [rendered(one) for one in post.to(ben)] == [
        f"A former member thanked you and Cleo:\n{HOLDING}",
        "A former member and Cleo thanked you with an emoji.",
    ]
    assert post.to(ana) == []


async def test_thanks_that_only_they_had_are_gone_and_shared_ones_stay_the_givers(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.DIGEST)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    await bot.run(ben, kudos.give, [ana.account], "the call on the way home", privately=True)
    await bot.run(ben, kudos.give, [ana.account, cleo.account], "carrying the chairs with me")

    await forget(bot, ana)

    given = [rendered(one) for one in (await bot.run(ben, kudos.mine)).given]
    assert given == [
        "Ben to Cleo, Monday 2 November, in Tidewater\ncarrying the chairs with me",
        f"Ben to a former member, Monday 2 November, in Tidewater\n{HOLDING}",
    ]


async def test_what_they_kept_to_themselves_is_not_let_out_by_their_going(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.DIGEST)
    await bot.run(ana, people.choose_thanks, Visibility.ME)
    await bot.run(ben, kudos.give, [ana.account, cleo.account], "carrying the chairs with me")
    await forget(bot, ana)
    clock.move(days=4)
    (digest,) = (await deliver(bot)).to(acme)[-1:]
    assert "chairs" not in rendered(digest)


async def test_posts_of_the_bot_change_or_go(bot: Guildbot) -> None:
    """Thanks she gave stay under their message, signed otherwise; thanks to her go; of thanks to several the others stay."""
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))
    await bot.run(ben, kudos.give, [ana.account], "the map you drew for all of us", about=message("2"))
    await bot.run(ben, kudos.give, [ana.account, cleo.account], "carrying the chairs with me", about=message("3"))
    await deliver(bot)

    await forget(bot, ana)

    post = await deliver(bot)
    changed = {one.id: rendered(one).splitlines()[0] for one in post.of(kudos.Posted)}
    assert changed == {1: f"A former member to Ben: “{HOLDING}”", 3: "Ben to Cleo: “carrying the chairs with me”"}
    assert all(len(letter.edits) == 1 for letter in post.letters if isinstance(letter.content[0], kudos.Posted))
    assert len(post.of(kudos.Unposted)) == 1
    assert len(await deliver(bot)) == 0


async def test_digests_that_stand_are_read_again_without_them(bot: Guildbot, clock: Clock, look: Any) -> None:
    """Whose week it was stays as it was; nothing that came later gets in."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater", thanks=Visibility.DIGEST)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(cleo, kudos.give, [ben.account, ana.account], "carrying the chairs with me")
    await bot.run(cleo, kudos.give, [yusra.account], "the map you drew for all of us")
    await bot.run(ben, asks.helped_me, ana.account, "the posters", "They hung straight.")
    await bot.run(ana, asks.ask_for, "a second pair of eyes", "it is late")
    clock.now = clock.now.replace(day=6, hour=11)
    week = next(one for one in (await deliver(bot)).to(acme) if "week to" in rendered(one))
    assert rendered(week).count("Ana") > 2
    clock.move(days=1)
    await bot.run(cleo, asks.ask_for, "a hand with the chairs", "it is late")
    await bot.run(cleo, kudos.give, [yusra.account], "the call on the way home")
    await deliver(bot)
    gathered = look("SELECT gathered_at FROM digest")

    await forget(bot, ana)

    (letter,) = (one for one in (await deliver(bot)).letters if isinstance(one.content[0], Digest))
    assert len(letter.edits) == 1
    said = rendered(letter.content[0])
    assert "Ana" not in said
    assert HOLDING not in said
    assert "They hung straight." in said
    assert "A former member helped Ben with the posters." in said
    assert "Cleo to Yusra: “the map you drew for all of us”" in said
    assert "a hand with the chairs" not in said
    assert "the call on the way home" not in said
    assert look("SELECT gathered_at FROM digest") == gathered
    await bot.scrub()
    assert len(await deliver(bot)) == 0


async def test_asks_are_withdrawn_and_their_cards_say_nothing_more(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    for what in ("a second pair of eyes", "a hand with the chairs"):
        await bot.run(ana, asks.ask_for, what, "it is late")
    await deliver(bot)
    await bot.run(ben, asks.offer_to, 1, "an hour")
    await bot.run(ana, asks.close, 2)
    await deliver(bot)

    await forget(bot, ana)

    post = await deliver(bot)
    assert [[plain(phrase) for phrase in one.words(SAY)] for one in post.to(acme)] == [
        ["This is no longer asked."],
        ["This is settled, with thanks to all who offered."],
    ]
    assert all(letter.edits for letter in post.letters if isinstance(letter.content[0], asks.Card))
    assert [rendered(one) for one in post.to(ben)] == ["An ask you offered to help with is no longer asked. Thank you for offering."]


async def test_offers_and_unconfirmed_help_end(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, asks.ask_for, "a second pair of eyes", "it is late")
    await deliver(bot)
    await bot.run(ana, asks.offer_to, 1, "an hour")
    await bot.run(ana, asks.note, ben.account, "the form")

    await forget(bot, ana)

    assert (await bot.run(ben, asks.listed)).lines[0].offers == ()
    assert (await bot.run(ben, waiting.waiting)).nothing
    assert len(await deliver(bot)) == 0
    assert await reasons(bot.run(ben, asks.take, 1)) == (NoLonger(),)


async def test_confirmed_help_stays_with_the_other(bot: Guildbot, clock: Clock, look: Any) -> None:
    """Who was helped by somebody forgotten still tells what it changed; whom they quoted before is not quoted any more."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, asks.helped_me, ana.account, "the posters", "They hung straight.")
    await bot.run(ana, asks.helped_me, cleo.account, "the chairs", "Everybody sat.")
    await forget(bot, ana)
    assert look("SELECT what, changed FROM help ORDER BY id") == [("the posters", "They hung straight."), ("the chairs", "Everybody sat.")]
    clock.move(days=4)
    digest = next(one for one in (await deliver(bot)).to(acme) if "week to" in rendered(one))
    assert "A former member helped Ben with the posters." in rendered(digest)
    assert "Everybody sat." not in rendered(digest)


async def test_answers_are_gone_and_no_digest_quotes_them(bot: Guildbot, clock: Clock, look: Any) -> None:
    await guild_of(bot, ana, ben, cleo)
    clock.move(days=1)
    await deliver(bot)
    for one in (ana, ben):
        kept = await bot.run(one, reflections.answer, 1, f"I moved the kettle, says {one.account.name}.")
        await bot.run(one, reflections.share, kept.response, Sharing.SIGNED)

    await forget(bot, ana)

    assert look("SELECT words FROM response") == [("I moved the kettle, says Ben.",)]
    clock.move(days=10)
    digest = (await deliver(bot)).to(acme)[-1]
    assert "says Ben." in rendered(digest)
    assert "says Ana." not in rendered(digest)


async def test_goodbyes_and_the_log_stay_signed_otherwise(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = (await bot.run(ana, members.invite, "Dele", "he asks before he answers")).code
    await bot.run(dele, members.join, "tidewater", code)
    await forget(bot, dele)
    await forget(bot, ana)
    lines = [plain(one) for one in (await bot.run(ben, guilds.show)).log_lines(SAY)]
    assert lines == ["Monday 2 November: a former member invited a former member", "Monday 2 November: a former member began Tidewater"]


async def test_what_ties_two_people_ends_for_both(bot: Guildbot, look: Any) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ben, bonds.again, ana.account)
    await bot.run(ana, engagements.begin, engagements.Draft("Marram Housing", "2025", "", "questions", "quiet"))
    await forget(bot, ana)
    assert (await bot.run(ben, bonds.mine)).bonds == ()
    for table in ("bond", "block", "engagement", "met WHERE account_id = 1", "wrong_code"):
        assert look(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_a_wish_and_an_invitation_of_theirs_come_to_nothing(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    code = (await bot.run(yusra, members.invite, "Dele", "he asks before he answers")).code
    await bot.run(standing_in(yusra, marram), chapters.open_here, "tidewater")
    await forget(bot, yusra)
    assert len((await deliver(bot)).of(chapters.SaidYes)) == 0
    assert isinstance(await bot.run(dele, members.door, "tidewater", code), WrongCode)


# Who they were


async def test_all_their_accounts_go_with_them(bot: Guildbot, look: Any, clock: Clock) -> None:
    """From whichever of them it was asked; also who they had been before the accounts were linked."""
    await bot.run(yusra, people.change, name="Yusra of the Open Room", zone_name="", quiet="")
    code = (await bot.run(ana, accounts.make_code)).code
    entered = await bot.run(yusra, accounts.enter, code)
    assert isinstance(entered, accounts.Entered)
    await bot.run(ana, accounts.confirm, entered.link)
    clock.move(days=7)  # whoever came lately does not end those who were there

    await forget(bot, yusra)

    rows = look("SELECT external_id, name, realm, detached_at FROM account")
    assert len({external_id for external_id, *_ in rows}) == len(rows) == 2
    assert all(external_id.startswith("gone:") and (name, realm) == ("", "") and detached for external_id, name, realm, detached in rows)
    assert look("SELECT name, erased_at IS NULL FROM person") == [(None, 0)] * 2 or look("SELECT name FROM person") == [(None,)] * 2


async def test_whoever_comes_back_is_somebody_new(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    before = (await bot.run(ana, people.show)).person.id
    way_back = (await bot.run(ana, accounts.keep_way_back)).code
    await forget(bot, ana)

    page = await bot.run(ana, kudos.mine)
    assert (page.received, page.given, page.thanks) == ((), (), 0)
    assert (await bot.run(ana, people.show)).person.id != before
    assert isinstance(await bot.run(ana, accounts.recover, way_back), WrongCode)
    assert (await bot.run(ana, guilds.mine)).guilds == ()
    await bot.run(ben, kudos.give, [ana.account], "coming back on a Monday")
    assert names([one.giver for one in (await bot.run(ana, kudos.mine)).received]) == ["Ben"]


async def test_nobody_finds_them_by_name_any_more(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    handle = people.handle((await bot.run(ben, people.suggest, "an"))[0])
    await forget(bot, ana)
    assert await bot.run(ben, people.suggest, "") == [one for one in await bot.run(ben, people.suggest, "") if one.name in ("Ben", "Cleo")]
    for name in ("Ana", handle, "a former member"):
        assert await reasons(bot.run(ben, kudos.give, [name], HOLDING)) == (Unknown(name),)


async def test_a_former_member_is_one_in_every_language(bot: Guildbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await forget(bot, ana)
    page = (await bot.run(ben, kudos.mine)).received[0]
    with backwards(tmp_path, monkeypatch, "la") as turned:
        said = plain(page.words(Say("la"))[0])
    assert turned("a former member").lower() in said.lower()
    assert "former" not in said


def test_former_members_are_said_once_in_a_list() -> None:
    gone = [Person(number, "", AccountRef("slack", "", f"gone:{number}")) for number in range(3)]
    sol = Person(7, "Sol", AccountRef("slack", "T1", "sol"))
    assert plain(SAY("{people} thanked you.", people=gone)) == "A former member thanked you."
    assert plain(SAY("Thanks to {people}.", people=(sol, *gone))) == "Thanks to Sol and a former member."
    assert plain(SAY("{who}: thanks", who=gone[0])) == "A former member: thanks"


# The files


async def test_what_a_stopped_process_left_is_scrubbed_by_the_next(bot: Guildbot, home: Home, clock: Clock, look: Any) -> None:
    await bot.run(ana, people.show)
    await bot.scrub()
    await forget(bot, ana)
    assert look("SELECT id FROM person WHERE scrubbed_at IS NOT NULL") == []

    assert await Guildbot(home.ledger, clock).scrub()

    assert look("SELECT name FROM person WHERE scrubbed_at IS NOT NULL") == [(None,)]


async def test_after_going_back_to_a_copy_they_are_forgotten_again(bot: Guildbot, home: Home, clock: Clock, look: Any) -> None:
    """The runbook's way: whoever restores a back-up marks them, and the bot erases them as it starts."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await deliver(bot)
    await home.ledger.write(lambda cursor: cursor.execute("UPDATE person SET erased_at = CURRENT_TIMESTAMP WHERE id = 1"))

    assert await Guildbot(home.ledger, clock).scrub()

    assert look("SELECT name FROM account WHERE person_id = 1") == [("",)]
    assert [name for name, *_ in (await bot.run(ben, guilds.show)).members] == ["Ben", "Cleo"]
    assert rendered((await bot.run(ben, kudos.mine)).received[0]).startswith("A former member to Ben")


async def test_what_reaches_them_at_that_very_moment_goes_too(bot: Guildbot, home: Home, look: Any) -> None:
    """On PostgreSQL two deeds may be under way at once: somebody's thanks may come after the forgetting."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    ((given, receipt),) = look("SELECT kudos_id, account_id FROM receipt")
    await forget(bot, ana)
    await home.ledger.write(lambda cursor: cursor.execute(f"UPDATE kudos SET reason = 'late', withdrawn_at = NULL WHERE id = {given}"))
    await home.ledger.write(lambda cursor: cursor.execute(f"INSERT INTO receipt (kudos_id, account_id) VALUES ({given}, {receipt})"))

    assert await bot.scrub()

    assert look("SELECT count(*) FROM receipt") == [(0,)]
    assert look("SELECT reason FROM kudos") == [(None,)]


def gone_from(town: Town) -> list[int]:
    """Every second one. Whoever waits at a door goes first, before those who leave make it wide enough."""
    return sorted((who for who in range(len(town.people)) if who % 2), key=lambda who: (who % 20 != 19, who))


async def town_half_forgotten(town: Town) -> tuple[set[int], set[int]]:
    """Who was forgotten: their numbers, and the ids of their persons."""
    gone = gone_from(town)
    ids = {(await town.run(who, people.show)).person.id for who in gone}
    for who in gone:
        await town.run(who, forgetting.forget, "forget")
    return set(gone), ids


async def test_half_a_town_is_forgotten(
    bot: Guildbot, home: Home, clock: Clock, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """200 people; 0 hits of what was theirs alone, all of what they gave, and nobody else's row touched."""
    caplog.set_level(logging.DEBUG)
    many = 200 if isinstance(home.address, Path) else 20
    town = await live(bot, clock, many)
    lost_later = [one.words for one in town.said]
    for who in gone_from(town):  # they act once more before the tables are looked at, as asking to be forgotten does
        await town.run(who, people.show)
    before = everything(home.address)
    assert not missing(lost_later, read_by_sql(home)), "every word of the town stands somewhere"

    gone, ids = await town_half_forgotten(town)
    lost, kept = town.lost(gone), town.kept(gone)
    unscrubbed = hits(lost, files(home))
    assert await bot.scrub()
    write_anew(home)

    surprises = list(Oracle(before, ids).surprises(everything(home.address)))
    assert surprises == []
    assert hits(lost, read_by_sql(home)) == 0
    assert not missing(kept, read_by_sql(home))
    in_files = hits(lost, files(home))
    clock.move(days=3)
    told = repr((await deliver(bot)).letters)
    assert hits(lost, told.encode()) == hits(lost, caplog.text.encode()) == 0
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{many} people, {len(gone)} forgotten, {sum(map(len, before.values()))} rows: {len(lost)} texts gone, {len(kept)} kept; "
            f"{unscrubbed} hits in the files before they were scrubbed, {in_files} after"
        )
    assert in_files == 0
    assert unscrubbed > 100, "else this test would be blind"


def hits(words: list[str], where: bytes) -> int:
    return sum(one.encode() in where for one in words)


def missing(words: list[str], where: bytes) -> list[str]:
    return [one for one in words if one.encode() not in where]


def contents(folder: Path, beginning: str = "") -> bytes:
    return b"".join(one.read_bytes() for one in folder.glob(f"{beginning}*") if one.is_file())


def files(home: Home) -> bytes:
    """The database's own files; of SQLite with journal and index."""
    if isinstance(home.address, Path):
        return contents(home.address.parent, home.address.name)
    with contextlib.closing(superuser(home.address)) as connection:
        connection.execute("CHECKPOINT")
        folder = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ((there, oid),) = connection.execute(folder).fetchall()
    return contents(Path(there) / "base" / str(oid))


def write_anew(home: Home) -> None:
    """What is the operator's to do on PostgreSQL: until then the bytes stay in the pages, though no statement finds them."""
    if isinstance(home.address, str):
        with contextlib.closing(superuser(home.address)) as connection:
            connection.execute("VACUUM FULL")


def superuser(address: str) -> psycopg.Connection[Any]:
    return psycopg.connect(address.replace("+psycopg", "", 1), autocommit=True)


def read_by_sql(home: Home) -> bytes:
    """Every text column of every table."""
    said = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            if is_text(column.type):
                rows = home.look(f'SELECT CAST("{column.name}" AS TEXT) FROM "{table.name}" WHERE "{column.name}" IS NOT NULL')
                said += [value for (value,) in rows]
    return "\n".join(said).encode()


async def test_without_its_protections_a_file_keeps_the_words(bot: Guildbot, home: Home, clock: Clock, tmp_path: Path) -> None:
    """The control: the same deed on a connection that does not overwrite, or that overwrites and is never scrubbed."""
    if not isinstance(home.address, Path):
        pytest.skip("a file's protections")
    town = await live(bot, clock, 20)
    gone, ids = set(gone_from(town)), {(await town.run(who, people.show)).person.id for who in gone_from(town)}
    lost = town.lost(gone)
    found = {}
    for protected in (False, True):
        copy = tmp_path / f"copy-{protected}.db"
        with contextlib.closing(ledgers.connect(home.address)) as there, contextlib.closing(ledgers.connect(copy)) as here:
            there.backup(here)
            here.execute(f"PRAGMA secure_delete={'ON' if protected else 'OFF'}")
            work = Work(here.cursor(), SqliteLedger.dialect, clock(), secrets.token_hex)
            here.execute("BEGIN")
            for id in ids:
                erase(work, id)
            here.execute("COMMIT")
            found[protected, "committed"] = hits(lost, contents(tmp_path, copy.name))
            here.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            found[protected, "checkpointed"] = hits(lost, contents(tmp_path, copy.name))
    assert found[False, "checkpointed"] > len(lost) / 2
    assert found[True, "committed"] > len(lost) / 2
    assert found[True, "checkpointed"] < found[False, "checkpointed"] / 5


WORDS = {  # somebody's words, names and ids: erased or signed otherwise, and (nearly) all of them said in the town
    "person": "name zone about recovery", "account": "realm external_id name locale zone", "engagement": "label brings hopes",
    "link": "code", "ask": "what because", "offer": "words", "help": "what changed", "invitation": "name because code",
    "kudos": "reason value message link key fingerprint", "membership": "goodbye", "vouch": "because", "response": "words",
    "log_entry": "subject", "notice": "posted", "first_line": "words", "introduction": "because",
}  # fmt: skip
OF_A_GUILD_OR_A_PLACE = {  # nobody's own, or nobody's words: states, keys made of numbers, ids of places
    "space": "platform external_id name", "account": "platform", "room": "channel name", "guild": "slug name emoji zone",
    "chapter": "channel zone locale", "charter": "purpose norms value_words", "ask": "channel", "kudos": "channel",
    "notice": "kind key token channel under why", "seen": "key", "log_entry": "act", "schedule": "what zone", "occurrence": "note",
    "digest": "week tells people", "shown": "week", "round": "prompt theme", "first_line": "week", "left_out": "week kind",
    "own_prompt": "words", "reply": "words",
}  # fmt: skip


def test_every_column_with_words_was_thought_of() -> None:
    """A new one has to find its place here, in `forgetting.erasing`, in the oracle, and in the town."""
    known = {f"{table}.{name}" for listed in (WORDS, OF_A_GUILD_OR_A_PLACE) for table, names in listed.items() for name in names.split()}
    there = {str(column) for table in metadata.sorted_tables for column in table.columns if is_text(column.type)}
    assert there == known


def is_text(kind: Any) -> bool:
    return isinstance(kind, (String, JSON)) and not isinstance(kind, Enum)
