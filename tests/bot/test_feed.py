"""The calendar as a calendar program reads it, by a link that somebody made in Slack."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest_asyncio
import vobject

from bot.web_feed import Turns
from orchestration.people.model import Person, Right
from orchestration.values import ReleaseId, UserId
from tests.bot.rig import DANA, KENJI, ROSA, WEB, SetClock, rigged

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LINK = re.compile(r"https://drumbeat\.example\.com(/calendar\.ics\?token=[\w.-]+)")


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path, clock=SetClock(NOON)) as made:
        await made.publish()
        made.web = httpx.AsyncClient(base_url=made.url.removesuffix("/slack/events"))
        yield made
        await made.web.aclose()


async def link(rig, words="tag:web", by=ROSA):
    await rig.command(f"feed {words}", by=by)
    return LINK.search(rig.private(by).text)[1]


async def everything(rig, by=ROSA):
    await rig.command("feed", by=by)
    await rig.click("feed.new", by=by)
    return LINK.search(rig.private(by).text)[1]


async def events(rig, path):
    answer = await rig.web.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(vobject.readOne(answer.text).contents.get("vevent", ()))


async def test_a_planned_release_is_one_entry_that_changes_with_it_and_is_cancelled(rig):
    release = await rig.release(planned=True, at=NOON + timedelta(days=2))
    await rig.release(planned=True, at=NOON + timedelta(days=9))
    path = await everything(rig)
    first, other = await events(rig, path)
    assert first.uid.value == f"{release.id}@drumbeat"
    assert first.summary.value == "WEB-1 Web 4.2"
    assert first.dtstart.value == NOON + timedelta(days=2)
    rig.clock.at += timedelta(minutes=1)
    await rig.storage.transact(lambda tx: move(tx, release.id, NOON + timedelta(days=3)))
    moved, unmoved = await events(rig, path)
    assert unmoved.serialize() == other.serialize()
    assert moved.uid.value == first.uid.value
    assert moved.dtstart.value == NOON + timedelta(days=3)
    assert int(moved.sequence.value) > int(first.sequence.value)
    assert moved.dtstamp.value > first.dtstamp.value
    await rig.executions.abort(release.id, by=UserId(ROSA), reason="not now")
    gone, _ = await events(rig, path)
    assert (gone.uid.value, gone.status.value) == (first.uid.value, "CANCELLED")
    assert int(gone.sequence.value) > int(moved.sequence.value)


def move(tx, release_id, moment):
    release = tx.releases.get(ReleaseId(release_id))
    tx.releases.save(release.model_copy(update={"scheduled_for": moment}))


async def test_whoever_has_it_already_is_told_so_until_something_changes(rig):
    await rig.release(planned=True, at=NOON + timedelta(days=2))
    path = await everything(rig)
    first = await rig.web.get(path)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    assert first.headers["cache-control"] == "private, max-age=300"
    rig.clock.at += timedelta(hours=1)
    same = await rig.web.get(path, headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (await rig.web.get(path, headers={"If-Modified-Since": modified})).status_code == 304
    await rig.release(planned=True, at=NOON + timedelta(days=3))
    changed = await rig.web.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.headers["last-modified"] != modified


async def test_a_link_with_filters_has_only_what_they_let_through(rig):
    await rig.release(planned=True, at=NOON + timedelta(days=2))
    assert await events(rig, await link(rig, "tag:web")) == []
    assert len(await events(rig, await link(rig, f"process:{WEB.id}"))) == 1


async def test_filters_that_nobody_understands_make_no_link(rig):
    await rig.command("feed colour:red")
    assert "The calendar has no filter “colour”" in rig.private().text
    await rig.command("feed")
    assert "You have no link to the calendar yet." in rig.private().text


async def test_a_revoked_link_opens_nothing_and_looks_like_one_that_never_was(rig):
    path = await link(rig)
    assert (await rig.web.get(path)).status_code == 200
    await rig.command("feed")
    listed = rig.private()
    assert "Your links to the calendar (1)" in listed.text
    assert "tag:web" in listed.text and path not in listed.text
    (revoke,) = [e["accessory"] for e in listed.blocks if e.get("accessory")]
    await rig.click(revoke["action_id"], revoke["value"], by=KENJI)
    assert "not yours" in rig.private(KENJI).text
    assert (await rig.web.get(path)).status_code == 200
    await rig.click(revoke["action_id"], revoke["value"])
    wrong = [path, path + "x", "/calendar.ics?token=feed_0.no", "/calendar.ics", path[:-3]]
    answers = [await rig.web.get(each) for each in wrong]
    assert {(each.status_code, each.text) for each in answers} == {(404, "Not Found")}


async def test_a_link_shows_what_its_person_may_look_at_and_ends_when_they_leave(rig):
    await rig.release(planned=True, at=NOON + timedelta(days=2))
    path = await everything(rig, by=KENJI)
    assert len(await events(rig, path)) == 1
    await rig.people.bind({"Insiders": (DANA,)}, by=UserId(ROSA))
    await rig.doors.grants.grant("Insiders", {Right.VIEW}, process_id=None, by=UserId(ROSA))
    assert await events(rig, path) == []
    gone = Person(id=UserId(KENJI), name="Kenji", deactivated=True)
    await rig.storage.transact(lambda tx: tx.directory.save_people([gone], at=NOON))
    assert (await rig.web.get(path)).status_code == 404


async def test_the_secret_of_a_link_is_kept_nowhere(rig, tmp_path):
    path = await link(rig)
    secret = path.partition(".ics?token=")[2].partition(".")[2]
    assert len(secret) > 40
    for file in tmp_path.glob("drumbeat.db*"):
        assert secret.encode() not in file.read_bytes()


def test_a_link_that_is_asked_for_too_often_has_to_wait_for_the_next_minute():
    now = 0.0
    turns = Turns(clock=lambda: now)
    assert all(turns.take("feed_1") for _ in range(30))
    assert not turns.take("feed_1")
    assert turns.take("feed_2")
    now = 60.0
    assert turns.take("feed_1")


async def test_without_an_address_of_its_own_it_says_what_has_to_be_set(tmp_path):
    async with rigged(tmp_path, url="") as rig:
        await rig.command("feed")
        assert "Whoever runs it sets DRUMBEAT_URL" in rig.private().text.replace("`", "")
