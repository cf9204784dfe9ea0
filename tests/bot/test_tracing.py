"""OpenTelemetry: one trace from what Slack sent, or what was owed, to the requests it led to."""

import asyncio
from pathlib import Path

import httpx
import pytest
import structlog

from bot.doctor.finding import Verdict
from bot.doctor.tracing import tracing_finding
from bot.settings import Settings
from bot.tracing import traces_of
from orchestration.errors import Permanent, Rejected
from tests.bot.collector import collecting
from tests.bot.test_doctor import free_port
from tests.stories.main_story import Story
from tests.stories.town import Town


@pytest.fixture
def collector():
    with collecting() as running:
        yield running


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **given)


def test_without_a_collector_nothing_is_traced_or_imported():
    assert traces_of(settings(otel_endpoint=""), "one") is None


async def test_a_request_is_part_of_what_it_was_made_for_and_tells_no_address(collector):
    given = settings(otel_endpoint=f"{collector.url}/", otel_headers="x-key=abc")
    traces = traces_of(given, "one")
    traces.watch_requests()
    with structlog.contextvars.bound_contextvars(key="k:1", release="rel_1", activity="a.b"):
        with traces.span("trigger_pipeline"):
            async with httpx.AsyncClient() as http:
                await http.post(f"{collector.url}/hooks/SECRET?token=SECRET", json={"t": "SECRET"})
        with pytest.raises(Permanent), traces.span("tell"):
            raise Permanent("somebody's words: SECRET")
        with pytest.raises(Rejected), traces.span("commit approve"):
            raise Rejected("only Dana can")
    await traces.close()
    (paying,) = collector.named("trigger_pipeline")
    (request,) = collector.named("POST")
    assert collector.parent_of(request) == paying
    for each in (paying, request):
        assert each.about["drumbeat.key"] == "k:1"
        assert each.about["drumbeat.release"] == "rel_1"
        assert each.about["drumbeat.activity"] == "a.b"
        assert each.about["service.name"] == "drumbeat"
        assert each.about["service.instance.id"] == "one"
    assert not [each for each in collector.values() if "SECRET" in each]
    assert [each.failed for each in collector.named("tell")] == [True]
    assert [each.failed for each in collector.named("commit approve")] == [False]
    assert all(each["x-key"] == "abc" for each in collector.headers if "x-key" in each)
    assert any("x-key" in each for each in collector.headers)


async def test_a_collector_that_is_away_keeps_nobody_from_stopping():
    given = settings(otel_endpoint=f"http://127.0.0.1:{free_port()}")
    traces = traces_of(given, "one")
    with traces.span("tell"):
        pass
    async with asyncio.timeout(20):
        await traces.close()


async def test_the_doctor_asks_the_collector(collector):
    well = await tracing_finding(settings(otel_endpoint=collector.url))
    assert well.verdict is Verdict.OK
    away = await tracing_finding(settings(otel_endpoint=f"http://127.0.0.1:{free_port()}"))
    assert away.verdict is Verdict.FAILED
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in away.mend
    assert (await tracing_finding(settings(otel_endpoint="collector:4317"))).verdict is (
        Verdict.FAILED
    )
    assert (await tracing_finding(settings(otel_endpoint=""))).verdict is Verdict.OPEN


@pytest.mark.story
def test_a_release_leaves_traces_from_clicks_to_calls(tmp_path: Path, collector):
    town = Town(
        tmp_path,
        transport="http",
        unlimited=True,
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
        OTEL_BSP_SCHEDULE_DELAY="200",
    )
    try:
        town.start_bot()
        story = Story(town)
        story.draft()
        story.bind()
        story.publish()
        story.make_release()
        story.until(story.nothing, town.runs)
        story.settle()
        town.stop_bot()
    finally:
        town.close()
    (making,) = collector.named("commit create_release")
    submitted = collector.parent_of(making)
    assert submitted.name == "slack submission"
    assert submitted.trace == making.trace
    assert submitted.about["drumbeat.key"]
    (starting,) = collector.named("trigger_pipeline")
    assert starting.about["drumbeat.activity"] == "build.build-and-test"
    assert starting.about["drumbeat.release"].startswith("rel_")
    assert starting.about["drumbeat.key"].startswith("trigger_pipeline:")
    calls = [each for each in collector.spans if each.name == "POST"]
    owners = {each.name for call in calls if (each := collector.parent_of(call))}
    assert {"show_release", "show_task"} <= owners
    assert {each.about["http.url"] for each in calls} == {town.slack.url}
