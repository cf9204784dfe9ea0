"""What is exported comes back equal; what is edited keeps its comments."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from orchestration.processes.code.keeping import rewritten
from orchestration.processes.code.reading import read_process
from orchestration.processes.code.schema import process_schema
from orchestration.processes.code.writing import process_yaml
from tests.processes.code.processes import PROCESSES

patient = settings(
    max_examples=80, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
SCHEMA = Path(__file__).parents[3] / "docs" / "process.schema.json"
WRITTEN = """\
# How the web team releases.
process:
  id: web
  name: Web
  owners: [QA]                 # they may start it
  inputs:
    version: {type: string, pattern: '\\d+\\.\\d+'}
  phases:
    - phase:
        id: build
        name: Build
        activities:
          # The image everything else uses.
          - activity:
              id: image
              name: Build the image
              type: automated
              timeout: 90 min  # it once took 70
              outputs: [digest]
          - id: tell
            name: Tell support
            type: manual
    - id: production
      name: "Production"
      depends-on: [build]
      activities:
        - {id: deploy, name: Deploy, type: automated, optional: false}
"""


@patient
@given(PROCESSES)
def test_export_and_import_give_an_equal_process(process):
    read = read_process(process_yaml(process))
    assert read.faults == ()
    assert read.process == process


@patient
@given(PROCESSES, PROCESSES)
def test_whatever_is_edited_the_text_says_the_edited_process(was, now):
    assert read_process(rewritten(process_yaml(was), now)).process == now


def read(text=WRITTEN):
    found = read_process(text)
    assert found.faults == ()
    assert found.process
    return found.process


def test_a_file_that_already_says_it_is_left_untouched():
    assert rewritten(WRITTEN, read()) == WRITTEN


def test_an_edit_changes_its_line_and_keeps_every_comment_and_quote():
    process = read()
    build, production = process.phases
    image, tell = build.activities
    edited = process.model_copy(
        update={
            "name": "Web shop",
            "phases": (
                build.model_copy(
                    update={"activities": (image, tell.model_copy(update={"owner": "Release"}))}
                ),
                production,
            ),
        }
    )
    expected = WRITTEN.replace("name: Web\n", "name: Web shop\n").replace(
        "            type: manual\n", "            type: manual\n            owner: Release\n"
    )
    assert rewritten(WRITTEN, edited) == expected


def test_a_removed_activity_takes_nothing_else_with_it():
    process = read()
    build, production = process.phases
    edited = process.model_copy(
        update={
            "phases": (build.model_copy(update={"activities": build.activities[:1]}), production)
        }
    )
    text = rewritten(WRITTEN, edited)
    assert read(text) == edited
    assert "Tell support" not in text
    for comment in ("# How the web team", "# they may start it", "# The image", "# it once took"):
        assert comment in text


def test_a_source_that_cannot_be_read_any_more_is_written_anew():
    assert read(rewritten("process: [", read())) == read()


def test_names_that_yaml_takes_for_something_else_stay_names():
    text = "process: {id: a, name: no, schedule: 12:30, description: 2026-11-23}"
    process = read(text)
    assert (process.name, process.schedule, process.description) == ("no", "12:30", "2026-11-23")


def test_the_published_schema_is_the_models():
    assert json.loads(SCHEMA.read_text()) == process_schema()
