"""Routes by which the bot answers an interaction: the callback, @original and followups."""

from __future__ import annotations

from .. import drafts, payloads, refusals
from ..findings import invalid
from ..interactions import ANSWERS, DEFER, DEFER_UPDATE, FORM, MESSAGE_ANSWER, MODAL, SUGGEST, UPDATE, Interaction
from ..limits import EPHEMERAL, LOADING, check_suggestions
from ..messages import Post
from ..modals import check_modal
from ..record import Json
from .calls import NOTHING, Answer, Call, Handler


def _callback(call: Call) -> Answer:
    world, body = call.world, call.json
    interaction = world.interactions.get(call["token"])
    if interaction is None or interaction.id != call["interaction"]:
        raise refusals.unknown_interaction()
    if interaction.answered is not None:
        raise refusals.already_acknowledged()
    if interaction.age > world.expiry:
        raise refusals.unknown_interaction()
    kind, data = body.get("type"), body.get("data") or {}
    allowed = ANSWERS[interaction.kind]
    if kind not in allowed or (interaction.kind == MODAL and kind in (UPDATE, DEFER_UPDATE) and interaction.source is None):
        raise invalid(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, sorted(allowed)))}}}.")
    post = _answer(call, interaction, kind, data)
    interaction.answered = kind
    interaction.delivery.answered = world.clock()
    if kind not in (DEFER, DEFER_UPDATE):
        interaction.shows(post)
    interaction.changes.told()
    if call.query.get("with_response", "").lower() not in ("1", "true"):
        return NOTHING
    return 200, _response(call, interaction, kind, post)


def _answer(call: Call, interaction: Interaction, kind: int, data: Json) -> Post | None:
    world = call.world
    if kind == MESSAGE_ANSWER:
        interaction.original = _new_post(call, interaction, data, at=("data",))
        return interaction.original
    if kind == DEFER:
        post = Post(world.new_id(), interaction.channel, world.bot, world.clock(), flags=LOADING | int(data.get("flags") or 0) & EPHEMERAL)
        interaction.original = _publish(call, interaction, post, None)
        return interaction.original
    if kind == DEFER_UPDATE:
        interaction.original = interaction.source
        return None
    if kind == UPDATE:
        assert interaction.source is not None
        interaction.original = interaction.source
        drafts.change_post(world, interaction.source, data, call.files, at=("data",))
        world.revise(interaction.source, data.get("allowed_mentions"))
        return interaction.source
    if kind == SUGGEST:
        check_suggestions(data)
        interaction.suggestions = data.get("choices") or []
    elif kind == FORM:
        check_modal(data)
        interaction.form = data
        interaction.person.opens(interaction, data)
    return None


def _response(call: Call, interaction: Interaction, kind: int, post: Post | None) -> Json:
    facts: Json = {"id": interaction.id, "type": interaction.kind, "response_message_loading": kind == DEFER}
    answer: Json = {"interaction": facts}
    if post is not None:
        facts |= {"response_message_id": post.id, "response_message_ephemeral": post.ephemeral}
        answer["resource"] = {"type": kind, "message": payloads.message(post, call.world)}
    elif kind in (DEFER_UPDATE, FORM) and interaction.source is not None:
        facts |= {"response_message_id": interaction.source.id, "response_message_ephemeral": interaction.source.ephemeral}
    return answer


def _new_post(call: Call, interaction: Interaction, body: Json, *, at: tuple[str, ...] = ()) -> Post:
    post = drafts.new_post(call.world, interaction.channel, call.world.bot, body, call.files, at=at)
    return _publish(call, interaction, post, body.get("allowed_mentions"))


def _publish(call: Call, interaction: Interaction, post: Post, allowed: Json | None) -> Post:
    post.interaction = interaction.metadata()
    post.command = interaction.command
    post.kind = 20 if interaction.command is not None else 0
    post.nonce = None
    if post.ephemeral:
        post.only_for = interaction.person
    call.world.publish(post, allowed)
    return post


def _open(call: Call) -> Interaction:
    """The interaction behind a webhook token: answered once, not older than 15 minutes."""
    interaction = call.world.interactions.get(call["token"])
    if interaction is None or call["application"] != call.world.bot.id or interaction.answered is None:
        raise refusals.unknown_webhook()
    if interaction.age > call.world.token_life:
        raise refusals.invalid_webhook_token()
    if interaction.channel.deleted:
        raise refusals.unknown_channel()
    return interaction


def _follow_up(call: Call) -> Answer:
    interaction, body = _open(call), call.json
    waiting = interaction.original
    if waiting is not None and waiting.loading and not waiting.deleted:
        _change(call, waiting, body)  # the first followup takes the place of “is thinking…”, visible to the same people
        post = waiting
    else:
        post = _new_post(call, interaction, body)
    interaction.shows(post)
    return 200, payloads.message(post, call.world)


def _change(call: Call, post: Post, body: Json) -> None:
    drafts.change_post(call.world, post, body, call.files)
    call.world.revise(post, body.get("allowed_mentions"))


def _find(call: Call) -> tuple[Interaction, Post]:
    interaction = _open(call)
    if call["message"] == "@original":
        post = interaction.original
    else:
        post = call.world.posts.get(call["message"])
        if post is not None and (post.interaction is None or post.interaction["id"] != interaction.id) and post is not interaction.source:
            post = None
    if post is None or post.deleted:
        raise refusals.unknown_message()
    return interaction, post


def _get(call: Call) -> Answer:
    return 200, payloads.message(_find(call)[1], call.world)


def _edit(call: Call) -> Answer:
    interaction, post = _find(call)
    _change(call, post, call.json)
    interaction.shows(post)
    return 200, payloads.message(post, call.world)


def _delete(call: Call) -> Answer:
    interaction, post = _find(call)
    call.world.remove(post)
    interaction.shows(None)
    return NOTHING


OPEN: dict[str, Handler] = {
    "POST /interactions/{interaction}/{token}/callback": _callback,
    "POST /webhooks/{application}/{token}": _follow_up,
    "GET /webhooks/{application}/{token}/messages/{message}": _get,
    "PATCH /webhooks/{application}/{token}/messages/{message}": _edit,
    "DELETE /webhooks/{application}/{token}/messages/{message}": _delete,
}
