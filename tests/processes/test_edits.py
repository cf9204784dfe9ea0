"""The outline editor: one edit at a time, and a process that stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.errors import Rejected
from orchestration.processes.checks.check import check_process
from orchestration.processes.edits import (
    Move,
    PutActivity,
    PutPhase,
    Remove,
    RenameProcess,
    edited,
)
from orchestration.processes.model import ActivityType, full_ref
from orchestration.processes.tasks import TaskKind
from tests.execution.building import DANA, phase, process, todo
from tests.execution.random_processes import processes

WEB = process(
    phase("build", todo("image"), todo("docs", after=("image",))),
    phase("check", todo("smoke", after=("build.image",)), after=("build",)),
    phase("ship", todo("deploy", after=("check.smoke",)), after=("check",)),
)


def ids(made):
    return {each.id: [one.id for one in each.activities] for each in made.phases}


def put(**more):
    return PutActivity(**{"phase": "build", "name": "Tag it", "type": "todo"} | more)


def test_a_process_under_another_name_is_another_process():
    after = edited(WEB, RenameProcess(name=" Mobile release "))
    assert (after.process.name, after.process.id) == ("Mobile release", "mobile-release")
    assert after.what == "renamed the process to “Mobile release”"


def test_the_same_name_written_otherwise_is_the_same_process():
    assert edited(WEB, RenameProcess(name="WEB release")).process.id == WEB.id


def test_an_activity_is_added_at_the_end():
    after = edited(WEB, put(depends_on=("docs",)))
    assert ids(after.process)["build"] == ["image", "docs", "tag-it"]
    assert after.process.by_ref["build.tag-it"].depends_on == ("docs",)
    assert after.what == "added “Tag it”"


def test_an_activity_is_added_where_it_was_asked_for():
    assert ids(edited(WEB, put(after="image")).process)["build"] == ["image", "tag-it", "docs"]


def test_an_added_namesake_gets_an_id_of_its_own():
    assert ids(edited(WEB, put(name="Image")).process)["build"] == ["image", "docs", "image-2"]


def test_a_changed_activity_keeps_its_id_and_place():
    after = edited(WEB, put(activity="image", name="Container"))
    assert ids(after.process) == ids(WEB)
    assert after.process.by_ref["build.image"].name == "Container"
    assert after.what == "changed “Container”"


def test_a_to_do_can_become_a_sign_off():
    edit = put(activity="docs", type="sign_off", signers=("qa", "legal"), needed=2)
    activity = edited(WEB, edit).process.by_ref["build.docs"]
    assert [each.kind for each in activity.tasks] == [TaskKind.SIGN_OFF]
    assert activity.tasks[0].people() == ("qa", "legal")
    assert activity.tasks[0].approvals.needed == 2


def test_a_to_do_can_become_a_pipeline_and_back():
    made = edited(WEB, put(activity="docs", type="automated", pipeline="docs")).process
    docs = made.by_ref["build.docs"]
    assert (docs.type, docs.pipeline, docs.tasks) == (ActivityType.AUTOMATED, "docs", ())
    docs = edited(made, put(activity="docs", owner="writer")).process.by_ref["build.docs"]
    assert (docs.type, docs.pipeline) == (ActivityType.MANUAL, None)
    assert docs.tasks[0].people() == ("writer",)


def test_a_phase_is_added_and_changed():
    made = edited(WEB, PutPhase(name="Soak", after="check", depends_on=("check",))).process
    assert list(ids(made)) == ["build", "check", "soak", "ship"]
    made = edited(
        made, PutPhase(phase="ship", name="Ship it", owner="ops", depends_on=("soak",))
    ).process
    ship = made.phases_by_id["ship"]
    assert (ship.name, ship.owner, ship.depends_on) == ("Ship it", "ops", ("soak",))
    assert [each.id for each in ship.activities] == ["deploy"]


def test_what_waited_for_a_removed_activity_waits_for_what_it_waited_for():
    made = edited(WEB, Remove(phase="check", activity="smoke")).process
    assert made.by_ref["ship.deploy"].depends_on == ("build.image",)
    made = edited(WEB, Remove(phase="build", activity="image")).process
    assert made.by_ref["build.docs"].depends_on == ()
    assert made.by_ref["check.smoke"].depends_on == ()


def test_a_dependency_bridged_into_its_own_phase_is_written_as_a_sibling():
    made = process(
        phase("a", todo("x"), todo("z", after=("b.y",))), phase("b", todo("y", after=("a.x",)))
    )
    assert edited(made, Remove(phase="b", activity="y")).process.by_ref["a.z"].depends_on == ("x",)


def test_what_waited_for_a_removed_phase_waits_for_what_it_waited_for():
    after = edited(WEB, Remove(phase="check"))
    assert after.what == "removed the phase “Check”"
    assert after.process.phases_by_id["ship"].depends_on == ("build",)
    assert after.process.by_ref["ship.deploy"].depends_on == ("build.image",)
    assert "check" not in ids(after.process)


def test_removing_one_of_two_ways_leaves_the_other_once():
    made = process(todo("a"), todo("b", after=("a",)), todo("c", after=("b", "a")))
    assert edited(made, Remove(phase="work", activity="b")).process.by_ref["work.c"].depends_on == (
        "a",
    )


def test_a_removal_in_the_middle_of_a_circle_ends():
    made = process(todo("a", after=("b",)), todo("b", after=("a",)))
    left = edited(made, Remove(phase="work", activity="b")).process
    assert left.by_ref["work.a"].depends_on == ()


@pytest.mark.parametrize(("by", "order"), [(-1, ["docs", "image"]), (1, ["image", "docs"])])
def test_an_activity_moves_one_place_and_not_over_the_edge(by, order):
    made = edited(WEB, Move(phase="build", activity="docs", by=by)).process
    assert ids(made)["build"] == order
    assert made.by_ref.keys() == WEB.by_ref.keys()


def test_a_phase_moves_one_place():
    made = edited(WEB, Move(phase="ship", by=-1)).process
    assert list(ids(made)) == ["build", "ship", "check"]
    assert made.phases_by_id["ship"].depends_on == ("check",)


@pytest.mark.parametrize(
    "edit",
    [
        PutPhase(phase="gone", name="x"),
        PutPhase(name="x", depends_on=("gone",)),
        PutActivity(phase="gone", name="x", type="todo"),
        put(activity="gone"),
        put(depends_on=("gone",)),
        put(depends_on=("check.gone",)),
        Remove(phase="gone"),
        Remove(phase="build", activity="gone"),
        Move(phase="gone", by=1),
        Move(phase="build", activity="gone", by=1),
    ],
)
def test_what_is_gone_cannot_be_edited(edit):
    with pytest.raises(Rejected, match="removed meanwhile"):
        edited(WEB, edit)


@pytest.mark.parametrize("edit", [RenameProcess(name=" "), PutPhase(name=""), put(name="\n")])
def test_everything_needs_a_name(edit):
    with pytest.raises(Rejected, match="needs a name"):
        edited(WEB, edit)


def test_a_sign_off_needs_somebody_who_signs():
    with pytest.raises(Rejected, match="at least one role or person"):
        edited(WEB, put(type="sign_off"))


def test_a_dangling_dependency_that_was_there_before_can_be_kept_while_mending_the_rest():
    made = process(todo("a", after=("gone",)))
    edit = PutActivity(phase="work", activity="a", name="Better", type="todo", depends_on=("gone",))
    assert edited(made, edit).process.by_ref["work.a"].name == "Better"


def test_an_edit_leaves_the_process_it_was_made_on_as_it_was():
    before = WEB.model_dump()
    edited(WEB, Remove(phase="build"))
    assert WEB.model_dump() == before


@given(processes(), st.data())
def test_any_sequence_of_edits_gives_unique_ids_and_references_that_exist(made, data):
    for _ in range(data.draw(st.integers(1, 8))):
        before = made
        made = done(made, data.draw(edits_of(made)))
        assert len(made.phases_by_id) == len(made.phases)
        assert len(made.by_ref) == len(made.activities())
        found = check_process(made, members_of=lambda _: (DANA,) * 3, pipelines=("run-it",))
        lost = [str(each) for each in found if "exist" in each.what]
        assert not [each for each in lost if ": reads " not in each]  # the review says these
        assert not new_order_lost(before, made)


def done(made, edit):
    """The process after an edit; the same where it would have lost something and is refused."""
    try:
        return edited(made, edit).process
    except Rejected as refused:
        assert "would lose" in refused.text or "this form shows one" in refused.text
        return made


def new_order_lost(before, made):
    """Pairs that one edit took out of order although both are left and neither was edited."""
    if len(made.by_ref) >= len(before.by_ref):
        return set()
    left = set(made.by_ref)
    was, now = closure(before), closure(made)
    return {pair for pair in was if set(pair) <= left} - now


def closure(made):
    """Who waits for whom, directly or through others, by activity dependencies alone."""
    direct = {
        f"{inside.id}.{each.id}": {full_ref(inside.id, one) for one in each.depends_on}
        for inside, each in made.activities()
    }
    pairs = set()
    for ref, wanted in direct.items():
        ahead = list(wanted)
        while ahead:
            one = ahead.pop()
            if (ref, one) not in pairs:
                pairs.add((ref, one))
                ahead.extend(direct.get(one, ()))
    return pairs


def edits_of(made):
    refs = [(phase.id, each.id) for phase, each in made.activities()]
    phases = [each.id for each in made.phases]
    words = st.sampled_from(["Build", "build", "Тест", "🚀", "p0", "a0"])
    kinds = [st.builds(RenameProcess, name=words)]
    waits = st.lists(st.sampled_from(phases), max_size=2).map(tuple) if phases else st.just(())
    kinds.append(
        st.builds(PutPhase, name=words, depends_on=waits, phase=st.sampled_from([None, *phases]))
    )
    if phases:
        kinds.append(st.builds(Remove, phase=st.sampled_from(phases)))
        kinds.append(st.builds(Move, phase=st.sampled_from(phases), by=st.sampled_from([-1, 1])))
        dotted = [f"{one}.{other}" for one, other in refs]
        needs = st.lists(st.sampled_from(dotted), max_size=2).map(tuple) if dotted else st.just(())
        kinds.append(
            st.builds(
                PutActivity,
                phase=st.sampled_from(phases),
                name=words,
                type=st.sampled_from(["automated", "todo", "sign_off"]),
                signers=st.just(("qa",)),
                depends_on=needs,
            )
        )
    if refs:
        where = st.sampled_from(refs)
        kinds.append(where.map(lambda ref: Remove(phase=ref[0], activity=ref[1])))
        kinds.append(where.map(lambda ref: Move(phase=ref[0], activity=ref[1], by=1)))
        kinds.append(
            where.map(
                lambda ref: PutActivity(phase=ref[0], activity=ref[1], name="New", type="todo")
            )
        )
    return st.one_of(kinds)
