"""A small app that answers everything a person can do, and remembers what it heard."""

import asyncio

MODAL = {
    "type": "modal",
    "callback_id": "new",
    "title": {"type": "plain_text", "text": "New"},
    "submit": {"type": "plain_text", "text": "Create"},
    "notify_on_close": True,
    "private_metadata": "p",
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "who",
            "optional": True,
            "label": {"type": "plain_text", "text": "Who"},
            "element": {"type": "multi_users_select", "action_id": "people"},
        },
    ],
}


def button(action_id: str, value: str) -> dict:
    text = {"type": "plain_text", "text": "Go"}
    return {"type": "button", "action_id": action_id, "value": value, "text": text}


CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Sign off?"}},
    {
        "type": "actions",
        "block_id": "b1",
        "elements": [
            button("task.approve", "t1"),
            {
                "type": "static_select",
                "action_id": "choose",
                "options": [
                    {"text": {"type": "plain_text", "text": t}, "value": t} for t in ("x", "y")
                ],
            },
        ],
    },
]


class Heard(list):
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self]

    async def wait(self, kind: str, count: int = 1) -> dict:
        for _ in range(400):
            if self.kinds().count(kind) >= count:
                return next(body for k, body in self if k == kind)
            await asyncio.sleep(0.01)
        raise AssertionError(f"never heard {kind}: {self.kinds()}")


def register(app, heard) -> None:
    @app.command("/release")
    async def release(ack, body, respond, client):
        heard.append(("command", body))
        match body["text"].split(" ")[0]:
            case "help":
                await ack("eight verbs")
            case "new":
                await ack()
                await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
            case "slow":
                await asyncio.sleep(1.0)
                await ack()
            case "respond":
                await ack()
                await respond("first")
                await respond("second", response_type="in_channel")
            case _:
                await ack(response_type="in_channel", text="said aloud")

    @app.action("task.approve")
    async def approve(ack, body, client):
        heard.append(("click", body))
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="approved"
        )
        await ack()

    @app.action("choose")
    async def choose(ack, body):
        heard.append(("choose", body))
        await ack()

    @app.view("new")
    async def submitted(ack, body):
        heard.append(("submit", body))
        name = body["view"]["state"]["values"]["name"]["text"]["value"]
        if name == "taken":
            await ack(response_action="errors", errors={"name": "That name is taken."})
        elif name == "more":
            await ack(response_action="push", view={**MODAL, "callback_id": "deeper"})
        elif name == "clear":
            await ack(response_action="clear")
        elif name == "other":
            title = {"type": "plain_text", "text": "Other"}
            await ack(response_action="update", view={**MODAL, "title": title})
        else:
            await ack()

    @app.view_closed("new")
    async def closed(ack, body):
        heard.append(("closed", body))
        await ack()

    @app.event("app_mention")
    async def mention(event, say):
        heard.append(("mention", event))
        await say("here", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("app_home_opened")
    async def home(event, client):
        heard.append(("home", event))
        text = {"type": "mrkdwn", "text": "your tasks"}
        view = {"type": "home", "blocks": [{"type": "section", "text": text}]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.event("message")
    async def message(event):
        heard.append(("message", event))

    @app.event("user_change")
    async def changed(event):
        heard.append(("user_change", event))

    @app.shortcut("draft_from")
    async def shortcut(ack, body):
        heard.append(("shortcut", body))
        await ack()

    @app.shortcut("anywhere")
    async def anywhere(ack, body, client):
        heard.append(("anywhere", body))
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack()

    @app.options("find")
    async def options(ack, body):
        heard.append(("options", body))
        text = {"type": "plain_text", "text": f"found {body['value']}"}
        await ack(options=[{"text": text, "value": "f1"}])

    @app.action("find")
    async def found(ack, body):
        heard.append(("found", body))
        await ack()
