"""A team makes a group, sees its calendar, meets a conflict, is stopped by a freeze, gets the
digest, and starts from it. Drumbeat is down when the digest is due, and sends it on return.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.views import calendar, digest_buttons
from bot.views.groups import carried
from bot.views.modals import digest as digest_form
from bot.views.modals import freeze as freeze_form
from storage import open_database
from tests.playground_client import IDS, ROSA, Json
from tests.stories.team import Team, offers, said, working
from tests.stories.test_files import bring_in

pytestmark = pytest.mark.story

SHOP = f"""\
process:
  id: web-shop
  name: Web shop
  owners: [{ROSA}]
  services: [shop]
  phases:
    - id: announce
      name: Announce
      activities:
        - id: tell
          name: Tell the customers
          type: manual
          tasks: [{{id: do, name: Tell the customers}}]
"""


def somewhere_at_noon(now: datetime) -> str:
    """A zone in which the day is neither young nor nearly over: what is due tonight is today."""
    west = now.hour - 12
    return f"Etc/GMT{west:+d}" if west else "Etc/GMT"


def submit(team: Team, view: Json, values: Json) -> Json:
    """Fields of ours have one element, under the block's own id."""
    given = {block: {block: value} for block, value in values.items()}
    answer = team.slack.submit("rosa", view["id"], given)
    assert answer["status"] == "ok", answer
    return answer


def test_from_a_group_to_a_release_that_is_started_from_the_digest(tmp_path):
    now = datetime.now(UTC)
    zone = somewhere_at_noon(now)
    with working(tmp_path) as team:
        bring_in(team, SHOP)
        [card] = team.slack.wait_for(lambda: team.cards("rosa", "#releases", "draft.publish"))
        team.publish(card)

        first = make_group(team, "Shop nightly", zone)
        make_group(team, "Shop weekly", zone)

        week = lambda: command(team, "calendar week")  # noqa: E731
        shown = said(team.private("rosa", week, offering=calendar.LATER))
        assert first in shown
        assert "both service shop" in shown

        freeze(team, zone)
        asked = team.private(
            "rosa", lambda: command(team, f"start {first}"), offering="release.start"
        )
        refused = team.told(
            "rosa",
            lambda: team.slack.click("rosa", asked["channel"], asked["ts"], "release.start"),
        )
        assert "Stocktaking" in refused
        team.told("rosa", lambda: command(team, "freeze end Stocktaking"))

        due = set_up_digest(team, zone, datetime.now(UTC))
        team.town.stop_bot()
        asyncio.run(as_if_set_up_before(team, due))
        team.town.start_bot()
        sent = team.slack.wait_for(lambda: digest_in(team))
        assert "Due today" in said(sent) and first in said(sent)
        assert "both service shop" in said(sent)
        block, start = start_of(sent, first)
        told = team.told(
            "rosa",
            lambda: team.slack.click(
                "rosa", "#releases", sent["ts"], start["action_id"], block_id=block
            ),
        )
        assert f"{first} " in told and "is started" in told
        team.slack.wait_for(
            lambda: [e for e in team.living() if first in said(e) and "Tell the custom" in said(e)]
        )
        [_only] = [each for each in team.slack.messages("rosa", "#releases") if is_digest(each)]


def command(team: Team, text: str) -> None:
    team.close_views("rosa")
    team.slack.command("rosa", "#releases", text)


def make_group(team: Team, name: str, zone: str) -> str:
    """The reference of its first release, tonight."""
    listed = team.private("rosa", lambda: command(team, "groups"), offering=carried.NEW)
    team.slack.click("rosa", listed["channel"], listed["ts"], carried.NEW)
    view = team.slack.wait_for_view("rosa", carried.FIRST)
    channel = IDS["#releases"]
    fields = {"name": name, "process_id": "web-shop", "cadence": "every day at 21:00"}
    submit(team, view, {**fields, "zone": zone, "owners": [ROSA], "channel": channel})
    say(team, "about", {"services": "shop"})
    say(team, "names", {"version_kind": "semver minor", "version_first": "4.2.0"})
    preview = team.slack.wait_for_view("rosa", carried.PREVIEW)
    page = said(team.private("rosa", lambda: submit(team, preview, {}), offering=carried.EDIT))
    found = re.search(r"([A-Z0-9]+-\d+) Shop", page)
    assert found, page
    return found[1]


def say(team: Team, part: str, values: Json) -> None:
    """Change one part of the group that is about to be made."""
    preview = team.slack.wait_for_view("rosa", carried.PREVIEW)
    change = {"view_id": preview["id"], "block_id": f"group.part.{part}"}
    team.slack.click("rosa", None, None, carried.CHANGE_PART, **change)
    submit(team, team.slack.wait_for_view("rosa", carried.PART), values)


def freeze(team: Team, zone: str) -> None:
    command(team, "freeze")
    view = team.slack.wait_for_view("rosa", freeze_form.FORM)
    fields = {freeze_form.NAME: "Stocktaking", freeze_form.WHEN: "from now for 3d"}
    submit(team, view, {**fields, freeze_form.ZONE: zone})
    preview = team.slack.wait_for_view("rosa", freeze_form.CONFIRMED)
    submit(team, preview, {})


def set_up_digest(team: Team, zone: str, now: datetime) -> datetime:
    """For a minute of today that has just passed: it is due tomorrow first."""
    local = now.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0)
    command(team, "digest")
    view = team.slack.wait_for_view("rosa", digest_buttons.FORM)
    when = {digest_form.WHEN: f"every day at {local:%H:%M} {zone}"}
    told = team.told("rosa", lambda: submit(team, view, when))
    assert "This channel gets its digest every day at" in told
    return local.astimezone(UTC)


async def as_if_set_up_before(team: Team, due: datetime) -> None:
    """The form was sent before the time of today, and Drumbeat was down then."""
    database = open_database(team.town.database_url)
    try:
        place = IDS["#releases"]

        def earlier(tx):
            digest = tx.digests.find(place)
            cadence = digest.cadence.model_copy(
                update={"starts": digest.cadence.starts - timedelta(days=1)}
            )
            tx.digests.save(digest.model_copy(update={"looks_at": due, "cadence": cadence}))

        await database.transact(earlier)
    finally:
        database.close()


def is_digest(message: Json) -> bool:
    return offers(message, digest_buttons.CALENDAR)


def digest_in(team: Team) -> Json | None:
    messages = team.slack.messages("rosa", "#releases")
    return next((each for each in messages if is_digest(each)), None)


def start_of(message: Json, reference: str) -> tuple[str, Json]:
    """The button beside this release, and its block."""
    for block in message["blocks"]:
        if block.get("accessory") and reference in said({"blocks": [block]}):
            return block["block_id"], block["accessory"]
    raise AssertionError(said(message))
