"""One of every block and element, with texts that break layouts: long, right-to-left, hostile."""

from typing import Any

Json = dict[str, Any]

XSS = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
LONG = "Averyveryverylongnamewithoutanyspacewhatsoeverthatgoesonandonandon" * 2


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, note: str | None = None) -> Json:
    value: Json = {"text": plain(text), "value": text.lower().replace(" ", "-")[:70]}
    return value | ({"description": plain(note)} if note else {})


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": "v1", **more}


CONFIRM: Json = {
    "title": plain("Abort WEB-12?"),
    "text": mrkdwn("*Deploy to production* stops and nothing is rolled back."),
    "confirm": plain("Abort it"),
    "deny": plain("Keep going"),
    "style": "danger",
}


def release_card() -> list[Json]:
    """A message as Drumbeat posts them."""
    return [
        {"type": "header", "text": plain("WEB-12 Northwind web 4.12.0 rc 1")},
        {
            "type": "section",
            "text": mrkdwn(
                "*62 %*, in *Sign-offs*. Waiting for QA lead <@U0DANAWHIT> since 14:05, due "
                "<!date^1900000000^{date_short_pretty} {time}|later>. Then Deploy to production."
            ),
        },
        {
            "type": "section",
            "fields": [
                mrkdwn("*Commit*\n`9f2c1ab`"),
                mrkdwn("*Owner*\n<@U0ROSADELG>"),
                mrkdwn("*Tests*\n1,284 passed, 2 skipped"),
                mrkdwn("*Group*\n<!subteam^S0QATEAM01>"),
            ],
        },
        {"type": "context", "elements": [mrkdwn("Approving starts *Deploy to production*.")]},
        {"type": "divider"},
        {
            "type": "actions",
            "block_id": "verdict",
            "elements": [
                button("Approve", "approve", style="primary"),
                button("Reject…", "reject", style="danger"),
                button("Abort…", "abort", style="danger", confirm=CONFIRM),
                button("Open the form", "open_modal"),
                {
                    "type": "overflow",
                    "action_id": "more",
                    "options": [option("Delegate"), option("Snooze until tomorrow")],
                },
            ],
        },
    ]


def texts() -> list[Json]:
    return [
        {
            "type": "section",
            "text": mrkdwn(
                "*bold* _italic_ ~strike~ `code` <https://example.com|a link> "
                "https://example.org/path_with_underscores <#C0WEBTEAM1> <!here> :rocket: :tada:\n"
                "&gt; a quote with *bold*\n2 * 3 * 4 and snake_case_name stay\n"
                "```def f(x):\n    return x &lt; 1```\nescaped &lt;b&gt; &amp;amp;"
            ),
        },
        {"type": "section", "text": mrkdwn(XSS)},
        {"type": "section", "text": plain(XSS + " [x](javascript:alert(1))")},
        {"type": "section", "text": mrkdwn("<javascript:alert(1)|press me>")},
        {"type": "section", "text": plain(LONG)},
        {"type": "section", "text": mrkdwn("אישור השחרור של *גרסה 4.12* ממתין ל־<@U0DANAWHIT>")},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Rich ", "style": {"bold": True}},
                        {"type": "user", "user_id": "U0PRIYANAT"},
                        {"type": "text", "text": " and "},
                        {"type": "emoji", "name": "tada", "unicode": "1f389"},
                        {"type": "link", "url": "https://example.com", "text": " linked"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "indent": 0,
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "Build"}],
                        },
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "Test"}],
                        },
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 1,
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "nested"}],
                        }
                    ],
                },
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
                {
                    "type": "rich_text_preformatted",
                    "elements": [{"type": "text", "text": "make release\n  --all"}],
                },
            ],
        },
        {
            "type": "markdown",
            "text": "## Changes\n- **Checkout** is _faster_\n  - nested `item`\n1. one\n2. two\n\n"
            "> quoted\n\n| Service | Now |\n|---|---|\n| web | 4.12.0 |\n\n```\ncode\n```\n"
            "<b>not markup</b> [bad](javascript:alert(1)) [good](https://example.com)",
        },
    ]


def elements() -> list[Json]:
    options = [option("Thursday window"), option("Friday window", "needs an exception")]
    return [
        {
            "type": "section",
            "block_id": "with_select",
            "text": mrkdwn("*QA lead* is"),
            "accessory": {
                "type": "users_select",
                "action_id": "who",
                "placeholder": plain("Choose a person"),
            },
        },
        {
            "type": "section",
            "text": mrkdwn("A picture that cannot load shows its words"),
            "accessory": {
                "type": "image",
                "image_url": "https://playground.invalid/thumb.png",
                "alt_text": "A burndown chart",
            },
        },
        {
            "type": "actions",
            "block_id": "many",
            "elements": [
                {
                    "type": "static_select",
                    "action_id": "window",
                    "placeholder": plain("Window"),
                    "options": options,
                },
                {
                    "type": "channels_select",
                    "action_id": "channel",
                    "placeholder": plain("Channel"),
                },
                {
                    "type": "conversations_select",
                    "action_id": "conversation",
                    "placeholder": plain("Conversation"),
                },
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-26"},
                {"type": "timepicker", "action_id": "hour", "initial_time": "10:00"},
                {
                    "type": "radio_buttons",
                    "action_id": "kind",
                    "options": [option("Standard"), option("Hotfix", "skips the queue")],
                },
                {
                    "type": "checkboxes",
                    "action_id": "checks",
                    "options": [option("Notes written"), option("Tickets closed")],
                },
            ],
        },
        {
            "type": "image",
            "image_url": "https://playground.invalid/graph.png",
            "alt_text": "Build, then two sign-offs, then deploy",
            "title": plain("Process graph"),
        },
        {
            "type": "table",
            "column_settings": [{"align": "left", "is_wrapped": True}, {"align": "right"}],
            "rows": [
                [{"type": "raw_text", "text": "Phase"}, {"type": "raw_text", "text": "Minutes"}],
                [{"type": "raw_text", "text": "Build and test"}, {"type": "raw_text", "text": "4"}],
                [{"type": "raw_text", "text": "Sign-offs"}, {"type": "raw_text", "text": "190"}],
            ],
        },
        {
            "type": "video",
            "title": plain("How we deploy"),
            "title_url": "https://example.com/watch",
            "video_url": "https://example.com/embed",
            "thumbnail_url": "https://playground.invalid/thumb.png",
            "alt_text": "A terminal",
            "description": plain("Two minutes"),
        },
    ]


def every_input() -> list[Json]:
    """The blocks of a modal with every input."""

    def entry(label: str, block_id: str, element: Json, **more: Any) -> Json:
        shown = {"type": "input", "block_id": block_id, "label": plain(label)}
        return shown | {"element": {"action_id": "it", **element}} | more

    options = [option("eu-west"), option("us-east"), option("ap-south")]
    return [
        {
            "type": "section",
            "text": mrkdwn("Version *4.12.0* of Northwind web goes to everyone."),
        },
        entry(
            "Version",
            "version",
            {"type": "plain_text_input", "max_length": 20},
            hint=plain("Such as 4.12.0"),
        ),
        entry("Notes", "notes", {"type": "plain_text_input", "multiline": True}, optional=True),
        entry("Email", "email", {"type": "email_text_input"}, optional=True),
        entry("Link", "link", {"type": "url_text_input"}, optional=True),
        entry(
            "Percent",
            "percent",
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "100"},
            optional=True,
        ),
        entry("Region", "region", {"type": "static_select", "options": options}, optional=True),
        entry("Signers", "signers", {"type": "multi_users_select"}, optional=True),
        entry(
            "Ticket", "ticket", {"type": "external_select", "min_query_length": 1}, optional=True
        ),
        entry("Day", "day", {"type": "datepicker"}, optional=True),
        entry("Start", "start", {"type": "datetimepicker"}, optional=True),
        entry("Kind", "kind", {"type": "radio_buttons", "options": options}, optional=True),
        entry("Checks", "checks", {"type": "checkboxes", "options": options}, optional=True),
        entry("Process file", "file", {"type": "file_input", "filetypes": ["yaml"]}, optional=True),
    ]


def modal(title: str, callback_id: str, blocks: list[Json]) -> Json:
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Start"),
        "close": plain("Not now"),
        "callback_id": callback_id,
        "blocks": blocks,
    }
