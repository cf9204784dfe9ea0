"""Release groups made and edited in Slack: previewed, and nothing kept before it is confirmed."""

import pytest

from bot.playground.seed import DANA, GENERAL, KENJI, ROSA
from bot.views.groups import carried
from tests.bot.groups import (
    FIRST,
    begin,
    current,
    edit,
    groups,
    made,
    payload,
    press,
    releases,
    says,
    submit,
    top,
)
from tests.bot.rig import rigged


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        yield made


async def test_a_group_is_previewed_in_words_and_dates_and_kept_only_when_it_is_confirmed(rig):
    await begin(rig)
    shown = says(top(rig))
    assert "Every second Tuesday at 10:00 Europe/Berlin" in shown
    assert "Next 5 dates" in shown
    assert await groups(rig) == []
    await submit(rig)
    [group] = await groups(rig)
    assert (group.name, group.rotation.owners) == ("Web weekly", (ROSA, DANA))
    assert rig.modals() == []
    assert "Web weekly" in rig.private().text


async def test_every_part_of_a_new_group_can_be_said_before_it_is_confirmed(rig):
    await begin(rig)
    await press(rig, "*Days*")
    await submit(rig, {"holidays": "de-be", "on_holiday": "skip", "lead_time": "4w"})
    await press(rig, "*Start*")
    await submit(rig, {"auto_start": "auto", "expected_duration": "3h", "backup": KENJI})
    await press(rig, "Names and versions")
    await submit(rig, {"version_kind": "semver minor", "version_first": "4.2.0"})
    assert "4.3.0" in says(top(rig))
    await press(rig, "*Inputs*")
    await submit(rig, {"input.0": "T-7"})
    await press(rig, "*About*")
    await submit(rig, {"tags": "web, eu", "colour": "#2f6f4f", "services": "shop"})
    assert "holidays (DE-BE)" in says(top(rig))
    assert "T-7" in says(top(rig))
    await submit(rig)
    [group] = await groups(rig)
    assert group.auto_start
    assert (group.backup, group.tags, group.inputs) == (KENJI, ("web", "eu"), {"Ticket": "T-7"})
    assert str(group.cadence.holidays.then) == "skip"


async def test_an_edit_says_which_releases_move_and_changes_nothing_before_it_is_confirmed(rig):
    group = await made(rig)
    before = await releases(rig, group)
    await edit(rig, group)
    assert "Nothing is changed yet" in says(top(rig))
    await press(rig, "What and when")
    typed = current(top(rig), "cadence").replace("Tuesday at 10:00", "Tuesday at 11:30")
    await submit(rig, {"cadence": typed})
    assert f"*{before[0].reference}* moves from" in says(top(rig))
    assert await releases(rig, group) == before
    await submit(rig)
    after = await releases(rig, group)
    assert [each.reference for each in after] == [each.reference for each in before]
    assert after[0].scheduled_for != before[0].scheduled_for


async def test_who_confirms_second_of_two_that_edit_a_group_is_told_and_keeps_what_was_typed(rig):
    group = await made(rig)
    await rig.people.bind({"QA lead": (DANA,)}, by=ROSA)
    await edit(rig, group)
    first = top(rig)
    await press(rig, "*Start*")
    await submit(rig, {"auto_start": "auto"})
    await doors_edit(rig, group, description="Other words")
    await submit(rig)
    assert "changed while you had the form open" in says(top(rig))
    assert first.id in {each.id for each in rig.modals()}
    [kept] = await groups(rig)
    assert (kept.description, kept.auto_start) == ("Other words", False)


async def doors_edit(rig, group, **changed):
    settings = group.settings.model_copy(update=changed)
    await rig.doors.groups.edit(group.id, group.edition, settings, by=ROSA)


async def test_a_form_that_is_sent_and_confirmed_twice_makes_one_group(rig):
    await rig.click(carried.NEW)
    first = payload(rig, FIRST)
    for _ in range(2):
        assert (await rig.dispatch(first)).status == 200
    await submit(rig, FIRST)
    last = payload(rig)
    for _ in range(2):
        assert (await rig.dispatch(last)).status == 200
    [group] = await groups(rig)
    slots = [each.slot for each in await releases(rig, group)]
    assert len(slots) == len(set(slots))


WRONG = [
    ({"cadence": "whenever we like"}, "cadence", "On which days?"),
    ({"cadence": "* * * * *"}, "cadence", "more than once an hour"),
    ({"cadence": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 at 10:00"}, "cadence", "never due"),
    ({"cadence": "every day until 2020-01-01"}, "cadence", "before it starts"),
    ({"cadence": "every day until 29 February 2027"}, "cadence", "names no day there is"),
    ({"zone": "Berlin"}, "zone", "Did you mean Europe/Berlin?"),
    ({"name": "   "}, "name", "Please fill this in"),
    ({"channel": GENERAL}, "channel", "is not in that channel"),
]


@pytest.mark.parametrize(("given", "field", "why"), WRONG)
async def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    rig, given, field, why
):
    answer = await begin(rig, **given)
    [view] = rig.modals()
    assert why in answer["errors"][field]
    assert view.content["callback_id"] == carried.FIRST
    assert await groups(rig) == []


async def test_a_name_that_says_what_nobody_knows_is_refused_at_its_field(rig):
    group = await made(rig)
    await edit(rig, group)
    await press(rig, "Names and versions")
    answer = await submit(rig, {"name_template": "Web {{ grup }}"})
    assert "“grup” is not known there" in answer["errors"]["name_template"]
    [kept] = await groups(rig)
    assert kept == group
