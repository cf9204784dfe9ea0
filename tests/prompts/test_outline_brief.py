"""Messages of a line: acts strung together, numbers on one line, whoever signs, names, cadence."""

import time

import pytest

from prompts.outline import read_outline


def told(text):
    return [
        (a.name, a.type, a.owner, a.approval) for a in read_outline(text).activities()
    ]  # fmt: skip


def names(text):
    return [activity.name for activity in read_outline(text).activities()]


LINE = [
    ("Package", "automated", None, False),
    ("Security sign-off", "manual", "Security", True),
    ("Publish", "automated", None, False),
]


def test_bare_verbs_with_then_between_them_are_steps_in_order():
    draft = read_outline("Package, then Security signs off, then publish.")
    assert told("Package, then Security signs off, then publish.") == LINE
    assert [a.depends_on for a in draft.activities()] == [(), (LINE[0][0],), (LINE[1][0],)]


@pytest.mark.parametrize("arrow", ["->", "→", "-->", ">", "=>", "⇒"])
def test_arrows_string_acts_together(arrow):
    line = f" {arrow} ".join(["tag the commit", "build", "product owner sign-off", "roll out"])
    assert names(line) == ["Tag the commit", "Build", "Product owner sign-off", "Roll out"]


def test_arrows_may_hold_the_names_of_acts():
    assert told("code freeze -> load test -> go/no-go by the CTO -> launch")[2] == (
        "Go/no-go", "manual", "CTO", True,
    )  # fmt: skip


def test_numbers_on_one_line_count_its_steps():
    wanted = ["Pack the archive", "Upload it", "Mail the customers"]
    assert names("1. Pack the archive. 2. Upload it. 3. Mail the customers.") == wanted
    assert names("1) pack the archive 2) upload it 3) mail the customers") == wanted
    assert names("Our way: (1) pack the archive (2) upload it (3) mail the customers") == wanted


def test_numbers_that_count_no_steps_stay_where_they_are():
    assert names("We are at version 1. 2. was skipped.") == []
    assert names("1. Upgrade the database to version 2. It takes a while.") == [
        "Upgrade the database to version 2"
    ]


def test_everybody_named_in_a_row_does_their_own_act():
    assert told("we tag, Jenkins packages, Ines (legal) signs, the SRE team deploys") == [
        ("Tag", "automated", None, False),
        ("Package", "automated", None, False),
        ("Legal sign-off", "manual", "legal", True),
        ("Deploy", "automated", "SRE team", False),
    ]


def test_order_words_in_a_row_and_pairs_of_acts():
    assert names("First package, next verify, finally publish.") == ["Package", "Verify", "Publish"]
    assert names("Tag and push, then support approves, then we deploy to Europe") == [
        "Tag and push", "Support approval", "Deploy to Europe",
    ]  # fmt: skip


def test_a_role_before_the_colon_does_all_of_the_line():
    assert {owner for _, _, owner, _ in told("Ops: tag, build, deploy")} == {"Ops"}
    assert {kind for _, kind, _, _ in told("CI: build -> test -> package")} == {"automated"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Step 1: pack the box. Step 2: legal signs off. Step 3: publish.",
         ["Pack the box", "Legal sign-off", "Publish"]),
        ("Could you set up: cut the branch, run tests, deploy?",
         ["Cut the branch", "Run tests", "Deploy"]),
        ("branch cut -> build -> QA -> launch", ["Branch cut", "Build", "QA", "Launch"]),
        ("build + verify + deploy", ["Build", "Verify", "Deploy"]),
        ("All checks must pass, legal must sign off, then ops deploys to prod.",
         ["All checks must pass", "Legal sign-off", "Deploy to prod"]),
        ("Two approvals from the safety board, then deploy.",
         ["Two approvals from the safety board", "Deploy"]),
        ("tag; build; load test; deploy to Asia", ["Tag", "Build", "Load test", "Deploy to Asia"]),
        ("After QA approves, we deploy.", ["QA sign-off", "Deploy"]),
    ],
)  # fmt: skip
def test_terse_lines_of_other_shapes(text, wanted):
    assert names(text) == wanted


def test_whose_approval_is_waited_for():
    line = (
        "Build, wait for approval from the CTO, then Ada (release manager) approves, then publish"
    )
    assert [owner for _, _, owner, asked in told(line) if asked] == ["CTO", "release manager"]
    assert told("build -> QA sign off -> deploy")[1][2] == "QA"
    assert told("Build it. QA (Ada's team) tests it.")[1][2] == "QA"


@pytest.mark.parametrize(
    "text",
    [
        "just ship it",
        "Thank you all, lovely launch!",
        "We released on Monday and nobody noticed",
        "wow -> such release -> much deploy",
        "Settings > Users > Export",
        "(a, b) => a + b",
        "1. no 2. yes",
        "We deploy on Fridays",
        "We release every second Tuesday.",
        "Example: build -> test -> deploy",
        "build, test, deploy?",
        "Build went well, tests were green, deploy was fast",
    ],
)
def test_talk_is_no_process(text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("The Auditors sign off the accounts.", "Auditors"),
        ("The auditor signs off the accounts.", "auditor"),
        ("Our legal counsel approves the wording.", "legal counsel"),
        ("The Works Council approves the rollout.", "Works Council"),
        ("Finance approves the budget.", "Finance"),
        ("The risk officers and the DPO sign off the export.", "risk officers and the DPO"),
    ],
)
def test_whoever_signs_is_a_doer(sentence, owner):
    assert [(a.owner, a.approval) for a in read_outline(sentence).activities()] == [(owner, True)]


@pytest.mark.parametrize(
    ("sentence", "owner", "needed"),
    [
        ("Two of the three people of the Safety board approve the launch.", "Safety board", 2),
        ("At least two members of the security council sign off the build.", "security council", 2),
        ("Two of five maintainers approve the launch.", "maintainers", 2),
    ],
)
def test_how_many_must_agree_is_no_part_of_who(sentence, owner, needed):
    (activity,) = read_outline(sentence).activities()
    assert (activity.owner, activity.needed, activity.approval) == (owner, needed, True)


@pytest.mark.parametrize("nobody", ["Nobody approves the launch.", "It approves of nothing."])
def test_nobody_signs_nothing(nobody):
    assert not [a for a in read_outline(nobody).activities() if a.owner]


def test_self_approval_that_the_text_calls_so_is_one():
    assert told("1. Self-approve the change\n2. Merge it")[0] == (
        "Self-approve the change", "manual", None, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("Ask in the chat room e.g. #ops-2.1", "Ask in the chat room"),
        ("Warn people, i.e. sales and support", "Warn people"),
        ("Update the wiki, the roadmap, etc.", "Update the wiki, the roadmap"),
        ("Update the wiki, etc. before noon", "Update the wiki, etc. before noon"),
        ("Upload the file (i.e. the zip) to the mirror", "Upload the file to the mirror"),
        ("In values.yaml: raise the version to v3.4", "Raise the version to v3.4"),
        ("In `values.yaml` raise the version", "Raise the version"),
        ("Compare v3.3 vs. v3.4 on staging", "Compare v3.3 vs. v3.4 on staging"),
        ("Publish v3.4 to https://example.com/x", "Publish v3.4"),
        ("Log in", "Log in"),
    ],
)
def test_names_are_whole(item, name):
    assert names(f"1. {item}\n2. Deploy the service") == [name, "Deploy the service"]


def test_the_first_step_of_a_list_does_not_name_the_process():
    assert read_outline("1. Deploy the release 4.2\n2. Tell sales\n").process_name == "Release"


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("We release every month on Friday. Build it, then deploy.", "every month on Friday"),
        ("Set up our monthly desktop release: build, test, deploy.", "monthly"),
        ("Build the app. Then post a daily note about open bugs in the release room.", None),
        ("Deploy the app. The canteen serves all of its many guests a new soup every week.", None),
    ],
)  # fmt: skip
def test_a_schedule_is_cadence_words_about_releases(text, schedule):
    assert read_outline(text).schedule == schedule


@pytest.mark.parametrize("run", ["," * 19_000, ", " * 9_000, "–-" * 9_000, " on" * 6_000])
def test_long_runs_of_joints_cost_no_more_than_other_text(run):
    begun = time.process_time()
    read_outline(f"1. Build {run}x\n2. Deploy\n")
    assert time.process_time() - begun < 1.0
