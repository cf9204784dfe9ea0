"""Order told by clauses, numbers and conditions; names without it."""
# ruff: noqa: E501 -- documents stand as they are written

from prompts.outline import read_outline


def order(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(a.name, a.depends_on) for a in read_outline(text).activities()]


def test_numbered_items_over_acts_of_their_own_are_phases_named_without_their_order():
    draft = read_outline(
        "Harbour portal\n\n1. Build and check\n   - Run the pipeline portal-build.\n"
        "2. Approvals, after Build and check. The two can happen in parallel.\n"
        "   - The QA lead signs off the load tests.\n   - The Product owner signs off the texts.\n"
        "3. Roll out to all regions, after both approvals\n   - Run the pipeline portal-live.\n"
    )
    assert draft.process_name == "Harbour portal"
    assert [phase.name for phase in draft.phases] == [
        "Build and check",
        "Approvals",
        "Roll out to all regions",
    ]
    one, other = draft.phases[1].activities
    assert (one.owner, other.owner) == ("QA lead", "Product owner")
    assert one.approval
    assert other.approval
    assert other.depends_on == ()


def test_parts_the_author_named_stay_phases_with_one_step_each():
    draft = read_outline(
        "# Portal release\n\n## Build\n1. Build and check (Engineer)\n\n## Sign-offs\n"
        "2. After the build, the QA lead signs off\n3. In parallel, the Product owner signs off the texts\n\n"
        "## Production\n4. After both sign-offs, deploy to production (Engineer)\n"
    )
    assert [phase.name for phase in draft.phases] == ["Build", "Sign-offs", "Production"]
    assert draft.phases[2].depends_on == ("Sign-offs",)


def test_an_order_clause_is_a_condition_and_neither_the_name_nor_an_approval():
    draft = read_outline(
        "1. Build the app\n2. Deploy to production after both sign-offs: run `make live`\n"
        "3. Publish the notes, once everything above is approved\n"
    )
    assert [(a.name, a.approval) for a in draft.activities()] == [
        ("Build the app", False),
        ("Deploy to production", False),
        ("Publish the notes", False),
    ]


def test_an_order_clause_about_an_event_stays_in_the_name():
    assert [name for name, _ in order("1. Push the tag\n2. Check the crash rate after 24 hours\n")][
        1
    ] == "Check the crash rate after 24 hours"


def test_steps_are_spoken_of_by_their_numbers():
    assert order(
        "1. Tag it\n2. Build the image\n3. Scan the image\n4. Write the notes (in parallel with step 2)\n5. Deploy it\n"
    ) == [
        ("Tag it", ()),
        ("Build the image", ("Tag it",)),
        ("Scan the image", ("Build the image",)),
        ("Write the notes", ("Tag it",)),
        ("Deploy it", ("Scan the image", "Write the notes")),
    ]


def test_a_sentence_may_set_two_numbers_side_by_side():
    found = order(
        "1. Tag it\n2. Build the image\n3. Write the notes\n4. Deploy it\n\nStep 3 can start together with step 2.\n"
    )
    assert found[2][1] == ("Tag it",)
    assert set(found[3][1]) == {"Build the image", "Write the notes"}


def test_a_number_no_step_bears_says_nothing():
    assert order("1. Tag it\n2. Deploy it together with 9 people\n")[1][1] == ("Tag it",)


def test_the_approver_may_stand_behind_the_approval():
    draft = read_outline(
        "1. Build it\n2. After approval by the head of web, SRE starts the rollout\n"
    )
    assert [(a.name, a.owner, a.approval) for a in draft.activities()][1:] == [
        ("Head of web sign-off", "head of web", True),
        ("Start the rollout", "SRE", False),
    ]


def test_a_german_condition_needs_no_comma():
    draft = read_outline(
        "Zuerst erstellt der Entwickler den Branch. Nach der Freigabe durch den Produktmanager veröffentlicht das Betriebsteam die App."
    )
    assert [(a.owner, a.approval) for a in draft.activities()] == [
        ("Entwickler", False),
        ("Produktmanager", True),
        ("Betriebsteam", False),
    ]


def test_only_when_may_turns_doer_and_modal_round():
    draft = read_outline(
        "Legal and security must both approve. Only when both have approved may the release manager publish the package. Finally support is informed."
    )
    assert [(a.name, a.owner, a.approval) for a in draft.activities()] == [
        ("Legal and security approval", "Legal and security", True),
        ("Publish the package", "release manager", False),
        ("Inform support", None, False),
    ]


def test_a_row_of_doers_acts_together():
    activity = read_outline("- QA, ops and legal sign the release form\n").activities()[0]
    assert (activity.owner, activity.approval) == ("QA, ops and legal", True)


def test_a_call_for_a_vote_is_the_approval_where_nothing_else_is():
    draft = read_outline("1. Build the archive\n2. Call for a vote on the list\n3. Publish it\n")
    assert [a.approval for a in draft.activities()] == [False, True, False]


def test_what_stands_before_a_colon_opens_the_story():
    assert [name for name, _ in order(
        "We ship the shop every Thursday: the dev lead merges the branch, QA checks staging and signs off, then ops deploys to prod."
    )] == ["Merge the branch", "Check staging and sign off", "Deploy to prod"]  # fmt: skip


def test_a_hotfix_guide_is_no_variant_of_anything():
    draft = read_outline("# Hotfix flow\n\n- the on-call dev opens a branch\n- run `make hotfix`\n")
    assert [(a.owner, a.optional) for a in draft.activities()] == [
        ("on-call dev", False),
        (None, False),
    ]


def test_they_are_those_named_before():
    draft = read_outline(
        "The change team reviews the open fixes. They request patches. Once the change team is satisfied, they announce the release."
    )
    assert [a.owner for a in draft.activities()] == ["change team"] * 3


def test_a_condition_may_end_without_a_comma():
    activity = read_outline(
        "After the planning meeting the release captain starts the build."
    ).activities()[0]
    assert (activity.name, activity.owner) == ("Start the build", "release captain")


def test_a_base_form_behind_several_doers_is_their_verb():
    assert [(a.name, a.owner) for a in read_outline(
        "- Release managers notify the site owner\n- Website owners publish the news\n"
    ).activities()] == [("Notify the site owner", "Release managers"), ("Publish the news", "Website owners")]  # fmt: skip


def test_an_offer_is_no_order():
    assert [
        name for name, _ in order("Push the tag to the server. You can check the log there.")
    ] == ["Push the tag to the server"]


def test_waiting_for_an_acceptance_is_an_approval():
    waits = read_outline(
        "1. Submit the ticket\n2. Pause until the ticket is reviewed and accepted\n"
    )
    assert [a.approval for a in waits.activities()] == [False, True]
