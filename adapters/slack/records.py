"""My record on Slack: sections to choose, pages to read, and files of what others may read.

What is for its person's eyes only stands on pages of a form, which no export holds, and in no file: whoever owns the
workspace may be able to read those.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, buttons, header
from adapters.slack.forms import Choice, View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Takes, Turn
from guildbot import labels, records
from guildbot.kinds import Part
from guildbot.records import File, Page, Record

MOST_ON_A_PAGE = 6000  # characters
FILES = "files:write"


async def choose(turn: Turn) -> Reply:
    """`/profile record`, and [My record]"""
    return Opens(form(turn.voice, await turn.look(records.choose)))


async def chosen(turn: Turn) -> Reply:
    parts = _parts([*turn.fields.many("public"), *turn.fields.many("private")])
    with wire.pointing(turn.voice, {}, "public"):
        return _page(turn.voice, await _record(turn, parts), 0)


async def page(turn: Turn) -> Reply:
    """[Back] and [On]. The record is gathered anew each time: it is kept nowhere."""
    return _page(turn.voice, await _record(turn, _parts(turn.parts[1].split(","))), turn.number)


async def ready(turn: Turn) -> Reply:
    """[Files]: first where they go, and who may be able to read them there."""
    record = await _record(turn, _parts(turn.parts[0].split(",")))
    said = records.Ready(tuple(records.TITLES[one.part] for one in record.public.sections), bool(record.private.sections))
    send = turn.voice.button(labels.SEND_THE_FILES, f"record.send:{turn.parts[0]}", style="primary")
    return _shown(turn.voice, said, send, _to_page(turn.voice, labels.PAGE_BACK, 0, record))


async def send(turn: Turn) -> Reply:
    """[Send the files]: made and sent after the acknowledgement."""
    record = await _record(turn, _parts(turn.parts[0].split(",")))
    return Takes(_shown(turn.voice, records.OnTheirWay()), partial(_send, turn, record))


async def _send(turn: Turn, record: Record, client: AsyncWebClient) -> Reply:
    voice, host = turn.voice, turn.settings.host_name or turn.voice.say.text(labels.UNKNOWN_HOST)
    back = _to_page(voice, labels.PAGE_BACK, 0, record)
    made = await asyncio.to_thread(records.files, record.public, voice.say, turn.seal, host)
    try:
        await _upload(client, turn.caller.account.id, made.public, voice.text(record.head(voice.say)))
    except SlackApiError as error:
        why = str(error.response["error"])
        return _shown(voice, records.NotAllowed(host, FILES) if why == "missing_scope" else records.NotTaken(why), back)
    except (SlackClientError, aiohttp.ClientError, TimeoutError):
        return _shown(voice, records.NotTaken(), back)
    return _shown(voice, replace(made, sent=True), back)


async def _upload(client: AsyncWebClient, user: str, files: Sequence[File], comment: str) -> None:
    """Into the person's own direct message with the bot."""
    opened = await client.conversations_open(users=[user])
    uploads = [{"filename": one.name, "title": one.name, "content": one.content} for one in files]
    await client.files_upload_v2(channel=opened["channel"]["id"], file_uploads=uploads, initial_comment=comment)


async def _record(turn: Turn, parts: Sequence[Part]) -> Record:
    return await turn.look(records.gather, parts, turn.voice.say)


def _parts(names: Sequence[str]) -> list[Part]:
    return [part for part in Part if part.value in names]


# how it looks


def form(voice: Voice, said: records.Choosing) -> View:
    def sections(public: bool) -> list[Choice]:
        return [(voice.say.text(title), part.value) for part, title in records.TITLES.items() if part.public is public]

    to_show = sections(public=True)
    blocks = [
        voice.rich(said.words(voice.say)),
        forms.several(voice, "public", labels.SECTIONS_TO_SHOW, to_show, initial=[value for _, value in to_show]),
        forms.several(voice, "private", labels.SECTIONS_FOR_ME, sections(public=False)),
    ]
    return forms.form(voice, "record.choose", labels.MY_RECORD, labels.LOOK, blocks)


def _page(voice: Voice, record: Record, number: int) -> Shows:
    page = records.paged(record, voice.say, number, MOST_ON_A_PAGE)
    blocks: list[Block] = [voice.rich(page.head(voice.say))] if page.first else []
    for section in page.sections:
        blocks += [header(section.title(voice.say)), voice.rich(section.lines(voice.say))]
    if page.last and record.private.sections:
        blocks.append(voice.rich([voice.say(records.ON_THIS_PAGE)]))
    return Shows((*blocks, *buttons(*_ways(voice, page))), voice.fallback(page.words(voice.say)), voice.say.text(labels.MY_RECORD))


def _ways(voice: Voice, page: Page) -> list[Block | None]:
    record, parts = page.record, _named(page.record)
    return [
        voice.button(labels.OTHER_SECTIONS, "record.choose") if page.first else _to_page(voice, labels.PAGE_BACK, page.number - 1, record),
        None if page.last else _to_page(voice, labels.PAGE_ON, page.number + 1, record),
        voice.button(labels.FILES, f"record.files:{parts}") if record.public.sections else None,
    ]


def _to_page(voice: Voice, label: str, number: int, record: Record) -> Block:
    return voice.button(label, f"record.page:{number}:{_named(record)}")


def _named(record: Record) -> str:
    """The sections as a button carries them."""
    return ",".join(one.part.value for one in record.sections)


def _shown(voice: Voice, said: records.Told, *pressed: Block) -> Shows:
    return wire.shown(voice, said.words(voice.say), *pressed, title=voice.say.text(labels.MY_RECORD))


COMMANDS: Mapping[str, Handler] = {"record": choose}
BUTTONS: Mapping[str, Handler] = {"record.choose": choose, "record.page": page, "record.files": ready, "record.send": send}
FORMS: Mapping[str, Handler] = {"record.choose": chosen}
