"""People name an activity by its name, its id or part of it, and go on with the reason."""

import pytest

from orchestration.execution.decisions.activity_named import activity_meant
from orchestration.execution.state.plan import compile_plan
from orchestration.processes.model import ProcessVersion
from orchestration.values import ActivityRef
from tests.execution.building import phase, process, todo


def named(name, title):
    return todo(name).model_copy(update={"name": title})


EU, US = named("deploy-eu", "Deploy EU"), named("deploy-us", "Deploy US")
BUILD = phase("build", named("image", "Build the image"))
PLAN = compile_plan(
    ProcessVersion(process=process(BUILD, phase("ship", EU, US, named("tell", "Tell"))), version=1)
)


def meant(said, among=None):
    refs, rest = activity_meant(PLAN, said, among)
    return list(refs), rest


@pytest.mark.parametrize(
    "said",
    [
        "Deploy EU",
        "deploy eu",
        "deploy-eu",
        "ship.deploy-eu",
        "Ship › Deploy EU",
        "deploy_eu",
        "eu",
    ],
)
def test_a_name_an_id_a_place_or_a_part_of_it_will_do(said):
    assert meant(said) == ([ActivityRef("ship.deploy-eu")], "")


def test_what_follows_the_name_is_the_reason():
    assert meant("deploy eu: region is down") == ([ActivityRef("ship.deploy-eu")], "region is down")
    assert meant("Tell nobody reads it") == ([ActivityRef("ship.tell")], "nobody reads it")


def test_a_part_that_several_have_is_a_question():
    refs, rest = meant("deploy because of the region")
    assert refs == ["ship.deploy-eu", "ship.deploy-us"]
    assert rest == "because of the region"


def test_a_name_with_a_slip_is_understood():
    assert meant("depoly eu")[0] == ["ship.deploy-eu"]
    assert meant("Biuld the image")[0] == ["build.image"]


def test_only_what_may_be_meant_is_looked_at():
    assert meant("deploy", among=[ActivityRef("ship.deploy-us")])[0] == ["ship.deploy-us"]


def test_words_that_name_nothing_are_all_reason():
    assert meant("the region is down") == ([], "the region is down")
    assert meant("") == ([], "")
