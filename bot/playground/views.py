"""Modals and Home tabs: opening, stacking, replacing, with hashes against races."""

import json
import time
from typing import Any

from bot.playground.block_kit import check_view, slack_file_problems, tidy_blocks
from bot.playground.identity import new_hash, new_id
from bot.playground.model import View
from bot.playground.playground import Playground
from bot.playground.shapes import Json, SlackError

STACK = 3


def checked(slack: Playground, view: Any, *, of: str, replacing: str | None = None) -> Json:
    """The view as kept, or Slack's refusal; `of` is the type wanted, "modal" or "home"."""
    if isinstance(view, str):
        try:
            view = json.loads(view)
        except ValueError as wrong:
            raise SlackError.arguments("[ERROR] view must be valid JSON") from wrong
    check_view(view)
    if view["type"] != of:
        message = f"[ERROR] must be a `{of}` view [json-pointer:/view/type]"
        raise SlackError.arguments(message)
    pictures = slack_file_problems(
        view["blocks"], slack.workspace.files, private=False, now=time.time(), at="/view"
    )
    if pictures:
        raise SlackError.arguments(*(f"[ERROR] {each}" for each in pictures))
    external_id = view.get("external_id")
    for other in slack.workspace.views.values():
        if external_id and other.external_id == external_id and other.id != replacing:
            raise SlackError("duplicate_external_id")
    return {**view, "blocks": tidy_blocks(view["blocks"])}


def open_modal(slack: Playground, user: str, content: Any) -> View:
    """A new root modal; one already open gives way, as in Slack's client."""
    kept = checked(slack, content, of="modal")
    close_all(slack, user)
    return _add(slack, user, kept, None)


def push_modal(slack: Playground, user: str, content: Any) -> View:
    """A modal above those open, at most three deep."""
    kept = checked(slack, content, of="modal")
    stack = slack.workspace.modal_stack(user)
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    return _add(slack, user, kept, stack[-1])


def _add(slack: Playground, user: str, content: Json, below: View | None) -> View:
    view_id = new_id("V")
    view = View(
        id=view_id,
        user=user,
        content=content,
        hash=new_hash(),
        root_id=below.root_id if below else view_id,
        previous_id=below.id if below else None,
        external_id=content.get("external_id") or "",
    )
    slack.workspace.save(view)
    return view


def replace(slack: Playground, view: View, content: Any, expected_hash: str | None = None) -> View:
    """Show `content` in place of what `view` shows; what was typed stays where the ids stay."""
    kept = checked(slack, content, of=view.content["type"], replacing=view.id)
    if expected_hash and expected_hash != view.hash:
        raise SlackError("hash_conflict")
    view.content = kept
    view.hash = new_hash()
    view.external_id = kept.get("external_id") or view.external_id
    slack.workspace.save(view)
    return view


def publish(slack: Playground, user: str, content: Any, expected_hash: str | None) -> View:
    """The Home tab `user` sees."""
    home = slack.workspace.home_of(user)
    if home is not None:
        return replace(slack, home, content, expected_hash)
    if expected_hash:
        raise SlackError("hash_conflict")
    return _add(slack, user, checked(slack, content, of="home"), None)


def close_all(slack: Playground, user: str) -> None:
    for view in slack.workspace.modal_stack(user):
        slack.workspace.remove(view)
