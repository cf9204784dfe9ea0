"""Blocks and whole surfaces, cut to Slack's limits with an honest last line.

The limits are those of slack.md, "Block Kit limits" and "Messages". A message may not come near
Slack's undocumented total (`msg_blocks_too_long`), so its blocks also share a budget of text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.views.elements import Block, Element, plain
from bot.views.text import cut, cut_markup, units
from orchestration.values import Frozen

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT = 4000
"""`chat.update` refuses a longer text."""
MESSAGE_TOTAL, VIEW_TOTAL = 12_000, 150_000

Group = Sequence[Block | None]
"""Blocks that belong together: all of them are drawn, or none."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message: `text` says all of it to those who do not see the blocks."""

    text: str
    blocks: list[Block]

    def without_pictures(self) -> Drawn:
        """The same in words alone, which say all of it."""
        return Drawn(self.text, [each for each in self.blocks if each["type"] != "image"])


def mrkdwn(text: str, longest: int) -> Element:
    """Text with our own mark-up; `verbatim` keeps Slack from finding names or links in it."""
    return {"type": "mrkdwn", "text": cut_markup(text, longest) or "—", "verbatim": True}


def section(
    text: str, *, accessory: Element | None = None, fields: Sequence[str] = (), block_id: str = ""
) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text, 3000)}
    if fields:
        block["fields"] = [mrkdwn(each, 2000) for each in _at_most(fields, 10)]
    if accessory:
        block["accessory"] = accessory
    return _identified(block, block_id)


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def context(*texts: str) -> Block | None:
    """Small print; nothing where there is nothing to say."""
    said = [each for each in texts if each]
    return (
        {"type": "context", "elements": [mrkdwn(each, 2000) for each in _at_most(said, 10)]}
        if said
        else None
    )


def image(file: str, alt: str) -> Block:
    """A picture that the workspace has; `alt` says what is on it."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": cut(alt, 2000) or "—"}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Element | None, block_id: str = "") -> Block | None:
    """A row of buttons; nothing where there are none, since Slack refuses an empty row."""
    drawn = [each for each in elements if each]
    return _identified({"type": "actions", "elements": drawn[:25]}, block_id) if drawn else None


def field(
    label: str, element: Element, block_id: str, *, optional: bool = False, hint: str = ""
) -> Block:
    """One question of a form."""
    block: Block = {
        "type": "input",
        "label": plain(label, 150),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 500)
    return _identified(block, block_id)


def message(text: str, *, head: Group = (), body: Sequence[Group] = (), tail: Group = ()) -> Drawn:
    """A message; where it is too long the body is cut and its last line says by how much."""
    drawn = _fitted(head, body, tail, MESSAGE_BLOCKS, MESSAGE_TOTAL)
    return Drawn(cut_markup(text, MESSAGE_TEXT) or "—", drawn)


def modal(
    title: str,
    callback_id: str,
    *,
    head: Group = (),
    body: Sequence[Group] = (),
    tail: Group = (),
    submit: str = "",
    close: str = "Cancel",
    carries: Frozen | None = None,
) -> Block:
    """A modal; `carries` comes back with it as `private_metadata`."""
    view: Block = {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain(close, 24),
        "callback_id": callback_id,
        "blocks": _fitted(head, body, tail, VIEW_BLOCKS, VIEW_TOTAL, _bytes),
    }
    if carries:
        view["private_metadata"] = carries.model_dump_json()
        if units(view["private_metadata"]) > 3000:
            raise ValueError(f"{callback_id} carries more than Slack's 3000 characters")
    if submit:
        view["submit"] = plain(submit, 24)
    return view


def home(*, head: Group = (), body: Sequence[Group] = (), tail: Group = ()) -> Block:
    return {"type": "home", "blocks": _fitted(head, body, tail, VIEW_BLOCKS, VIEW_TOTAL, _bytes)}


def weight(block: Block) -> int:
    """How much of a message's budget a block takes."""
    return len(json.dumps(block, ensure_ascii=False))


def _bytes(block: Block) -> int:
    """How much of a view's: what is sent counts, and there other scripts are longer."""
    return len(json.dumps(block))


def _fitted(
    head: Group,
    body: Sequence[Group],
    tail: Group,
    most: int,
    budget: int,
    weigh: Callable[[Block], int] = weight,
) -> list[Block]:
    first, last = _present(head), _present(tail)
    groups = [drawn for each in body if (drawn := _present(each))]
    room = most - len(first) - len(last)
    left = budget - sum(weigh(each) for each in [*first, *last])
    kept: list[Block] = []
    for n, group in enumerate(groups):
        left -= sum(weigh(each) for each in group)
        rest = len(groups) - n
        if len(kept) + len(group) + (rest > 1) > room or left < 0:
            note = context(f"and {rest} more")
            kept += [note] if note else []
            break
        kept += group
    return _each_id_once([*first, *kept, *last][:most])


def _present(group: Group) -> list[Block]:
    return [each for each in group if each is not None]


def _each_id_once(blocks: list[Block]) -> list[Block]:
    """Slack refuses a surface that uses a block id twice."""
    taken: set[str] = set()
    for each in blocks:
        wanted = each.get("block_id")
        if wanted in taken:
            each["block_id"] = next(
                other for n in range(2, len(blocks) + 2) if (other := f"{wanted}~{n}") not in taken
            )
        taken |= {each["block_id"]} if wanted else set()
    return blocks


def _identified(block: Block, block_id: str) -> Block:
    return {**block, "block_id": block_id[:250]} if block_id else block


def _at_most(texts: Iterable[str], most: int) -> list[str]:
    each = list(texts)
    return each if len(each) <= most else [*each[: most - 1], f"and {len(each) - most + 1} more"]
