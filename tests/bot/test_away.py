"""Going away in Slack: typed, said, and in App Home; whom cards ask meanwhile."""

import pytest

from bot.playground.seed import DANA, KENJI, PRIYA, ROSA
from bot.views import buttons
from bot.views.modals import away as form
from orchestration.people.model import Person
from orchestration.people.service import learn
from orchestration.read_models.lookup import task_card_in
from orchestration.releases.naming import execution_of_task
from orchestration.values import UserId
from tests.bot.rig import rigged


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        priya = Person(id=UserId(PRIYA), name="Priya", zone="Europe/Berlin")
        await made.storage.transact(lambda tx: learn(tx, [priya], (), at=made.clock.now()))
        yield made


async def signer(rig, release):
    return (await rig.task(release, "Validate build")).people


async def test_the_command_names_day_and_substitute_and_says_what_it_means(rig):
    release = await rig.release()
    await rig.command(f"away 2027-03-01 substitute <@{PRIYA}>", by=DANA)
    heard = rig.private(DANA).text
    assert heard.startswith("You are away until")
    assert f"releases ask <@{PRIYA}> instead" in heard
    assert await signer(rig, release) == (PRIYA,)
    await rig.command("away back", by=DANA)
    assert await signer(rig, release) == (DANA,)


async def test_a_mention_does_the_same(rig):
    release = await rig.release()
    await rig.mention(f"away until tomorrow 09:00 <@{PRIYA}>", by=DANA)
    assert await signer(rig, release) == (PRIYA,)


async def test_an_administrator_says_it_of_others_and_nobody_else_does(rig):
    release = await rig.release()
    await rig.command(f"away <@{DANA}> 2027-03-01 <@{PRIYA}>", by=KENJI)
    assert "You cannot say when" in rig.private(KENJI).text
    assert await signer(rig, release) == (DANA,)
    await rig.command(f"away <@{DANA}> 2027-03-01 <@{PRIYA}>", by=ROSA)
    assert rig.private(ROSA).text.startswith(f"<@{DANA}> is away until")
    assert await signer(rig, release) == (PRIYA,)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("away soon", "Say until when"),
        ("away 2027-03-01 @priya", "Choose people from Slack's own list"),
        (f"away 2027-03-01 <@{PRIYA}> <@{KENJI}>", "Name one substitute"),
        (f"away <@{DANA}>", "Write /release away UNTIL"),
        ("away 2020-01-01", "has passed"),
    ],
)
async def test_what_cannot_be_meant_is_refused_with_what_to_type(rig, typed, why):
    await rig.command(typed, by=DANA)
    assert why in rig.private(DANA).text.replace("`", "")


async def test_the_form_asks_until_when_and_who_stands_in(rig):
    release = await rig.release()
    await rig.command("away", by=DANA)
    (view,) = rig.modals(DANA)
    assert view.content["callback_id"] == buttons.AWAY
    values = {
        form.UNTIL: 1_803_895_200,
        form.SUBSTITUTE: PRIYA,
    }
    await rig.act("view/submit", who=DANA, view_id=view.id, values=values)
    assert await signer(rig, release) == (PRIYA,)


async def test_app_home_says_who_is_asked_instead_and_ends_it(rig):
    release = await rig.release()
    async with rig.working():
        await rig.command(f"away 2027-03-01 <@{PRIYA}>", by=DANA)
        home = await rig.until(lambda: home_of(rig, DANA, "You are away until"))
        assert f"<@{PRIYA}> is asked in your place" in home
        await rig.click(buttons.HOME_BACK, by=DANA)
        await rig.until(lambda: home_of(rig, DANA, "Away…"))
    assert await signer(rig, release) == (DANA,)


async def test_cards_say_for_whom_the_substitute_acts_and_who_is_away_learns_why_not(rig):
    release = await rig.release()
    async with rig.working():
        await rig.command(f"away 2027-03-01 <@{PRIYA}>", by=DANA)
        said = f"<@{PRIYA}> for <@{DANA}>, who is away until"
        await rig.until(lambda: any(said in each for each in rig.seen()))
    task = await rig.task(release, "Validate build")
    about = buttons.TaskButton(task_id=task.id, round=1, shown="x")
    await rig.click(buttons.TASK_APPROVE, about, by=DANA)
    refused = rig.private(DANA).text
    assert "You are away until" in refused
    assert "I am back" in refused


async def test_the_audit_says_for_whom_was_signed(rig):
    release = await rig.release()
    await rig.command(f"away 2027-03-01 <@{PRIYA}>", by=DANA)
    task = await rig.task(release, "Validate build")
    card = await rig.storage.read(lambda tx: shown(tx, task))
    await rig.doors.executions.approve(task.id, 1, shown=card.shown, by=UserId(PRIYA))
    await rig.command(f"audit {release.reference}", by=ROSA)
    assert f"as QA lead, for {DANA} ({DANA}), who is away" in rig.private(ROSA).text


def shown(tx, task):
    return task_card_in(tx, task.id, execution_of_task(task.id), round_=1)


def home_of(rig, who, said):
    view = rig.slack.workspace.home_of(who)
    text = str(view.content) if view else ""
    return text if said in text else ""
