"""What sentences become: doers, order, approvals, stages, other languages."""
# ruff: noqa: E501 -- documents stand as they are written

from prompts.outline import read_outline


def steps(text: str) -> list[tuple[str, str | None]]:
    return [(a.name, a.owner) for a in read_outline(text).activities()]


def test_two_doers_in_a_sentence_are_two_steps():
    assert steps("The release manager tags the build and the QA team tests it on staging.") == [
        ("Tag the build", "release manager"),
        ("Test it on staging", "QA team"),
    ]


def test_a_machine_owns_nothing_and_is_automated():
    activity = read_outline("Jenkins builds the image.").activities()[0]
    assert (activity.owner, activity.type) == (None, "automated")


def test_work_done_meanwhile_waits_for_the_same_step():
    draft = read_outline(
        "Ops cuts the branch. QA tests staging while marketing writes the notes. "
        "When both are finished the QA lead signs off."
    )
    cut, test, write, sign = draft.activities()
    assert test.depends_on == write.depends_on == (cut.name,)
    assert set(sign.depends_on) == {test.name, write.name}
    assert (sign.approval, sign.owner) == (True, "QA lead")


def test_approvals_know_how_many_must_agree():
    activity = read_outline("1. Two of three maintainers must approve the release").activities()[0]
    assert (activity.approval, activity.needed) == (True, 2)


def test_a_sign_off_in_a_condition_becomes_a_step_of_its_own():
    draft = read_outline(
        "1. Deploy to staging\n2. After the product owner has signed off, deploy to production\n"
    )
    assert [(a.name, a.approval) for a in draft.activities()] == [
        ("Deploy to staging", False),
        ("Product owner sign-off", True),
        ("Deploy to production", False),
    ]


def test_owners_stand_in_brackets_before_a_colon_or_as_a_mention():
    text = "1. [QA] Run the smoke tests\n2. Approve the notes (product owner)\n3. SRE: flip the traffic\n4. <@U012AB3CD> posts the news\n"
    assert [owner for _, owner in steps(text)] == ["QA", "product owner", "SRE", "<@U012AB3CD>"]


def test_a_standing_performer_does_what_nobody_else_does():
    text = "Unless noted otherwise, every step is performed by the release captain.\n\n1. Push the tag\n2. Approve it (QA lead)\n"
    assert [owner for _, owner in steps(text)] == ["release captain", "QA lead"]


def test_abbreviations_the_text_explains_are_written_out():
    text = "The Release Captain (RC) runs the train.\n\n1. RC announces the freeze\n2. RC pushes the tag\n"
    assert {owner for _, owner in steps(text)} == {"Release Captain"}


def test_a_rollout_in_stages_is_a_step_a_stage():
    assert [name for name, _ in steps("The rollout goes 5% -> 50% -> 100%.")] == [
        "Roll out to 5%",
        "Roll out to 50%",
        "Roll out to 100%",
    ]


def test_struck_out_text_emoji_and_channel_calls_are_dropped():
    found = steps(
        "• <@U012AB3CD> pushes the tag :rocket:\n• ~<@U012AB3CD> calls sales~\n• <!channel> QA tests it\n"
    )
    assert [name for name, _ in found] == ["Push the tag", "Test it"]


def test_conditional_steps_are_optional():
    first, second = read_outline(
        "1. Push the tag\n2. If the tests fail, revert the tag\n"
    ).activities()
    assert (first.optional, second.optional) == (False, True)


def test_placeholders_are_inputs_and_the_cadence_is_the_schedule():
    draft = read_outline(
        "We release every two weeks.\n\n1. Tag `v<version>` for {{customer}}\n2. Push it\n"
    )
    assert {each.name for each in draft.inputs} == {"version", "customer"}
    assert draft.schedule is not None
    assert "every two weeks" in draft.schedule


def test_german_sentences_are_read_by_verb_and_doer():
    assert steps(
        "Der Entwickler erstellt einen Branch. Danach baut die Pipeline das Paket. Freigabe durch die Produktleitung."
    ) == [
        ("Branch erstellen", "Entwickler"),
        ("Pipeline baut das Paket", None),
        ("Freigabe durch die Produktleitung", "Produktleitung"),
    ]


def test_two_deciders_and_days_that_run_backwards_are_asked_about():
    draft = read_outline(
        "Code freeze is Wednesday. The release is cut on Tuesday by the release manager. "
        "Go/no-go is the product owner's call. The director makes the go/no-go decision."
    )
    asked = " ".join(draft.questions)
    assert "which comes first" in asked
    assert "go/no-go" in asked


def test_the_same_acts_in_several_places_are_told_apart():
    draft = read_outline(
        "Deploy, check, approval. First staging, then prod. "
        "Deploy is automatic, approval by the QA lead for staging, for prod it's the head of ops."
    )
    assert [phase.name for phase in draft.phases] == ["staging", "prod"]
    assert [a.owner for a in draft.activities() if a.approval] == ["QA lead", "head of ops"]


def test_an_order_that_runs_in_a_circle_is_asked_about_and_not_drafted():
    draft = read_outline(
        "The deploy needs the sign-off and the sign-off needs the deploy. QA signs off."
    )
    assert "circle" in draft.questions[0]


def test_an_approval_names_its_giver_even_behind_a_noun():
    text = "1. Business owner sign-off\n2. Wait for the change board to approve it\n"
    assert [owner for _, owner in steps(text)] == ["Business owner", "change board"]


def test_evidence_is_a_few_words_of_the_text():
    text = "1. **Update** the [changelog](https://example.org/x) and thank everybody who helped with it this time\n"
    quotation = read_outline(text).activities()[0].evidence
    assert 0 < len(quotation.split()) <= 12
    assert quotation.startswith("Update the changelog")
