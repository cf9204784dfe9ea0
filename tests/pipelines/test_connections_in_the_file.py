"""Connections in the operator's pipelines file, and how it says what is wrong with one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.pipelines.catalogue_file import PipelinesFileInvalid, load_catalogue
from orchestration.pipelines.github.meanings import CONCLUSIONS
from orchestration.pipelines.gitlab.meanings import FOR_GOOD, STATUSES
from orchestration.pipelines.meaning import table_in_words
from orchestration.pipelines.servers import SERVERS

GITHUB = "connections:\n  gh: {provider: github, token: env:GH_TOKEN}\n"
GITLAB = "connections:\n  gl: {provider: gitlab, token: env:GL_TOKEN}\n"
DEPLOY = "pipelines:\n  deploy: {connection: gh, repository: acme/shop, workflow: d.yml%s}\n"


@pytest.fixture
def read(tmp_path: Path):
    def load(text: str):
        path = tmp_path / "pipelines.yaml"
        path.write_text(text)
        return load_catalogue(path, tmp_path / "runs")

    return load


def test_a_pipeline_on_a_connection_says_where_it_is_and_what_it_takes(read):
    more = ", inputs: {version: string, region: [eu, us]}, tags: [web], expected: 10 m"
    pipeline = read(GITHUB + DEPLOY % more).find("deploy")
    assert (pipeline.provider, pipeline.connection) == ("github", "gh")
    assert pipeline.location == "acme/shop, d.yml at main"
    assert pipeline.types == {"version": "string", "region": "choice"}
    assert (pipeline.tags, pipeline.expected) == (("web",), timedelta(minutes=10))


def test_pipelines_of_one_connection_share_their_provider(read):
    catalogue = read(
        GITHUB + DEPLOY % "" + "  other: {connection: gh, repository: a/b, workflow: x.yml}"
    )
    assert catalogue.provider_of("deploy") is catalogue.provider_of("other")
    assert catalogue.connections == ("gh",)


def test_a_credential_that_is_missing_keeps_the_pipeline_from_starting(read, tmp_path, monkeypatch):
    monkeypatch.delenv("GH_TOKEN", raising=False)
    catalogue = read(GITHUB + DEPLOY % "")
    assert catalogue.problems("deploy") == (
        "gh refers to env:GH_TOKEN, which is missing or cannot be read",
    )
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/gh").write_text("a token\n")
    assert (
        read(GITHUB.replace("env:GH_TOKEN", "file:keys/gh") + DEPLOY % "").problems("deploy") == ()
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("connections: {gh: {provider: gitbub}}\npipelines: {}", "gh.provider must be one"),
        ("connections: {gh: {provider: github}}\npipelines: {}", "must say `token` or `app`"),
        (GITHUB.replace("env:GH_TOKEN", "ghp_secret") + "pipelines: {}", "never the secret itself"),
        (GITHUB.replace("GH_TOKEN", "SLACK_BOT_TOKEN") + "pipelines: {}", "credential of its own"),
        (GITHUB.replace("token:", "tokn: x, token:") + "pipelines: {}", "Did you mean “token”?"),
        (GITHUB.replace("gh:", "hg:") + DEPLOY % "", "no connection “gh” is declared"),
        (GITHUB + DEPLOY % ", provider: http", "says http, and “gh” is of github"),
        (GITHUB + DEPLOY.replace("connection: gh", "provider: github") % "", "must say its `conn"),
        (GITHUB + DEPLOY % ", inputs: {r: {type: choice}}", "must list the options of r"),
        (GITHUB + DEPLOY % ", inputs: [a b]", "cannot hold “a b”"),
        (GITHUB + DEPLOY % ", ref: 'x{{ branch }}'", "uses “branch” in `ref`"),
        (GITHUB + DEPLOY % ", outputs: {a: artefact}", "takes output a from “artefact”"),
        (GITHUB + DEPLOY % f", inputs: [{', '.join(f'i{n}' for n in range(26))}]", "has 26 inputs"),
        (GITLAB + "pipelines: {b: {connection: gl, project: a/b, inputs: [a-b]}}", "gives the var"),
        (GITLAB + "pipelines: {b: {connection: gl, project: a/b, outputs: [x]}}", "say `dotenv`"),
        (GITLAB + "pipelines: {b: {connection: gl, project: ab c}}", "b.project"),
        (GITHUB.replace("gh: {", "gh: {url: 'ftp://x', ") + "pipelines: {}", "must begin with"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_words_with_its_line(read, text, says):
    with pytest.raises(PipelinesFileInvalid) as raised:
        read(text)
    problems = raised.value.problems
    assert any(says in each and each.startswith("line ") for each in problems), problems


def test_the_manual_shows_what_the_answers_of_each_server_mean():
    manual = (Path(__file__).parents[2] / "docs/pipelines.md").read_text()
    for name, kind in SERVERS.items():
        assert table_in_words(kind.answers) in manual, f"the table of {name} has changed"


def test_the_manual_shows_what_the_conclusions_of_github_mean():
    manual = (Path(__file__).parents[2] / "docs/pipelines.md").read_text()
    for conclusion, (status, permanent, _) in CONCLUSIONS.items():
        again = ", for good" if permanent else ""
        assert f"| `{conclusion}` | {status.value}{again} |" in manual


def test_the_manual_shows_what_the_statuses_of_gitlab_mean():
    manual = (Path(__file__).parents[2] / "docs/pipelines.md").read_text()
    for said, (status, permanent, _) in STATUSES.items():
        assert f"| `{said}` | {status.value}{', for good' if permanent else ''} |" in manual
    for reason in FOR_GOOD:
        assert f"`{reason}`" in manual


def test_the_manuals_connections_are_right(read):
    manual = (Path(__file__).parents[2] / "docs/pipelines.md").read_text()
    blocks = [each.partition("```")[0] for each in manual.split("```yaml\n")[1:]]
    written = [each for each in blocks if each.startswith("connections:")]
    assert len(written) == len(SERVERS)
    assert {read(each).find(read(each).names()[0]).provider for each in written} == set(SERVERS)
