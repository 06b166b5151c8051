"""A person at the keyboard: types, clicks, picks, submits, reacts, deletes, and sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import view
from ..view import CannotType
from . import forms, typed
from .commands import MESSAGE, USER
from .components import BUTTON, LINK, SELECTS, walk
from .drafts import Files
from .interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from .messages import Attachment, Post
from .reading import message_view, post_text
from .record import Json
from .servers import Account, Channel

if TYPE_CHECKING:
    from .servers import Server
    from .world import World

Value = str | Account | Sequence[str | Account]


class Person(Account):
    """`form` is what stands open on the screen. Set `closed_dms` or `locale` at any time."""

    def __init__(self, world: World, id: str, handle: str, name: str, *, bot: bool, closed_dms: bool, locale: str) -> None:
        super().__init__(id, handle, name, bot)
        self.closed_dms = closed_dms
        self.locale = locale
        self.servers: list[Server] = []
        self.direct: Channel | None = None
        self.form: view.Form | None = None
        self.home: view.Message | None = None  # Discord has no App Home
        self._asked_by: Interaction | None = None  # who opened the form
        self._world = world
        self._dismissed: set[str] = set()

    @property
    def dm(self) -> Channel:
        """The direct conversation with the bot."""
        return self._world.direct(self)

    @property
    def dms(self) -> list[view.Message]:
        return self.sees(self.dm)

    # ------------------------------------------------------------------ doing

    async def types(
        self, channel: Channel | str, text: str, *, reply_to: view.Message | None = None, files: Files | None = None, **options: Any
    ) -> view.Message | None:
        """A command when it begins with "/", else a message. `options`: command options as values; `files`: {0: (name, bytes)}."""
        place = self._enters(channel)
        if text.startswith("/"):
            data = typed.command_data(self._world, self, place, text, options)
            return await self._uses(place, data)
        if options:
            raise CannotType(f"a message has no options {sorted(options)}")
        return self._posts(place, typed.with_mentions(self._world, place, text), reply_to, files or {})

    async def suggestions(self, channel: Channel | str, text: str) -> list[tuple[str, str]]:
        """(name, value) of what the bot offers for the option typed last; TimeoutError when it offers nothing in time."""
        place = self._enters(channel)
        interaction = Interaction(self._world, self, place, AUTOCOMPLETE, typed.suggestion_data(self._world, self, place, text))
        await interaction.answer()
        if interaction.answered is None:
            raise TimeoutError("Loading options failed")
        return [(choice["name"], str(choice["value"])) for choice in interaction.suggestions]

    async def clicks(self, label: str, message: view.Message | None = None) -> view.Message | None:
        """The button of that label or custom_id, on `message` or on the newest one that has it."""
        post, button = self._finds(label, message, {BUTTON})
        if button.get("disabled"):
            raise CannotType(f"the button {label!r} is disabled")
        if button.get("style") == LINK:
            return None
        return await self._touches(post, {"custom_id": button["custom_id"], "component_type": BUTTON, "id": button["id"]})

    async def picks(self, name: str, values: Value, message: view.Message | None = None) -> view.Message | None:
        """From the select menu with that placeholder or custom_id."""
        post, menu = self._finds(name, message, SELECTS)
        if menu.get("disabled"):
            raise CannotType(f"the menu {name!r} is disabled")
        resolved = typed.Resolved(self._world, post.channel)
        chosen = forms.menu_values(menu, values, resolved)
        if len(chosen) < menu.get("min_values", 1):
            raise CannotType(f"the menu {name!r} needs a choice")
        data: Json = {"custom_id": menu["custom_id"], "component_type": menu["type"], "id": menu["id"], "values": chosen}
        if resolved.found:
            data["resolved"] = resolved.found
        return await self._touches(post, data)

    async def submits(self, values: Mapping[str, Any] | None = None) -> view.Message | None:
        """Fills the open form by label or custom_id and sends it."""
        form, asked_by = self.form, self._asked_by
        if form is None or asked_by is None:
            raise CannotType(f"{self.name} has no form open")
        data = forms.filled(self._world, asked_by.channel, form, values or {})
        interaction = Interaction(self._world, self, asked_by.channel, MODAL, data, asked_by.source, triggered_by=asked_by.metadata())
        shown = await interaction.answer()
        if interaction.answered is None:
            form.errors = {form.id: "Something went wrong. Try again."}
            return self._told(asked_by.channel, "Something went wrong. Try again.")
        if self.form is form:
            self.form = None
        return self._viewed(shown)

    async def closes(self) -> None:
        """Cancels the form; Discord tells the bot nothing."""
        self.form = None

    async def shortcut(
        self,
        name: str,
        message: view.Message | None = None,
        *,
        target: Person | view.Message | None = None,
        channel: Channel | str | None = None,
    ) -> view.Message | None:
        """A context menu by its name, on a message or on a person."""
        target = target or message
        if target is None:
            raise CannotType("a context menu needs a message or a person")
        if isinstance(target, Account):
            place = self._enters(channel) if channel is not None else self._meets(target)
            return await self._uses(place, self._menu_data(name, place, USER, target))
        post = self._post(target)
        return await self._uses(post.channel, self._menu_data(name, post.channel, MESSAGE, post))

    async def reacts(self, message: view.Message, emoji: str) -> None:
        post = self._post(message)
        if post.ephemeral:
            raise CannotType("an ephemeral message takes no reactions")
        self._world.react(post, self, _emoji_key(emoji))

    async def unreacts(self, message: view.Message, emoji: str) -> None:
        self._world.unreact(self._post(message), self, _emoji_key(emoji))

    async def deletes(self, message: view.Message) -> None:
        """Somebody else's only as an admin; an ephemeral one is dismissed, of which the bot hears nothing."""
        post = self._post(message)
        if post.ephemeral:
            self._dismissed.add(post.id)
            return
        server = post.channel.server
        if post.author is not self and not (server is not None and server.members[self.id].admin):
            raise CannotType(f"{self.name} cannot delete a message of {post.author.name}")
        self._world.remove(post)

    async def edits(self, message: view.Message, text: str) -> view.Message:
        post = self._post(message)
        if post.author is not self:
            raise CannotType(f"{self.name} cannot edit a message of {post.author.name}")
        post.content = typed.with_mentions(self._world, post.channel, text)
        self._world.revise(post, None)
        return message_view(post, self._world)

    async def opens_home(self) -> view.Message | None:
        """Discord has no App Home."""
        return None

    def opens(self, interaction: Interaction, data: Json) -> None:
        """The bot answered with a modal."""
        self.form = forms.drawn(self._world, data)
        self._asked_by = interaction
        self._world.changes.told()

    # ------------------------------------------------------------------ seeing

    def sees(self, channel: Channel | str | None = None) -> list[view.Message]:
        place = None if channel is None else self._enters(channel)
        return [message_view(post, self._world) for post in sorted(self._visible(place), key=lambda post: post.number)]

    async def sees_soon(self, text: str, channel: Channel | str | None = None, within: float = 10.0) -> view.Message:
        """The newest visible message that contains `text`, as soon as there is one."""
        place = None if channel is None else self._enters(channel)
        found: list[Post] = [post for post in self._visible(place) if text in post_text(post, self._world)]
        seen = len(self._world.changed)

        def appeared() -> bool:
            nonlocal seen
            changed, seen = self._world.changed[seen:], len(self._world.changed)
            found.extend(post for post in changed if self._shows(post, place) and text in post_text(post, self._world))
            return bool(found)

        if not await self._world.changes.until(appeared, within):
            screen = "\n".join(f"  [{one.author}] {one.text}" for one in self.sees(place)) or "  nothing"
            raise AssertionError(f"{self.name} did not see {text!r} within {within} s. On the screen:\n{screen}")
        return message_view(max(found, key=lambda post: post.number), self._world)

    def _visible(self, place: Channel | None) -> Iterator[Post]:
        places = [place] if place is not None else self._places()
        return (post for one in places for post in one.posts.values() if self._shows(post, place))

    def _places(self) -> list[Channel]:
        every = [channel for server in self.servers for channel in (*server.channels.values(), *server.threads)]
        return every + ([self.direct] if self.direct is not None else [])

    def _shows(self, post: Post, place: Channel | None) -> bool:
        if post.deleted or (place is not None and post.channel is not place) or post.id in self._dismissed:
            return False
        return post.only_for is self if post.ephemeral else post.channel.shows_to(self)

    # ------------------------------------------------------------------ how it is done

    def _enters(self, channel: Channel | str) -> Channel:
        found = channel if isinstance(channel, Channel) else self._named(channel)
        if not found.shows_to(self):
            raise CannotType(f"{self.name} is not in #{found.name}")
        return found

    def _named(self, name: str) -> Channel:
        for channel in self._places():
            if name.removeprefix("#") in (channel.name, channel.id):
                return channel
        raise CannotType(f"{self.name} sees no channel {name!r}")

    def _meets(self, other: Account) -> Channel:
        """Where both are; their menu opens there."""
        for channel in self._places():
            if channel.shows_to(self) and channel.shows_to(other):
                return channel
        raise CannotType(f"{self.name} and {other.name} share no channel")

    def _post(self, message: view.Message) -> Post:
        post = self._world.posts.get(message.id)
        if post is None or not self._shows(post, None):
            raise CannotType(f"{self.name} does not see that message (any more)")
        return post

    def _posts(self, place: Channel, text: str, reply_to: view.Message | None, files: Files) -> view.Message:
        if not text.strip() and not files:
            raise CannotType("an empty message cannot be sent")
        if len(text) > 2000:
            raise CannotType(f"a message takes 2000 characters, not {len(text)}")
        world = self._world
        post = Post(world.new_id(), place, self, world.clock(), text)
        post.attachments = [Attachment(world.new_id(), name, content, "application/octet-stream") for name, content in files.values()]
        if reply_to is not None:
            post.reference, post.kind = self._post(reply_to), 19
        world.publish(post, None)
        return message_view(post, world)

    async def _uses(self, place: Channel, data: Json) -> view.Message | None:
        interaction = Interaction(self._world, self, place, COMMAND, data)
        shown = await interaction.answer()
        if interaction.answered is None:
            return self._told(place, "The application did not respond")
        return self._viewed(shown)

    async def _touches(self, post: Post, data: Json) -> view.Message | None:
        interaction = Interaction(self._world, self, post.channel, COMPONENT, data, post)
        shown = await interaction.answer()
        if interaction.answered is None:
            return self._told(post.channel, "This interaction failed")
        return self._viewed(shown)

    def _told(self, place: Channel, text: str) -> view.Message:
        return message_view(self._world.platform_says(self, place, text), self._world)

    def _viewed(self, post: Post | None) -> view.Message | None:
        return message_view(post, self._world) if post is not None and not post.deleted else None

    def _menu_data(self, name: str, place: Channel, kind: int, target: Account | Post) -> Json:
        commands = self._world.commands.usable(self, place, kind)
        command = next((one for one in commands if name in (one["name"], (one["name_localizations"] or {}).get(self.locale))), None)
        if command is None:
            raise CannotType(f"there is no such menu {name!r}; there are {[one['name'] for one in commands]}")
        resolved = typed.Resolved(self._world, place)
        if isinstance(target, Post):
            resolved.message(target)
        else:
            resolved.account(target)
        data: Json = {"id": command["id"], "name": command["name"], "type": kind, "target_id": target.id, "resolved": resolved.found}
        return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})

    def _finds(self, name: str, message: view.Message | None, kinds: set[int]) -> tuple[Post, Json]:
        posts = [self._post(message)] if message is not None else sorted(self._visible(None), key=lambda post: post.number, reverse=True)
        for post in posts:
            for one in walk(post.components):
                if one.get("type") in kinds and name in _names(one):
                    return post, one
        what = "button" if kinds == {BUTTON} else "menu"
        known = [_names(one)[0] for post in posts for one in walk(post.components) if one.get("type") in kinds]
        raise CannotType(f"{self.name} sees no {what} {name!r}; there are {known}")


def _names(one: Json) -> list[str]:
    names = [one.get("label"), one.get("placeholder"), (one.get("emoji") or {}).get("name"), one.get("custom_id")]
    return [name for name in names if name]


def _emoji_key(emoji: str) -> str:
    """<:name:id> of a server's own emoji becomes name:id."""
    return emoji.strip("<>").removeprefix("a").lstrip(":") if emoji.startswith("<") else emoji
