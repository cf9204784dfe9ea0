"""auth.*, apps.*, api.*, team.*, blocks.*: the app, its workspace, and checks of blocks alone."""

from typing import Any

from bot.playground.block_kit import message_problems, view_problems
from bot.playground.playground import Playground
from bot.playground.seed import BOT_ID
from bot.playground.shapes import Json, SlackError
from bot.playground.socket_mode import MOST_CONNECTIONS
from bot.playground.web_api.args import Args


def auth_test(slack: Playground, _args: Args) -> Json:
    team = slack.workspace.team
    return {
        "url": f"{slack.config.base_url}/",
        "team": team["name"],
        "user": slack.workspace.people[slack.workspace.bot_user].name,
        "team_id": team["id"],
        "user_id": slack.workspace.bot_user,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_connection(slack: Playground, _args: Args) -> Json:
    if slack.sockets.connections >= MOST_CONNECTIONS:
        raise SlackError("too_many_websockets")
    return {"url": slack.sockets.ticket_url()}


def api_test(_slack: Playground, args: Args) -> Json:
    if args.text("error"):
        raise SlackError(args.required("error"), args=args.values)
    return {"args": args.values}


def team_info(slack: Playground, _args: Args) -> Json:
    team = slack.workspace.team
    return {
        "team": {
            "id": team["id"],
            "name": team["name"],
            "domain": team["domain"],
            "url": f"{slack.config.base_url}/",
            "email_domain": "northwind.example",
            "icon": {"image_default": True},
        }
    }


def validate_blocks(_slack: Playground, args: Args) -> Json:
    """blocks.validate: exactly one of `blocks`, `view`, `message`; pointers are relative to it."""
    given: dict[str, Any] = {
        name: args.structure(name)
        for name in ("blocks", "view", "message")
        if args.values.get(name) is not None
    }
    if len(given) != 1:
        raise SlackError.arguments("must provide exactly one of `blocks`, `view`, or `message`")
    if "view" in given:
        problems = view_problems(given["view"], "")
    elif "blocks" in given:
        problems = message_problems(given["blocks"], "")
    else:
        message = given["message"] if isinstance(given["message"], dict) else {}
        problems = message_problems(message.get("blocks"), "/blocks")
    if problems.found:
        errors = [
            {"code": "failed_constraint", "message": message, "pointer": pointer}
            for pointer, message in problems.found
        ]
        raise SlackError("invalid_blocks", errors=errors)
    return {}


METHODS = {
    "auth.test": auth_test,
    "apps.connections.open": open_connection,
    "api.test": api_test,
    "team.info": team_info,
    "blocks.validate": validate_blocks,
}
