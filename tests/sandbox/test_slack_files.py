"""Files on Slack: asked for, uploaded, shared, and read by those who are there."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from adapters.sandbox.slack import SlackSandbox, Workspace
from tests.sandbox.conftest import client_of, refused


async def test_a_file_is_read_by_the_one_it_was_sent_to(slack: SlackSandbox, acme: Workspace) -> None:
    client, ana = client_of(slack, acme), acme.people["ana"]
    opened = await client.conversations_open(users=ana.id)
    sent = await client.files_upload_v2(
        channel=opened["channel"]["id"], filename="record.json", title="My record", content="{}", initial_comment="Yours, Ana"
    )
    (shown,) = ana.dms
    assert (shown.text, shown.files, shown.author) == ("Yours, Ana", (("record.json", b"{}"),), "guildbot")
    assert acme.people["ben"].sees() == []
    facts = (await client.files_info(file=sent["files"][0]["id"]))["file"]
    assert (facts["name"], facts["title"], facts["size"]) == ("record.json", "My record", 2)


async def test_files_reach_everybody_in_a_channel(slack: SlackSandbox, acme: Workspace) -> None:
    client, care = client_of(slack, acme), acme.channels["care"]
    files = [{"filename": name, "content": name.upper()} for name in ("a.txt", "b.txt")]
    await client.files_upload_v2(channel=care.id, file_uploads=files, initial_comment="Both")
    for handle in ("ana", "ben"):
        assert [one.files for one in acme.people[handle].sees(care)] == [(("a.txt", b"A.TXT"), ("b.txt", b"B.TXT"))]


async def test_without_the_scope_no_file_leaves(slack: SlackSandbox) -> None:
    bare = slack.workspace("bare", scopes=["chat:write", "im:write", "users:read"])
    ana = bare.person("ana")
    with pytest.raises(SlackApiError) as caught:
        await client_of(slack, bare).files_upload_v2(channel=ana.dm.id, filename="a.txt", content="a")
    said = caught.value.response
    assert (said["error"], said["needed"], said["provided"]) == ("missing_scope", "files:write", "chat:write,im:write,users:read")
    assert ana.dms == []


async def test_a_file_goes_only_where_the_bot_may_write(slack: SlackSandbox, acme: Workspace) -> None:
    client, ana, care = client_of(slack, acme), acme.people["ana"], acme.channels["care"]

    async def uploaded() -> list[dict[str, str | None]]:
        asked = await client.files_getUploadURLExternal(filename="a.txt", length=1)
        async with aiohttp.ClientSession() as http, http.post(asked["upload_url"], data=b"a") as answer:
            assert answer.status == 200
        return [{"id": asked["file_id"]}]

    files = await uploaded()
    assert await refused(client.files_completeUploadExternal(files=files, channel_id=ana.id)) == "invalid_arguments"
    slack.complaints.clear()
    elsewhere = acme.channel("elsewhere", bot=False)
    assert await refused(client.files_completeUploadExternal(files=files, channel_id=elsewhere.id)) == "not_in_channel"
    await care.archives(ana)
    assert await refused(client.files_completeUploadExternal(files=files, channel_id=care.id)) == "is_archived"
    waiting = await client.files_getUploadURLExternal(filename="b.txt", length=1)
    never: list[dict[str, str | None]] = [{"id": waiting["file_id"]}]
    assert await refused(client.files_completeUploadExternal(files=never, channel_id=ana.dm.id)) == "file_not_found"
    await acme.deactivates(ana)
    assert await refused(client.files_completeUploadExternal(files=files, channel_id=ana.dm.id)) == "is_archived"
    await acme.reactivates(ana)
    await client.files_completeUploadExternal(files=files, channel_id=ana.dm.id)
    assert [one.files for one in ana.dms] == [(("a.txt", b"a"),)]
