"""What the courier says of questions, looked up when it goes."""

from __future__ import annotations

from guildbot import people
from guildbot.kudos import Unposted
from guildbot.reflections import statements as sql
from guildbot.reflections.answering import card
from guildbot.reflections.asking import prompt_of
from guildbot.reflections.outcomes import AskedAgain, Question, Reminder, Reply
from guildbot.who import Room
from guildbot.work import Work


def question_to_send(work: Work, notice_id: int, round_id: int) -> Question | None:
    _, _, _, closes_at = work.one(sql.ROUND, id=round_id)
    return card(work, round_id) if closes_at > work.now else None


def reminder(work: Work, notice_id: int, round_id: int) -> Reminder | None:
    """None for whoever has written meanwhile, or wants none any more."""
    question = question_to_send(work, notice_id, round_id)
    return Reminder(question) if question and work.first(sql.STILL_TO_WRITE, notice=notice_id) else None


def asked_again(work: Work, notice_id: int, response_id: int) -> AskedAgain | None:
    """None once it was signed or deleted, or the digest has gone."""
    found = work.first(sql.ASKED_AGAIN, id=response_id)
    return AskedAgain(response_id, prompt_of(work, found[0])) if found else None


def reply_to_send(work: Work, notice_id: int, id: int) -> Reply | None:
    """None once it was taken back, or its author was forgotten before it went."""
    said = reply_again(work, notice_id, id)
    return said if said and not said.person.former else None


def reply_again(work: Work, notice_id: int, id: int) -> Reply | None:
    """As it stands in the channels, signed with the name its author has now."""
    found = work.first(sql.REPLY_OF, id=id)
    if found is None:
        return None
    account_id, key, words = found
    return Reply(id, prompt_of(work, key), people.by_account(work, account_id)[0].said(), words)


def reply_stands(work: Work, id: int) -> None:
    """It was delivered; if it was taken back just before, it goes again."""
    if work.first(sql.REPLY_OF, id=id) is None:
        unpost_reply(work, id)


def unpost_reply(work: Work, id: int) -> None:
    for notice_id, space_id, channel in work.all(sql.REPLY_POSTS, id=id):
        if space_id is not None and channel is not None:
            work.tell("unreply", notice_id, room=(space_id, channel), key=f"unreply:{notice_id}")


def sign_again(work: Work, id: int, why: str) -> None:
    """Its author is called otherwise now: what stands in the channels says so. Once for each reason."""
    for _, space_id, channel in work.all(sql.REPLY_POSTS, id=id):
        if space_id is not None and channel is not None:
            work.tell("reply-update", id, room=(space_id, channel), key=f"reply-update:{id}:{why}:{space_id}:{channel}")


def unreplied(work: Work, notice_id: int, posted_notice: int) -> Unposted | None:
    found = work.first(sql.REPLY_POSTED, id=posted_notice)
    platform, space_id, space_name, channel, where = found or ("", "", "", "", None)
    if where is None:
        return None
    return Unposted(Room(platform, space_id, space_name, channel or ""), where.split("/", 1)[1])
