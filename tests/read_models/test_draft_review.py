"""The review card: problems, questions, and the roles to bind."""

from orchestration.catalogue.model import StoreSummary
from orchestration.people.model import Role
from orchestration.people.resolution import Roster
from orchestration.processes.checks.problems import Problem
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.read_models.draft_review import draft_review
from tests.execution.building import DANA, NOON, OWNER, by_hand, pipeline, process, sign_off, todo

ROSTER = Roster(
    roles={"qa lead": Role(key="qa lead", name="QA lead", members=(DANA,))}, groups={}, people={}
)


def review(*work, put_aside=(), **more):
    draft = Draft(
        id="dr_1",
        channel="C0RELEASES",
        by=OWNER,
        created_at=NOON,
        text_id="t",
        status=DraftStatus.READY if work else DraftStatus.REQUESTED,
        process=process(*work) if work else None,
        title="Their title",
        **more,
    )
    problem = Problem(place="Here", what="is wrong.", mend="Mend it.")
    return draft_review(
        draft, problems=[problem], roster=ROSTER, next_version=3, put_aside=put_aside
    )


def test_roles_that_sign_come_first_and_each_once_however_written():
    work = (
        todo("a", owner="writer"),
        sign_off("b", asks=("qa  LEAD",)),
        todo("c", owner="QA lead"),
    )
    lines = [(each.name, each.members, each.signs) for each in review(*work).roles]
    assert lines == [("QA lead", (DANA,), True), ("writer", (), False)]


def test_people_named_by_id_need_no_binding():
    assert review(sign_off("b", asks=(DANA,))).roles == ()


def test_work_by_hand_is_counted():
    assert review(by_hand("a"), by_hand("b"), pipeline("c"), todo("d")).by_hand == 2


def test_problems_say_place_what_and_mend_in_one_line():
    assert review(todo("a")).problems == ("Here: is wrong. Mend it.",)


def test_a_draft_without_a_process_yet_shows_its_title():
    shown = review()
    assert (shown.title, shown.process, shown.roles, shown.by_hand) == ("Their title", None, (), 0)


def test_a_draft_with_a_process_shows_its_name_and_the_version_it_becomes():
    shown = review(todo("a"))
    assert (shown.title, shown.next_version) == ("Web release", 3)


def test_what_of_the_store_is_deprecated_is_said_beside_the_problems():
    facts = {"description": "", "type": "automated", "tags": (), "team": None, "version": 2}
    published = {"published_at": NOON, "published_by": OWNER, "owner": OWNER}
    used = StoreSummary(id="deploy", name="Deploy", **facts, **published)
    aside = used.model_copy(update={"deprecated_by": DANA, "instead": "roll-out"})
    made = review(todo("a"), put_aside=(aside,))
    assert made.put_aside == (
        "“Deploy” (`deploy`) of the store is deprecated: use `roll-out` instead.",
    )
    assert made.problems == ("Here: is wrong. Mend it.",)
