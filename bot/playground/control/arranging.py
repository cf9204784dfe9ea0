"""Arranging the workspace: people, groups and channels added or changed, and the app told."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.playground.appearance import seconds_now
from bot.playground.identity import new_id
from bot.playground.model import Channel, Group, Person
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused

WORDS = ("name", "real_name", "title", "avatar_color", "tz", "email", "locale")
CLAIMS = ("is_admin", "deactivated")


def put_person(slack: Playground, body: Json) -> Json:
    """Add a person (no `id`), or change the fields given of one; fires `user_change`."""
    user = body.get("id")
    person = slack.workspace.people.get(str(user)) if user else None
    created = person is None
    if person is None:
        if not str(body.get("real_name") or "").strip():
            raise Refused("a new person needs a real_name")
        handle = str(body.get("name") or str(body["real_name"]).split()[0].casefold())
        person = Person(str(user or new_id("U")), handle, str(body["real_name"]))
    try:
        ZoneInfo(str(body.get("tz") or person.tz))
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Refused(f"unknown time zone {body.get('tz')!r}") from unknown
    for name in WORDS:
        if name in body:
            setattr(person, name, str(body[name]))
    for name in CLAIMS:
        if name in body:
            setattr(person, name, bool(body[name]))
    if isinstance(body.get("dnd"), dict):
        person.dnd = body["dnd"]
    person.updated = seconds_now()
    slack.workspace.save(person)
    event = {
        "type": "team_join" if created else "user_change",
        "user": slack.appearance.user(person),
        "cache_ts": seconds_now(),
        "event_ts": slack.workspace.timestamps.issue(),
    }
    slack.tell(str(event["type"]), event)
    return {"ok": True, "id": person.id}


def put_group(slack: Playground, body: Json) -> Json:
    """Add a user group, or change its users; fires `subteam_updated` and `…members_changed`."""
    group = slack.workspace.groups.get(str(body.get("id")))
    created = group is None
    if group is None:
        if not body.get("handle"):
            raise Refused("a new group needs a handle")
        handle = str(body["handle"]).removeprefix("@")
        group_id = str(body.get("id") or new_id("S"))
        group = Group(group_id, handle, str(body.get("name") or handle))
    before = list(group.users)
    group.handle = str(body.get("handle") or group.handle).removeprefix("@")
    group.name = str(body.get("name") or group.name)
    group.users = [str(user) for user in body.get("users", before)]
    previous_update, group.updated = group.updated, seconds_now()
    slack.workspace.save(group)
    kind = "subteam_created" if created else "subteam_updated"
    shown = slack.appearance.group(group)
    slack.tell(
        kind, {"type": kind, "subteam": shown, "event_ts": slack.workspace.timestamps.issue()}
    )
    if set(before) != set(group.users):
        added = [user for user in group.users if user not in before]
        removed = [user for user in before if user not in group.users]
        event: Json = {
            "type": "subteam_members_changed",
            "subteam_id": group.id,
            "team_id": slack.workspace.team["id"],
            "date_previous_update": previous_update,
            "date_update": group.updated,
            "added_users": added,
            "added_users_count": len(added),
            "removed_users": removed,
            "removed_users_count": len(removed),
            "event_ts": slack.workspace.timestamps.issue(),
        }
        slack.tell("subteam_members_changed", event)
    return {"ok": True, "id": group.id}


def put_channel(slack: Playground, body: Json) -> Json:
    """Add a channel (members default to everyone and the app), or change one by id or name."""
    name = str(body.get("name") or "").removeprefix("#")
    channel = slack.workspace.channels.get(str(body.get("id"))) or (
        slack.workspace.channel_named(name) if name else None
    )
    if channel is None:
        if not name:
            raise Refused("a new channel needs a name")
        active = [p.id for p in slack.workspace.people.values() if not p.deactivated]
        channel_id = str(body.get("id") or new_id("C"))
        channel = Channel(channel_id, name, active, created=seconds_now())
        if "members" in body:
            channel.members = []
    joined: list[str] = []
    if "members" in body:
        wanted = list(dict.fromkeys(str(user) for user in body["members"]))
        joined = [user for user in wanted if user not in channel.members]
        channel.members = wanted
    channel.is_private = bool(body.get("is_private", channel.is_private))
    channel.is_archived = bool(body.get("is_archived", channel.is_archived))
    slack.workspace.save(channel)
    for user in joined if slack.workspace.bot_user in channel.members else ():
        event: Json = {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": slack.workspace.team["id"],
            "event_ts": slack.workspace.timestamps.issue(),
        }
        slack.tell("member_joined_channel", event)
    return {"ok": True, "id": channel.id}
