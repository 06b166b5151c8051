"""Two weeks of Tidewater: a guild over three places, help and what it changed, a question, two digests,
an account that is switched off and its person who comes back, a workspace that leaves."""

from __future__ import annotations

import re

from adapters.demo.stage import Stage
from guildbot import labels
from guildbot.kinds import Visibility

UNDER, IN_DIGEST = labels.VISIBILITY[Visibility.MESSAGE], labels.VISIBILITY[Visibility.DIGEST]


async def tell(stage: Stage) -> None:
    stage.screen.title("guildbot: two weeks of one guild in three places")
    for part in (thanks, beginning, freelancer, third_place, help_asked, question, across, first_digest, echo, leaving, farewell):
        await part(stage)
    stage.screen.title("That was two weeks. `guildbot demo --stay` lets you type as anybody in it.")


async def thanks(stage: Stage) -> None:
    stage.screen.moment(stage.now)
    stage.screen.tells("Thanks work from the first minute, guild or no guild.")
    await stage.types(
        stage.hanne, stage.craft, "/kudos @sol for ringing instead of typing; I had three angry drafts and needed none of them"
    )
    await stage.arrives(stage.sol, "ringing instead of typing")


async def beginning(stage: Stage) -> None:
    await stage.until(0, 11)
    stage.screen.tells("A guild begins with one sentence and three people.")
    await stage.types(stage.hanne, stage.craft, "/guild start Tidewater")
    await stage.submits(
        stage.hanne,
        {labels.PURPOSE: "We borrow each other's eyes for work that has to be read by tired people.", labels.ZONE: "Europe/London"},
    )
    card = await stage.arrives(stage.sol, "borrow each other's eyes", stage.craft)
    for person, who in ((stage.sol, UNDER), (stage.priya, IN_DIGEST)):
        await stage.clicks(person, labels.JOIN, card)
        await stage.submits(person, {labels.WHO_SEES_THANKS: who}, show=person is stage.sol)
    await stage.arrives(stage.hanne, "is founded")


async def freelancer(stage: Stage) -> None:
    await stage.until(0, 14)
    stage.screen.tells("Yusra works for herself and has nothing but a Discord account. She is as full a member as anybody.")
    answer = await stage.types(
        stage.priya, stage.craft, "/guild invite Yusra because she once told me, kindly, that my survey was for me and not for them"
    )
    code = re.search(r"join tidewater ([\w-]+)", answer.text if answer else "")
    await stage.types(stage.yusra, stage.lobby, f"/guild join guild:tidewater code:{code[1] if code else ''}")
    await stage.clicks(stage.yusra, labels.I_AGREE)
    await stage.submits(stage.yusra, {labels.WHO_SEES_THANKS: UNDER})
    stage.screen.tells(
        "She would like it to live in her server too. That takes a caretaker's yes, and every member is told who reads along."
    )
    await stage.types(stage.yusra, stage.lobby, "/guild open guild:tidewater")
    await stage.arrives(stage.hanne, "The Open Room")
    await stage.clicks(stage.hanne, labels.YES)
    await stage.arrives(stage.yusra, "borrow each other's eyes", stage.lobby)
    await stage.arrives(stage.priya, "Who reads along")


async def third_place(stage: Stage) -> None:
    await stage.until(0, 16)
    await stage.types(stage.tomasz, stage.drafts, "/guild join tidewater")
    await stage.submits(stage.tomasz, {labels.WHO_SEES_THANKS: IN_DIGEST}, show=False)
    await stage.types(stage.tomasz, stage.drafts, "/guild open tidewater")
    await stage.clicks(stage.sol, labels.YES)
    card = await stage.arrives(stage.leigh, "borrow each other's eyes", stage.drafts)
    await stage.clicks(stage.leigh, labels.JOIN, card)
    await stage.submits(stage.leigh, {labels.WHO_SEES_THANKS: IN_DIGEST}, show=False)


async def question(stage: Stage) -> None:
    """The question of the first Tuesday, answered on Wednesday."""
    await stage.until(2, 15)
    stage.screen.tells("On the first Tuesday there was a question. An answer is private at birth; sharing it is a second act.")
    await stage.arrives(stage.yusra, "Passing is always fine", stage.lobby)
    await stage.clicks(stage.yusra, labels.WRITE)
    await stage.submits(stage.yusra, {labels.YOUR_ANSWER: "We ask what people heard before we tell them what we meant."})
    await stage.clicks(stage.yusra, labels.SHARE_SIGNED)
    await stage.types(stage.sol, stage.craft, "/reflect")
    await stage.submits(stage.sol, {labels.YOUR_ANSWER: "We finish each other's forms."}, show=False)
    await stage.clicks(stage.sol, labels.SHARE_SIGNED)


async def help_asked(stage: Stage) -> None:
    await stage.until(1, 11)
    stage.screen.tells("Asking is the heart of it: what, because of what, by when.")
    await stage.types(
        stage.priya, stage.craft, "/ask an opening for a tenants' meeting because half the room has stopped speaking by Friday"
    )
    card = await stage.arrives(stage.sol, "tenants' meeting", stage.craft)
    await stage.clicks(stage.sol, labels.CAN_HELP, card)
    await stage.submits(stage.sol, {labels.YOUR_OFFER: "I have one that begins with everybody drawing their front door."})
    await stage.arrives(stage.priya, "front door")
    await stage.clicks(stage.priya, labels.TAKE)
    await stage.arrives(stage.sol, "takes your offer")
    await stage.until(2, 10)
    await stage.arrives(stage.priya, "Did it help?")
    await stage.clicks(stage.priya, labels.IT_DID)
    await stage.submits(stage.priya, {labels.WHAT_CHANGED: "Nobody argued for the first twenty minutes. That has never happened."})
    await stage.clicks(stage.priya, labels.CLOSE_ASK)
    await stage.arrives(stage.sol, "twenty minutes")


async def across(stage: Stage) -> None:
    stage.screen.picture_begins()
    await stage.until(3, 11)
    stage.screen.tells("Thanks cross from Discord to Slack and back, by name; an emoji is a quick one.")
    await stage.types(
        stage.yusra, stage.lobby, "/kudos give people:Sol reason:You let me be slow at the whiteboard and told the others to wait. #care"
    )
    await stage.arrives(stage.sol, "slow at the whiteboard")
    await stage.types(stage.tomasz, stage.drafts, "/kudos Yusra for reading the consent form aloud to your mother and marking every pause")
    await stage.arrives(stage.yusra, "marking every pause")
    await stage.types(
        stage.sol,
        stage.craft,
        "/ask ten minutes with someone who has run a workshop with sign interpreters because last time I left no pauses by the 21st",
    )
    said = await stage.types(stage.leigh, stage.drafts, "I left two openings in the folder, take whichever fits.")
    if said is not None:
        stage.screen.does(stage.tomasz.name, "puts 💛 on it")
        await stage.tomasz.reacts(said, "💛")
        await stage.arrives(stage.tomasz, "Leigh", stage.drafts)


async def first_digest(stage: Stage) -> None:
    await stage.until(4, 10)
    await stage.arrives(stage.leigh, "emoji")
    stage.screen.tells("Friday, ten o'clock where each channel is. One message a week, in people's own words.")
    await stage.arrives(stage.priya, "What moved", stage.craft)
    stage.screen.tells(
        "The same Friday in Discord. What was asked in a workspace stays there; thanks cross, as far as their receivers wish."
    )
    await stage.arrives(stage.dele, "the week to", stage.lobby)
    stage.screen.picture_ends()


async def echo(stage: Stage) -> None:
    await stage.until(11, 10)
    stage.screen.tells("A week later the question has closed, and what was shared comes back.")
    await stage.arrives(stage.tomasz, "We asked", stage.drafts)


async def leaving(stage: Stage) -> None:
    """An account is switched off; its person comes back on the other platform, and what waited is there."""
    await stage.until(13, 11)
    stage.screen.tells("Sol's contract at Marram Housing ends this week. A way back in was kept before that, and shown to Sol alone.")
    await stage.types(stage.sol, stage.craft, "/profile")
    await stage.clicks(stage.sol, labels.KEEP_A_WAY_BACK)
    page = await stage.sol.form_soon(labels.WAY_BACK_TITLE)
    stage.shows_form(stage.sol, page)
    code = stage.code_on(page)
    await stage.sol.closes()
    stage.screen.tells("Then the account is switched off. The bot says nothing anywhere, and nothing ends.")
    await stage.deactivates(stage.marram, stage.sol)
    await stage.types(stage.yusra, stage.lobby, "/kudos give people:Sol reason:everything, and see you on the other side of that contract")
    await stage.until(14, 12)
    stage.screen.tells("On Monday Sol has a Discord account, and the code.")
    sol = stage.open_room.person("sol", name="Sol")
    await stage.types(sol, stage.lobby, f"/profile recover code:{code}")
    await stage.arrives(sol, "on the other side of that contract")
    await stage.types(sol, stage.lobby, "/kudos mine")


async def farewell(stage: Stage) -> None:
    stage.screen.tells("Marram Housing uninstalls the bot. The organisation owns the job; people own their bonds.")
    await stage.uninstalls(stage.marram)
    await stage.types(stage.yusra, stage.lobby, "/guild show guild:tidewater")
    stage.screen.tells("Tidewater is still there, with everyone in it, and with all that they said to each other.")
