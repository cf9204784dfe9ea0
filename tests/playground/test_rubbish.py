import random

from bot.playground.control.routes import ACTS
from bot.playground.seed import RELEASES, ROSA
from bot.playground.web_api.endpoint import METHODS

MENU = {"type": "static_select", "option_groups": [{"options": 5}]}
RUBBISH = [
    *(None, "", 0, -1, True, [], {}, "x", [1], [[]], [{}], {"a": 1}, "[1]", '{"a":', "null"),
    "9" * 30,
    [{"type": "section", "text": 5}],
    [{"type": []}],
    [{"type": "actions", "elements": [{"type": {}}]}],
    [{"type": "actions", "elements": [MENU]}],
    [{"type": "actions", "block_id": [], "elements": []}],
    {"type": "modal", "blocks": [1, None]},
]
METHOD_ARGUMENTS = [
    "ts",
    "text",
    "blocks",
    "attachments",
    "metadata",
    "thread_ts",
    "view",
    "view_id",
    "trigger_id",
    "user",
    "users",
    "user_id",
    "hash",
    "limit",
    "cursor",
    "oldest",
    "latest",
    "types",
    "files",
    "channel_id",
    "timestamp",
    "name",
    "title",
    "type",
    "filename",
    "length",
    "file",
    "usergroup",
    "chunks",
    "markdown_text",
    "external_id",
    "message",
    "email",
    "message_ts",
    "channels",
]
ACT_ARGUMENTS = [
    "ts",
    "text",
    "thread_ts",
    "files",
    "action_id",
    "block_id",
    "value",
    "selected_option",
    "view_id",
    "values",
    "stale",
    "message_version",
    "callback_id",
    "command",
    "id",
    "real_name",
    "tz",
    "users",
    "handle",
    "members",
    "kind",
    "method",
    "times",
]


def rubbish(names: list[str], seed: int) -> dict:
    dice = random.Random(seed)
    chosen = dice.sample(names, dice.randint(0, 8))
    return {name: dice.choice(RUBBISH) for name in chosen}


async def test_no_rubbish_makes_a_method_fail(stage):
    headers = {"Authorization": f"Bearer {stage.web.token}"}
    for seed in range(600):
        method = sorted(METHODS)[seed % len(METHODS)]
        body = {"channel": RELEASES, **rubbish(METHOD_ARGUMENTS, seed)}
        answer = await stage.http.post(f"/api/{method}", json=body, headers=headers)
        assert answer.status_code == 200, (method, body)
        assert isinstance(answer.json()["ok"], bool)


async def test_no_rubbish_makes_an_act_fail(stage):
    acts = sorted(set(ACTS) - {"socket/drop", "app", "faults"})
    for seed in range(400):
        act = acts[seed % len(acts)]
        body = {"as": ROSA, "channel": RELEASES, **rubbish(ACT_ARGUMENTS, seed)}
        answer = await stage.http.post(f"/_workspace/{act}", json=body)
        assert answer.status_code < 500, (act, body)
