"""A sample of every format that was ever written lies in `formats/`, and is read for ever.

`python -m tests.storage.test_formats` writes the samples that are not there yet.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from orchestration.calendar.filters import CalendarAsked, Filters
from orchestration.calendar.message import CalendarMessage
from orchestration.calendar.page import Shown, View
from orchestration.digests.model import Digest, Section, usual_cadence
from orchestration.effects import AnnounceRelease
from orchestration.execution.state.activity_execution import (
    ActivityExecution,
    PastAttempt,
    PipelineRun,
)
from orchestration.execution.state.manual_task import Assignee, ManualTask
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.feeds.model import Feed, hashed
from orchestration.freezes.model import Freeze, FreezeScope, FreezeWindow
from orchestration.inputs.model import KeptActivitySet, KeptProcessSet, SetEdit
from orchestration.people.absence import Absence
from orchestration.people.model import Person, Role, UserGroup
from orchestration.pipelines.model import RunStatus
from orchestration.ports import Live
from orchestration.processes.draft import DraftStatus
from orchestration.processes.input_sets import (
    ActivityInputs,
    ActivityInputSet,
    PhaseInputs,
    ProcessInputSet,
)
from orchestration.releases.model import ReleaseStatus
from orchestration.values import (
    ActivityRef,
    ChannelId,
    FreezeId,
    GroupId,
    ReleaseId,
    TaskId,
)
from storage import formats
from tests.groups.building import KEPT
from tests.storage.building import ANA, BEN, DAN, DEPLOY, NOON, WEB, draft, release, started

SAMPLES = Path(__file__).parent / "formats"
VALUES = {
    "draft": draft().model_copy(
        update={"process": WEB, "status": DraftStatus.READY, "questions": ("Who signs?",)}
    ),
    "process": WEB.model_copy(update={"schedule": "every second Tuesday"}),
    "store_activity": DEPLOY,
    "release": release(
        status=ReleaseStatus.RUNNING, started_at=NOON, execution_id="ex_1", inputs={"a": "b"}
    ),
    "release_group": KEPT,
    "freeze": Freeze(
        id=FreezeId("christmas"),
        name="Christmas",
        windows=(FreezeWindow(begins=NOON, ends=NOON + timedelta(days=9)),),
        scope=FreezeScope(tags=("web",)),
        created_by=DAN,
        created_at=NOON,
    ),
    "activity": ActivityExecution(
        ref=ActivityRef("test.build"),
        status=ActivityStatus.ON_HOLD,
        attempt=2,
        started_at=NOON,
        ended_at=NOON + timedelta(minutes=1),
        run=PipelineRun(pipeline="build", key="k", status=RunStatus.FAILED),
        outputs={"url": "https://example.test"},
        reason="exit code 3",
        past=(PastAttempt(attempt=1, started_at=NOON, ended_at=NOON, reason="timeout"),),
    ),
    "task": ManualTask(
        id=TaskId("ex_1/test.qa/sign"),
        ref=ActivityRef("test.qa"),
        name="Sign",
        kind=WorkKind.SIGN_OFF,
        round=1,
        status=TaskStatus.OPEN,
        opened_at=NOON,
        assignees=(Assignee(person=ANA, through="qa"),),
        needed=1,
    ),
    "execution": formats.ExecutionHead(
        owner=DAN,
        starter=DAN,
        started_at=NOON,
        ended_at=None,
        reason_id="",
        ended_by=None,
        members={"qa": (ANA, BEN)},
    ),
    "facts": started().facts,
    "role": Role(key="qa", name="QA", members=(ANA, GroupId("S0000QAS"))),
    "person": Person(id=ANA, name="Ana", is_admin=True, zone="Europe/Lisbon"),
    "absence": Absence(
        person=ANA, until=NOON + timedelta(days=3), substitute=BEN, since=NOON, by=ANA
    ),
    "calendar_message": CalendarMessage(
        id="cal_1",
        by=ANA,
        channel=ChannelId("C0RELEASES"),
        asked=CalendarAsked(
            view=View.WEEK,
            day=NOON.date(),
            filters=Filters(tag=("eu",), status=(Shown.FAILED,)),
        ),
        shared=True,
    ),
    "digest": Digest(
        place=ChannelId("C0RELEASES"),
        cadence=usual_cadence("Europe/Berlin", NOON.date()),
        sections=(Section.RUNNING, Section.TODAY),
        everywhere=True,
        set_by=ANA,
        set_at=NOON,
        looks_at=NOON + timedelta(days=1),
    ),
    "feed": Feed(
        id="feed_1",
        person=ANA,
        secret_hash=hashed("secret"),
        filters="tag:eu",
        made_at=NOON,
        changed_at=NOON,
    ),
    "live": Live(
        service="payments",
        environment="production",
        version="1.42",
        process_id=WEB.id,
        release_id=ReleaseId("re_1"),
        ref=ActivityRef("ship.eu"),
        attempt=1,
        at=NOON,
    ),
    "user_group": UserGroup(id=GroupId("S0000QAS"), handle="qa", name="QA", members=(ANA,)),
    "process_inputs": KeptProcessSet(
        set=ProcessInputSet(
            id="eu",
            name="EU",
            process=WEB.id,
            inputs={"version": "{{ release.version }}"},
            phases=(
                PhaseInputs(
                    id="test",
                    inputs={"share": 5},
                    activities=(
                        ActivityInputs(id="build", linked="build-eu", inputs={"a": [True, None]}),
                    ),
                ),
            ),
        ),
        revision=2,
        edits=(
            SetEdit(revision=1, by=ANA, at=NOON, what="made it"),
            SetEdit(revision=2, by=BEN, at=NOON, what="changed version"),
        ),
    ),
    "activity_inputs": KeptActivitySet(
        set=ActivityInputSet(
            id="build-eu", name="EU", activity="build@3", inputs={"token": "env:TOKEN"}
        ),
        revision=1,
        made_by=ANA,
        edits=(SetEdit(revision=1, by=ANA, at=NOON, what="made it"),),
    ),
    "effect": AnnounceRelease(release_id=ReleaseId("re_1"), occasion="due", due_at=NOON),
}
KINDS = {each.kind: each for each in formats.ALL}


def sample(kind: str, number: int) -> Path:
    return SAMPLES / f"{kind}.{number}.json"


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_that_was_ever_written_is_still_read(kind):
    for number in range(1, KINDS[kind].current + 1):
        document = sample(kind, number).read_text(encoding="utf-8")
        assert KINDS[kind].load(document) == VALUES[kind], f"format {number}"


def holds(now, sample) -> bool:
    """True when nothing of the sample is gone or different; a new name with a default may be."""
    if isinstance(sample, dict):
        return all(name in now and holds(now[name], each) for name, each in sample.items())
    if isinstance(sample, list):
        return len(now) == len(sample) and all(map(holds, now, sample))
    return now == sample


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_of_what_is_written_raises_the_format(kind):
    newest = sample(kind, KINDS[kind].current).read_text(encoding="utf-8")
    assert holds(json.loads(KINDS[kind].dump(VALUES[kind])), json.loads(newest))


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_this_version_does_not_know_is_passed_over(kind):
    newest = sample(kind, KINDS[kind].current).read_text(encoding="utf-8").strip()
    assert KINDS[kind].load(newest[:-1] + ',"invented_later":1}') == VALUES[kind]


def test_a_release_written_before_there_were_input_sets_has_none():
    before = formats.RELEASE.load(sample("release", 1).read_text(encoding="utf-8"))
    assert (before.input_set, before.phase_inputs, before.activity_inputs) == (None, {}, {})


def test_what_the_input_sets_said_at_the_start_is_kept_with_its_types():
    held = release(
        input_set="eu-production",
        phase_inputs={"ship": {"share": 25}},
        activity_inputs={"ship.deploy": {"regions": ["eu"], "image": "app:{{ release.version }}"}},
    )
    assert formats.RELEASE.load(formats.RELEASE.dump(held)) == held


def test_an_older_document_is_lifted_step_by_step():
    person = formats.Format(
        "person",
        TypeAdapter(Person),
        lifts={
            1: lambda found: {"name": found.pop("nick"), **found},
            2: lambda found: {"zone": "Europe/Lisbon", **found},
        },
    )
    assert person.current == 3
    oldest = f'{{"format":1,"id":"{ANA}","nick":"Ana"}}'
    assert person.load(oldest) == Person(id=ANA, name="Ana", zone="Europe/Lisbon")


@pytest.mark.parametrize("document", ['{"format":9}', '{"format":1}', "{}", "[]", "", "{"])
def test_what_cannot_be_read_is_named(document):
    with pytest.raises(formats.UnreadableDocument, match="person"):
        formats.PERSON.load(document)


def test_verdicts_have_rows_of_their_own():
    task = VALUES["task"]
    assert "sign_offs" not in formats.TASK.dump(replace(task, id=TaskId("x")))


if __name__ == "__main__":
    SAMPLES.mkdir(exist_ok=True)
    for _kind, _format in KINDS.items():
        _file = sample(_kind, _format.current)
        if not _file.exists():
            _file.write_text(_format.dump(VALUES[_kind]) + "\n", encoding="utf-8")


def test_a_release_without_a_time_that_nobody_had_started_is_a_draft_since_format_2():
    document = formats.RELEASE.dump(release(status=ReleaseStatus.SCHEDULED))
    older = document.replace('{"format":2,', '{"format":1,')
    assert formats.RELEASE.load(older).status is ReleaseStatus.DRAFT
    planned = formats.RELEASE.dump(release(scheduled_for=NOON))
    assert formats.RELEASE.load(planned.replace('"format":2', '"format":1')).status == "scheduled"
