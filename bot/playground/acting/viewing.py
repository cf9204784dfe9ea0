"""People in modals and the Home tab: submitting, closing, typing, opening."""

from typing import Any

from bot.playground import views
from bot.playground.delivery import INTERACTION, Answer
from bot.playground.forms import enter, mistakes
from bot.playground.interactive import current_state, elements_of
from bot.playground.model import Person, View
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused, SlackError

TROUBLE = "We had some trouble connecting. Try again?"


def _open_view(slack: Playground, body: Json) -> tuple[Person, View]:
    person = slack.workspace.person(str(body.get("as")))
    view = slack.workspace.views.get(str(body.get("view_id")))
    if view is None or view.user != person.id:
        raise Refused(f"no view {body.get('view_id')} is open for {person.id}", 404)
    return person, view


async def submit(slack: Playground, body: Json) -> Json:
    """Press a modal's submit button, and do what the app answers."""
    person, view = _open_view(slack, body)
    if view.is_home or not view.content.get("submit"):
        raise Refused("this view has no submit button", 409)
    stack = slack.workspace.modal_stack(person.id)
    if stack[-1].id != view.id:
        raise Refused("another modal lies above this one", 409)
    enter(view, body.get("values") or {})
    slack.workspace.save(view)
    state = current_state(view.content["blocks"], view.state)
    if wrong := mistakes(view, state):
        return {"ok": False, "status": "not_sent", "response_action": "errors", "errors": wrong}
    payload = slack.payloads.interaction("view_submission", person)
    payload |= {
        "trigger_id": slack.trigger(person.id, view=view.id),
        "view": slack.appearance.view(view),
        "response_urls": _response_urls(slack, person, view, state),
    }
    answer = await slack.delivery.deliver(INTERACTION, payload)
    if not answer.ok:
        return {"ok": False, "status": answer.status, "error": TROUBLE, "ms": answer.ms}
    return _answered(slack, person, view, answer)


def _response_urls(slack: Playground, person: Person, view: View, state: Json) -> list[Json]:
    urls: list[Json] = []
    for found in elements_of(view.content["blocks"]):
        entered = state.get(found.block_id, {}).get(found.action_id, {})
        chosen = entered.get("selected_conversation") or entered.get("selected_channel")
        if chosen and found.element.get("response_url_enabled"):
            url = slack.response_urls.issue(chosen, person.id)
            urls.append(
                {
                    "block_id": found.block_id,
                    "action_id": found.action_id,
                    "channel_id": chosen,
                    "response_url": url,
                }
            )
    return urls


def _answered(slack: Playground, person: Person, view: View, answer: Answer) -> Json:
    """Carry out the response_action; what Slack's client would not understand is "trouble"."""
    body: Any = answer.body if isinstance(answer.body, dict) else {}
    action = body.get("response_action")
    result: Json = {"ok": True, "status": "ok", "response_action": action, "ms": answer.ms}
    try:
        match action:
            case None:
                _step_back(slack, person.id, view)
            case "clear":
                views.close_all(slack, person.id)
            case "errors":
                result |= {"ok": False, "errors": _checked_errors(view, body.get("errors"))}
            case "update":
                result["view"] = slack.appearance.view(views.replace(slack, view, body["view"]))
            case "push":
                pushed = views.push_modal(slack, person.id, body["view"])
                result["view"] = slack.appearance.view(pushed)
            case _:
                raise SlackError("invalid_response_action")
    except (SlackError, KeyError) as refused:
        detail = refused.body() if isinstance(refused, SlackError) else {"error": "no view"}
        return {**result, "ok": False, "status": "trouble", "error": TROUBLE, "detail": detail}
    return result


def _checked_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {b["block_id"] for b in view.content["blocks"] if b.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        # Slack's client shows nothing but its trouble message for errors of unknown blocks.
        raise SlackError("invalid_errors", block_ids=sorted(inputs))
    return {block_id: str(text) for block_id, text in errors.items()}


def _step_back(slack: Playground, user: str, view: View) -> None:
    current = slack.workspace.views.get(view.id)
    stack = slack.workspace.modal_stack(user)
    if current is not None and stack and stack[-1].id == view.id:
        slack.workspace.remove(current)


async def close(slack: Playground, body: Json) -> Json:
    """Close a modal with its button (`clear`: the whole stack, as its cross does)."""
    person, view = _open_view(slack, body)
    cleared = bool(body.get("clear") or view.content.get("clear_on_close"))
    stack = slack.workspace.modal_stack(person.id)
    closing = stack if cleared else stack[[each.id for each in stack].index(view.id) :]
    told: Json = {"ok": True, "status": "ok"}
    for each in reversed(closing):
        slack.workspace.remove(each)
        if each.content.get("notify_on_close"):
            payload = slack.payloads.interaction("view_closed", person)
            payload |= {"view": slack.appearance.view(each), "is_cleared": cleared}
            answer = await slack.delivery.deliver(INTERACTION, payload)
            told = {"ok": answer.ok, "status": answer.status, "ms": answer.ms}
    return told


def type_in(slack: Playground, body: Json) -> Json:
    """Remember what a person typed so far, without sending anything."""
    _, view = _open_view(slack, body)
    enter(view, body.get("values") or {})
    slack.workspace.save(view)
    return {"ok": True, "view": slack.appearance.view(view)}


def open_home(slack: Playground, body: Json, *, tab: str) -> Json:
    """Open the app's Home or Messages tab; the app hears `app_home_opened`."""
    person = slack.workspace.person(str(body.get("as")))
    channel = slack.workspace.dm_with(person.id)
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "event_ts": slack.workspace.timestamps.issue(),
        "tab": tab,
    }
    home = slack.workspace.home_of(person.id)
    if tab == "home" and home is not None:
        event["view"] = slack.appearance.view(home)
    slack.tell("app_home_opened", event)
    return {"ok": True, "channel": channel.id}
