"""People using elements: clicks, choices and look-ups in messages, modals and the Home tab."""

from typing import Any

from bot.playground.delivery import INTERACTION
from bot.playground.interactive import (
    WITHOUT_STATE,
    Found,
    entered_state,
    find_element,
    shown_blocks,
)
from bot.playground.model import Message, View
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused

CHOICES = (
    "selected_option",
    "selected_options",
    "selected_user",
    "selected_users",
    "selected_conversation",
    "selected_conversations",
    "selected_channel",
    "selected_channels",
    "selected_date",
    "selected_time",
    "selected_date_time",
    "value",
)


def place_of(slack: Playground, body: Json, user: str) -> Message | View:
    """The message or view an act is about, if `user` can see it."""
    if view_id := body.get("view_id"):
        view = slack.workspace.views.get(str(view_id))
        if view is None or view.user != user:
            raise Refused(f"no view {view_id} is open for {user}", 404)
        return view
    channel = slack.workspace.open_channel(str(body.get("channel")), user)
    message = slack.workspace.messages[channel.id].get(str(body.get("ts")))
    if message is None or message.visible_to not in (None, user):
        raise Refused(f"there is no message {body.get('ts')} for {user} here", 404)
    return message


def _blocks_clicked(slack: Playground, body: Json, place: Message | View) -> list[Json] | None:
    """The blocks as shown now, or an earlier version when the click asks for a stale one."""
    if isinstance(place, View):
        return list(place.content["blocks"])
    if body.get("stale") is not None:
        return list(body["stale"])
    number = body.get("message_version")
    if number is None:
        return shown_blocks(place.blocks, place.attachments)
    versions = slack.workspace.versions[place.key]
    try:
        return versions[int(number)]
    except IndexError as missing:
        raise Refused(f"the message has {len(versions)} kept versions", 409) from missing


def _is_stale(body: Json) -> bool:
    return body.get("stale") is not None or body.get("message_version") is not None


async def click(slack: Playground, body: Json) -> Json:
    """Click a button or choose from a menu; the app gets one `block_actions`."""
    person = slack.workspace.person(str(body.get("as")))
    place = place_of(slack, body, person.id)
    blocks = _blocks_clicked(slack, body, place)
    found = find_element(
        blocks, str(body.get("action_id")), body.get("block_id"), body.get("value")
    )
    state = _chosen(found, body)
    if state is not None and found.element["type"] not in WITHOUT_STATE:
        _remember(slack, place, person.id, found, state)
    view_id = place.id if isinstance(place, View) else None
    payload = slack.payloads.interaction("block_actions", person)
    payload |= slack.payloads.place(place, person)
    payload["trigger_id"] = slack.trigger(person.id, view=view_id)
    if isinstance(place, Message):
        payload["response_url"] = slack.response_urls.issue(
            place.channel, person.id, message_ts=place.ts
        )
        if "message" in payload and _is_stale(body):
            payload["message"]["blocks"] = blocks
    payload["actions"] = [slack.payloads.action(found, state)]
    answer = await slack.delivery.deliver(INTERACTION, payload)
    return {"ok": answer.ok, "status": answer.status, "ms": answer.ms, "response": answer.body}


def _chosen(found: Found, body: Json) -> Json | None:
    if found.element["type"] in ("button", "workflow_button", "icon_button", "feedback_buttons"):
        given = body.get("value")
        if given is not None and given != found.element.get("value"):
            raise Refused(f"the button's value is {found.element.get('value')!r}", 409)
        return None
    given = next((body[name] for name in CHOICES if body.get(name) is not None), None)
    return entered_state(found, given)


def _remember(
    slack: Playground, place: Message | View, user: str, found: Found, state: Json
) -> None:
    if isinstance(place, View):
        place.state.setdefault(found.block_id, {})[found.action_id] = state
        slack.workspace.save(place)
        return
    kept = slack.workspace.message_state.setdefault((place.key, user), {})
    kept.setdefault(found.block_id, {})[found.action_id] = state


async def suggest(slack: Playground, body: Json) -> Json:
    """Ask the app for an external menu's options, as typing into it does."""
    person = slack.workspace.person(str(body.get("as")))
    place = place_of(slack, body, person.id)
    blocks = _blocks_clicked(slack, {}, place)
    found = find_element(blocks, str(body.get("action_id")), body.get("block_id"))
    if found.element["type"] not in ("external_select", "multi_external_select"):
        raise Refused(f"{found.action_id} is a {found.element['type']}, not an external menu")
    payload = slack.payloads.interaction("block_suggestion", person)
    payload |= slack.payloads.place(place, person)
    payload |= {
        "action_id": found.action_id,
        "block_id": found.block_id,
        "value": str(body.get("value") or ""),
    }
    answer = await slack.delivery.deliver(INTERACTION, payload)
    offered: Any = answer.body if isinstance(answer.body, dict) else {}
    return {
        "ok": answer.ok,
        "status": answer.status,
        "options": offered.get("options"),
        "option_groups": offered.get("option_groups"),
        "ms": answer.ms,
    }


async def shortcut(slack: Playground, body: Json) -> Json:
    """Run a shortcut: on a message when `channel` and `ts` are given, else a global one."""
    person = slack.workspace.person(str(body.get("as")))
    callback_id = str(body.get("callback_id"))
    about_message = body.get("ts") is not None
    kind = "message_action" if about_message else "shortcut"
    payload = slack.payloads.interaction(kind, person)
    payload |= {
        "callback_id": callback_id,
        "action_ts": slack.workspace.timestamps.issue(),
        "trigger_id": slack.trigger(person.id),
    }
    if about_message:
        message = place_of(slack, {**body, "view_id": None}, person.id)
        if isinstance(message, View):
            raise Refused("a shortcut is run on a message")
        payload |= {
            "channel": slack.payloads.place(message, person)["channel"],
            "message_ts": message.ts,
            "message": slack.appearance.message(message, metadata=True),
            "response_url": slack.response_urls.issue(
                message.channel, person.id, message_ts=message.ts
            ),
        }
    answer = await slack.delivery.deliver(INTERACTION, payload)
    return {"ok": answer.ok, "status": answer.status, "ms": answer.ms}
