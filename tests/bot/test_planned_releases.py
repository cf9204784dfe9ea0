"""A planned release follows the latest version of its process, or keeps the one there was."""

import pytest
import pytest_asyncio

from bot.views.modals import new_release
from orchestration.values import UserId
from tests.bot.rig import ROSA, WEB, rigged


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


@pytest.mark.parametrize(("follows", "version"), [("latest", 2), ("pinned", 1)])
async def test_what_was_published_meanwhile_is_followed_unless_the_version_was_kept(
    rig, follows, version
):
    await rig.publish()
    await rig.command("new")
    [modal] = rig.modals()
    values = {
        new_release.VERSION: "9",
        new_release.input_block(0): "T",
        new_release.WHEN: "later",
        new_release.FOLLOWS: follows,
    }
    sent = await rig.act("view/submit", view_id=modal.id, values=values)
    assert sent["status"] == "ok", sent
    await rig.publish(WEB.model_copy(update={"description": "With more care."}))
    (planned,) = await rig.storage.read(lambda tx: tx.releases.unfinished())
    started = await rig.releases.start(planned.id, by=UserId(ROSA))
    assert (started.pinned, started.process_version) == (follows == "pinned", version)
