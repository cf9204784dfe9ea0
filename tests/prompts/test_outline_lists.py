"""What lists, titles and tables become."""

from prompts.outline import read_outline


def names(text: str) -> list[str]:
    return [activity.name for activity in read_outline(text).activities()]


def test_titles_become_phases_that_follow_one_another():
    draft = read_outline(
        "# Ship it\n\n## Prepare\n\n1. Cut the branch\n2. Freeze the translations\n\n"
        "## Roll out\n\n1. Deploy to production\n2. Announce the release\n"
    )
    assert draft.process_name == "Ship it"
    assert [(phase.name, phase.depends_on) for phase in draft.phases] == [
        ("Prepare", ()),
        ("Roll out", ("Prepare",)),
    ]


def test_steps_of_a_list_follow_one_another():
    draft = read_outline("1. Cut the branch\n2. Build the image\n3. Deploy to staging\n")
    assert [a.depends_on for a in draft.activities()] == [
        (),
        ("Cut the branch",),
        ("Build the image",),
    ]


def test_a_check_list_in_any_order_claims_no_order():
    draft = read_outline(
        "## After\n\nIn any order:\n\n- [ ] Publish the blog post\n- [ ] Update the wiki\n"
    )
    assert [a.depends_on for a in draft.activities()] == [(), ()]


def test_a_state_on_a_check_list_is_an_act_to_do():
    assert names("- [ ] Changelog updated\n- [ ] Milestone closed\n") == [
        "Update Changelog",
        "Close Milestone",
    ]


def test_numbered_titles_of_plain_text_hold_what_stands_under_them():
    draft = read_outline(
        "1. Preparation\n   - Collect the changes\n   - Tell the helpdesk\n"
        "2. Deployment\n   - Stop the workers\n   - Start the new version\n"
    )
    assert [phase.name for phase in draft.phases] == ["Preparation", "Deployment"]
    assert len(draft.activities()) == 4


def test_sub_items_describe_the_step_above_them():
    draft = read_outline("1. Update the changelog\n   - newest entry first\n2. Push the tag\n")
    assert [a.name for a in draft.activities()] == ["Update the changelog", "Push the tag"]
    assert "newest entry first" in draft.activities()[0].description


def test_a_row_of_a_table_is_a_step_with_its_owner_and_day():
    draft = read_outline(
        "| Task | Who | When |\n|---|---|---|\n| Run load tests | QA | Monday |\n"
        "| Approve the release | Head of web | Tuesday |\n"
    )
    first, second = draft.activities()
    assert (first.name, first.owner, first.when) == ("Run load tests", "QA", "Monday")
    assert (second.owner, second.approval) == ("Head of web", True)


def test_a_table_of_people_has_no_steps():
    assert names("## Contacts\n\n| Name | Phone |\n|---|---|\n| Jo | 123 |\n") == []


def test_background_examples_and_contents_are_no_steps():
    text = (
        "# Releasing\n\n## Contents\n\n1. [Prepare](#prepare)\n\n## Background\n\n"
        "We build the product in one repository.\n\n## Prepare\n\n1. Push the tag\n\n"
        "## Examples\n\n- Deploy version 1 to the moon\n"
    )
    assert names(text) == ["Push the tag"]


def test_a_variant_is_left_out_and_asked_about():
    draft = read_outline("## Release\n\n1. Push the tag\n\n## Rollback\n\n1. Run the undo job\n")
    assert [a.name for a in draft.activities()] == ["Push the tag"]
    assert any("Rollback" in question for question in draft.questions)


def test_code_under_a_step_is_its_command_and_makes_it_automated():
    draft = read_outline("1. Tag the release\n\n   ```sh\n   git tag v1\n   ```\n\n2. Tell sales\n")
    tag, tell = draft.activities()
    assert (tag.type, tag.command.strip()) == ("automated", "git tag v1")
    assert (tell.type, tell.command) == ("manual", "")


def test_configuration_is_not_a_command():
    draft = read_outline("1. Review the settings\n\n   ```yaml\n   a: 1\n   ```\n")
    assert draft.activities()[0].type == "manual"


def test_equal_names_are_told_apart():
    found = names(
        "## Staging\n\n1. Run tests\n2. Tell QA\n\n## Production\n\n1. Run tests\n2. Tell QA\n"
    )
    assert len({name.lower() for name in found}) == 4


def test_headings_by_underline_markup_and_wiki_are_headings():
    draft = read_outline(
        "h2. T-3 days\n\n# Build it\n# Test it\n\nh2. Release day\n\n# Ship it\n# Tell us\n"
    )
    assert [phase.name for phase in draft.phases] == ["T-3 days", "Release day"]
    assert [phase.when for phase in draft.phases] == ["T-3 days", "Release day"]


def test_a_title_that_says_in_parallel_goes_beside_the_phase_before():
    draft = read_outline(
        "## Build\n\n1. Cut the branch\n\n## Test\n\n1. Test it on staging\n\n"
        "## Documentation (in parallel)\n\n1. Update the manual\n\n## Ship\n\n1. Deploy it\n"
    )
    assert [phase.depends_on for phase in draft.phases] == [
        (),
        ("Build",),
        ("Build",),
        ("Test", "Documentation"),
    ]
