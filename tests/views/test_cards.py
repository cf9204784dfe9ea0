"""What a card says to the people who read it, and which buttons it offers when."""

import json

import pytest

from bot.views import buttons, home, lists, versions
from bot.views.cards import draw
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, Verdict, WorkKind
from orchestration.ports import PublishedVersion
from orchestration.processes.diff import Difference
from orchestration.processes.history import ProcessVersions, VersionLine
from orchestration.processes.tasks import FormField
from orchestration.read_models.cards import (
    AwaitedLine,
    HomeCard,
    PhaseLine,
    ReleaseLine,
)
from orchestration.read_models.hold_cards import AttemptLine
from orchestration.read_models.process_cards import RoleLine
from orchestration.read_models.task_cards import VerdictLine
from orchestration.releases.model import ReleaseStatus
from tests.views.cards import (
    DANA,
    HOSTILE,
    IVO,
    NOON,
    ROSA,
    hold,
    process,
    release,
    review,
    task,
    tasks,
)


def action_ids(blocks) -> list[str]:
    rows = [block for block in blocks if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row["elements"]]


def element(blocks, action_id):
    rows = [block for block in blocks if block["type"] == "actions"]
    return next(each for row in rows for each in row["elements"] if each["action_id"] == action_id)


def words(blocks) -> str:
    rows = [block.get("text", {}).get("text", "") for block in blocks]
    rows += [e.get("text", "") for b in blocks if b["type"] == "context" for e in b["elements"]]
    return "\n".join(rows)


def test_a_sign_off_offers_approve_and_reject():
    assert action_ids(draw(task()).blocks) == ["task.approve", "task.reject"]


def test_a_to_do_offers_only_done():
    assert action_ids(draw(task(kind=WorkKind.TODO)).blocks) == ["task.done"]


def test_several_to_dos_are_one_message_with_a_button_for_each():
    drawn = draw(tasks("Freeze the branch", "Tell support", "Update the wiki"))
    assert action_ids(drawn.blocks) == ["task.done"] * 3
    assert words(drawn.blocks).startswith("*3 things to do*\nWEB-12 Web 4.2 · asked: <@U012DANA0>")
    assert words(drawn.blocks).count("<@U012DANA0>") == 1
    assert drawn.text.startswith("3 things to do · WEB-12 Web 4.2 · asked: <@U012DANA0>")
    assert "Tell support" in drawn.text


def test_what_is_done_on_a_shared_message_says_by_whom_and_has_no_button():
    card = tasks("Freeze the branch", "Tell support")
    first = card.tasks[0].model_copy(
        update={"status": TaskStatus.DONE, "settled_by": DANA, "settled_at": NOON}
    )
    drawn = draw(card.model_copy(update={"tasks": (first, card.tasks[1])}))
    assert action_ids(drawn.blocks) == ["task.done"]
    assert "*1 of 2 things left to do*" in words(drawn.blocks)
    assert "Done by <@U012DANA0>" in words(drawn.blocks)


def test_work_run_by_hand_can_fail_and_asks_for_its_values():
    drawn = draw(
        task(
            kind=WorkKind.BY_HAND,
            fields=(FormField(id="digest", label="digest"),),
            command="make deploy",
        )
    )
    assert action_ids(drawn.blocks) == ["task.done", "task.failed"]
    assert element(drawn.blocks, "task.done")["text"]["text"] == "Done…"
    assert "make deploy" in drawn.text


def test_a_button_carries_the_task_its_round_and_what_was_shown():
    value = element(draw(task(round=3)).blocks, "task.approve")["value"]
    button = buttons.TaskButton.model_validate_json(value)
    assert button == buttons.TaskButton(
        task_id="exe_1/validation.sign/sign-off", round=3, shown="f00d"
    )


SETTLED = set(TaskStatus) - {TaskStatus.EARLY, TaskStatus.OPEN}


@pytest.mark.parametrize("status", sorted(SETTLED))
def test_a_settled_task_has_no_buttons_and_says_who_and_when(status):
    drawn = draw(task(status=status, settled_by=DANA, settled_at=NOON, reason="As agreed"))
    assert action_ids(drawn.blocks) == []
    assert f"by <@{DANA}>" in drawn.text
    assert "2026-11-23 12:00 UTC" in drawn.text


def test_a_sign_off_says_what_is_approved_before_what_it_rests_on_before_what_it_starts():
    drawn = draw(task(rests_on=("Build: succeeded, commit 3f9c2e1",), starts=("Deploy EU",)))
    order = ["WEB-12 Web 4.2", "commit 3f9c2e1", "Approving starts:", f"<@{DANA}>"]
    places = [words(drawn.blocks).index(each) for each in order]
    assert places == sorted(places)


def test_a_quorum_shows_its_progress_and_who_is_missing():
    signed = (VerdictLine(by=DANA, verdict=Verdict.APPROVED, at=NOON),)
    said = words(draw(task(needed=2, verdicts=signed, missing=(IVO,))).blocks)
    assert f"1 of 2 approved: <@{DANA}>" in said
    assert f"Waiting for <@{IVO}> (QA lead)" in said


def test_a_person_asked_is_mentioned_once_in_a_copy():
    drawn = draw(task())
    assert words(drawn.blocks).count(f"<@{DANA}>") == 1
    assert drawn.text.count(f"<@{DANA}>") == 1


def test_earlier_rounds_are_one_line():
    earlier = (VerdictLine(by=IVO, verdict=Verdict.REJECTED, at=NOON, reason="Login broke"),)
    drawn = draw(task(round=2, earlier_rounds=earlier))
    last = drawn.blocks[-1]
    assert last["type"] == "context"
    assert "no longer counted" in last["elements"][0]["text"]
    assert "Login broke" in last["elements"][0]["text"]


def test_a_hundred_assignees_are_counted():
    crowd = tuple(f"U{n:08d}" for n in range(100))
    assert "and 80 more" in words(draw(task(assignees=crowd)).blocks)


def test_a_hold_offers_its_ways_on_and_retry_asks_first():
    drawn = draw(hold(waits=("Announce",), log_tail="error: disk full"))
    assert action_ids(drawn.blocks) == [
        "hold.retry",
        "hold.by_process",
        "hold.ignore",
        "hold.skip",
        "hold.snooze",
        "hold.abort",
    ]
    assert "attempt 2" in element(drawn.blocks, "hold.retry")["confirm"]["text"]["text"]
    assert "error: disk full" in drawn.text
    assert "Announce" in drawn.text


def test_a_hold_in_doubt_asks_whether_it_started_before_it_is_started_again():
    drawn = draw(hold(in_doubt=True))
    assert action_ids(drawn.blocks) == [
        "hold.adopt",
        "hold.retry",
        "hold.by_process",
        "hold.ignore",
        "hold.skip",
        "hold.snooze",
        "hold.abort",
    ]
    assert element(drawn.blocks, "hold.adopt")["text"]["text"] == "It started…"
    known = draw(hold(in_doubt=True, run="4711"))
    assert element(known.blocks, "hold.adopt")["text"]["text"] == "Another run…"
    assert element(drawn.blocks, "hold.retry")["text"]["text"] == "Start again"


def test_a_rejection_offers_first_to_fix_and_redo():
    drawn = draw(hold(rejected=True))
    assert action_ids(drawn.blocks)[:2] == ["hold.redo", "hold.retry"]
    assert element(drawn.blocks, "hold.redo")["text"]["text"] == "Fix and redo from…"


def test_other_inputs_are_offered_where_there_are_some():
    assert "hold.retry_with" in action_ids(draw(hold(takes_inputs=True)).blocks)
    assert "hold.retry_with" not in action_ids(draw(hold()).blocks)


def test_a_hold_says_how_each_earlier_attempt_went_and_of_many_the_last():
    first = AttemptLine(attempt=1, ended_at=NOON, how="exit code 3", retried_by=ROSA)
    second = AttemptLine(attempt=2, ended_at=NOON, how="succeeded", candidate=2, retried_by=IVO)
    said = draw(hold(attempt=3, attempts=(first, second))).text
    assert f"retried by <@{ROSA}>" in said
    assert f"redone as rc 2 by <@{IVO}>" in said
    many = tuple(first.model_copy(update={"attempt": n}) for n in range(1, 9))
    said = draw(hold(attempt=9, attempts=many)).text
    assert "3 attempts before" in said
    assert "Attempt 8" in said
    assert "Attempt 3:" not in said


def test_what_was_tried_with_other_inputs_names_them_and_not_their_values():
    tried = AttemptLine(attempt=1, ended_at=NOON, how="exit code 3", given=("region",))
    assert "Attempt 1, with other region: exit code 3" in draw(hold(attempts=(tried,))).text


def test_a_hold_that_ended_with_a_redo_says_who_had_it_redone_and_why():
    drawn = draw(hold(outcome="redone", decided_by=ROSA, decision_reason="Norway's tax"))
    assert action_ids(drawn.blocks) == []
    assert f"The release was redone by <@{ROSA}>: Norway's tax" in drawn.text


def test_a_voided_approval_says_with_which_candidate_it_stopped_counting():
    signed = (VerdictLine(by=DANA, verdict=Verdict.APPROVED, at=NOON),)
    drawn = draw(
        task(
            status=TaskStatus.APPROVED,
            verdicts=signed,
            voided_in=2,
            voided_by=ROSA,
            voided_at=NOON,
        )
    )
    assert f"Counts no longer: <@{ROSA}> had the release redone as rc 2" in drawn.text
    assert action_ids(drawn.blocks) == []


def test_an_adopted_hold_says_who_found_the_run():
    drawn = draw(hold(outcome="adopted", decided_by=ROSA))
    assert action_ids(drawn.blocks) == []
    assert f"goes on with that run by <@{ROSA}>" in drawn.text


def test_a_decided_hold_says_who_decided_what_when_and_why():
    drawn = draw(
        hold(outcome="ignored", decided_by=ROSA, decided_at=NOON, decision_reason="Known flake")
    )
    assert action_ids(drawn.blocks) == []
    assert f"Ignored by <@{ROSA}>" in drawn.text
    assert "2026-11-23 12:00 UTC" in drawn.text
    assert "Known flake" in drawn.text


def test_the_living_message_begins_with_the_outsiders_sentence():
    drawn = draw(release())
    sentence = "WEB-12 Web 4.2: 50 %, in Validation. Waiting for <@U012DANA0>."
    assert drawn.blocks[0]["text"]["text"] == sentence
    assert drawn.text.startswith(sentence)


def test_a_phase_is_told_by_icon_and_word_and_progress_by_a_bar():
    lines = (
        PhaseLine(name="Build", status=ActivityStatus.SUCCEEDED, settled=2, total=2),
        PhaseLine(name="Deploy", status=ActivityStatus.PENDING, settled=0, total=2),
    )
    said = words(draw(release(phases=lines, settled=2, total=4)).blocks)
    assert "▰▰▱▱ 2 of 4" in said
    assert "✔ *Build*: succeeded, 2 of 2" in said
    assert "○ *Deploy*: not started, 0 of 2" in said


def test_of_many_phases_those_at_work_are_shown_and_the_rest_counted():
    lines = [
        PhaseLine(name=f"Phase {n}", status=ActivityStatus.SUCCEEDED, settled=1, total=1)
        for n in range(20)
    ]
    lines.append(PhaseLine(name="Now", status=ActivityStatus.ON_HOLD, settled=0, total=1))
    said = words(draw(release(phases=tuple(lines))).blocks)
    assert "❚❚ *Now*: on hold" in said
    assert "Other phases: 20 succeeded" in said


def test_those_awaited_are_counted_beyond_eight():
    awaited = tuple(
        AwaitedLine(name=f"Task {n}", status=ActivityStatus.WAITING_FOR_INPUT, people=(DANA,))
        for n in range(11)
    )
    assert "and 3 more" in words(draw(release(awaited=awaited)).blocks)


def test_start_asks_first_and_names_reference_and_version():
    drawn = draw(release(status=ReleaseStatus.SCHEDULED))
    assert action_ids(drawn.blocks) == [
        "release.start",
        "release.check",
        "release.abort",
        "release.planned_menu",
    ]
    asked = element(drawn.blocks, "release.start")["confirm"]
    assert "WEB-12" in asked["title"]["text"]
    assert "WEB-12 Web 4.2" in asked["text"]["text"]
    assert "version 3" in asked["text"]["text"]


@pytest.mark.parametrize("status", [x for x in ReleaseStatus if x.ended and not x.can_move])
def test_a_release_that_ended_can_only_be_run_again_or_cloned(status):
    shown = action_ids(draw(release(status=status)).blocks)
    assert shown == ["release.again", "release.clone"]


@pytest.mark.parametrize("status", [x for x in ReleaseStatus if x.ended and not x.can_move])
def test_only_one_that_did_not_succeed_is_rolled_back(status):
    card = release(status=status, rolls_back_with="Web rollback")
    offered = "release.roll_back" in action_ids(draw(card).blocks)
    assert offered is (status is not ReleaseStatus.SUCCEEDED)


def test_an_aborted_release_says_who_ended_it_and_why():
    drawn = draw(release(status=ReleaseStatus.ABORTED, ended_by=ROSA, ended_reason="Wrong branch"))
    assert f"Aborted by <@{ROSA}>: Wrong branch" in drawn.text


def test_a_draft_without_problems_can_be_published_after_a_question():
    drawn = draw(review(next_version=4))
    assert action_ids(drawn.blocks) == [
        "draft.edit",
        "draft.revise",
        "draft.publish",
        "draft.export",
        "draft.replace",
        "draft.discard",
    ]
    asked = element(drawn.blocks, "draft.publish")["confirm"]["text"]["text"]
    assert asked.startswith("Web release becomes version 4")


def test_a_draft_with_problems_shows_them_first_and_says_why_it_cannot_be_published():
    roles = (RoleLine(name="QA lead", members=(), signs=True),)
    drawn = draw(review(problems=("Nobody can sign “Check”.",), roles=roles))
    assert action_ids(drawn.blocks) == [
        "draft.edit",
        "draft.revise",
        "draft.roles",
        "draft.export",
        "draft.replace",
        "draft.discard",
    ]
    assert "1 problem to mend" in drawn.blocks[2]["text"]["text"]
    assert "*Publish* appears here once the problem above is mended." in words(drawn.blocks)


def test_a_draft_that_asks_for_less_agreement_than_is_published_says_so_in_bold_at_the_top():
    drawn = draw(review(next_version=4, weakens=("“Check” becomes optional",)))
    assert drawn.blocks[1]["text"]["text"] == (
        "⚠ *This asks for less agreement than version 3*\n• *“Check” becomes optional*"
    )
    assert "“Check” becomes optional" in drawn.text


def test_a_role_that_signs_and_is_bound_to_nobody_says_so_and_bound_ones_show_their_people():
    roles = (
        RoleLine(name="Ops", members=("S0123456",), signs=False),
        RoleLine(name="QA lead", members=(), signs=True),
    )
    said = words(draw(review(roles=roles)).blocks)
    assert "QA lead: nobody yet (must be chosen before publishing)" in said
    assert "Ops: <!subteam^S0123456>" in said


def test_a_draft_says_what_kind_each_activity_is_in_words():
    said = words(draw(review(process=process(1, 4), by_hand=1)).blocks)
    assert "☞ Run by hand: Activity 0 — Ops" in said
    assert "✍ Sign-off: Activity 1 — 2 of QA lead, after Activity 0" in said
    assert "☑ To do: Activity 2" in said
    assert "⚙ Pipeline: Activity 3 — build-and-test" in said
    assert "1 run by hand" in said


def test_an_empty_draft_says_what_to_do():
    drawn = draw(review(status="empty", process=None, note="Write one step a line."))
    assert "Write one step a line." in drawn.text
    assert action_ids(drawn.blocks) == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_text_says_all_the_buttons_need_whatever_the_names_are(hostile):
    drawn = draw(task(name=hostile, instructions=hostile, phase=hostile, release_title=hostile))
    assert "<!channel>" not in json.dumps(drawn.blocks[0]) + drawn.text
    assert "Sign-off" in drawn.text


def test_home_without_anything_says_so_and_offers_to_draft():
    view = home.draw(HomeCard(person=DANA))
    begin, own = ["home.draft", "calendar.open", "group.list"], ["away", "copies", "digest"]
    assert action_ids(view["blocks"]) == [*begin, *(f"home.{each}" for each in own)]
    assert "Nothing waits for you." in words(view["blocks"])


def test_home_shows_my_tasks_with_their_buttons_and_where_to_begin():
    line = ReleaseLine(
        release_id="rel_1",
        reference="WEB-12",
        title="WEB-12 Web 4.2",
        status=ReleaseStatus.RUNNING,
        sentence="WEB-12 Web 4.2: 50 %, in Validation.",
    )
    card = HomeCard(
        person=DANA,
        tasks=(task(),),
        holds=(hold(),),
        more_tasks=4,
        running=(line,),
        processes=(("web", "Web"), ("ios", "iOS")),
    )
    view = home.draw(card)
    ids = action_ids(view["blocks"])
    assert ids[:2] == ["home.new", "home.draft"]
    assert {"hold.retry", "task.approve"} <= set(ids)
    assert "and 4 more tasks" in words(view["blocks"])
    assert "*WEB-12 Web 4.2* · ▶ Running\n50 %, in Validation." in words(view["blocks"])
    option = view["blocks"][0]["elements"][0]["options"][1]
    assert buttons.NewButton.model_validate_json(option["value"]).process_id == "ios"


def test_a_settled_card_says_who_and_when_and_no_longer_what_it_would_start():
    drawn = draw(
        task(
            kind=WorkKind.SIGN_OFF,
            status=TaskStatus.REJECTED,
            starts=("Deploy",),
            rests_on=("Compile — succeeded",),
            settled_by=DANA,
            settled_at=NOON,
            reason="red",
        )
    )
    assert f"Rejected by <@{DANA}>" in drawn.text
    assert "Deploy" not in drawn.text
    assert "Compile" not in drawn.text


def test_app_home_says_that_a_release_waits_for_input():
    line = ReleaseLine(
        release_id="rel-1",
        reference="WEB-12",
        title="WEB-12 Web 4.2",
        status=ReleaseStatus.RUNNING,
        waiting_for_input=True,
        sentence="WEB-12 Web 4.2: 10 %.",
        scheduled_for=NOON,
    )
    drawn = home.draw(HomeCard(person=ROSA, running=(line,)))
    assert "Waiting for input" in json.dumps(drawn)
    assert "planned for" not in json.dumps(drawn)
    assert "▶" not in json.dumps(drawn, ensure_ascii=False)


def test_what_was_published_offers_a_release_of_it():
    drawn = draw(review(status="published", published_as="web", published_version=2))
    assert action_ids(drawn.blocks) == [buttons.HOME_NEW]


def test_a_draft_says_once_that_no_model_read_it():
    drawn = draw(review(drafter="outline", note="Check owners."))
    assert drawn.text.count("language model") == 1


def test_versions_say_who_changed_what_and_can_be_put_aside():
    shown = ProcessVersions(
        process=process(1, 1),
        lines=(
            VersionLine(
                published=PublishedVersion(
                    version=2, name="Web", published_at=NOON, published_by=DANA
                ),
                changes=(Difference(kind="added", place="Build", what="added “Image”"),),
            ),
        ),
        more=1,
    )
    drawn = versions.draw(shown)
    assert "*Version 2* · <@U012DANA0>" in words(drawn.blocks)
    assert "• added “Image”" in words(drawn.blocks)
    assert "and 1 before" in words(drawn.blocks)
    assert action_ids(drawn.blocks) == ["process.archive"]
    aside = versions.draw(shown.model_copy(update={"archived_by": ROSA}))
    assert "Archived by <@U012ROSA0>" in words(aside.blocks)
    assert action_ids(aside.blocks) == ["process.bring_back"]


def test_the_list_of_processes_offers_what_a_new_one_can_begin_with():
    offered = [("standard", "Standard production release"), ("hotfix", "Hotfix")]
    for published in ((), [("web", "Web", 2)]):
        drawn = lists.processes(published, blueprints=offered)
        assert action_ids(drawn.blocks) == ["blueprint.standard", "blueprint.hotfix"]
        assert "begin with one of these" in words(drawn.blocks)


def test_a_review_says_what_of_the_store_is_deprecated_with_blocks_and_without():
    said = "“Deploy” (`deploy`) of the store is deprecated: use `roll-out` instead."
    drawn = draw(review(put_aside=(said,)))
    assert said in drawn.text
    assert said in json.dumps(drawn.blocks, ensure_ascii=False)


def test_what_runs_inside_an_activity_stands_below_it_with_how_far_it_is():
    outer = AwaitedLine(name="Roll out", status=ActivityStatus.RUNNING, settled=1, total=3)
    waits = ActivityStatus.WAITING_FOR_INPUT
    inner = AwaitedLine(name="Check", status=waits, people=(DANA,), depth=1)
    drawn = draw(release(awaited=(outer, inner)))
    said = words(drawn.blocks)
    assert "*Roll out*, running: ▰▱▱ 1 of 3" in said
    assert "\u2003↳ " in said
    assert "• \u2003" not in said
    assert "↳ Check" in drawn.text


def test_why_something_is_on_hold_is_a_sentence_of_its_own():
    held = AwaitedLine(
        name="QA", status=ActivityStatus.ON_HOLD, people=(DANA,), detail="it was rejected"
    )
    drawn = draw(release(awaited=(held,)))
    assert ". It was rejected" in drawn.text
    assert ". It was rejected" in words(drawn.blocks)
