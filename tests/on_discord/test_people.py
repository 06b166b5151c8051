"""One's own profile on Discord, and the page of what waits."""

from __future__ import annotations

from adapters.sandbox.discord import Person
from tests.on_discord.conftest import Town, shown


async def test_a_profile_is_read_and_changed_by_its_owner_alone(town: Town, ada: Person) -> None:
    page = shown(await ada.types(town.square, "/profile show"))
    assert page.ephemeral
    assert page.text.startswith("Name: Ada\n")
    await ada.clicks("Change", page)
    kept = shown(
        await ada.submits(
            {
                "Your name": "Ada L.", "Time zone": "Europe/Berlin", "Quiet hours, like 20:00-08:00": "21:00-07:00",
                "Ask me about: three words, with commas": "sign language, night buses",
            }
        )
    )  # fmt: skip
    assert kept.text.startswith("Kept.\nName: Ada L.\nTime zone: Europe/Berlin\nQuiet hours: 21:00–07:00")
    assert "Ask me about: sign language and night buses" in kept.text


async def test_choices_are_a_form_of_their_own_with_nothing_chosen_beforehand(town: Town, ada: Person) -> None:
    await ada.clicks("Choices", await ada.types(town.square, "/profile show"))
    assert ada.form is not None
    named = ada.form.field("Your name in others' records?")
    assert (named.value, named.hint) == ("0", "May others' records carry your name beside words you wrote to them?")
    assert ada.form.field("Who may see thanks to you?").value == ""
    kept = shown(await ada.submits({"Your name in others' records?": "1", "A question every second Tuesday?": "0"}))
    assert "Questions: no" in kept.text
    assert "Your name in others' records, beside words you wrote to them: yes" in kept.text
    assert "Who may see thanks to you: not said yet, so only you" in kept.text


async def test_a_wrong_zone_and_wrong_hours_are_named_together(town: Town, ada: Person) -> None:
    await ada.clicks("Change", await ada.types(town.square, "/profile show"))
    words = {"Time zone": "Mars/Olympus", "Quiet hours, like 20:00-08:00": "late", "Ask me about: three words, with commas": "a, b, c, d"}
    answer = shown(await ada.submits(words))
    assert "I know no time zone “Mars/Olympus”." in answer.text
    assert "“late” is not a time I can read." in answer.text
    assert "that is 4" in answer.text
    await ada.clicks("Edit", answer)
    assert ada.form is not None
    assert {field.id: field.value for field in ada.form.fields} == {
        "name": "",
        "about": "a, b, c, d",
        "zone": "Mars/Olympus",
        "quiet": "late",
        "waits": "",
    }


async def test_people_are_found_by_what_they_know(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    await ben.clicks("Change", await ben.types(town.square, "/profile show"))
    await ben.submits({"Ask me about: three words, with commas": "sign language"})
    ((name, value),) = await ada.suggestions(town.square, "/kudos give people:sign")
    assert (name, value.partition("~")[0]) == ("Ben (sign language)", "ben")
    page = shown(await ada.types(town.square, "/guild members"))
    assert "Ben, caretaker (ask about sign language)" in page.text


async def test_the_personal_stays_personal_in_a_channel_and_works_in_a_conversation(town: Town, ada: Person, ben: Person) -> None:
    for line in ("/profile show", "/profile waiting", "/kudos mine", "/reflect mine", "/guild show", "/profile help"):
        assert shown(await ada.types(town.square, line)).ephemeral
        assert shown(await ada.types(ada.dm, line)).ephemeral
    assert not any("Name: Ada" in one.text for one in ben.sees(town.square))


async def test_thanks_wait_in_somebodys_hours(town: Town, ada: Person, ben: Person) -> None:
    await ben.clicks("Change", await ben.types(town.square, "/profile show"))
    await ben.submits({"Time zone": "Europe/London", "Quiet hours, like 20:00-08:00": "09:00-17:00"})
    town.clock.move(hours=1)
    answer = shown(await ada.types(town.square, "/kudos give people:@ben reason:the long walk home"))
    assert answer.text == "@Ben will see it when their hours open."
    assert await town.reads(ben) == []
    town.clock.move(hours=6)
    assert len(await town.reads(ben)) == 1


async def test_what_waits_stands_on_one_page(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    assert shown(await ada.types(town.square, "/profile waiting")).text == "Nothing waits for you."
    await town.guild(ada, ben, chi)
    await ben.types(town.square, "/kudos give people:@ada reason:the map you drew for all of us")
    await ada.types(town.square, "/ask new what:a second pair of eyes because:it is late")
    await town.delivers()
    await chi.clicks("I can help")
    await chi.submits({"What can you offer?": "An hour"})
    await chi.types(town.square, "/ask note person:@ada what:the consent form")
    page = shown(await ada.types(town.square, "/profile waiting"))
    assert page.text == (
        "@Ben thanked you:\nthe map you drew for all of us\nWho may see thanks to you? Until you say so it is only you.\n"
        "@Chi answers your ask for a second pair of eyes:\nAn hour\n"
        "@Chi notes having helped you with the consent form. Did it help?"
    )
    await ada.clicks("Only me", page)
    assert "the map you drew" not in shown(await ada.types(town.square, "/profile waiting")).text


async def test_a_closed_door_loses_nothing(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    ben.closed_dms = True
    await ada.types(town.square, "/kudos give people:@ben reason:the long walk home")
    assert all("walk" not in text for text in await town.reads(ben))
    assert "the long walk home" in shown(await ben.types(town.square, "/profile waiting")).text
