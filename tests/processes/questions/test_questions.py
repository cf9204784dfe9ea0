"""What a draft leaves open is asked by a form, and an answer completes it without a model."""

from __future__ import annotations

from orchestration.processes.drafting import process_from
from orchestration.processes.grounding.known import Known, KnownActivity, pipelines_named
from orchestration.processes.model import ActivityType
from orchestration.processes.proposal import (
    NOBODY_NAMED,
    ProcessDraft,
    ProposedActivity,
    ProposedPhase,
)
from orchestration.processes.questions.answering import answered
from orchestration.processes.questions.finding import open_questions, with_offers, without_asked
from orchestration.processes.questions.model import Answer, Work

KNOWN = Known(pipelines=pipelines_named("announce", "deploy-web-eu", "build"))


def step(name, *after, **more):
    return ProposedActivity(name=name, depends_on=after, **more)


def read(*phases, known=KNOWN):
    drawn = tuple(ProposedPhase(name=name, activities=steps) for name, steps in phases)
    return process_from(
        ProcessDraft(process_name="P", phases=drawn), owners=("U0000ROSA",), known=known
    )


def asked(reading, known=KNOWN):
    return open_questions(reading.process, reading.orders, known)


def says(reading, known=KNOWN):
    return [each.says for each in asked(reading, known)]


def test_who_signs_is_asked_where_nobody_is_named():
    reading = read(
        ("Go", (step("Go or no-go", approval=True), step("QA", approval=True, owner="QA")))
    )
    [question] = asked(reading)
    assert question.says == "Who signs “Go or no-go”?"
    done = answered(reading.process, question, Answer(people=("QA lead", "U0000DANA")), None)
    assert done.process.by_ref["go.go-or-no-go"].tasks[0].people() == ("QA lead", "U0000DANA")
    assert done.what == "said who signs “Go or no-go”"
    assert open_questions(done.process) == ()


def test_who_does_the_work_of_a_phase_is_asked_once():
    reading = read(("Build", (step("Tag"), step("Write notes"), step("Mail", owner="PM"))))
    [question] = asked(reading)
    assert question.says == "Who does “Tag” and 1 more in Build?"
    done = answered(reading.process, question, Answer(people=("Engineer",)), None).process
    owners = [(each.owner, each.tasks[0].assignees) for _, each in done.activities()]
    assert owners == [("Engineer", ("Engineer",))] * 2 + [("PM", ("PM",))]
    several = answered(reading.process, question, Answer(people=("A", "B")), None).process
    assert several.by_ref["build.tag"].tasks[0].assignees == ("A", "B")


def test_what_runs_a_step_is_asked_with_the_nearest_first():
    reading = read(("Ship", (step("Deploy the web shop to EU", type="automated"),)))
    [question] = asked(reading)
    assert question.says == "What runs “Deploy the web shop to EU”?"
    offers = with_offers(reading.process, question, KNOWN).offers
    assert [each.label for each in offers] == ["deploy-web-eu", "announce", "build"]
    work = Work(pipeline="deploy-web-eu")
    done = answered(reading.process, question, Answer(chosen=offers[0].value), work).process
    assert done.by_ref["ship.deploy-the-web-shop-to-eu"].pipeline == "deploy-web-eu"
    assert open_questions(done, (), KNOWN) == ()


def test_an_activity_of_the_store_can_be_what_runs_a_step():
    shop = KnownActivity(id="deploy", name="Deploy a service", type=ActivityType.SUBPROCESS)
    known = Known(activities=(shop,))
    reading = read(("Ship", (step("Deploy web", type="automated"),)), known=known)
    [question] = asked(reading, known)
    work = Work(uses="deploy", type=ActivityType.SUBPROCESS)
    done = answered(reading.process, question, Answer(chosen="activity:deploy"), work).process
    used = done.by_ref["ship.deploy-web"]
    assert (used.uses, used.type) == ("deploy", ActivityType.SUBPROCESS)


def test_where_there_is_nothing_to_choose_nobody_is_asked():
    reading = read(("Ship", (step("Deploy", type="automated"),)), known=Known())
    assert says(reading, Known()) == []


def test_what_waits_for_no_step_is_asked_with_the_steps_that_do_not_come_after_it():
    reading = read(
        (
            "Go",
            (
                step("Build", owner="E"),
                step("Ship", "the moon", owner="E"),
                step("Tell", "Ship", owner="E"),
            ),
        )
    )
    [question] = asked(reading)
    assert "is said to wait for “the moon”" in question.says
    assert [each.label for each in question.offers] == ["Build"]
    done = answered(reading.process, question, Answer(chosen="go.build"), None).process
    assert done.by_ref["go.ship"].depends_on == ("build",)


def test_a_question_that_the_form_asks_is_not_asked_in_words_as_well():
    reading = read(("Go", (step("Go?", approval=True), step("Ship"))))
    said = ("Who gives the approval in “Go?”?", NOBODY_NAMED, "Who does “Ship”?", "On which day?")
    assert without_asked(said, reading.process, asked(reading)) == ("On which day?",)
    named = read(("Go", (step("Go?", approval=True, owner="QA"), step("Ship", owner="E"))))
    assert without_asked(said, named.process, asked(named)) == said


def test_the_key_of_a_question_is_that_of_its_place():
    one, other = read(("Go", (step("A", approval=True), step("B", approval=True)))), None
    first, second = asked(one)
    other = asked(one)
    assert [each.key for each in other] == [first.key, second.key]
    assert first.key != second.key
