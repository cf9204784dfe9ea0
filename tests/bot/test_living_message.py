"""The living message stays at hand: pinned while the release runs, posted anew when buried."""

import pytest_asyncio

from orchestration.handlers.living import BURIED
from orchestration.values import UserId
from tests.bot.rig import DANA, RELEASES, ROSA, rigged


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        yield made


def pins(rig):
    return rig.slack.workspace.channels[RELEASES].pins


async def talk(rig, times):
    for n in range(times):
        await rig.act("say", who=DANA, channel=RELEASES, text=f"lunch {n}")


async def living(rig, release):
    return await rig.posted(f"show_release:{release.id}:r1")


async def test_it_is_pinned_while_it_runs_and_not_after_its_end(rig):
    planned = await rig.release(planned=True)
    async with rig.working():
        posted = await living(rig, planned)
        await rig.settled()
        assert pins(rig) == []
        await rig.releases.start(planned.id, by=UserId(ROSA))
        await rig.until(lambda: pins(rig) == [posted.ts])
        await rig.executions.abort(planned.id, by=UserId(ROSA), reason="not today")
        await rig.until(lambda: pins(rig) == [])
        await rig.settled()


async def test_where_pins_are_not_allowed_nothing_is_said_of_it(rig):
    rig.slack.faults.add({"method": "pins.add", "kind": "error:missing_scope"})
    release = await rig.release()
    async with rig.working():
        await living(rig, release)
        await rig.settled()
    assert pins(rig) == []
    assert not await rig.storage.read(lambda tx: tx.owed.rows(state="stuck"))


async def test_buried_it_is_posted_anew_and_the_old_one_becomes_a_link(rig):
    release = await rig.release()
    async with rig.working():
        old = await living(rig, release)
        await rig.settled()
        await talk(rig, BURIED)
        notes = await rig.task(release, "Write the notes")
        await rig.executions.done(notes.id, 1, by=UserId("U0KENJIMOR"))
        shown = rig.slack.workspace.messages[RELEASES]
        await rig.until(lambda: "goes on further down" in shown[old.ts].text)
        await rig.settled()
        new = await living(rig, release)
        assert new.ts > old.ts
        assert f"p{new.ts.replace('.', '')}" in shown[old.ts].text
        assert not any(block["type"] == "actions" for block in shown[old.ts].blocks)
        await rig.until(lambda: pins(rig) == [new.ts])
        await rig.executions.abort(release.id, by=UserId(ROSA), reason="not today")
        await rig.until(lambda: "was aborted" in shown[new.ts].text)
        await rig.settled()
    ended = [each for each in shown.values() if each.thread_ts == new.ts]
    assert ended, "what comes after is said in the thread of the new one"
    await rig.mention("status", by=DANA, thread_ts=old.ts)
    assert "WEB-1 Web 4.2 was aborted" in rig.private(DANA).text


async def test_it_stays_where_it_is_as_long_as_it_can_be_found(rig):
    release = await rig.release()
    async with rig.working():
        old = await living(rig, release)
        await rig.settled()
        await talk(rig, BURIED - 1)
        notes = await rig.task(release, "Write the notes")
        await rig.executions.done(notes.id, 1, by=UserId("U0KENJIMOR"))
        await rig.settled()
        assert (await living(rig, release)).ts == old.ts
