"""The operator's pipelines file: what it takes, and how it says what is wrong."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.errors import Permanent
from orchestration.pipelines.catalogue import FilePipelineCatalogue
from orchestration.pipelines.catalogue_file import PipelinesFileInvalid, load_catalogue

GOOD = """
pipelines:
  build:
    provider: command
    description: Builds it
    argv: ["{python}", "{here}/build.py", --fast]
    env: {REGION: eu, TOKEN: env:BUILD_TOKEN, KEY: file:keys/deploy}
    timeout: 10 m
    inputs: [version, release-notes]
    outputs: [artifact]
"""


@pytest.fixture
def read(tmp_path: Path):
    def load(text: str | bytes) -> FilePipelineCatalogue:
        path = tmp_path / "pipelines.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_catalogue(path, tmp_path / "runs")

    return load


@pytest.fixture
def problems(read):
    def of(text: str | bytes) -> list[str]:
        with pytest.raises(PipelinesFileInvalid) as raised:
            read(text)
        return list(raised.value.problems)

    return of


def entry(fields: str) -> str:
    return f"pipelines:\n  build: {{provider: command, argv: [make], {fields}}}\n"


def test_a_file_becomes_a_catalogue(read):
    catalogue = read(GOOD)
    assert catalogue.names() == ("build",)
    build = catalogue.find("build")
    assert build.description == "Builds it"
    assert (build.inputs, build.outputs) == (("version", "release-notes"), ("artifact",))
    assert catalogue.provider_of("build") is catalogue.command


def test_python_and_here_stand_for_the_interpreter_and_the_files_folder(read, tmp_path):
    command = read(GOOD).command._command("build")
    assert command.argv == (sys.executable, f"{tmp_path}/build.py", "--fast")
    assert command.cwd == tmp_path
    assert command.env["KEY"] == f"file:{tmp_path}/keys/deploy"


def test_a_list_of_pipelines_is_as_good_as_a_map(read):
    entries = "".join(f"  - {{name: {n}, provider: command, argv: [x]}}\n" for n in "ab")
    assert read(f"pipelines:\n{entries}").names() == ("a", "b")


def test_without_a_file_no_pipeline_can_run(tmp_path):
    catalogue = load_catalogue(None, tmp_path)
    assert catalogue.names() == ()
    with pytest.raises(Permanent, match="lists: none"):
        catalogue.provider_of("build")


def test_an_unknown_name_is_answered_with_the_nearest(read):
    with pytest.raises(Permanent, match="Did you mean “build”"):
        read(GOOD).provider_of("biuld")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("90", 90), ("60 s", 60), ("10 m", 600), ("2h", 7200), ("1.5 hours", 5400), ("0.5", 0.5)],
)
def test_a_timeout_is_written_as_people_write_it(read, written, meant):
    command = read(entry(f"timeout: {written}")).command._command("build")
    assert command.timeout == timedelta(seconds=meant)


def test_all_problems_are_told_at_once_with_their_lines(problems):
    found = problems("""
pipelines:
  build:
    provider: command
    argv: make all
    timout: 10 m
  test:
    provider: comand
    argv: [make, 8080]
    env: {PORT: 80}
  deploy: []
surprise: 1
""")
    assert sorted(found, key=lambda p: int(p.split()[1].strip(":"))) == [
        "line 5: build.argv must be a list, such as [a, b]",
        "line 6: build.timout is not known. Did you mean “timeout”?",
        "line 8: test.provider is not known; the providers are: command, http, github, gitlab",
        "line 9: test.argv[2] must be text; put it in quotes",
        "line 10: test.env.PORT must be text; put it in quotes",
        "line 11: deploy must say provider and what it runs",
        "line 12: “surprise” is not known here.",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it must hold `pipelines:`"),
        ("- a\n- b", "it must hold `pipelines:`"),
        ("pipelines: build", "must be a map of names, or a list"),
        ("pipelines:\n  a: {provider: command}", "a.argv is missing"),
        ("pipelines:\n  a: {argv: [x]}", "a.provider is missing"),
        ("pipelines:\n  a: {provider: command, argv: []}", "a.argv must begin with a program"),
        ("pipelines:\n  a: {provider: command, argv: ['']}", "a.argv must begin with a program"),
        ("pipelines:\n  a: {provider: command, argv: [sh, '{{ inputs.v }}']}", "never become arg"),
        ("pipelines:\n  a: &x {provider: command}\n  b: *x", "line 3: aliases"),
        ("pipelines:\n  a: {}\n  a: {}", "line 3: “a” stands here twice"),
        ("pipelines:\n  a: {provider: command, provider: x}", "“provider” stands here twice"),
        ("pipelines: [unclosed", "line 2: did not find"),
        ("a: !!python/object/apply:os.system [id]", "line 1: tags"),
        ("pipelines: !!timestamp nonsense", "line 1: tags"),
        ("pipelines: 2026-99-99", "pipelines must be a map"),
        (f"pipelines: {'9' * 5000}", "pipelines must be a map"),
        ("[" * 5000, "nested more than 40 levels"),
        (b"pipelines: \xff\xfe", "not UTF-8"),
        (b"pipelines:\n  a: \x00", "control characters"),
        (b"#" * 1_000_001, "larger than 1 MB"),
        (entry("timeout: 10 months"), "build.timeout must be a time such as"),
        (entry("timeout: yes"), "build.timeout must be a time such as"),
        (entry("timeout: 0"), "more than nothing"),
        (entry("timeout: 200 h"), "at most 7 days"),
        (entry("inputs: [a-b, a_b]"), "gives DRUMBEAT_INPUT_A_B twice"),
        (entry("inputs: ['a b']"), "build.inputs[1] may hold letters"),
        (entry("inputs: version"), "build.inputs must be a list"),
        (entry("outputs: [reason]"), "every program may write it"),
        (entry("env: {DRUMBEAT_KEY: x}"), "Drumbeat sets DRUMBEAT_"),
        (entry("env: {T: env:SLACK_BOT_TOKEN}"), "give the program its own credential"),
        (entry("env: {'A B': x}"), "use A-Z, 0-9 and _"),
        (entry("name: other"), "build is named by its key"),
        ("pipelines:\n  Ab: {provider: command, argv: [x]}\n  aB: {provider: command, argv: [x]}",
         "“Ab” is listed already"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_words(problems, text, says):
    assert any(says in problem for problem in problems(text)), problems(text)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(PipelinesFileInvalid, match="cannot be read: No such file"):
        load_catalogue(tmp_path / "nowhere.yaml", tmp_path)


def test_a_yaml_bomb_is_refused_before_it_grows(problems):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "aliases" in problems(bomb)[0]


def test_the_manuals_examples_are_right(read):
    manual = (Path(__file__).parents[2] / "docs/pipelines.md").read_text()
    programs, requests, listed = (
        each.partition("```")[0]
        for each in manual.split("```yaml\n")[1:]
        if each.startswith("pipelines:")
    )
    assert read(programs).names() == ("build-and-test", "deploy-production")
    catalogue = read(requests)
    assert catalogue.names() == ("deploy-eu",)
    assert catalogue.provider_of("deploy-eu") is catalogue.http
    assert read(listed).names() == ("deploy",)
