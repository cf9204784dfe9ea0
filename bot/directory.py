"""Slack as the source of who is who: people with their flags, user groups with their members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import Budget
from bot.messenger import SlackCalls
from bot.slack_answers import SlackRefused
from orchestration.people.model import Person, UserGroup
from orchestration.people.working_time import Quiet
from orchestration.values import GroupId, UserId

log = structlog.get_logger()

_PAGE = 200
_MOST_PAGES = 500
_OUTSIDER = ("is_restricted", "is_ultra_restricted", "is_bot", "is_stranger", "is_workflow_bot")


class SlackWorkspace:
    """`orchestration.ports.outside.Workspace` over Slack's Web API."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self._client = client
        self._call = SlackCalls(client, budget)

    async def people(self) -> Sequence[Person]:
        """Everybody, deactivated people too, since old releases still name them."""
        found: list[Person] = []
        cursor = ""
        for _ in range(_MOST_PAGES):
            body = await self._people_page(cursor)
            found += [person_of(each) for each in body.get("members", ())]
            cursor = (body.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return found

    async def person(self, user_id: UserId) -> Person | None:
        """One person, or None when Slack does not know or does not show them."""
        try:
            body = await self._call(
                "users.info", lambda: self._client.users_info(user=user_id, include_locale=True)
            )
        except SlackRefused as refused:
            if refused.kind in {"user_not_found", "user_not_visible"}:
                return None
            raise
        return person_of(body["user"])

    async def groups(self) -> Sequence[UserGroup]:
        """Every user group in use, with its members."""
        body = await self._call(
            "usergroups.list", lambda: self._client.usergroups_list(include_users=True)
        )
        return [
            group_of(each) for each in body.get("usergroups", ()) if not each.get("date_delete")
        ]

    async def quiet(self, person: UserId) -> Quiet | None:
        """By `dnd.info`; one that Slack does not tell, for want of the scope, is none."""
        try:
            said = await self._call("dnd.info", lambda: self._client.dnd_info(user=person))
        except SlackRefused as refused:
            log.warning("do-not-disturb unknown", reason=refused.reason)
            return None
        return quiet_of(said)

    async def _people_page(self, cursor: str) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "limit": _PAGE,
            "include_locale": True,
            **({"cursor": cursor} if cursor else {}),
        }
        return await self._call("users.list", lambda: self._client.users_list(**asked))


def person_of(member: dict[str, Any]) -> Person:
    """A user object of Slack's, as the core keeps people; events carry the same object."""
    profile = member.get("profile") or {}
    shown = (
        profile.get("display_name")
        or profile.get("real_name")
        or member.get("real_name")
        or member.get("name")
        or member["id"]
    )
    return Person(
        id=UserId(member["id"]),
        name=shown,
        is_admin=bool(member.get("is_admin") or member.get("is_owner")),
        zone=member.get("tz") or "UTC",
        locale=member.get("locale") or "",
        deactivated=bool(member.get("deleted")),
        outsider=member["id"] == "USLACKBOT" or any(member.get(flag) for flag in _OUTSIDER),
    )


def quiet_of(said: dict[str, Any]) -> Quiet | None:
    """The schedule's next window, which is the present one while it lasts; or a pause of theirs."""
    if said.get("snooze_enabled") and said.get("snooze_endtime"):
        return Quiet(begins=_moment(0), ends=_moment(said["snooze_endtime"]))
    begins, ends = said.get("next_dnd_start_ts") or 0, said.get("next_dnd_end_ts") or 0
    if not said.get("dnd_enabled") or ends <= begins:
        return None
    return Quiet(begins=_moment(begins), ends=_moment(ends))


def _moment(ts: float) -> datetime:
    return datetime.fromtimestamp(ts, UTC)


def group_of(group: dict[str, Any]) -> UserGroup:
    """A user group object of Slack's."""
    return UserGroup(
        id=GroupId(group["id"]),
        handle=group.get("handle") or group["id"],
        name=group.get("name") or group.get("handle") or group["id"],
        members=tuple(UserId(each) for each in group.get("users") or ()),
    )
