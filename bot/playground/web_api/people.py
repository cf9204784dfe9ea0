"""users.*, usergroups.*, dnd.* and bots.*: who is who."""

from bot.playground.appearance import seconds_now
from bot.playground.model import Person
from bot.playground.playground import Playground
from bot.playground.seed import APP_ID, APP_NAME, BOT_ID
from bot.playground.shapes import Json, SlackError
from bot.playground.web_api.args import Args, page_of


def _person(slack: Playground, user: str) -> Person:
    person = slack.workspace.people.get(user)
    if person is None:
        raise SlackError("user_not_found")
    return person


def user_info(slack: Playground, args: Args) -> Json:
    return {
        "user": slack.appearance.user(
            _person(slack, args.required("user")), locale=args.flag("include_locale")
        )
    }


def user_list(slack: Playground, args: Args) -> Json:
    page, cursor = page_of(list(slack.workspace.people.values()), args)
    locale = args.flag("include_locale")
    return {
        "members": [slack.appearance.user(each, locale=locale) for each in page],
        "cache_ts": seconds_now(),
        "response_metadata": {"next_cursor": cursor},
    }


def user_profile(slack: Playground, args: Args) -> Json:
    user = args.text("user") or slack.workspace.bot_user
    return {"profile": slack.appearance.profile(_person(slack, user))}


def user_conversations(slack: Playground, args: Args) -> Json:
    user = args.text("user") or slack.workspace.bot_user
    types = {each.strip() for each in (args.text("types") or "public_channel").split(",")}
    found = [
        channel
        for channel in slack.workspace.channels.values()
        if user in channel.members
        and (
            "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"
        )
        in types
    ]
    page, cursor = page_of(found, args)
    shown = [slack.appearance.channel(channel) for channel in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def lookup_by_email(slack: Playground, args: Args) -> Json:
    email = args.required("email").casefold()
    for person in slack.workspace.people.values():
        if person.email.casefold() == email and not person.deactivated:
            return {"user": slack.appearance.user(person)}
    raise SlackError("users_not_found")


def groups(slack: Playground, args: Args) -> Json:
    shown = [slack.appearance.group(group) for group in slack.workspace.groups.values()]
    if not args.flag("include_users"):
        for group in shown:
            del group["users"]
    return {"usergroups": shown}


def group_users(slack: Playground, args: Args) -> Json:
    group = slack.workspace.groups.get(args.required("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    active = [p.id for p in slack.workspace.members_named(group.users) if not p.deactivated]
    return {"users": active}


def dnd_info(slack: Playground, args: Args) -> Json:
    user = args.text("user") or slack.workspace.bot_user
    quiet = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    return {**quiet, **_person(slack, user).dnd}


def bot_info(slack: Playground, args: Args) -> Json:
    if args.text("bot") not in (None, BOT_ID):
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": BOT_ID,
            "app_id": APP_ID,
            "user_id": slack.workspace.bot_user,
            "name": APP_NAME,
            "deleted": False,
            "updated": 0,
            "icons": {},
        }
    }


METHODS = {
    "users.info": user_info,
    "users.list": user_list,
    "users.profile.get": user_profile,
    "users.conversations": user_conversations,
    "users.lookupByEmail": lookup_by_email,
    "usergroups.list": groups,
    "usergroups.users.list": group_users,
    "dnd.info": dnd_info,
    "bots.info": bot_info,
}
