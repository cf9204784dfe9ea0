"""A log line says what it is about: its key, and where it is about one, release and activity."""

import json
from contextlib import nullcontext

import pytest_asyncio
import structlog
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.dispatching import about_payload, watch
from bot.metrics import Metrics
from bot.views import buttons
from orchestration.about import about
from tests.bot.rig import KENJI, rigged
from tests.bot.test_doctor import free_port


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as rigged_up:
        yield rigged_up


def payload(**body: object) -> AsyncBoltRequest:
    return AsyncBoltRequest(body=json.dumps(body), headers={"content-type": ["application/json"]})


async def test_a_click_that_is_refused_is_logged_with_its_release_and_activity(rig):
    await rig.publish()
    release = await rig.release()
    task = await rig.task(release, "Validate build")
    spans = []

    def tracing(name):
        spans.append((name, structlog.contextvars.get_contextvars()))
        return nullcontext()

    watch(rig.app, Metrics(), tracing)
    nowhere = f"http://127.0.0.1:{free_port()}/response"
    button = buttons.TaskButton(task_id=task.id, round=1, shown="x")
    merged = [structlog.contextvars.merge_contextvars]
    with structlog.testing.capture_logs(processors=merged) as logs:
        await rig.click(buttons.TASK_APPROVE, button, by=KENJI, response_url=nowhere)
    (line,) = [each for each in logs if each["event"] == "response url failed"]
    assert line["release"] == release.id
    assert line["activity"] == "check.validate"
    assert line["key"]
    ((name, known),) = spans
    assert name == "slack action"
    assert known == {name: line[name] for name in ("key", "release", "activity")}
    assert structlog.contextvars.get_contextvars() == {}


def test_a_form_is_about_what_it_carries():
    form = buttons.ReasonForm(
        verb="ignore", hold=buttons.HoldButton(execution_id="rel_1-1", ref="ship.go", attempt=1)
    )
    view = {"id": "V1", "private_metadata": form.model_dump_json()}
    sent = payload(type="view_submission", user={"id": "U1"}, view=view)
    assert about_payload(sent) == {"key": "V1", "release": "rel_1", "activity": "ship.go"}


def test_a_payload_that_carries_rubbish_is_about_its_key():
    for carried in ("{", "{}", "[" * 5000, '{"ref": {"ref": {"ref": {"ref": {"ref": "x"}}}}}', "7"):
        view = {"id": "V1", "private_metadata": carried}
        sent = payload(type="view_submission", user={"id": "U1"}, view=view)
        assert about_payload(sent) == {"key": "V1"}
    assert about_payload(payload(type="event_callback", event_id="Ev1")) == {"key": "Ev1"}
    assert about_payload(payload(type="view_submission", view="x")) == {"key": "unknown"}


def test_a_task_names_its_release_and_activity():
    assert about("k", {"task_id": "rel_1-1/check.smoke/run"}) == {
        "key": "k",
        "release": "rel_1",
        "activity": "check.smoke",
    }
