"""`http` pipelines in the operator's file, and how it says what is wrong with one."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from orchestration.pipelines.catalogue_file import PipelinesFileInvalid, load_catalogue
from orchestration.pipelines.http_callback import signature
from tests.pipelines.ci_server import entry

CI = "https://ci.example"


@pytest.fixture
def read(tmp_path: Path):
    def load(**changes):
        written = {"provider": "http", **entry(CI, **changes)}
        path = tmp_path / "pipelines.yaml"
        document = {"pipelines": {written.pop("name"): written}}
        path.write_text(yaml.safe_dump(document, sort_keys=False))
        return load_catalogue(path, tmp_path / "runs", "https://drumbeat.example")

    return load


def test_an_entry_becomes_a_pipeline(read):
    pipeline = read().find("deploy")
    assert (pipeline.provider, pipeline.inputs, pipeline.outputs) == (
        "http",
        ("version",),
        ("artifact",),
    )


def test_a_secret_file_lies_beside_the_pipelines_file(read, tmp_path):
    (tmp_path / "key").write_bytes(b"s3cret\n")
    catalogue = read(**{"callback-secret": "file:key", "headers": {"X-Token": "file:key"}})
    assert catalogue.http.secret_of("deploy") == b"s3cret"
    assert catalogue.http.problems("deploy") == ()


def test_what_keeps_a_pipeline_from_starting_is_told_with_how_to_mend_it(tmp_path):
    written = entry(CI, headers={"X-Token": "file:nowhere"}, **{"callback-secret": "env:NOBODY"})
    path = tmp_path / "pipelines.yaml"
    path.write_text(yaml.safe_dump({"pipelines": [{"provider": "http", **written}]}))
    problems = load_catalogue(path, tmp_path).http.problems("deploy")
    assert len(problems) == 3
    assert "set DRUMBEAT_URL" in problems[2]


STATUS = entry(CI)["status"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"url": None}, "deploy.url is missing"),
        ({"url": "ci.example/runs"}, "deploy.url must begin with https://"),
        ({"url": "file:///etc/passwd"}, "deploy.url must begin with https://"),
        ({"url": "https://me:secret@ci.example"}, "put it into `headers`"),
        ({"url": "https://{{ inputs.version }}/runs"}, "must name its host as it is"),
        ({"url": "https://ci.example:port/"}, "deploy.url Port could not be cast"),
        ({"method": "FETCH"}, "deploy.method must be 'POST', 'PUT', 'PATCH' or 'GET'"),
        ({"method": "GET"}, "cannot send a `body` with GET"),
        ({"headers": {"Idempotency-Key": "x"}}, "cannot set Idempotency-Key"),
        ({"headers": {"A B": "x"}}, "it is no name of a header"),
        ({"headers": {"X": "env:SLACK_BOT_TOKEN"}}, "give the pipeline its own token"),
        ({"body": {"a": "{{ secrets.token }}"}}, "uses “secrets.token” in `body`"),
        ({"body": {"a": "{{ inputs.branch }}"}}, "uses branch in `body`; declare it"),
        ({"body": {"a": "{{ run_id }}"}}, "run_id after the start"),
        ({"body": {"a": "{% if x %}{{"}}, "uses “{{” in `body`"),
        ({"body": {"{{ key }}": "a"}}, "uses “{{” in `body`"),
        ({"body": {"a": "{{ callback_url }}"}}, "needs `callback-secret`"),
        ({"run-id": "run.id"}, "deploy.run-id is not a JSONPath such as $.run.id"),
        ({"run_id": "$.run.id"}, "deploy.run_id is not known. Did you mean “run-id”?"),
        ({"outputs": {"a": "$["}}, "deploy.outputs.a is not a JSONPath"),
        ({"outputs": ["a"]}, "deploy.outputs must be a map"),
        ({"status": None}, "needs `status` or `callback-secret`"),
        (
            {"status": {**STATUS, "succeded": []}},
            "deploy.status.succeded is not known. Did you mean",
        ),
        ({"status": {**STATUS, "succeeded": []}}, "deploy.status.succeeded"),
        ({"status": {**STATUS, "failed": [True]}}, "deploy.status.failed[1] must be text"),
        ({"run-id": None, "find": f"{CI}/find"}, "uses {{ run_id }} in `status` and needs"),
        ({"link": "ftp://ci"}, "needs a `link` that is"),
        ({"cancel": {"url": CI, "method": "GET"}}, "deploy.cancel.method must be"),
        ({"idempotent": "perhaps"}, "deploy.idempotent must be true or false"),
        ({"timeout": "1 m"}, "at most 15 s"),
        ({"callback-secret": "hunter2"}, "must be env:NAME or file:PATH"),
        ({"callback-secret": "env:SLACK_SIGNING_SECRET"}, "a secret of its own"),
    ],
)
def test_a_mistake_is_told_in_words(read, changes, says):
    with pytest.raises(PipelinesFileInvalid) as raised:
        read(**changes)
    problems = raised.value.problems
    assert any(says in each and each.startswith("line ") for each in problems), problems


def test_the_manuals_signature_is_the_one_that_is_taken():
    if not (shutil.which("openssl") and shutil.which("bash")):
        pytest.skip("needs openssl and a shell")
    manual = (Path(__file__).parents[2] / "docs/pipelines.md").read_text()
    script = re.search(r"```sh\n(.*?)curl ", manual, re.DOTALL)[1]
    body = json.dumps({"key": "k", "status": "succeeded"})
    made = subprocess.run(
        ["bash", "-c", f'{script}\necho "$time sha256=$signature"'],
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "body": body, "secret": "a secret"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert made[1] == signature(b"a secret", made[0], body.encode())
    digest = hmac.new(b"a secret", f"{made[0]}.{body}".encode(), hashlib.sha256).hexdigest()
    assert made[1] == f"sha256={digest}"
