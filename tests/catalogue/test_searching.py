"""Finding an activity of the store by what somebody typed."""

import random
import string

import pytest

from orchestration.catalogue.searching import search
from orchestration.processes.model import ActivityType
from tests.catalogue.listed import summary

STORE = (
    summary("deploy-service", "Deploy a service", tags=("kubernetes", "rollout")),
    summary("smoke-test", "Smoke test", description="Calls the health page of what was deployed."),
    summary("build-image", "Build the container image", tags=("docker",)),
    summary("notify-status-page", "Tell the status page", tags=("communication",)),
    summary("app-store-review", "Send to App Store review", tags=("ios", "mobile")),
    summary("qualité", "Contrôle qualité", tags=("Überprüfung",)),
)


def found(query, store=STORE, **more):
    return [each.id for each in search(store, query, **more)]


@pytest.mark.parametrize("each", STORE, ids=lambda each: each.id)
def test_the_words_of_a_name_find_it_first_in_any_case_and_order(each):
    words = each.name.split()
    assert found(each.name)[0] == each.id
    assert found(" ".join(reversed(words)).upper())[0] == each.id


@pytest.mark.parametrize("typed", ["depoly", "deplpy", "dploy", "deeploy", "Deploi"])
def test_one_slip_of_typing_still_finds_it_first(typed):
    assert found(typed)[0] == "deploy-service"
    assert found(f"{typed} service")[0] == "deploy-service"


@pytest.mark.parametrize("typed", ["smke-test", "smoke-tset", "smoketest", "smoke", "smo"])
def test_an_id_finds_it_with_a_slip_without_its_dash_and_by_its_beginning(typed):
    assert found(typed)[0] == "smoke-test"


def test_a_tag_finds_and_so_does_a_word_of_the_description():
    assert found("docker") == ["build-image"]
    assert found("kubernets") == ["deploy-service"]
    assert found("health") == ["smoke-test"]


def test_accents_need_not_be_typed():
    assert found("controle") == found("qualite") == found("uberprufung") == ["qualité"]


@pytest.mark.parametrize("typed", ["xyzzy", "qwertzuiop", "🚀", "???", "zz", "flying carpets"])
def test_nonsense_finds_nothing(typed):
    assert found(typed) == []


def test_what_is_in_the_name_comes_before_a_tag_and_a_tag_before_the_description():
    store = (
        summary("a", "Wait", description="Until the canary is healthy."),
        summary("b", "Roll out slowly", tags=("canary",)),
        summary("c", "Canary"),
        summary("d", "Canaries"),
    )
    assert found("canary", store) == ["c", "d", "b", "a"]


def test_a_word_that_nobody_has_does_not_hide_those_that_have_the_others():
    assert found("deploy service to frankfurt")[0] == "deploy-service"


def test_those_that_have_every_word_leave_out_those_that_have_some():
    store = (summary("eu", "Deploy to Europe"), summary("us", "Deploy to America"))
    assert found("deploy europe", store) == ["eu"]


def test_among_equals_the_channels_team_comes_first():
    store = tuple(
        summary(f"deploy-{team}", f"Deploy {team}", team=team) for team in ("api", "shop", "web")
    )
    assert found("deploy", store) == ["deploy-api", "deploy-shop", "deploy-web"]
    assert found("deploy", store, team="Web") == ["deploy-web", "deploy-api", "deploy-shop"]
    assert found("deploy api", store, team="web") == ["deploy-api"], "among equals only"


def test_what_is_deprecated_comes_last_however_well_it_fits():
    store = (
        summary("deploy", "Deploy", deprecated_by="U012ROSA0"),
        summary("new", "Roll out", description="Deploys the service."),
    )
    assert found("deploy", store) == ["new", "deploy"]
    assert found("", store) == ["new", "deploy"]


def test_nothing_typed_is_everything_by_name():
    names = [each.name for each in search(STORE, "  ")]
    assert names == sorted(names)
    assert len(names) == len(STORE)


def test_the_answer_does_not_depend_on_the_order_they_were_kept_in():
    shuffled = [*STORE, *(summary(f"deploy-{n}", "Deploy") for n in range(20))]
    wanted = found("deploy", shuffled)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert found("deploy", shuffled) == wanted


def test_one_wrong_letter_anywhere_in_any_of_500_names_still_finds_it():
    """Names are drawn so that no two of them are within two slips of each other."""
    dice = random.Random(7)
    words = ["".join(dice.choices(string.ascii_lowercase, k=9)) for _ in range(500)]
    store = [summary(word, word.title()) for word in words]
    for word in words[::100]:
        for at in range(len(word)):
            assert found(f"{word[:at]}0{word[at + 1 :]}", store)[0] == word


def test_every_type_can_be_listed():
    store = [summary(each.value, each.value, type=each) for each in ActivityType]
    assert len(search(store, "")) == len(ActivityType)
