"""Processes as files on the command line: checked, published, taken out, compared."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from orchestration.errors import Rejected

GOOD = """\
# How the web team releases.
process:
  id: web
  name: Web
  phases:
    - id: build
      name: Build
      activities:
        - {id: image, name: Image, type: automated, outputs: [digest]}
    - id: ship
      name: Ship
      depends-on: [build]
      activities:
        - id: deploy
          name: Deploy
          type: manual
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/x.db")

    def command(*arguments: str, typed: str = "", code: int = 0) -> str:
        done = CliRunner().invoke(app, list(arguments), input=typed)
        if isinstance(done.exception, Rejected):
            return f"refused: {done.exception.text}"
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    assert "schema" in command("migrate")
    return command


def written(name: str, text: str) -> str:
    Path(name).write_text(text)
    return name


def test_a_sound_file_is_said_to_be_sound(run):
    assert "“Web” is sound: 2 phases, 2 activities." in run("process", "check", written("a", GOOD))


def test_mistakes_are_told_with_their_lines(run):
    wrong = GOOD.replace("name: Deploy", "nmae: Deploy")
    said = run("process", "check", written("a", wrong), code=1)
    assert "line 15, column 11: phases[2].activities[1].nmae is not known here." in said
    early = GOOD.replace("type: manual", 'type: manual\n          if: inputs.region == "eu"')
    said = run("process", "check", written("a", early), code=1)
    assert "line 17, column 11: Ship › Deploy: reads inputs.region" in said


def test_a_file_is_published_and_comes_out_equal(run):
    file = written("a", GOOD)
    assert "published as version 1" in run("process", "import", file, "--as", "U012ROSA0", "--yes")
    assert "nothing is published" in run("process", "import", file, "--as", "U012ROSA0")
    written("b", run("process", "export", "web"))
    assert "published" in run("process", "import", "b", "--as", "U012ROSA0")
    assert "They say the same." in run("process", "diff", "b", "web@1")
    assert "Every chain of the audit holds." in run("audit", "verify")


def test_the_difference_is_shown_before_it_is_published(run):
    run("process", "import", written("a", GOOD), "--as", "U012ROSA0", "--yes")
    new = written("b", GOOD.replace("name: Deploy", "name: Roll out"))
    said = run("process", "import", new, "--as", "U012ROSA0", typed="n\n")
    assert "name of “Roll out” was “Deploy”, now “Roll out”" in said
    assert "Nothing is published." in said
    assert "version 2" in run("process", "import", new, "--as", "U012ROSA0", typed="y\n")
    assert "was “Deploy”, now “Roll out”" in run("process", "diff", "web@1", "web", code=1)


def test_the_difference_is_drawn_where_there_is_one(run):
    old, new = written("a", GOOD), written("b", GOOD.replace("name: Deploy", "name: Roll out"))
    said = run("process", "diff", old, new, "-o", "changes.png", code=1)
    assert said.splitlines()[-1] == "changes.png"
    assert Path("changes.png").read_bytes().startswith(b"\x89PNG")
    assert "They say the same." in run("process", "diff", old, old, "-o", "none.png")
    assert not Path("none.png").exists()
    assert "no.yaml cannot be read" in run("process", "diff", "no.yaml", new)


def test_what_cannot_be_published_is_refused_with_its_line(run):
    gate = GOOD.replace(
        "type: manual",
        "type: manual\n          tasks: [{name: Sign, kind: sign_off, approvals: {from: [QA]}}]",
    )
    said = run("process", "import", written("a", gate), "--as", "U012ROSA0")
    assert "refused: It cannot be published yet:" in said
    assert "QA must sign, and nobody is bound to that role" in said
    assert run("process", "export", "web").startswith("refused: ")


def test_only_a_person_publishes(run):
    file = written("a", GOOD)
    assert "no person's Slack id" in run("process", "import", file, "--as", "rosa")


def test_files_that_are_not_there_are_named(run):
    assert run("process", "check", "nowhere.yaml").startswith(
        "refused: nowhere.yaml cannot be read"
    )


def test_the_schema_is_printed_for_editors(run):
    assert json.loads(run("process", "schema"))["properties"]["process"]


def test_a_picture_is_drawn_from_a_file(run):
    assert "a.png" in run("process", "picture", written("a", GOOD), "-o", "a.png")
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")


def test_what_was_imported_comes_out_with_the_comments_of_its_file(run):
    made = GOOD.replace("  name: Web\n", "  name: Web\n  owners: [U012AB3CD]   # ask Ada\n")
    said = run("process", "import", written("a", made), "--as", "U012AB3CD", "--yes")
    assert "published as version 1" in said
    assert run("process", "export", "web") == made
