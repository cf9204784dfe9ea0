"""The activity store in Slack: found, shown, used in a draft, put aside, brought back, deleted."""

import json

import pytest_asyncio

from bot.playground.seed import DANA, KENJI, RELEASES, ROSA
from bot.views import buttons
from bot.views.store import carried
from orchestration.catalogue.model import StoreActivity
from orchestration.people.model import Right, Role
from orchestration.processes.edits import RenameProcess
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase
from orchestration.values import UserId
from tests.bot.rig import WEB, rigged

DEPLOY = StoreActivity(
    id="deploy-service",
    name="Deploy a service",
    type=ActivityType.AUTOMATED,
    description="Rolls it out and waits until it is healthy.",
    tags=("kubernetes",),
    inputs=(
        InputSpec(name="version"),
        InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us"), default="eu"),
    ),
    outputs=("url",),
)
SMOKE = StoreActivity(id="smoke-test", name="Smoke test", type=ActivityType.AUTOMATED, team="web")


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        for each in (DEPLOY, SMOKE):
            await made.store.publish(each, was=None, by=UserId(ROSA))
        yield made


def drawn(rig, who=ROSA, channel=RELEASES):
    """The last private answer, its words and its buttons."""
    return json.dumps(rig.private(who, channel).blocks, ensure_ascii=False)


def about(activity):
    return carried.StoreButton(activity_id=activity.id)


async def draft(rig, by=ROSA):
    """A draft that its author can change."""
    await rig.mention("draft 1. Build the app\n2. Dana signs off\n3. Ship it", by=by)
    await rig.settled()
    (made,) = await rig.doors.using.drafts_of(UserId(by))
    return made


async def test_a_slip_of_typing_finds_it_and_says_what_it_takes_and_gives(rig):
    await rig.command("store depoly")
    said = rig.private().text
    assert "1 of 2 activities fits “depoly”" in said
    assert "Takes version (text), region (choice, optional). Gives url." in said
    assert "Smoke" not in said


async def test_a_mention_and_nothing_typed_list_everything(rig):
    await rig.mention("store", by=DANA)
    assert "2 activities" in rig.private(DANA).text
    assert "Smoke test" in rig.private(DANA).text


async def test_nonsense_is_told_with_what_there_is(rig):
    await rig.command("store xyzzy")
    assert "Nothing in the store fits “xyzzy”" in rig.private().text
    assert "kubernetes" in rig.private().text


async def test_a_wrong_verb_near_it_is_asked_about(rig):
    await rig.command("stor deploy")
    assert "Did you mean /release store?" in rig.private().text


async def test_the_team_whose_releases_live_here_comes_first(rig):
    await rig.publish(WEB.model_copy(update={"team": "Web"}))
    await rig.release()
    await rig.command("store")
    said = rig.private().text
    assert said.index("Smoke test") < said.index("Deploy a service")
    assert "those of the team Web first" in said


async def test_beyond_a_page_the_rest_is_counted_and_a_button_away(rig):
    for n in range(20):
        more = SMOKE.model_copy(update={"id": f"smoke-{n:02}", "name": f"Smoke {n:02}"})
        await rig.store.publish(more, was=None, by=UserId(ROSA))
    await rig.command("store smoke")
    assert "21 of 22 activities fit “smoke”, 1 to 8 here" in rig.private().text
    assert "and 13 more" in rig.private().text
    await rig.click(f"{carried.PAGE}.more", carried.PageButton(query="smoke", at=8))
    assert "9 to 16 here" in rig.private().text


async def test_show_opens_one_with_its_versions_and_who_uses_it(rig):
    uses = Activity(id="go", name="Go", type=ActivityType.AUTOMATED, uses="deploy-service@1")
    phases = (*WEB.phases, Phase(id="deploy", name="Deploy", activities=(uses,)))
    await rig.publish(WEB.model_copy(update={"phases": phases}))
    await rig.click(carried.SHOW, about(DEPLOY))
    said = rig.private().text
    assert "region: choice of eu, us; eu unless said" in said
    assert "Web release, version 2: deploy.go; takes version 1" in said
    assert f"1: <@{ROSA}>" in said


async def test_who_may_not_look_at_a_process_is_not_told_that_it_uses_the_activity(rig):
    uses = Activity(id="go", name="Go", type=ActivityType.AUTOMATED, uses="deploy-service")
    await rig.publish(
        WEB.model_copy(update={"phases": (Phase(id="d", name="D", activities=(uses,)),)})
    )

    def restrict(tx):
        tx.roles.bind(Role(key="web team", name="Web team", members=(ROSA,)))
        tx.roles.grant("web team", [Right.VIEW], WEB.id)

    await rig.storage.transact(restrict)
    await rig.click(carried.SHOW, about(DEPLOY), by=KENJI)
    said = rig.private(KENJI).text
    assert "Web release" not in said
    assert "1 process that you may not look at" in said


async def test_it_is_used_in_a_draft_with_values_and_expressions(rig):
    async with rig.working():
        made = await draft(rig)
        await rig.click(carried.USE, carried.StoreVersionButton(activity_id=DEPLOY.id, version=1))
        form = rig.modals()[-1]
        where = f"store.use_where:{made.id}"
        choice = carried.DraftChoice(draft=made.id, revision=made.revision).model_dump_json()
        values = {"store.use_draft": choice, where: "0.0", "store.use_name": "Deploy it"}
        await rig.act("view/submit", view_id=form.id, values=values)
        asked = rig.modals()[-1]
        assert "What it is given" in json.dumps(asked.content)
        given = {"store.input.0": "v{{ inputs.version }}", "store.input.1": "1"}
        await rig.act("view/submit", view_id=asked.id, values=given)
        await rig.settled()
    assert rig.modals() == []
    (now,) = await rig.doors.using.drafts_of(UserId(ROSA))
    used = next(each for _, each in now.process.activities() if each.uses)
    assert (used.uses, used.name) == ("deploy-service", "Deploy it")
    assert used.inputs == {"version": "v{{ inputs.version }}", "region": "us"}
    first = now.process.phases[0]
    assert used.depends_on == (first.activities[0].id,)
    assert "is in the draft" in rig.private().text


def option(form, value):
    """The option of a form's menus that carries this."""
    found = [
        each
        for block in form.content["blocks"]
        for group in (block.get("element", {}), *block.get("element", {}).get("option_groups", ()))
        for each in group.get("options", ())
    ]
    return next(each for each in found if each["value"] == value)


async def test_many_inputs_are_asked_on_pages_and_expressions_typed_in_place_of_choices(rig):
    many = tuple(InputSpec(name=f"n{n}", required=False) for n in range(7))
    big = DEPLOY.model_copy(update={"id": "big", "inputs": (*DEPLOY.inputs, *many)})
    await rig.store.publish(big, was=None, by=UserId(ROSA))
    async with rig.working():
        made = await draft(rig)
        await rig.click(carried.USE, carried.StoreVersionButton(activity_id="big", version=1))
        form = rig.modals()[-1]
        choice = carried.DraftChoice(draft=made.id, revision=made.revision).model_dump_json()
        where = f"store.use_where:{made.id}"
        values = {"store.use_draft": choice, where: "0.", "store.use_name": "Big"}
        await rig.act("view/submit", view_id=form.id, values=values)
        asked = rig.modals()[-1]
        assert "page 1 of 2" in json.dumps(asked.content)
        await rig.act("click", view_id=asked.id, action_id=carried.MAP_TYPED)
        typed = rig.modals()[-1]
        given = {"store.input.0": "1", "store.input.1": "{{ inputs.region }}"}
        await rig.act("view/submit", view_id=typed.id, values=given)
        second = rig.modals()[-1]
        assert "page 2 of 2" in json.dumps(second.content)
        await rig.act("view/submit", view_id=second.id, values={"store.input.8": "last"})
        await rig.settled()
    (now,) = await rig.doors.using.drafts_of(UserId(ROSA))
    used = next(each for _, each in now.process.activities() if each.uses)
    assert used.inputs == {"version": "1", "region": "{{ inputs.region }}", "n6": "last"}
    assert used.depends_on == ()


async def test_another_draft_offers_its_own_places(rig):
    async with rig.working():
        first = await draft(rig)
        await rig.mention("draft 1. Freeze the branch\n2. Send it to the store")
        await rig.settled()
        await rig.click(carried.USE, carried.StoreVersionButton(activity_id=DEPLOY.id, version=1))
        form = rig.modals()[-1]
        assert "After Freeze the branch" in json.dumps(form.content)
        choice = carried.DraftChoice(draft=first.id, revision=first.revision).model_dump_json()
        chosen = option(form, choice)
        await rig.act("click", view_id=form.id, action_id=carried.USE_DRAFT, selected_option=chosen)
        shown = json.dumps(rig.modals()[-1].content)
    assert "After Build the app" in shown
    assert "After Freeze the branch" not in shown


async def test_a_draft_that_changed_meanwhile_is_not_added_to(rig):
    async with rig.working():
        made = await draft(rig)
        await rig.click(carried.USE, carried.StoreVersionButton(activity_id=SMOKE.id, version=1))
        form = rig.modals()[-1]
        renamed = RenameProcess(name="Another")
        await rig.processes.edit(made.id, made.revision, renamed, by=UserId(DANA))
        choice = carried.DraftChoice(draft=made.id, revision=made.revision).model_dump_json()
        values = {"store.use_draft": choice, f"store.use_where:{made.id}": "0."}
        answer = await rig.act("view/submit", view_id=form.id, values=values)
    assert "changed while you had it open" in json.dumps(answer)


async def test_an_expression_that_cannot_be_read_is_told_at_its_field(rig):
    async with rig.working():
        made = await draft(rig)
    form = carried.MapForm(
        draft=made.id, revision=made.revision, phase=made.process.phases[0].id, name="Deploy",
        activity_id=DEPLOY.id, version=1,
    )  # fmt: skip
    view = {
        "id": "V1", "type": "modal", "callback_id": carried.MAP_FORM, "blocks": [],
        "private_metadata": form.model_dump_json(),
        "state": {"values": {"store.input.0": {"a": {"value": "{{ inputs. }}"}}}},
    }  # fmt: skip
    body = {"type": "view_submission", "user": {"id": ROSA}, "team": {"id": "T"}, "view": view}
    answer = json.loads((await rig.dispatch(body)).body)
    assert answer["response_action"] == "errors"
    assert "expression" in answer["errors"]["store.input.0"]


async def test_who_has_no_draft_is_told_how_to_make_one(rig):
    await rig.click(carried.USE, carried.StoreVersionButton(activity_id=DEPLOY.id, version=1))
    assert "no draft to use it in" in rig.private().text
    assert rig.modals() == []


async def test_deprecating_names_what_to_use_instead_and_it_comes_back(rig):
    await rig.click(carried.DEPRECATE, about(DEPLOY))
    form = rig.modals()[-1]
    await rig.act("view/submit", view_id=form.id, values={"store.instead": SMOKE.id})
    assert "is deprecated. People are told to use smoke-test instead" in rig.private().text.replace(
        "`", ""
    )
    await rig.command("store deploy")
    assert f"Deprecated by <@{ROSA}>. Use smoke-test instead." in rig.private().text
    await rig.click(carried.SHOW, about(DEPLOY))
    assert carried.USE not in drawn(rig).replace(carried.USE_FORM, "")
    await rig.click(carried.BRING_BACK, about(DEPLOY))
    assert "is back" in rig.private().text


async def test_what_is_in_use_is_not_deleted_and_the_users_are_named(rig):
    uses = Activity(id="go", name="Go", type=ActivityType.AUTOMATED, uses="deploy-service")
    phases = (Phase(id="deploy", name="Deploy", activities=(uses,)),)
    await rig.publish(WEB.model_copy(update={"phases": phases}))
    await rig.click(carried.DELETE, about(DEPLOY))
    assert "is in use by the process “Web release”" in rig.private().text
    await rig.click(carried.DELETE, about(SMOKE))
    assert "smoke-test is deleted" in rig.private().text.replace("`", "")
    await rig.command("store")
    assert "1 activity" in rig.private().text


async def test_who_may_not_is_told_so_privately_and_who_can(rig):
    for button in (carried.DELETE, carried.BRING_BACK):
        await rig.click(button, about(DEPLOY), by=KENJI)
        assert "You cannot" in rig.private(KENJI).text
        assert f"<@{ROSA}>" in rig.private(KENJI).text


async def test_an_activity_of_a_process_is_added_and_it_is_said_what_became_inputs(rig):
    told = {"region": "eu", "version": "{{ inputs.Ticket }}"}
    activity = Activity(id="go", name="Roll out", type=ActivityType.AUTOMATED, inputs=told)
    phases = (Phase(id="deploy", name="Deploy", activities=(activity,)),)
    made = await rig.publish(WEB.model_copy(update={"phases": phases}))
    await rig.command("process web release")
    version = buttons.VersionButton(process_id=WEB.id, version=made.version)
    assert '"action_id": "store.add"' in drawn(rig)
    await rig.click(carried.ADD, version)
    form = rig.modals()[-1]
    values = {"store.add_activity": "0.0", "store.add_id": "roll-out"}
    await rig.act("view/submit", view_id=form.id, values=values)
    said = rig.private().text
    assert "“Roll out” is in the store as" in said
    assert "became its inputs: `region` and `version`" in said or "region and version" in said
    added = await rig.store.latest("roll-out")
    assert {each.name: each.default for each in added.activity.inputs} == {
        "region": "eu",
        "version": None,
    }


async def test_an_id_that_is_taken_is_told_at_its_field(rig):
    made = await rig.publish(WEB)
    await rig.click(carried.ADD, buttons.VersionButton(process_id=WEB.id, version=made.version))
    values = {"store.add_activity": "0.0", "store.add_id": DEPLOY.id}
    answer = await rig.act("view/submit", view_id=rig.modals()[-1].id, values=values)
    assert "already" in json.dumps(answer)
