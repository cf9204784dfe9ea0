"""What the `command` provider does for and to the programs it runs."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.command import CommandPipeline, CommandProvider
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus

KEY = "x-1.ship.deploy.1"


class Host:
    """One machine: runs a piece of Python as a listed program and waits for its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runs = folder / "runs"

    def provider(self, program: str = "", environ=os.environ, **fields) -> CommandProvider:
        given = {
            "name": "p",
            "argv": (sys.executable, "-I", "-S", "-c", program),
            "cwd": self.folder,
            "inputs": ("version",),
            "outputs": ("url",),
        }
        command = CommandPipeline(**{**given, **fields})
        grace = timedelta(seconds=0.5)
        return CommandProvider([command], self.runs, environ=environ, grace=grace)

    async def run(self, program: str = "", *, stop: bool = False, **fields) -> RunReport:
        provider = self.provider(program, **fields)
        await provider.trigger(RunRequest(key=KEY, pipeline="p", inputs={"version": "1"}))
        if stop:
            wait_for(self.folder / "ready")
            await provider.cancel(of(KEY))
        return await end_of(provider)


def of(key: str) -> RunRequest:
    return RunRequest(key=key, pipeline="p")


async def end_of(provider: CommandProvider, key: str = KEY) -> RunReport:
    for _ in range(400):
        report = await provider.find(of(key))
        if report and report.status.ended:
            return report
        time.sleep(0.02)
    raise AssertionError("it did not end")


def wait_for(path: Path) -> str:
    for _ in range(400):
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.02)
    raise AssertionError(f"{path} did not come")


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def says(text: str) -> str:
    return f"import os; open(os.environ['DRUMBEAT_OUTPUT'], 'w').write({text!r})"


async def test_a_program_sees_a_short_list_of_the_environment_and_none_of_our_tokens(host):
    secrets = {"SLACK_BOT_TOKEN": "xoxb-1", "OPENAI_API_KEY": "sk-1", "BUILD_TOKEN": "b-123"}
    program = "import os, json; json.dump(dict(os.environ), open('seen', 'w'))"
    await host.run(
        program,
        environ={"PATH": os.environ["PATH"], "TZ": "UTC", "EDITOR": "vi", **secrets},
        env={"TOKEN": "env:BUILD_TOKEN", "REGION": "eu"},
    )
    seen = json.loads((host.folder / "seen").read_text())
    ours = {name for name in seen if name.startswith("DRUMBEAT_")}
    assert ours == {
        *("DRUMBEAT_KEY", "DRUMBEAT_PIPELINE", "DRUMBEAT_INPUTS", "DRUMBEAT_OUTPUT"),
        "DRUMBEAT_INPUT_VERSION",
    }
    assert seen.keys() - ours - {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"} == {
        *("PATH", "TZ", "TOKEN", "REGION")
    }
    assert seen["TOKEN"] == "b-123"
    assert json.loads(Path(seen["DRUMBEAT_INPUTS"]).read_text()) == {"version": "1"}


async def test_a_secret_is_never_written_down(host):
    (host.folder / "token").write_text("s3cr3t-value\ns3cr3t-too\n")
    report = await host.run(
        "import os; token = os.environ['TOKEN']; print('token', token);"
        "open(os.environ['DRUMBEAT_OUTPUT'], 'w').write('reason=' + token.split()[0]);"
        "raise SystemExit(1)",
        env={"TOKEN": f"file:{host.folder}/token"},
    )
    assert report.log_tail == "token ***\n***"
    assert report.reason == "*** (exit code 1)"
    for path in host.runs.rglob("*"):
        assert path.is_dir() or "s3cr3t" not in path.read_text()


async def test_nobody_else_on_the_machine_can_read_a_run(host):
    await host.run("print('hello')")
    folder = host.runs / KEY
    assert host.runs.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_a_program_past_its_timeout_is_stopped_with_its_children(host):
    child = "import time, os; open('child', 'w').write(str(os.getpid())); time.sleep(60)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    report = await host.run(program, timeout=timedelta(seconds=0.5))
    assert (report.status, report.reason) == (RunStatus.FAILED, "stopped after 0.5 s (timeout)")
    with pytest.raises(ProcessLookupError):
        for _ in range(100):  # init may take a moment to bury it
            os.kill(int(wait_for(host.folder / "child")), 0)
            time.sleep(0.02)


async def test_a_program_deaf_to_asking_is_killed(host):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "open('ready', 'w').write('1'); time.sleep(60)"
    )
    report = await host.run(deaf, stop=True)
    assert report.status is RunStatus.CANCELLED


async def test_a_program_may_say_why_it_failed(host):
    report = await host.run(says("reason=health check of web-2 failed") + "; raise SystemExit(1)")
    assert report.reason == "health check of web-2 failed (exit code 1)"
    assert report.outputs == {}


async def test_a_program_killed_by_a_signal_is_reported_so(host):
    report = await host.run("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert report.reason == "ended by signal SIGSEGV"


async def test_outputs_are_only_what_was_declared_and_the_log_names_the_rest(host):
    report = await host.run(says("# note\nurl = https://x/?a=b \nother=1\nnonsense\n\n"))
    assert report.outputs == {"url": "https://x/?a=b"}
    assert "output other is not declared" in report.log_tail
    assert "without '=' was left out: nonsense" in report.log_tail


@pytest.mark.parametrize(
    ("text", "told"),
    [("url=" + "x" * 5000, "longer than 4000"), ("url=1\n" * 15_000, "none of them was taken")],
)
async def test_outputs_that_are_too_big_are_left_out_and_named(host, text, told):
    report = await host.run(says(text))
    assert (report.status, report.outputs) == (RunStatus.SUCCEEDED, {})
    assert told in report.log_tail


async def test_of_ten_megabytes_of_output_the_last_lines_are_kept(host):
    report = await host.run("for i in range(150_000): print(i, 'x' * 60)")
    assert report.log_tail.splitlines()[-1].startswith("149999 x")
    assert len(report.log_tail.splitlines()) == 20
    kept = sum(p.stat().st_size for p in (host.runs / KEY).glob("log*"))
    assert 400_000 < kept <= 1_000_000


async def test_a_log_of_colours_and_broken_bytes_can_be_read(host):
    report = await host.run(
        "import sys; sys.stdout.buffer.write(b'\\x1b[31mred\\x1b[0m \\xff\\x00 ' + b'y' * 9000)"
    )
    assert len(report.log_tail) == 2000
    assert report.log_tail.endswith("yyy")
    short = CommandProvider([], host.runs)
    (host.runs / KEY / "log").write_bytes(b"\x1b[31mred\x1b[0m \xff\x00!")
    assert (await short.find(of(KEY))).log_tail == "red �!"


@pytest.mark.parametrize(
    ("fields", "says_what"),
    [
        ({"argv": ("no-such-program",)}, "no-such-program was not found on PATH"),
        ({"argv": ("./deploy.sh",)}, "deploy.sh was not found"),
        ({"argv": ("./plain.txt",)}, "not executable; run: chmod"),
        ({"cwd": Path("/nowhere")}, "its folder /nowhere does not exist"),
        ({"env": {"T": "env:NO_SUCH"}}, "T refers to env:NO_SUCH, which is missing"),
        ({"env": {"T": "file:/nowhere"}}, "T refers to file:/nowhere, which is missing"),
        ({"inputs": ()}, "it takes no input version"),
    ],
)  # fmt: skip
async def test_what_cannot_start_says_what_to_mend_and_leaves_no_trace(host, fields, says_what):
    (host.folder / "plain.txt").write_text("not a program")
    with pytest.raises(Permanent, match=says_what.replace(".", r"\.")):
        await host.run(**fields)
    assert await host.provider().find(of(KEY)) is None
    assert not host.runs.exists()


async def test_a_file_that_is_no_program_after_all_fails_its_run(host):
    script = host.folder / "deploy.sh"
    script.write_text("echo no first line\n")
    script.chmod(0o700)
    report = await host.run(argv=(str(script),))
    assert report.status is RunStatus.FAILED
    assert "deploy.sh could not be started: Exec format error" in report.reason


@pytest.mark.parametrize("key", ["", ".", "..", "../x", "a/b", "A", "a\n", "-x", "x" * 201])
async def test_a_key_cannot_lead_out_of_the_runs_folder(host, key):
    provider = host.provider()
    for asked in (provider.find(of(key)), provider.cancel(of(key))):
        with pytest.raises(Permanent, match="cannot be the key"):
            await asked
    with pytest.raises(Permanent, match="cannot be the key"):
        await provider.trigger(RunRequest(key=key, pipeline="p"))


@pytest.mark.parametrize("value", ["\0", "x" * 100_001])
async def test_an_input_that_no_environment_can_hold_is_refused(host, value):
    request = RunRequest(key=KEY, pipeline="p", inputs={"version": value})
    with pytest.raises(Permanent, match="input"):
        await host.provider().trigger(request)


async def test_a_runs_folder_that_cannot_be_used_is_a_passing_trouble(host):
    host.runs.write_text("a file where the folder should be")
    for asked in (host.run(), host.provider().find(of(KEY))):
        with pytest.raises(Transient, match="runs folder"):
            await asked


async def test_old_runs_are_pruned_and_running_ones_kept(host):
    await host.run()
    provider = host.provider("import time; time.sleep(60)")
    await provider.trigger(RunRequest(key="running", pipeline="p"))
    assert await provider.prune(datetime.now(UTC) - timedelta(days=1)) == 0
    assert await provider.prune(datetime.now(UTC) + timedelta(days=1)) == 1
    assert [path.name for path in host.runs.iterdir()] == ["running"]
    await provider.cancel(of("running"))
    assert (await end_of(provider, "running")).status is RunStatus.CANCELLED
