"""A person at a Slack client: types, clicks, submits, reacts, and what they see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.sandbox.view import CannotType, Form, Message

from . import accounts, filling, gestures, reading, typed
from .channels import Channel
from .emoji import short_name
from .messages import Post
from .record import JSON
from .views import View

if TYPE_CHECKING:
    from .workspaces import Workspace


class Person:
    """Made by `Workspace.person`. Verbs raise `CannotType` where the client would not let them."""

    def __init__(
        self,
        workspace: Workspace,
        id: str,
        handle: str,
        name: str,
        *,
        tz: str,
        admin: bool,
        owner: bool,
        bot: bool,
        guest: bool,
        home: Workspace,
        locale: str,
    ) -> None:
        self.workspace = workspace
        self.id = id
        self.handle = handle
        self.name = name
        self.tz = tz
        self.admin = admin
        self.owner = owner
        self.bot = bot
        self.guest = guest
        self.team = home  # the workspace the account belongs to
        self.locale = locale
        self.deleted = False
        self.bot_id = workspace.sandbox.mint.id("B") if bot else ""
        known = accounts.faces(self)
        self.views: list[View] = known[0].views if known else []  # the modals on top of one another, the visible one last
        self.home_view: View | None = None

    def __repr__(self) -> str:
        return f"<Person {self.handle} {self.id} of {self.workspace.handle}>"

    @property
    def stranger(self) -> bool:
        """Here through Slack Connect only."""
        return not self.team.sisters(self.workspace)

    def wire(self) -> JSON:
        """The user object of `users.info`."""
        return accounts.wire(self)

    # on the screen

    def could_see(self, post: Post) -> bool:
        return post.to == self.id if post.to is not None else self.id in post.channel.members

    def sees(self, channel: Channel | str | None = None) -> list[Message]:
        """Everything visible, oldest first; in one channel, or everywhere."""
        return [reading.message(post) for post in sorted(self._posts(channel), key=lambda post: post.ts)]

    def _posts(self, channel: Channel | str | None = None) -> Iterator[Post]:
        places = self._places() if channel is None else [self.place(channel)]
        for place in places:
            yield from (post for post in place.posts.values() if not post.deleted and self.could_see(post))

    def _places(self) -> Iterable[Channel]:
        """Everywhere this person is, in whichever workspace."""
        known = accounts.faces(self)
        if len(known) == 1:
            return self.workspace.channel_of.values()
        return {id: place for face in known for id, place in face.workspace.channel_of.items()}.values()

    def newest(self, channel: Channel | str | None = None) -> list[Post]:
        return sorted(self._posts(channel), key=lambda post: post.ts, reverse=True)

    @property
    def dm(self) -> Channel:
        """The direct conversation with the bot."""
        return self.workspace.dm(self.id)

    @property
    def dms(self) -> list[Message]:
        return self.sees(self.dm)

    @property
    def form(self) -> Form | None:
        """The modal open on this person's screen."""
        return reading.form(self.views[-1]) if self.views else None

    @property
    def home(self) -> Message | None:
        """The App Home as last published."""
        return reading.home(self.home_view) if self.home_view is not None else None

    async def sees_soon(self, text: str, channel: Channel | str | None = None, within: float = 10.0) -> Message:
        """The newest visible message that contains the text, as soon as there is one."""
        sandbox = self.workspace.sandbox
        place = None if channel is None else self.place(channel)

        def shows(post: Post) -> bool:
            here = place is None or post.channel is place
            return here and not post.deleted and self.could_see(post) and text in sandbox.text_of(post)

        found = next(filter(shows, self.newest(channel)), None) or await sandbox.screens.first(shows, within)
        if found is None:
            raise AssertionError(f"{self.name} never saw {text!r}; on the screen:\n{self.screen(channel)}")
        return reading.message(found)

    async def form_soon(self, title: str = "", within: float = 10.0) -> Form:
        """The form on the screen, as soon as there is one whose title contains that."""

        def there() -> bool:
            return bool(self.form and title in self.form.title)

        try:
            await self.workspace.sandbox.bell.until(there, within)
        except TimeoutError:
            raise AssertionError(f"{self.name} was never shown a form {title!r}; on the screen:\n{self.screen()}") from None
        return reading.form(self.views[-1])

    def screen(self, channel: Channel | str | None = None) -> str:
        """All of it as text, for people reading a failed test."""
        names = {place.id: place.name for place in self._places()}
        said = [f"[{names[one.channel]}] {one.author}{' (only you)' * one.ephemeral}: {one.text}" for one in self.sees(channel)]
        said += [f"[form] {self.form}"] if self.form else []
        return "\n".join(said) or "(nothing)"

    def place(self, channel: Channel | str | None) -> Channel:
        """A channel by itself, its name or id; None or "dm" is the conversation with the bot."""
        if isinstance(channel, Channel):
            return channel
        if channel is None or channel == "dm":
            return self.dm
        known = self.workspace.channels.get(channel.lstrip("#")) or self.workspace.channel_of.get(channel)
        if known is None:
            raise CannotType(f"there is no channel {channel!r} in {self.workspace.name}")
        return known

    def signed_in(self) -> None:
        """Through a closed account nothing can be done."""
        if self.deleted:
            raise CannotType(f"{self.name}'s account is closed")

    def post(self, message: Message) -> Post:
        """The stored message behind one on the screen."""
        self.signed_in()
        channel = next((place for place in self._places() if place.id == message.channel), None)
        post = channel.posts.get(message.id) if channel is not None else None
        if post is None or post.deleted or not self.could_see(post):
            raise CannotType(f"{self.name} does not see that message any more: {message.text!r}")
        return post

    # in the channel

    async def types(self, channel: Channel | str | None, text: str, *, thread: Message | None = None) -> Message | None:
        """A message, or a slash command when it begins with "/"; for that the answer, None if it only opened a form."""
        self.signed_in()
        place = self.place(channel)
        if self.id not in place.members:
            raise CannotType(f"{self.name} is not in {place.name}")
        if place.archived:
            raise CannotType(f"{place.name} is archived")
        if text.startswith("/"):
            if thread is not None:
                raise CannotType("slash commands cannot be used in threads")
            return await gestures.command(self, place, text)
        said = typed.message(text, self.workspace)
        under = None
        if thread is not None:
            parent = self.post(thread)
            under = parent.thread_ts or parent.ts
        post = Post(place, self.workspace.sandbox.mint.ts(), self.id, said, thread_ts=under, raw={"text": text})
        return reading.message(place.add(post))

    async def reacts(self, message: Message, emoji: str) -> None:
        post = self.post(message)
        if not post.channel.react(post, self.id, short_name(emoji)):
            raise CannotType(f"{self.name} has reacted with {emoji} already")

    async def unreacts(self, message: Message, emoji: str) -> None:
        post = self.post(message)
        if not post.channel.unreact(post, self.id, short_name(emoji)):
            raise CannotType(f"{self.name} has not reacted with {emoji}")

    async def deletes(self, message: Message) -> None:
        """One's own message, an ephemeral (dismissed), or as an admin anybody's."""
        post = self.post(message)
        if post.author != self.id and post.to != self.id and not self.admin:
            raise CannotType(f"{self.name} may not delete a message of {message.author}")
        post.channel.remove(post)

    async def edits(self, message: Message, text: str) -> Message:
        post = self.post(message)
        if post.author != self.id:
            raise CannotType(f"{self.name} may not edit a message of {message.author}")
        post.text = typed.message(text, self.workspace)
        post.edited = self.workspace.sandbox.mint.ts()
        post.channel.change(post)
        return reading.message(post)

    async def joins(self, channel: Channel | str) -> None:
        self.signed_in()
        self.place(channel).admits(self.id)

    async def leaves(self, channel: Channel | str) -> None:
        self.signed_in()
        self.place(channel).leave(self)

    # with the app

    async def clicks(self, label: str, message: Message | None = None) -> Message | None:
        """Presses a button: of the open form, of the message given, else of the newest one that has it."""
        return await gestures.click(self, label, message)

    async def picks(self, label: str, values: filling.Value, message: Message | None = None) -> Message | None:
        """Chooses in a menu, or in an input of the open form that dispatches its changes."""
        return await gestures.pick(self, label, values, message)

    async def suggestions(self, label: str, typed: str, message: Message | None = None) -> list[tuple[str, str]]:
        """What the app offers (text, value) while one types into an external select."""
        return await gestures.suggestions(self, label, typed, message)

    async def submits(self, values: Mapping[str, filling.Value] | None = None) -> Message | None:
        """Fills in the open form and sends it."""
        return await gestures.submit(self, values or {})

    async def closes(self, *, all: bool = False) -> None:
        """Cancels the form on top, or with `all` the whole pile by its cross."""
        await gestures.close(self, everything=all)

    async def shortcut(self, name: str, message: Message | None = None) -> Message | None:
        """By its callback_id: a global one, or on a message."""
        return await gestures.shortcut(self, name, message)

    async def opens_home(self) -> Message | None:
        """App Home: the event, then what the app publishes."""
        self.signed_in()
        return await gestures.open_home(self)

    def everyone(self, named: Sequence[str]) -> list[str]:
        """Ids of people by handle, name or id."""
        return [self._someone(one) for one in named]

    def _someone(self, named: str) -> str:
        for person in self.workspace.people.values():
            if named.removeprefix("@") in (person.handle, person.name, person.id):
                return person.id
        raise CannotType(f"there is nobody called {named!r} in {self.workspace.name}")
