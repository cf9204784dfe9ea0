"""Forms come back as they were sent, and paging never loses a phase, a role or a dependency."""

from datetime import UTC, datetime

import pytest

from bot.playground.interactive import initial_state
from bot.views import buttons, outline_buttons
from bot.views.modals import (
    new_release,
    outline,
    outline_activity,
    outline_phase,
    outputs,
    reason,
    roles,
)
from orchestration.execution.state.statuses import WorkKind
from orchestration.people.model import UserGroup
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Process, ProcessVersion
from orchestration.processes.tasks import FormField
from orchestration.read_models.process_cards import RoleLine
from orchestration.releases.editing import Description
from tests.views.cards import process, task

PAGE = outline_buttons.OutlinePage(draft_id="dra_1", revision=3)
BIG = process(40, 30)


def sent(view, **values):
    """The view as Slack sends it back: what each field starts with, except for `values`."""
    state = initial_state(view["blocks"])
    for block_id, elements in state.items():
        for element in elements.values():
            element.update(values.get(block_id.replace(".", "_"), {}))
    return {**view, "state": {"values": state}}


def menus(view):
    return [b["accessory"] for b in view["blocks"] if b.get("accessory", {}).get("options")]


def test_every_page_of_the_outline_leads_to_the_next_until_the_last():
    page, seen = PAGE, []
    while page not in seen:
        seen.append(page)
        page = outline.turned(BIG, page, 1)
    assert [each.phase for each in seen] == list(range(40))
    assert outline.turned(BIG, seen[5], -1) == seen[4]


def test_a_long_phase_has_several_parts_and_every_activity_a_row():
    long = process(2, 90)
    rows = []
    for part in range(3):
        view = outline.draw(long, PAGE.model_copy(update={"part": part}))
        rows += [m for m in menus(view) if m["action_id"] == "outline.menu"]
    assert len(rows) == 90


def test_a_row_offers_only_what_is_possible():
    view = outline.draw(process(1, 2), PAGE)
    first, last = [m for m in menus(view) if m["action_id"] == "outline.menu"]
    labels = [[each["text"]["text"] for each in menu["options"]] for menu in (first, last)]
    assert labels == [
        ["Edit", "More…", "Move down", "Remove"],
        ["Edit", "More…", "Move up", "Remove"],
    ]
    choice = outline_buttons.OutlineChoice.model_validate_json(last["options"][2]["value"])
    assert choice == outline_buttons.OutlineChoice(do="up", phase=0, activity=1)


def test_removing_a_phase_asks_first_and_names_what_goes_with_it():
    view = outline.draw(process(3, 4), PAGE.model_copy(update={"phase": 1}))
    rows = [b for b in view["blocks"] if b["type"] == "actions"]
    remove = next(e for b in rows for e in b["elements"] if e["action_id"].endswith("remove_phase"))
    assert "Phase 1 and its 4 activities leave" in remove["confirm"]["text"]["text"]


def test_a_name_as_long_as_a_drafter_may_give_is_kept_whole():
    long = process(1, 1, "n" * 180)
    form = outline_buttons.ActivityForm(page=PAGE, phase="p0", activity="a0")
    answer = outline_activity.read(sent(outline_activity.draw(long, form)), long)
    assert answer.name == long.phases[0].activities[0].name


def test_a_page_that_an_edit_took_away_becomes_the_nearest():
    page = PAGE.model_copy(update={"phase": 99, "part": 7})
    assert outline.nearest(process(3, 2), page).phase == 2
    assert outline.nearest(process(0, 0), page).phase == 0


def test_an_activity_sent_back_unchanged_is_unchanged():
    form = outline_buttons.ActivityForm(page=PAGE, phase="p3", activity="a5")
    answer = outline_activity.read(sent(outline_activity.draw(BIG, form)), BIG)
    assert answer == outline_activity.Answer(
        name="Activity 5 ",
        kind="sign_off",
        owner="Ops",
        signers=("QA lead",),
        needed=2,
        depends_on=("a4",),
        instructions="",
        command=None,
        pipeline=None,
    )._replace(name="Activity 5")


def test_an_activity_keeps_its_pipeline_even_when_the_catalogue_lost_it():
    form = outline_buttons.ActivityForm(page=PAGE, phase="p3", activity="a3")
    answer = outline_activity.read(sent(outline_activity.draw(BIG, form, ("other",))), BIG)
    assert (answer.kind, answer.pipeline) == ("automated", "build-and-test")


def test_a_dependency_that_does_not_exist_is_shown_and_kept():
    phase = BIG.phases[0]
    lost = phase.activities[1].model_copy(update={"depends_on": ("gone", "p39.a29")})
    changed = Process(
        id=BIG.id,
        name=BIG.name,
        phases=(phase.model_copy(update={"activities": (lost,)}), *BIG.phases[1:]),
    )
    form = outline_buttons.ActivityForm(page=PAGE, phase="p0", activity="a1")
    answer = outline_activity.read(sent(outline_activity.draw(changed, form)), changed)
    assert set(answer.depends_on) == {"gone", "p39.a29"}


def test_choosing_another_kind_asks_for_other_things():
    form = outline_buttons.ActivityForm(page=PAGE, phase="p0", activity="a2")
    ids = {
        kind: [b["block_id"] for b in outline_activity.draw(BIG, form, kind=kind)["blocks"]]
        for kind in ("todo", "sign_off", "automated")
    }
    assert outline_activity.SIGNERS in ids["sign_off"]
    assert outline_activity.SIGNERS not in ids["todo"]
    assert outline_activity.PIPELINE in ids["automated"]


def test_majority_and_all_are_words_and_the_rest_are_numbers():
    form = outline_buttons.ActivityForm(page=PAGE, phase="p0", activity="a1")
    view = outline_activity.draw(BIG, form)
    choice = {"activity_needed": {"selected_option": {"value": "majority"}}}
    assert outline_activity.read(sent(view, **choice), BIG).needed == "majority"
    assert outline_activity.read(sent(view), BIG).needed == 2


def test_a_new_activity_starts_after_the_one_it_was_added_behind():
    form = outline_buttons.ActivityForm(page=PAGE, phase="p2", after="a7")
    assert outline_activity.read(sent(outline_activity.draw(BIG, form)), BIG).depends_on == ("a7",)


def test_a_phase_sent_back_unchanged_is_unchanged():
    view = outline_phase.draw(BIG, outline_buttons.PhaseForm(page=PAGE, phase="p7"))
    assert outline_phase.read(sent(view), BIG) == outline_phase.Answer(
        "Phase 7", "QA lead", ("p6",)
    )


def test_forty_roles_are_asked_a_dozen_at_a_time_and_none_is_left_out():
    many = [RoleLine(name=f"Role {n}", members=(), signs=False) for n in range(40)]
    names = []
    for page in range(4):
        view = roles.draw(many, page=page)
        names += list(roles.read(sent(view)))
        assert view["submit"]["text"] == ("Save" if page == 3 else "Save and go on")
    assert names == [f"Role {n}" for n in range(40)]


def test_a_role_is_bound_to_people_and_to_groups_and_keeps_a_group_that_is_gone():
    line = RoleLine(name="QA lead", members=("U012DANA0", "S0000GONE"), signs=True)
    groups = [UserGroup(id="S0123456", handle="qa", name="QA")]
    view = roles.draw([line], groups)
    assert roles.read(sent(view)) == {"QA lead": ("U012DANA0", "S0000GONE")}


def test_a_workspace_without_groups_is_not_asked_for_any():
    view = roles.draw([RoleLine(name="QA lead", members=(), signs=True)])
    kinds = [b["element"]["type"] for b in view["blocks"] if b["type"] == "input"]
    assert kinds == ["multi_users_select", "multi_users_select"]  # its people, and its backup


def test_a_new_release_comes_back_with_name_version_inputs_and_time():
    of = ProcessVersion(process=process(1, 1), version=4)
    later = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    view = sent(
        new_release.draw(of, "C0123456"),
        release_version={"value": " 4.2.0 "},
        input_0={"value": "3f9c2e1"},
        release_when={"selected_option": {"value": "later"}},
        release_at={"selected_date_time": int(later.timestamp())},
    )
    answer = new_release.read(view["state"]["values"], of)
    assert answer == new_release.Answer(
        name="Web release",
        version="4.2.0",
        inputs={"input 0": "3f9c2e1"},
        start_now=False,
        scheduled_for=later,
        channel="C0123456",
        pinned=False,
        input_set="",
        description=Description(),
        problems={"input.1": "Please fill this in.", "input.2": "Please fill this in."},
    )


def test_an_input_called_version_is_the_releases_own_and_asked_once():
    asked = process(1, 1).model_copy(
        update={"inputs": (InputSpec(name="Version"), InputSpec(name="ticket"))}
    )
    of = ProcessVersion(process=asked, version=1)
    view = new_release.draw(of, "C0123456")
    labels = [b["label"]["text"] for b in view["blocks"] if b["type"] == "input"]
    back = sent(view, release_version={"value": "4.12.0"}, input_1={"value": "T-1"})
    answer = new_release.read(back["state"]["values"], of)

    assert labels.count("Version") == 1
    assert answer.inputs == {"Version": "4.12.0", "ticket": "T-1"}


def test_values_of_work_run_by_hand_come_back_by_name():
    fields = tuple(FormField(id=each, label=each) for each in ("digest", "url"))
    card = task(fields=fields)
    view = outputs.draw(card)
    back = sent(view, output_0={"value": "sha256:1"}, output_1={"value": "https://x.test"})
    assert outputs.read(back, card).outputs == {"digest": "sha256:1", "url": "https://x.test"}


REGION = FormField(id="region", label="Region", type="choice", choices=("eu", "us"))
CLUSTER = FormField(
    id="big", label="Cluster", type="choice", choices=tuple(f"c{n}" for n in range(60))
)
SHARE = FormField(id="share", label="Share", type="number", required=False)
SURE = FormField(id="sure", label="I looked twice", type="checkbox")


def test_a_form_asks_each_field_by_its_type_and_reads_it_back():
    card = task(kind=WorkKind.FORM, fields=(REGION, CLUSTER, SHARE, SURE))
    view = outputs.draw(card)
    asked = [each for each in view["blocks"] if each["type"] == "input"]
    assert [each["element"]["type"] for each in asked] == [
        "radio_buttons",
        "static_select",
        "number_input",
        "checkboxes",
    ]
    assert [each["optional"] for each in asked] == [False, False, True, True]
    back = sent(
        view,
        output_0={"selected_option": {"value": "1"}},
        output_1={"selected_option": {"value": "42"}},
        output_2={"value": "0.5"},
        output_3={"selected_options": [{"value": "true"}]},
    )
    said = {"region": "us", "big": "c42", "share": "0.5", "sure": "true"}
    assert outputs.read(back, card) == (said, "")


def test_who_finalises_writes_a_note_and_sees_what_is_known_already():
    digest = FormField(id="digest", label="digest")
    card = task(kind=WorkKind.FINALISE, fields=(digest,), answers={"digest": "sha256:1"})
    view = outputs.draw(card)
    note, known = [each for each in view["blocks"] if each["type"] == "input"]
    assert (view["title"]["text"], note["optional"]) == ("Finalise", False)
    assert known["element"]["initial_value"] == "sha256:1"
    back = sent(view, output_note={"value": " All good \n"}, output_0={"value": "sha256:2"})
    assert outputs.read(back, card) == ({"digest": "sha256:2"}, "All good")


@pytest.mark.parametrize("verb", ["reject", "failed", "ignore", "abort"])
def test_a_reason_is_required_and_its_title_says_what_happens(verb):
    view = reason.draw(buttons.ReasonForm(verb=verb), "Validate build")
    assert view["blocks"][1]["optional"] is False
    assert "Validate build" in view["blocks"][0]["text"]["text"]
    assert reason.read(sent(view, reason_text={"value": " Broken \n"})) == "Broken"
