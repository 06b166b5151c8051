"""What an erasure may change, row by row: an oracle written from rule P5, which knows nothing of the statements that do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from guildbot.db.tables import metadata
from guildbot.kinds import (
    AskState,
    CandidacyState,
    ChapterState,
    HelpState,
    LinkState,
    MemberState,
    OfferState,
    Sharing,
    Visibility,
    VouchState,
)
from guildbot.who import GONE

Row = dict[str, Any]
Rows = Mapping[str, Mapping[tuple[Any, ...], Row]]  # table, primary key, row
GROWS = {"notice", "membership", "log_entry"}  # others are told; with fewer members a candidate may come in


def everything(address: Path | str) -> Rows:
    engine = create_engine(f"sqlite:///{address}" if isinstance(address, Path) else address)
    with engine.connect() as connection:
        found = {
            table.name: {
                tuple(row[key.name] for key in table.primary_key.columns): dict(row)
                for row in connection.execute(table.select()).mappings()
            }
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


class Oracle:
    """`gone`: the ids of the people who were forgotten."""

    def __init__(self, before: Rows, gone: set[int]) -> None:
        self.before, self.gone = before, gone
        self.mine = {row["id"] for row in before["account"].values() if row["person_id"] in gone}
        living = {row["person_id"] for row in before["account"].values()}
        self.before_them = {
            row["from_person"]
            for row in before["link"].values()
            if row["state"] is LinkState.MADE and {row["account_id"], row["entered_by"]} & self.mine and row["from_person"] not in living
        }

    def surprises(self, after: Rows) -> Iterator[str]:
        """Every row that is not as the rule says."""
        for table, rows in self.before.items():
            for key, row in rows.items():
                found = after[table].get(key)
                if table == "notice" and found and found["token"] != row["token"]:
                    found = None  # SQLite gives the number of a row that is gone out again
                if not any(_equal(found, wanted) for wanted in self._may_be(table, row, after)):
                    yield f"{table} {key}: {dict(row)} became {dict(found) if found else None}"
            if (new := set(after[table]) - set(rows)) and table not in GROWS:
                yield f"{table}: new rows {sorted(new)}"

    def _may_be(self, table: str, row: Row, after: Rows) -> list[Row | None]:
        """What may have become of a row; None when it has to be gone."""
        said: Callable[[Row], Any] = getattr(self, f"_{table}", lambda row: row)
        if table in ("candidacy", "vouch"):
            return [said(row), *self._admitted_meanwhile(table, row, after)]
        wanted = said(row)
        return wanted if isinstance(wanted, list) else [wanted]

    def _person(self, row: Row) -> Row:
        if row["id"] not in self.gone | self.before_them:
            return row
        return row | {
            "name": None, "zone": None, "quiet_from": None, "quiet_until": None, "thanks": None, "questions": False, "about": [],
            "reminder": False, "waits_at": None, "waited_on": None, "introductions": False, "named": False, "recovery": None,
            "erased_at": SOME, "scrubbed_at": SOME,
        }  # fmt: skip

    def _account(self, row: Row) -> Row:
        if row["id"] not in self.mine:
            return row
        return row | {
            "external_id": TOMBSTONE, "realm": "", "name": "", "locale": None, "zone": None, "space_id": None, "acted_at": None,
            "unreachable_at": None, "looked_up_at": SOME, "detached_at": SOME,
        }  # fmt: skip

    def _gone_with_its_account(self, row: Row) -> Row | None:
        return None if row["account_id"] in self.mine else row

    _met = _wrong_code = _engagement = _receipt = _gone_with_its_account

    def _response(self, row: Row) -> Row | None:
        asked = self.before["round"][(row["round_id"],)]
        echoed = any(
            week["guild_id"] == asked["guild_id"] and week["gathered_at"] and week["since"] <= asked["closes_at"] < week["until"]
            for week in self.before["digest"].values()
        )
        stays = row["account_id"] not in self.mine or (row["sharing"] is Sharing.SIGNED and echoed)
        return row if stays else None

    def _reply(self, row: Row) -> Row:
        return row | {"words": ""} if row["account_id"] in self.mine and row["withdrawn_at"] else row

    def _own_prompt(self, row: Row) -> Row:
        asked = any(one["prompt"] == f"own-{row['id']}" for one in self.before["round"].values())
        return row | {"words": ""} if row["account_id"] in self.mine and row["retired_at"] and not asked else row

    def _block(self, row: Row) -> Row | None:
        return None if {row["account_id"], row["blocked_id"]} & self.mine else row

    def _bond(self, row: Row) -> Row | None:
        return None if {row["asked_by"], row["asked"]} & self.mine else row

    def _shown(self, row: Row) -> Row | None:
        return None if row["person_id"] in self.gone else row

    def _link(self, row: Row) -> Row:
        if not {row["account_id"], row["entered_by"]} & self.mine:
            return row
        state = LinkState.VOID if row["state"] in (LinkState.OPEN, LinkState.ASKED) else row["state"]
        return row | {"code": None, "thanks": None, "state": state}

    def _kudos(self, row: Row) -> Row:
        receipts = [one for one in self.before["receipt"].values() if one["kudos_id"] == row["id"]]
        left = [one for one in receipts if one["account_id"] not in self.mine]
        kept_back = any(self._kept_to_oneself(one) for one in receipts if one not in left)
        privately, giver_gone = row["privately"] or kept_back, row["giver_id"] in self.mine
        wordless = row | {
            "reason": None, "value": None, "space_id": None, "channel": None, "message": None, "link": None, "key": None,
            "fingerprint": None, "privately": privately, "withdrawn_at": row["withdrawn_at"] or SOME,
        }  # fmt: skip
        if giver_gone and (row["withdrawn_at"] or all(one["hidden_at"] for one in left)):
            return wordless
        touched = len(left) < len(receipts)
        if touched and not left and (privately or row["guild_id"] is None or row["reason"] is None or row["withdrawn_at"]):
            return wordless
        off = {"message": None, "link": None, "key": None} if touched and not left else {"key": None} if giver_gone else {}
        return row | off | {"privately": privately}

    def _kept_to_oneself(self, receipt: Row) -> bool:
        person = self.before["person"][(self.before["account"][(receipt["account_id"],)]["person_id"],)]
        return bool(receipt["hidden_at"]) or (receipt["shown"] or person["thanks"] or Visibility.ME) is Visibility.ME

    def _ask(self, row: Row) -> Row:
        if row["asker_id"] not in self.mine:
            return row
        ended = {"state": AskState.WITHDRAWN, "ended_at": SOME} if row["state"] is AskState.OPEN else {}
        return row | {"what": "", "because": ""} | ended

    def _offer(self, row: Row) -> list[Row]:
        mine, ask = row["account_id"] in self.mine, self.before["ask"][(row["ask_id"],)]
        helped = any(
            one["ask_id"] == row["ask_id"] and one["helper_id"] == row["account_id"] and one["state"] is HelpState.CONFIRMED
            for one in self.before["help"].values()
        )
        wordless = row | {"words": ""} if mine else row
        ends: list[Row] = []
        if mine and (row["state"] is OfferState.OPEN or (row["state"] is OfferState.TAKEN and not helped)):
            ends.append(wordless | {"state": OfferState.WITHDRAWN, "ended_at": SOME})
        if ask["asker_id"] in self.mine and ask["state"] is AskState.OPEN and row["state"] is OfferState.OPEN:
            ends.append(wordless | {"state": OfferState.THANKED, "ended_at": SOME})
        return ends or [wordless]

    def _help(self, row: Row) -> Row:
        helper, receiver = row["helper_id"] in self.mine, row["receiver_id"] in self.mine
        if row["state"] is HelpState.CONFIRMED:
            return row | {"what": "", "changed": None} if helper and receiver else row
        ended = {"state": HelpState.DROPPED, "settled_at": SOME} if row["state"] is HelpState.NOTED and (helper or receiver) else {}
        return row | ended | ({"what": "", "changed": None} if receiver or (helper and row["ask_id"] is None) else {})

    def _membership(self, row: Row) -> Row:
        if row["person_id"] not in self.gone or row["ended_at"]:
            return row
        return row | {"state": MemberState.LEFT, "ended_at": SOME, "rest_until": None}

    def _candidacy(self, row: Row) -> Row:
        if row["account_id"] not in self.mine or row["state"] is not CandidacyState.OPEN:
            return row
        return row | {"state": CandidacyState.WITHDRAWN, "ended_at": SOME}

    def _vouch(self, row: Row) -> Row:
        if self.before["candidacy"][(row["candidacy_id"],)]["account_id"] not in self.mine or row["state"] is VouchState.COUNTED:
            return row
        return row | {"because": ""} | ({"state": VouchState.WITHDRAWN, "ended_at": SOME} if row["state"] is VouchState.OPEN else {})

    def _admitted_meanwhile(self, table: str, row: Row, after: Rows) -> list[Row]:
        id = row["id"] if table == "candidacy" else row["candidacy_id"]
        one = after["candidacy"][(id,)]
        if row["state"].value != "open" or one["state"] is not CandidacyState.ADMITTED or one["account_id"] in self.mine:
            return []
        if table == "candidacy":
            return [row | {"state": CandidacyState.ADMITTED, "ended_at": SOME}]
        return [row | {"state": state, "ended_at": SOME} for state in (VouchState.COUNTED, VouchState.LAPSED)]

    def _invitation(self, row: Row) -> Row:
        by, used = row["invited_by"] in self.mine, row["used_by"] in self.mine
        words = ({"name": "", "because": ""} if by else {}) | ({"name": ""} if used else {})
        return row | words | ({"code": SOME, "ends_at": SOME} if by and row["used_by"] is None else {})

    def _log_entry(self, row: Row) -> Row:
        invited = row["act"] == "invited" and any(
            one["used_by"] in self.mine and (one["guild_id"], one["invited_by"], one["made_at"], one["name"])
            == (row["guild_id"], row["account_id"], row["at"], row["subject"])
            for one in self.before["invitation"].values()
        )  # fmt: skip
        vouched = row["act"] == "vouched" and any(
            one["account_id"] in self.mine and (one["guild_id"], one["ended_at"]) == (row["guild_id"], row["at"])
            for one in self.before["candidacy"].values()
        )
        return row | {"subject": ""} if invited or vouched else row

    def _chapter(self, row: Row) -> Row:
        if row["asked_by"] not in self.mine or row["agreed_by"] is not None or row["state"] is not ChapterState.OPENING:
            return row
        return row | {"state": ChapterState.CLOSED, "closed_at": SOME}

    def _notice(self, row: Row) -> Row | None:
        if row["account_id"] in self.mine:
            return None
        about_bonds = row["kind"] in ("bond", "bond-made") and self._bond(self.before["bond"][(row["subject"],)]) is None
        return None if about_bonds else row


class _Some:
    """Anything but nothing."""

    def __eq__(self, other: object) -> bool:
        return other is not None

    def __repr__(self) -> str:
        return "something"


class _Tombstone(_Some):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.startswith(GONE) and len(other) > len(GONE) + 12


SOME, TOMBSTONE = _Some(), _Tombstone()


def _equal(found: Row | None, wanted: Row | None) -> bool:
    if found is None or wanted is None:
        return found is None and wanted is None
    return all(wanted[name] == value for name, value in found.items())
