"""The activity store on the command line: brought in, found, shown, compared, taken out."""

import pytest

from tests.bot.test_process_cli import run, written

__all__ = ["run"]

GOOD = """\
# How anybody deploys anything.
activity:
  id: deploy-service
  name: Deploy a service
  type: automated
  tags: [kubernetes]
  team: platform
  inputs:
    - name: version
    - {name: region, type: choice, allowed-values: [eu, us], default: eu}   # where we are
    - {name: token, type: secret, default: env:DEPLOY_TOKEN}
  outputs: [url]
"""
PROCESS = """\
process:
  id: web
  name: Web
  phases:
    - id: ship
      name: Ship
      activities:
        - {id: go, name: Go, uses: deploy-service, type: automated, inputs: {version: "1"}}
"""
BY = ("--as", "U012ROSA0")


@pytest.fixture
def kept(run):
    assert "version 1" in run("store", "import", written("a", GOOD), *BY, "--yes")
    return run


def test_an_empty_store_says_how_something_comes_into_it(run):
    assert "drumbeat store import" in run("store", "list")
    assert "Nothing in the store fits “deploy”." in run("store", "search", "deploy")


def test_a_sound_file_is_said_to_be_sound_and_mistakes_have_their_lines(run):
    assert "“Deploy a service” is sound: 3 inputs" in run("store", "check", written("a", GOOD))
    wrong = written("b", GOOD.replace("outputs", "outptus"))
    assert "line 12, column 3" in run("store", "check", wrong, code=1)
    assert "holds a process, not an activity" in run("store", "check", written("c", PROCESS))


def test_it_comes_out_as_its_file_was_written_whichever_version(kept):
    changed = GOOD.replace("default: eu", "default: us")
    kept("store", "import", written("b", changed), *BY, "--yes")
    assert kept("store", "export", "deploy-service") == changed
    assert kept("store", "export", "Deploy a service@1") == GOOD
    assert "version 7" in kept("store", "export", "deploy-service@7")
    assert "versions are numbers" in kept("store", "export", "deploy-service@x")


def test_the_difference_is_shown_before_it_is_published(kept):
    changed = written("b", GOOD.replace("default: eu", "default: us"))
    said = kept("store", "import", changed, *BY, typed="n\n")
    assert "default of the input “region” was “eu”, now “us”" in said
    assert "Publish this as version 2?" in said
    assert "Nothing is published." in said
    assert "nothing is published" in kept("store", "import", "a", *BY)


def test_a_slip_of_typing_still_finds_it(kept):
    assert "deploy-service" in kept("store", "search", "depoly", "service")
    assert "Did you mean `deploy-service`?" in kept("store", "show", "depoly")


def test_show_says_what_it_takes_and_who_uses_it_and_no_secret(kept):
    kept("process", "import", written("p", PROCESS), *BY, "--yes")
    said = kept("store", "show", "deploy-service")
    assert "region: choice, one of eu, us, eu unless said" in said
    assert "Web, version 1: ship.go" in said
    assert "DEPLOY_TOKEN" not in said


def test_an_unknown_pipeline_is_refused(run):
    file = written("a", f"{GOOD}  pipeline: nowhere\n")
    assert "It cannot be published yet" in run("store", "import", file, *BY, "--yes")


def test_who_publishes_is_a_person_and_the_audit_holds(kept):
    assert "no person's Slack id" in kept("store", "import", "a", "--as", "rosa")
    assert "Every chain of the audit holds." in kept("audit", "verify")


def test_a_process_is_published_again_to_take_what_is_newer_in_the_store(kept):
    file = written("web.yaml", PROCESS)
    assert "published as version 1" in kept("process", "import", file, *BY, "--yes")
    assert "nothing is published" in kept("process", "import", file, *BY)
    kept("store", "import", written("b", GOOD.replace("[url]", "[url, time]")), *BY, "--yes")
    said = kept("process", "import", file, *BY, typed="y\n")
    assert "Activity store: deploy-service 1 → 2" in said
    assert "published as version 2" in said
    assert "deploy-service 1 → 2" in kept("process", "diff", "web@1", "web", code=1)
    assert "They say the same." in kept("process", "diff", "web", "web@2")


def test_a_process_that_misuses_the_store_is_refused_with_its_line(kept):
    wrong = PROCESS.replace('{version: "1"}', '{version: "1", region: asia, regoin: eu}')
    said = kept("process", "import", written("web.yaml", wrong), *BY)
    assert "gives “region” the value “asia”, which must be one of eu, us." in said
    assert "line 8, column" in said
    assert "Did you mean “region”?" in said
