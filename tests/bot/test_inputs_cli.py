"""The input store on the command line: sets as files, brought in, looked at and taken out."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from orchestration.errors import Rejected
from orchestration.processes.code.documents import document_yaml
from storage import open_database
from tests.inputs.building import DEPLOY, PAYMENTS, a_set, shared
from tests.storage.building import ANA, NOON, SettableClock


@pytest.fixture
def run(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path}/x.db"
    monkeypatch.setenv("DATABASE_URL", url)

    def command(*arguments: str, typed: str = "", code: int = 0) -> str:
        done = CliRunner().invoke(app, list(arguments), input=typed)
        if isinstance(done.exception, Rejected):
            return f"refused: {done.exception.text}"
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    command("migrate")
    return command


@pytest.fixture
async def published(run, tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/x.db", clock=SettableClock())

    def work(tx):
        tx.store.publish(DEPLOY, by=ANA, at=NOON)
        tx.processes.publish(PAYMENTS, by=ANA, at=NOON, store={DEPLOY.id: 1})

    await database.transact(work)
    database.close()


def written(said) -> str:
    Path("set.yaml").write_text(document_yaml(said), encoding="utf-8")
    return "set.yaml"


WHOLE = a_set(
    {"version": "{{ release.version }}", "credentials": "env:PAYMENTS"},
    {"deploy": {"window": "night"}},
    eu=("prod", {"region": "eu"}),
    us=("prod", {"region": "us"}),
)


def test_a_set_goes_in_and_comes_out_as_it_was(run, published):
    assert run("inputs", "list") == "There are no input sets.\n"
    run("inputs", "import", written(shared(replicas=4)), "--as", ANA, "--yes")
    said = run("inputs", "import", written(WHOLE), "--as", ANA, typed="y\n")
    assert "made it" in said
    assert "“Production” is saved as revision 1." in said
    assert run("inputs", "export", "payments/production") == document_yaml(WHOLE)
    assert run("inputs", "list") == (
        "payments/production: Production, revision 1, complete\n"
        "prod: prod, revision 1, leaves 2 open, used by “Production” of “Payments” "
        "(deploy.eu and deploy.us)\n"
    )


def test_what_a_set_comes_to_is_shown_with_who_says_it(run, published):
    run("inputs", "import", written(shared(replicas=4)), "--as", ANA, "--yes")
    run("inputs", "import", written(WHOLE), "--as", ANA, "--yes")
    said = run("inputs", "show", "Payments/production")
    for line in (
        "The release: version = {{ release.version }} (the input set)",
        "The release: share = 5 (the default)",
        "The release: credentials = env:PAYMENTS (the input set)",
        "Deploy: notes is not said",
        "Deploy › Deploy EU: replicas = 4 (the linked set)",
        "Deploy › Deploy EU: image = app:{{ inputs.version }} (the process)",
    ):
        assert line in said


def test_a_file_is_checked_against_what_is_published(run, published):
    said = run("inputs", "check", written(a_set({"version": "1", "share": "much"})), code=1)
    assert "The release: “share” must be a number" in said
    assert "Deploy: “window” is open" in said
    run("inputs", "import", written(shared()), "--as", ANA, "--yes")
    assert "“Production” is complete." in run("inputs", "check", written(WHOLE))


def test_the_same_file_again_saves_nothing_and_a_change_is_asked_about(run, published):
    run("inputs", "import", written(WHOLE), "--as", ANA, "--yes")
    assert "nothing is saved" in run("inputs", "import", written(WHOLE), "--as", ANA)
    changed = WHOLE.model_copy(update={"inputs": {"version": "2"}})
    said = run("inputs", "import", written(changed), "--as", ANA, typed="n\n")
    assert "changed version, took out credentials" in said
    assert "Nothing is saved." in said


def test_a_file_of_something_else_is_told_so(run):
    Path("p.yaml").write_text("process: {name: Web, phases: []}", encoding="utf-8")
    assert run("inputs", "check", "p.yaml") == "refused: p.yaml holds a process, not an input set."
    Path("p.yaml").write_text("process-inputs: {id: a}", encoding="utf-8")
    assert "cannot be read as an input set" in run("inputs", "check", "p.yaml")
