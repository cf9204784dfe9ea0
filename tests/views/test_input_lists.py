"""The input store's messages and forms: within Slack's limits, complete as text, pinging nobody."""

from datetime import UTC, datetime

import pytest

from bot.views import release_card
from bot.views.inputs import carried, fill_in, lists, name_form
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Process
from orchestration.read_models.cards import ReleaseCard
from orchestration.read_models.input_cards import (
    PlannedInputs,
    SetChoice,
    SetLine,
    SetsCard,
    SetsOverview,
    SetsToChoose,
)
from orchestration.releases.model import Release
from tests.views.cards import HOSTILE
from tests.views.test_limits import sound, sound_view

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DANA = "U012DANA0"


def line(name="EU", **more):
    return SetLine(**{"set_id": "eu", "name": name, "revision": 1, "by": DANA, "at": NOON, **more})


def card(*sets, asks=3):
    return SetsCard(kind="process", of="shop", title="Shop", sets=sets, asks=asks)


def planned(name="Shop", **open_inputs):
    release = Release(
        id="rel_1",
        reference="SHOP-1",
        name=name,
        version="4.2",
        process_id="shop",
        process_version=1,
        owner=DANA,
        channel="C0123456",
        created_by=DANA,
        created_at=NOON,
    )
    specs = tuple(InputSpec(name=f"{name[:60] or 'n'} {n}", default=name) for n in range(8))
    choice = SetChoice(set_id="eu", name=name, open=2)
    return fill_in.Planned(
        release=release,
        process=Process(id="shop", name=name, inputs=specs),
        sets=SetsToChoose(sets=(choice,) * 3, chosen="eu", says={specs[0].name: name}),
        inputs=PlannedInputs(**open_inputs),
    )


def test_all_that_the_list_shows_is_also_in_its_text():
    drawn = lists.draw(card(line(open=("Deploy EU: “region” is open",), used_by=("WEB-1",))))
    for said in ("EU: incomplete: 1 open", "region", f"<@{DANA}>", "Used by WEB-1"):
        assert said in drawn.text


def test_where_there_is_no_set_it_says_what_one_is_for():
    assert "There is none yet. It declares 3 inputs" in lists.draw(card()).text
    nothing = lists.draw(card(asks=0))
    assert "declares no inputs" in nothing.text
    assert "New…" not in str(nothing.blocks)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_sets_stay_within_slacks_limits_and_ping_nobody(hostile):
    each = line(
        hostile,
        description=hostile,
        open=(hostile,) * 9,
        gone=(hostile,) * 9,
        used_by=(hostile,) * 9,
    )
    many = card(*[each] * 40).model_copy(update={"title": hostile})
    sound(lists.draw(many))
    assert "and 24 more" in lists.draw(many).text
    three = ((hostile or "p", hostile, 3),) * 150
    sound(lists.overview(SetsOverview(processes=three, activities=three)))
    about = carried.NameForm(kind="process", of="shop", set_id="eu", revision=1)
    sound_view(name_form.draw(about, hostile))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_releases_to_fill_in_stay_within_slacks_limits(hostile):
    of = planned(hostile, open=(hostile,) * 30, elsewhere=(hostile,) * 30)
    form = carried.FillInForm(release_id="rel_1", revision=1, version=1)
    for page in range(3):
        sound_view(fill_in.draw(of, form.model_copy(update={"page": page})))
    shown = ReleaseCard(
        release_id="rel_1",
        reference="SHOP-1",
        title=hostile,
        status="scheduled",
        sentence="SHOP-1 is planned.",
        owner=DANA,
        input_set=hostile,
        open_inputs=(hostile,) * 30,
        process_name=hostile,
        process_version=1,
    )
    sound(release_card.draw(shown))
    assert "It cannot start yet: 30 inputs to fill in" in release_card.draw(shown).text


def test_what_is_open_in_activities_leads_to_the_set_from_the_last_page():
    of = planned(elsewhere=("Deploy EU: “region” is open",))
    form = carried.FillInForm(release_id="rel_1", revision=1, version=1)
    assert "Edit the input set…" not in str(fill_in.draw(of, form))
    last = fill_in.draw(of, form.model_copy(update={"page": 1}))
    assert "Edit the input set…" in str(last)
    assert "Deploy EU" in str(last)
