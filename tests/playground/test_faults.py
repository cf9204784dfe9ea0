import asyncio
from dataclasses import replace

import aiohttp
import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.rate_limits import RateLimits
from bot.playground.seed import RELEASES
from tests.playground.bolt_apps import bolt, listening_socket, over_http, over_socket


async def test_a_429_names_the_wait_and_blocks_that_call_only(stage):
    await stage.act("faults", method="chat.postMessage", kind="429", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await stage.web.chat_postMessage(channel=RELEASES, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert caught.value.response["error"] == "ratelimited"
    await stage.web.chat_postMessage(channel=RELEASES, text="x")


async def test_the_sdks_own_handler_waits_and_tries_again(stage):
    await stage.act("faults", method="chat.postMessage", kind="429", retry_after=1)
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)]
    web = AsyncWebClient(stage.web.token, base_url=stage.api_url, retry_handlers=handlers)
    assert (await web.chat_postMessage(channel=RELEASES, text="x"))["ok"]
    assert len((await stage.look("calls", method="chat.postMessage"))["calls"]) == 2


async def test_faults_wait_their_turn_and_count(stage):
    await stage.act("faults", method="*", kind="error:fatal_error", times=2, after=1)
    seen = []
    for _ in range(4):
        answer = await stage.http.post(
            "/api/auth.test", headers={"Authorization": f"Bearer {stage.web.token}"}
        )
        seen.append(answer.json().get("error"))
    assert seen == [None, "fatal_error", "fatal_error", None]
    (fault,) = (await stage.look("faults"))["faults"]
    assert (fault["times"], fault["struck"]) == (0, 2)


async def test_a_500_is_no_json(stage):
    await stage.act("faults", method="auth.test", kind="500")
    answer = await stage.http.post("/api/auth.test")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


async def test_a_dropped_call_was_performed(stage):
    await stage.act("faults", method="chat.postMessage", kind="dropped")
    web = AsyncWebClient(stage.web.token, base_url=stage.api_url, retry_handlers=[])
    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel=RELEASES, text="once")
    assert [m["text"] for m in await stage.messages(RELEASES)] == ["once"]
    (call,) = (await stage.look("calls", method="chat.postMessage"))["calls"]
    assert (call["ok"], call["error"], call["status"]) == (True, "dropped", 0)


async def test_a_hanging_call_is_never_performed(stage):
    await stage.act("faults", method="chat.postMessage", kind="hang", seconds=0.2)
    web = AsyncWebClient(stage.web.token, base_url=stage.api_url, retry_handlers=[])
    with pytest.raises((aiohttp.ClientError, asyncio.TimeoutError)):
        await web.chat_postMessage(channel=RELEASES, text="never")
    assert await stage.messages(RELEASES) == []


async def test_tokens_are_checked(stage):
    for token, error in (("", "not_authed"), ("xoxb-other", "invalid_auth")):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = await stage.http.post("/api/auth.test", headers=headers)
        assert answer.json() == {"ok": False, "error": error}
    app_level = AsyncWebClient(stage.config.app_token, base_url=stage.api_url)
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await app_level.auth_test()
    answer = await stage.http.post("/api/chat.nothing")
    assert answer.json()["error"] == "unknown_method"
    (first, *_) = (await stage.look("calls"))["calls"]
    assert "token" not in first["args"]


async def test_bodies_are_read_form_encoded_and_as_json(stage):
    headers = {"Authorization": f"Bearer {stage.web.token}"}
    form = {"channel": RELEASES, "text": "a", "blocks": '[{"type": "divider"}]'}
    assert (await stage.http.post("/api/chat.postMessage", data=form, headers=headers)).json()["ok"]
    json = {"Content-Type": "application/json; charset=utf-8"} | headers
    assert (await stage.http.post("/api/auth.test", content=b"", headers=json)).json()["ok"]
    bad = await stage.http.post("/api/auth.test", content=b"{", headers=json)
    assert bad.json()["error"] == "invalid_json"
    listed = await stage.http.post("/api/auth.test", content=b"[]", headers=json)
    assert listed.json()["error"] == "json_not_object"


async def test_a_channel_takes_a_short_burst_then_one_post_a_second(stage):
    await stage.act("rate-limits", on=True)
    answers = []
    for _ in range(7):
        answers.append(
            await stage.http.post(
                "/api/chat.postMessage",
                json={"channel": RELEASES, "text": "x"},
                headers={"Authorization": f"Bearer {stage.web.token}"},
            )
        )
    assert [a.status_code for a in answers] == [200] * 5 + [429] * 2
    assert answers[-1].headers["retry-after"] == "1"
    assert (await stage.web.chat_postMessage(channel="C0WEBTEAM1", text="elsewhere"))["ok"]


def test_each_method_has_its_own_minute():
    limits = RateLimits(on=True)
    assert [limits.admit("chat.update", None) for _ in range(50)] == [None] * 50
    wait = limits.admit("chat.update", None)
    assert wait is not None
    assert 55 <= wait <= 60
    assert limits.admit("views.open", None) is None


async def answering(stage, heard):
    app = bolt(stage.api_url)

    @app.command("/release")
    async def release(ack):
        heard.append("command")
        await ack("yes")

    @app.event("app_mention")
    async def mention(event):
        heard.append(event["ts"])

    return app


async def test_an_abruptly_dropped_socket_comes_back(stage):
    heard = []
    async with over_socket(await answering(stage, heard), stage):
        assert (await stage.act("command", channel=RELEASES, text="x"))["ok"]
        await stage.act("socket/drop", abrupt=True)
        gone = await stage.act("command", channel=RELEASES, text="x")
        assert gone["status"] == "app_not_connected"
        for _ in range(600):
            if stage.slack.sockets.connected:
                break
            await asyncio.sleep(0.02)
        assert (await stage.act("command", channel=RELEASES, text="x"))["ok"]


async def test_a_refresh_request_makes_the_client_change_over(stage):
    heard = []
    async with over_socket(await answering(stage, heard), stage):
        await stage.act("socket/drop", abrupt=False, warning_seconds=0.1)
        for _ in range(300):
            if stage.slack.sockets.connected:
                break
            await asyncio.sleep(0.02)
        assert (await stage.act("command", channel=RELEASES, text="x"))["ok"]


async def test_an_eleventh_connection_is_refused(stage):
    app = AsyncWebClient(stage.config.app_token, base_url=stage.api_url)
    held = []
    async with aiohttp.ClientSession() as session:
        for number in range(10):
            url = (await app.apps_connections_open(app_token=stage.config.app_token))["url"]
            held.append(await session.ws_connect(url))
            hello = await held[-1].receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", number + 1)
        with pytest.raises(SlackApiError, match="too_many_websockets"):
            await app.apps_connections_open(app_token=stage.config.app_token)


async def test_an_event_is_retried_over_http_with_slacks_headers(stage):
    seen = []

    async def receive(request):
        from starlette.responses import PlainTextResponse

        headers = request.headers
        seen.append((headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        return PlainTextResponse("", 500)

    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Route

    listening = listening_socket()
    app = Starlette(routes=[Route("/e", receive, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.005)
    await stage.act("app", bot_url=f"http://127.0.0.1:{listening.getsockname()[1]}/e")
    await stage.act("say", channel=RELEASES, text="@Drumbeat hi")
    for _ in range(200):
        if len(seen) == 4:
            break
        await asyncio.sleep(0.01)
    server.should_exit = True
    await serving
    assert seen == [
        (None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")
    ]  # fmt: skip


async def test_a_wrong_signing_secret_is_the_apps_refusal(stage):
    app = bolt(stage.api_url, secret="another")
    async with over_http(app, stage):
        done = await stage.act("command", channel=RELEASES, text="x")
    assert (done["status"], done["response"]) == ("dispatch_failed", "http_401")


async def test_malformed_control_requests_say_what_is_wrong(stage):
    post = stage.http.post
    assert (await post("/_workspace/say", content=b"{")).status_code == 400
    assert (await post("/_workspace/say", json=[])).status_code == 400
    assert (await post("/_workspace/dance", json={})).status_code == 404
    nobody = await post("/_workspace/say", json={"as": "U0NOBODY00", "channel": RELEASES})
    assert nobody.json()["error"] == "nobody here has the id 'U0NOBODY00'"
    kind = await post("/_workspace/faults", json={"method": "*", "kind": "flood"})
    assert "unknown kind of fault" in kind.json()["error"]


def test_a_timeout_is_three_seconds_unless_a_test_says_otherwise():
    from bot.playground.config import PlaygroundConfig

    assert PlaygroundConfig().ack_seconds == 3.0
    assert replace(PlaygroundConfig(), port=1).base_url == "http://127.0.0.1:1"
    assert httpx.URL(PlaygroundConfig().base_url).port == 3100
