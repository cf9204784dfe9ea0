"""`/release live`: what runs where, since when, from which release."""

import pytest_asyncio

from orchestration.values import UserId
from tests.bot.rig import DANA, KENJI, ROSA, WEB, rigged

[CHECK, SHIP] = WEB.phases
[GO] = SHIP.activities
DEPLOYS = WEB.model_copy(
    update={
        "services": ("shop", "search"),
        "phases": (
            SHIP.model_copy(
                update={
                    "depends_on": (),
                    "activities": (
                        GO.model_copy(update={"marks": "live", "environment": "production"}),
                    ),
                }
            ),
        ),
    }
)


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish(DEPLOYS)
        yield made


async def deployed(rig, version):
    release = await rig.release(version)
    task = await rig.task(release, "Say that it is live")
    await rig.executions.done(task.id, 1, by=UserId(ROSA))
    return release


async def test_what_an_activity_marked_is_live_from_its_success_on(rig):
    await rig.command("live", by=KENJI)
    assert "Nothing is recorded as live yet" in rig.private(KENJI).text
    await deployed(rig, "4.2")
    await deployed(rig, "4.3")
    await rig.release("4.4")
    await rig.command("live", by=KENJI)
    said = rig.private(KENJI).text
    assert "shop, production: 4.3, since " in said
    assert "search, production: 4.3, since " in said
    assert "from WEB-2" in said
    assert "4.2" not in said
    assert "4.4" not in said


async def test_one_service_is_asked_for_by_name_and_a_near_miss_is_suggested(rig):
    await deployed(rig, "4.2")
    await rig.command("live Shop", by=DANA)
    said = rig.private(DANA).text
    assert "shop, production: 4.2" in said
    assert "search" not in said
    await rig.command("live serch", by=DANA)
    assert "Did you mean `/release live search`?" in rig.private(DANA).text
