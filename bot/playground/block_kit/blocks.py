"""The blocks and which surface takes which, with Slack's documented limits."""

from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Problems,
    Shape,
    anything,
    boolean,
    items,
    one_of,
    plain,
    string,
    text,
    typed,
)
from bot.playground.block_kit.elements import (
    ALT_TEXT,
    ELEMENTS,
    ID,
    IMAGE_URL,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    element,
)

STATUSES = ("pending", "in_progress", "complete", "error")


def _says_something(problems: Problems, pointer: str, value: dict[str, Any]) -> None:
    if value.get("text") is None and value.get("fields") is None:
        problems.note(pointer, "must define either `text` or `fields`")


def _pictures_something(problems: Problems, pointer: str, value: dict[str, Any]) -> None:
    if (value.get("image_url") is None) == (value.get("slack_file") is None):
        problems.note(pointer, "must define either `image_url` or `slack_file`")


def _context_item(problems: Problems, pointer: str, value: Any) -> None:
    if isinstance(value, dict) and value.get("type") == "image":
        ELEMENTS["image"](problems, pointer, value)
    else:
        text(2000)(problems, pointer, value)


def _table_rows(most_rows: int, most_cells: int) -> Check:
    cell = Shape({}, ("type",), open=True)
    return items(items(cell, most=most_cells), most=most_rows)


BASE: dict[str, Check] = {"block_id": ID}
TASK = Shape(
    {
        **BASE,
        "task_id": string(255, least=1),
        "title": string(255, least=1),
        "details": anything,
        "output": anything,
        "sources": items(element(("url_source",)), least=0, most=10),
        "status": one_of(*STATUSES),
    },
    ("task_id", "title"),
)
CARD = Shape(
    {
        **BASE,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "actions": items(element(("button",)), least=0, most=5),
    },
    open=True,
)

BLOCKS: dict[str, Shape] = {
    "section": Shape(
        {
            **BASE,
            "text": text(3000),
            "fields": items(text(2000), most=10),
            "accessory": element(IN_SECTION),
            "expand": boolean,
        },
        also=_says_something,
    ),
    "header": Shape({**BASE, "text": plain(150), "level": anything}, ("text",)),
    "divider": Shape(BASE),
    "context": Shape({**BASE, "elements": items(_context_item, most=10)}, ("elements",)),
    "actions": Shape({**BASE, "elements": items(element(IN_ACTIONS), most=25)}, ("elements",)),
    "context_actions": Shape(
        {**BASE, "elements": items(element(("feedback_buttons", "icon_button")), most=5)},
        ("elements",),
    ),
    "input": Shape(
        {
            **BASE,
            "label": plain(2000),
            "element": element(IN_INPUT),
            "hint": plain(2000),
            "optional": boolean,
            "dispatch_action": boolean,
        },
        ("label", "element"),
    ),
    "image": Shape(
        {
            **BASE,
            "image_url": IMAGE_URL,
            "slack_file": anything,
            "alt_text": ALT_TEXT,
            "title": plain(2000),
        },
        ("alt_text",),
        also=_pictures_something,
    ),
    "video": Shape(BASE, ("alt_text", "title", "thumbnail_url", "video_url"), open=True),
    "file": Shape(BASE, ("external_id", "source"), open=True),
    "markdown": Shape({**BASE, "text": string(12000, least=1)}, ("text",)),
    "rich_text": Shape({**BASE, "elements": anything}, ("elements",)),
    "table": Shape(
        {**BASE, "rows": _table_rows(100, 20), "column_settings": items(anything, most=20)},
        ("rows",),
    ),
    "data_table": Shape({**BASE, "rows": _table_rows(101, 20)}, ("rows",), open=True),
    "task_card": TASK,
    "plan": Shape(
        {
            **BASE,
            "plan_id": string(255),
            "title": string(255, least=1),
            "tasks": items(typed({"task_card": TASK}), least=0, most=50),
        },
        ("title",),
    ),
    "card": CARD,
    "carousel": Shape({**BASE, "elements": items(typed({"card": CARD}), most=10)}, ("elements",)),
    "alert": Shape(BASE, open=True),
}
# A container's children are ordinary blocks; it must not hold another container.
BLOCKS["container"] = Shape(
    {**BASE, "child_blocks": items(typed(dict(BLOCKS)), most=10)}, open=True
)

ONLY_IN_MESSAGES = frozenset(
    {"markdown", "table", "data_table", "task_card", "plan", "carousel", "context_actions", "file"}
)
IN_MESSAGES = tuple(BLOCKS)
IN_VIEWS = tuple(name for name in BLOCKS if name not in ONLY_IN_MESSAGES)
