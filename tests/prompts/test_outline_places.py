"""Where steps may stand: tables, labels, calendars, templates, notes; and where they do not."""
# ruff: noqa: E501 -- documents stand as they are written

from prompts.outline import read_outline


def owned(text: str) -> list[tuple[str, str | None]]:
    return [(a.name, a.owner) for a in read_outline(text).activities()]


TIMELINE = (
    "# Tills\n\nWe ship on Tuesdays. Ask in #tills when in doubt.\n\n## Timeline\n\n"
    "| When | Step | Owner |\n|---|---|---|\n| T-5 | Cut the branch | Release Manager |\n"
    "| T-5 | Freeze the texts | Localisation |\n| T-2 | Sign off the tests | QA Lead |\n"
    "| T-2 | Approve the change | Change board |\n| T-0 | Deploy the tills | SRE on call |\n"
)


def test_a_table_with_steps_and_owners_tells_work_under_any_title_and_its_marks_are_phases():
    draft = read_outline(TIMELINE)
    assert [(phase.name, phase.depends_on, len(phase.activities)) for phase in draft.phases] == [
        ("T-5", (), 2),
        ("T-2", ("T-5",), 2),
        ("T-0", ("T-2",), 1),
    ]


def test_what_stands_between_the_title_and_the_first_part_introduces():
    assert "Ask" not in " ".join(a.name for a in read_outline(TIMELINE).activities())


def test_a_table_of_letters_gives_the_responsible_and_for_an_approval_the_accountable():
    text = (
        "# Models\n\n| Activity | Engineer | Data QA | Analytics lead |\n|---|---|---|---|\n"
        "| Run the checks | C | R | I |\n| Approve the report | | C | A |\n| Deploy the models | R | I | |\n"
    )
    assert owned(text) == [
        ("Run the checks", "Data QA"),
        ("Approve the report", "Analytics lead"),
        ("Deploy the models", "Engineer"),
    ]


def test_a_calendar_of_acts_is_read_and_one_of_versions_is_not():
    acts = "## Release schedule\n\n1. On the first Monday of every month, we plan the release.\n2. On the third Monday, we freeze the branch.\n"
    assert [a.name for a in read_outline(acts).activities()] == [
        "Plan the release",
        "Freeze the branch",
    ]
    versions = "## Release schedule\n\n- Version 4: March\n- Version 5: June\n"
    assert read_outline(versions).activities() == []


def test_requirements_before_a_release_are_a_check_list():
    text = "## Pre-release requirements\n\n- Release notes drafted and reviewed by Technical Writer\n- QA lead sign-off on the tests\n- Rollback plan documented by SRE\n"
    assert [owner for _, owner in owned(text)] == ["Technical Writer", "QA lead", "SRE"]


def test_a_label_that_names_a_time_is_a_phase():
    draft = read_outline(
        "# Release day\n\n- The following actions are done in this order.\n  - Release day morning:\n    - Branch manager does the mock build.\n    - Validate the mail.\n"
        "  - From 4pm on:\n    - Communications publishes the post.\n    - Request the packages.\n"
    )
    assert [(phase.name, len(phase.activities)) for phase in draft.phases] == [
        ("Release day morning", 2),
        ("From 4pm on", 2),
    ]


def test_where_most_labels_name_doers_all_of_them_do():
    text = "## T-2 days\n\n1. Ops:\n   - Post the checklist\n2. Build:\n   - Tags the release\n3. QA:\n   - Verify the tickets\n"
    assert owned(text) == [
        ("Post the checklist", "Ops"),
        ("Tag the release", "Build"),
        ("Verify the tickets", "QA"),
    ]


def test_ragged_bullets_are_siblings():
    text = (
        "1. QA:\n   1. Run the tests\n  - File the bugs\n - Update the sheet\n  - Tell the team\n"
    )
    assert [name for name, _ in owned(text)] == [
        "Run the tests",
        "File the bugs",
        "Update the sheet",
        "Tell the team",
    ]


def test_an_agenda_names_what_and_when_before_the_dash():
    draft = read_outline(
        "*Billing release*\n• Freeze: Mon 10:00 — EM announces the freeze\n• Go/no-go: Thu 09:00 — release manager and support lead decide\n"
    )
    freeze, decision = draft.activities()
    assert (freeze.name, freeze.owner, freeze.when) == ("Announce the freeze", "EM", "Mon 10:00")
    assert (decision.owner, decision.approval) == ("release manager and support lead", True)


def test_an_owner_in_the_title_owns_the_part_and_a_stage_is_no_owner():
    draft = read_outline(
        "## Preparation (firmware lead)\n\n1. Close the tickets\n2. Bump the version\n\n## T-6 days: Testing\n\n1. Run the smoke tests\n2. Check the logs\n"
    )
    assert [a.owner for a in draft.activities()] == ["firmware lead", "firmware lead", None, None]


def test_notes_say_who_alone_may_do_it():
    text = (
        "## Publish\n\n> **Note**: only a PMC member may do these steps.\n\n1. Move the archive\n2. Update the site\n\n"
        "## Announce\n\n1. Send the mail. This step must be done by the release manager.\n2. Tell the board\n   > Only the PMC chair can do this.\n"
    )
    assert [owner for _, owner in owned(text)] == [
        "PMC member",
        "PMC member",
        "release manager",
        "PMC chair",
    ]


def test_a_checklist_kept_in_a_fence_is_the_checklist():
    text = "# Release\n\nCopy this:\n\n```markdown\n_Before the freeze_\n\n* [ ] inform QA\n* [ ] update the notes\n\n_After the freeze_\n\n* [ ] build the release\n* [ ] publish the release\n```\n"
    draft = read_outline(text)
    assert [phase.name for phase in draft.phases] == ["Before the freeze", "After the freeze"]
    assert len(draft.activities()) == 4


def test_parts_that_only_hold_lists_give_way_to_them():
    draft = read_outline(
        "# Release\n\n## Before\n\n### Plan\n\n- [ ] Fix the date\n- [ ] Fix the scope\n- [ ] Name the captain\n\n### Test\n\n- [ ] Run the tests\n- [ ] Check the logs\n- [ ] File the bugs\n\n"
        "## After\n\n- [ ] Tell sales\n- [ ] Close the milestone\n"
    )
    assert [phase.name for phase in draft.phases] == ["Plan", "Test", "After"]


def test_two_states_in_one_are_said_as_they_stand():
    assert owned("- [ ] Staging environment updated and smoke tested\n- [ ] Notes published\n") == [
        ("Staging environment updated and smoke tested", None),
        ("Publish Notes", None),
    ]


def test_marks_in_brackets_say_what_their_owner_does():
    text = "- [ ] Tests passed (verified by QA lead)\n- [ ] Notes drafted (Docs team responsible)\n- [ ] Deploy to staging (coordinate with SRE)\n"
    assert [owner for _, owner in owned(text)] == ["QA lead", "Docs team", None]


def test_a_title_that_orders_is_the_step_and_its_sentence_explains():
    draft = read_outline(
        "# Release\n\n## Day of release\n\n### Update each changelog.\n\nYou should review the commits since the last release.\n\n"
        "### Build the gem for all\n\nRun `rake install` first.\n\n### Post the news to the blog.\n"
    )
    assert [(a.name, a.type) for a in draft.activities()] == [
        ("Update each changelog", "manual"),
        ("Build the gem for all", "automated"),
        ("Post the news to the blog", "manual"),
    ]


def test_a_listed_sentence_that_only_tells_how_things_are_is_no_step():
    text = "1. Push the branch\n2. The pull request is the same for the candidate and the final version.\n3. Wait for all checks to pass\n"
    draft = read_outline(text)
    assert [(a.name, a.type) for a in draft.activities()] == [
        ("Push the branch", "automated"),
        ("Wait for all checks to pass", "automated"),
    ]


def test_instructions_in_a_fold_are_read_and_troubles_are_not():
    text = (
        "# Release\n\n## 1. Tag it\n\n<details><summary>Instructions</summary>\n\nTag the repository on main:\n\n```\ngit tag v1\n```\n\n</details>\n\n"
        "## 2. Publish it\n\n<details><summary>Instructions</summary>\n\nPaste the notes into the draft, then publish the release.\n\n</details>\n\n"
        "<details><summary>Rollback instructions</summary>\n\n1. Delete the release\n\n</details>\n"
    )
    found = [name for name, _ in owned(text)]
    assert "Publish the release" in found
    assert not any("Delete" in name for name in found)


def test_places_to_fill_in_are_no_words_of_a_step():
    assert [name for name, _ in owned("- [ ] Announcement by e-mail: _**LINK TO E-MAIL**_\n")] == [
        "Announcement by e-mail"
    ]
