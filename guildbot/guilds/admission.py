"""How people join: what a caretaker may change, in the log for every member to read."""

from __future__ import annotations

from guildbot.guilds import statements as sql
from guildbot.guilds.looking import tell_rooms
from guildbot.guilds.meaning import is_member, log, may_care, not_a_member, which
from guildbot.guilds.outcomes import AdmissionChanged, CaretakersChange, HowPeopleJoin
from guildbot.kinds import Admission
from guildbot.refusals import Refused
from guildbot.work import Work


def how_people_join(work: Work, name: str) -> HowPeopleJoin:
    """The question a caretaker is asked, as it is answered now."""
    id, slug, called = _cared_for(work, name)
    return HowPeopleJoin(called, slug, work.one(sql.ADMISSION, guild=id)[0])


def change_admission(work: Work, name: str, admission: Admission) -> AdmissionChanged:
    """From now on people join in another way; who waits for a word is looked at again by whoever calls this."""
    id, slug, called = _cared_for(work, name)
    before = work.one(sql.ADMISSION, guild=id)[0]
    if before is admission:
        return AdmissionChanged(called, slug, admission, changed=False)
    work.do(sql.CHANGE_ADMISSION, guild=id, admission=admission)
    log(work, id, f"admission-{admission.value}", called)
    tell_rooms(work, id)
    return AdmissionChanged(called, slug, admission, changed=True)


def _cared_for(work: Work, name: str) -> tuple[int, str, str]:
    id, slug, called = which(work, name)
    if not is_member(work, id):
        raise not_a_member(called, slug)
    if not may_care(work, id):
        raise Refused(CaretakersChange(called))
    return id, slug, called
