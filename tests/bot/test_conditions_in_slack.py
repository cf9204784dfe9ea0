"""`if` and `not-before`, from the process to the message: what was left out, what begins when."""

import pytest

from tests.bot.rig import WEB, rigged
from tests.execution.building import phase, process, todo


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


def with_condition(condition):
    web = process(todo("announce", if_=condition), todo("tidy"))
    return web.model_copy(update={"id": WEB.id, "inputs": WEB.inputs, "owners": WEB.owners})


async def test_the_releases_message_says_what_was_skipped_and_what_was_read(rig):
    await rig.publish(with_condition('inputs["Ticket"] == "T-2"'))
    async with rig.working():
        await rig.release()
        seen = await rig.until(lambda: [each for each in rig.seen() if "Skipped" in each])
    assert 'Skipped: announce: inputs.Ticket == "T-2" is false (Ticket is T-1)' in seen[0]


async def test_a_condition_without_a_value_is_on_hold_in_the_thread(rig):
    await rig.publish(with_condition('inputs["Ticket"] | number > 3'))
    async with rig.working():
        await rig.release()
        seen = await rig.until(
            lambda: [each for each in rig.seen() if each.startswith("On hold: announce")]
        )
    assert "cannot be evaluated" in seen[0]


async def test_a_phase_begins_by_itself_when_its_time_has_come(rig):
    later = phase("later", todo("announce"), not_before="start + 1 s")
    made = process(phase("now", todo("tidy")), later)
    await rig.publish(
        made.model_copy(update={"id": WEB.id, "inputs": WEB.inputs, "owners": WEB.owners})
    )
    async with rig.working():
        await rig.release()
        assert await rig.until(lambda: [x for x in rig.seen() if "“Later” starts" in x])
        assert await rig.until(lambda: [x for x in rig.seen() if x.startswith("To do: announce")])
