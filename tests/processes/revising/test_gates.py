"""What asks for less agreement is named, and nothing else is."""

import pytest

from orchestration.processes.model import OnFailure, Process
from orchestration.processes.revising.gates import weakened_gates
from tests.processes.revising.building import WEB, activity, phase, process, signed, web


def gate(**said):
    """A process of one sign-off with work behind it."""
    return process(phase("Go", signed("Gate", **said), activity("Deploy", "gate")))


def changed(of: Process, place: str, **said) -> Process:
    home, _, identity = place.partition(".")
    phases = []
    for each in of.phases:
        inner = [
            one.model_copy(update=said) if (each.id, one.id) == (home, identity) else one
            for one in each.activities
        ]
        itself = said if each.id == home and not identity else {}
        phases.append(each.model_copy(update={"activities": tuple(inner), **itself}))
    return of.model_copy(update={"phases": tuple(phases)})


def without_expiry(days):
    return WEB.model_copy(update={"sign_offs_expire": days})


TODO = activity("Gate")
WEAKER = {
    "fewer approvals": (gate(needed=2), gate(needed=1), "quorum"),
    "a majority rather than all": (gate(needed="all"), gate(needed="majority"), "quorum"),
    "a number rather than a majority": (gate(needed="majority"), gate(needed=2), "quorum"),
    "a majority rather than two": (gate(needed=2), gate(needed="majority"), "quorum"),
    "more people who may sign": (gate(by=("QA",)), gate(by=("QA", "Marketing")), "signers"),
    "somebody else who signs": (gate(by=("QA",)), gate(by=("Marketing",)), "signers"),
    "one who signed no longer does": (gate(by=("QA", "Legal")), gate(by=("QA",)), "signers"),
    "any order": (gate(order="sequential"), gate(), "order"),
    "the starter may sign": (gate(exclude=("starter",)), gate(), "starter"),
    "a sign-off removed": (gate(), process(phase("Go", activity("Deploy"))), "removed"),
    "a phase with a sign-off removed": (WEB, process(WEB.phases[1]), "removed"),
    "a sign-off that is a to-do now": (gate(), process(phase("Go", TODO)), "removed"),
    "an optional sign-off": (gate(), gate(optional=True), "optional"),
    "optional work": (WEB, changed(WEB, "ship.deploy", optional=True), "optional"),
    "an optional phase": (WEB, changed(WEB, "check", optional=True), "optional"),
    "a failure that is ignored": (
        WEB,
        changed(WEB, "ship.deploy", on_failure=OnFailure.IGNORE),
        "failure",
    ),
    "a sign-off on a condition": (gate(), gate(if_="inputs.hotfix"), "condition"),
    "a phase of sign-offs on a condition": (
        WEB,
        changed(WEB, "check", if_="inputs.a"),
        "condition",
    ),
    "no final word of the owner": (
        changed(WEB, "ship.deploy", finalise="owner"),
        WEB,
        "owner",
    ),
    "work before its sign-off": (
        WEB,
        changed(WEB, "check.smoke-test", depends_on=("build",)),
        "bypassed",
    ),
    "a phase that does not wait for one with sign-offs": (
        WEB,
        changed(WEB, "ship", depends_on=()),
        "bypassed",
    ),
    "on into a freeze": (WEB, changed(WEB, "ship", uninterruptible=True), "freeze"),
    "sign-offs that do not expire": (web(sign_offs_expire="2d"), WEB, "expiry"),
    "sign-offs that expire later": (
        web(sign_offs_expire="2d"),
        web(sign_offs_expire="4d"),
        "expiry",
    ),
}
AS_STRONG = {
    "nothing changed": (WEB, WEB),
    "more approvals": (gate(needed=1), gate(needed=2)),
    "all rather than a majority": (gate(needed="majority"), gate(needed="all")),
    "the same people, spelled otherwise": (gate(by=("QA  Lead",)), gate(by=("qa lead",))),
    "a sequence": (gate(), gate(order="sequential")),
    "the starter left out": (gate(), gate(exclude=("starter",))),
    "a sign-off added": (process(phase("Go", activity("Deploy"))), gate()),
    "another name": (WEB, changed(WEB, "check.uat", name="User acceptance test")),
    "a sign-off in another phase, still awaited": (
        WEB,
        process(
            phase("Check", *(e for e in WEB.phases[0].activities if e.id == "build")),
            phase(
                "Sign", *(e for e in WEB.phases[0].activities if e.id != "build"), after=("check",)
            ),
            WEB.phases[1].model_copy(update={"depends_on": ("sign",)}),
        ),
    ),
    "sign-offs in another order": (
        WEB,
        web(uat=signed("UAT", "security-review", needed=2)).model_copy(
            update={
                "phases": (
                    phase(
                        "Check",
                        activity("Build", kind="automated"),
                        signed("Security review", "build", by=("Security lead",)),
                        signed("UAT", "security-review", needed=2),
                        activity("Smoke test", "uat", kind="automated"),
                    ),
                    WEB.phases[1],
                )
            }
        ),
    ),
    "work that is not optional any more": (changed(WEB, "ship.deploy", optional=True), WEB),
    "sign-offs that expire": (WEB, web(sign_offs_expire="2d")),
}


@pytest.mark.parametrize("name", WEAKER)
def test_what_asks_for_less_is_named(name):
    before, after, kind = WEAKER[name]
    assert kind in {each.kind for each in weakened_gates(before, after)}


@pytest.mark.parametrize("name", AS_STRONG)
def test_what_asks_for_as_much_is_not(name):
    assert weakened_gates(*AS_STRONG[name]) == ()


def test_a_sign_off_under_another_id_and_name_is_still_that_one():
    """Identity is by id, then by similarity: a file that was written anew gives other ids."""
    before = process(phase("Go", signed("QA sign-off"), activity("Deploy", "qa-sign-off")))
    after = process(
        phase("Go", signed("QA sign-off 2", needed=1), activity("Deploy", "qa-sign-off-2"))
    )
    assert weakened_gates(before, after) == ()


def test_the_sentence_says_who_and_how_many():
    (quorum,) = weakened_gates(gate(needed=2), gate(needed=1))
    assert quorum.what == "“Gate” needs 1 approval instead of 2 approvals"
    (signers,) = weakened_gates(gate(by=("QA",)), gate(by=("QA", "U0MALLORY1")))
    assert signers.what == "who signs “Gate” changes: {@U0MALLORY1} may sign"
