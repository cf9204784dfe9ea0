"""A file of Harness on the command line: recognised, told what of it was left, converted."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from orchestration.errors import Rejected
from tests.processes.harness.shapes import expected, shape, told


@pytest.fixture
def run(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def command(verb: str, name: str, code: int = 0):
        Path("theirs.yaml").write_text(shape(name), "utf-8")
        done = CliRunner().invoke(app, ["process", verb, "theirs.yaml"])
        if isinstance(done.exception, Rejected):
            return done.exception.text, done.stderr
        assert done.exit_code == code, (done.output, done.exception)
        return done.stdout, done.stderr

    return command


@pytest.mark.parametrize("name", ["process-by-reference", "activity-pipeline", "process-input"])
def test_convert_prints_our_file_and_beside_it_the_report(run, name):
    out, beside = run("convert", name)
    assert out == expected(name)
    assert [each.strip() for each in beside.splitlines()[1:]] == told(name).splitlines()


def test_check_names_the_problems_at_their_lines_of_the_harness_file(run):
    out, beside = run("check", "process-by-reference", code=1)
    assert out.startswith("line 31, column 13: ")
    assert "is a file of Harness" in beside


def test_check_of_an_activity_says_what_it_is(run):
    out, _ = run("check", "activity-gate")
    assert "An activity of the store that is sound." in out


def test_a_picture_of_an_activity_is_refused_with_what_the_file_holds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("theirs.yaml").write_text(shape("activity-gate"), "utf-8")
    done = CliRunner().invoke(app, ["process", "picture", "theirs.yaml", "-o", "x.png"])
    assert isinstance(done.exception, Rejected)
    assert "holds an activity of the store, not a process" in done.exception.text
