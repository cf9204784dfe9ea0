from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.block_kit import message_problems, view_problems
from bot.playground.seed import RELEASES, ROSA


def mrkdwn(text: str) -> dict:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def section(**more: Any) -> dict:
    return {"type": "section", **more}


def actions(*elements: dict) -> dict:
    return {"type": "actions", "elements": list(elements)}


def button(text: str = "b", **more: Any) -> dict:
    return {"type": "button", "text": plain(text), **more}


def options(count: int, **more: Any) -> list[dict]:
    return [{"text": plain(f"o{n}"), "value": str(n), **more} for n in range(count)]


def select(count: int, **more: Any) -> dict:
    return {"type": "static_select", "action_id": "s", "options": options(count), **more}


CONFIRM = {"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")}
INPUT = {"type": "input", "label": plain("l"), "element": {"type": "plain_text_input"}}
TABLE_ROW = [{"type": "raw_text", "text": "c"}]

WRONG_IN_MESSAGES: list[tuple[str, list[Any], str]] = [
    (
        "51 blocks",
        [{"type": "divider"}] * 51,
        "no more than 50 items allowed [json-pointer:/blocks]",
    ),
    ("a long section", [section(text=mrkdwn("x" * 3001))], "must be less than 3001 characters"),
    ("an empty section", [section(text=mrkdwn(""))], "must be more than 0 characters"),
    ("a section with nothing", [section()], "must define either `text` or `fields`"),
    ("a long field", [section(fields=[mrkdwn("x" * 2001)])], "less than 2001"),
    ("eleven fields", [section(fields=[mrkdwn("x")] * 11)], "no more than 10 items"),
    ("a long header", [{"type": "header", "text": plain("x" * 151)}], "less than 151"),
    ("a header with markup", [{"type": "header", "text": mrkdwn("x")}], "unsupported type: mrkdwn"),
    (
        "eleven context items",
        [{"type": "context", "elements": [mrkdwn("x")] * 11}],
        "than 10 items",
    ),
    ("no actions", [actions()], "no less than 1 items allowed"),
    ("26 actions", [actions(*[button(action_id=str(n)) for n in range(26)])], "no more than 25"),
    ("a long button", [actions(button("x" * 76))], "less than 76"),
    ("a long value", [actions(button(value="x" * 2001))], "less than 2001"),
    ("a long url", [actions(button(url="x" * 3001))], "less than 3001"),
    ("a long action id", [actions(button(action_id="x" * 256))], "less than 256"),
    ("a style of its own", [actions(button(style="green"))], "must be a valid enum value"),
    (
        "a long confirmation",
        [actions(button(confirm={**CONFIRM, "text": plain("x" * 301)}))],
        "301",
    ),
    ("a text input in actions", [actions(INPUT["element"])], "unsupported type: plain_text_input"),
    ("101 options", [actions(select(101))], "no more than 100 items"),
    ("no options", [actions(select(0))], "no less than 1 items"),
    ("a long option", [actions(select(0, options=options(1, description=plain("x" * 76))))], "76"),
    (
        "an alien initial option",
        [actions(select(2, initial_option=options(3)[2]))],
        "exactly match",
    ),
    (
        "six overflow options",
        [actions({"type": "overflow", "options": options(6)})],
        "than 5 items",
    ),
    (
        "eleven radios",
        [actions({"type": "radio_buttons", "options": options(11)})],
        "than 10 items",
    ),
    ("a long placeholder", [actions(select(1, placeholder=plain("x" * 151)))], "less than 151"),
    ("a picture without words", [{"type": "image", "image_url": "http://x"}], "field: alt_text"),
    (
        "one block id twice",
        [{"type": "divider", "block_id": "d"}] * 2,
        "`block_id` d already exists",
    ),
    (
        "one action id twice",
        [actions(button(action_id="a"), button(action_id="a"))],
        "already exists",
    ),
    ("two tables", [{"type": "table", "rows": [TABLE_ROW]}] * 2, "only_one_table_allowed"),
    ("21 cells", [{"type": "table", "rows": [TABLE_ROW * 21]}], "no more than 20 items"),
    ("101 rows", [{"type": "table", "rows": [TABLE_ROW] * 101}], "no more than 100 items"),
    ("much markdown", [{"type": "markdown", "text": "x" * 7000}] * 2, "less than 12001"),
    (
        "an unknown block",
        [{"type": "banner"}],
        "unsupported type: banner [json-pointer:/blocks/0/type]",
    ),
    (
        "an unknown field",
        [{"type": "divider", "colour": "red"}],
        "invalid additional property: colour",
    ),
    ("a block that is none", ["text"], "must be an object"),
    (
        "a task in an odd status",
        [{"type": "task_card", "task_id": "t", "title": "T", "status": "done"}],
        "must be a valid enum value",
    ),
]


@pytest.mark.parametrize(
    ("blocks", "said"), [w[1:] for w in WRONG_IN_MESSAGES], ids=[w[0] for w in WRONG_IN_MESSAGES]
)
def test_a_message_is_refused_for(blocks, said):
    assert any(said in message for message in message_problems(blocks).messages())


def modal(**more: Any) -> dict:
    view = {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": [INPUT]}
    return {name: value for name, value in {**view, **more}.items() if value is not None}


def asking(element: dict) -> dict:
    return modal(blocks=[{**INPUT, "element": element}])


def number(**more: Any) -> dict:
    return {"type": "number_input", "is_decimal_allowed": True, **more}


WRONG_VIEWS: list[tuple[str, dict, str]] = [
    (
        "101 blocks",
        modal(blocks=[{"type": "divider"}] * 101),
        "100 items allowed [json-pointer:/view/",
    ),
    ("a long title", modal(title=plain("x" * 25)), "less than 25"),
    ("a long submit", modal(submit=plain("x" * 25)), "less than 25"),
    ("long private metadata", modal(private_metadata="x" * 3001), "less than 3001"),
    ("a long callback id", modal(callback_id="x" * 256), "less than 256"),
    ("an input without submit", modal(submit=None), "must define `submit` to use an `input` block"),
    ("no title", modal(title=None), "missing required field: title"),
    ("a day that is none", asking({"type": "datepicker", "initial_date": "30.11.2026"}), "a date"),
    ("a number that is none", asking(number(initial_value="many")), "must be a string that holds"),
    ("a number as a number", asking(number(max_value=5)), "must be a string that holds a number"),
    ("bounds the wrong way", asking(number(min_value="5", max_value="1")), "must not be greater"),
    ("markdown", modal(blocks=[{"type": "markdown", "text": "x"}]), "unsupported type: markdown"),
    ("a long label", modal(blocks=[{**INPUT, "label": plain("x" * 2001)}]), "less than 2001"),
    ("another type", modal(type="sheet"), "unsupported type: sheet"),
]


@pytest.mark.parametrize(
    ("view", "said"), [w[1:] for w in WRONG_VIEWS], ids=[w[0] for w in WRONG_VIEWS]
)
def test_a_view_is_refused_for(view, said):
    assert any(said in message for message in view_problems(view).messages())


def test_everything_at_its_limit_passes():
    blocks = [
        section(text=mrkdwn("x" * 3000), accessory=select(100)),
        section(fields=[mrkdwn("x" * 2000)] * 10),
        {"type": "header", "text": plain("x" * 150)},
        {"type": "context", "elements": [mrkdwn("x")] * 10},
        actions(*[button("x" * 75, action_id=str(n), value="v" * 2000) for n in range(25)]),
        {"type": "table", "rows": [TABLE_ROW * 20] * 100},
        {"type": "markdown", "text": "x" * 12000},
        {"type": "rich_text", "elements": []},
        INPUT,
        *[{"type": "divider"}] * 41,
    ]
    assert message_problems(blocks).messages() == []
    assert view_problems(modal(title=plain("x" * 24))).messages() == []


async def test_a_message_is_refused_in_slacks_words(stage):
    with pytest.raises(SlackApiError) as caught:
        await stage.web.chat_postMessage(
            channel=RELEASES, text="x", blocks=[section(text=mrkdwn("x" * 3001))]
        )
    body = caught.value.response.data
    assert body["error"] == "invalid_blocks"
    assert body["errors"] == [
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert body["response_metadata"]["messages"] == [f"[ERROR] {body['errors'][0]}"]
    assert await stage.messages(RELEASES) == []


async def test_a_view_is_refused_in_slacks_words_and_keeps_its_trigger(stage):
    trigger = stage.slack.triggers.issue(ROSA)
    with pytest.raises(SlackApiError) as caught:
        await stage.web.views_open(trigger_id=trigger, view=modal(submit=None))
    body = caught.value.response.data
    assert body["error"] == "invalid_arguments"
    assert "must define `submit`" in body["response_metadata"]["messages"][0]
    assert (await stage.web.views_open(trigger_id=trigger, view=modal()))["ok"]


async def test_blocks_can_be_validated_without_a_token(stage):
    good = await stage.http.post("/api/blocks.validate", json={"blocks": [{"type": "divider"}]})
    assert good.json() == {"ok": True}
    bad = await stage.http.post("/api/blocks.validate", json={"blocks": [{"type": "banner"}]})
    assert bad.json()["errors"][0]["pointer"] == "/0/type"
    none = await stage.http.post("/api/blocks.validate", json={})
    assert none.json()["error"] == "invalid_arguments"
