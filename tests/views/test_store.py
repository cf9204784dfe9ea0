"""The activity store's answers and forms: complete, within Slack's limits, dead to pings."""

import re
from datetime import timedelta

import pytest

from bot.playground.block_kit.surfaces import message_problems, view_problems
from bot.views.cards import draw
from bot.views.store import add_form, card, carried, deprecate_form, map_form, results, use_form
from orchestration.catalogue.model import StoreActivity, StoreVersion
from orchestration.catalogue.searching import alike, search
from orchestration.catalogue.users import StoreUser
from orchestration.ports import PublishedVersion
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import ActivityType
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.read_models.store_cards import StoreCard, StoreLine, StoreResults
from orchestration.read_models.store_proposal import StoreProposal
from tests.catalogue.listed import MORNING, summary
from tests.views import cards as some
from tests.views.slack_limits import problems_of_message, problems_of_view

MANY = [some.HOSTILE[n % len(some.HOSTILE)] for n in range(500)]
OWNER = "U012ROSA0"


def sound(drawn):
    assert problems_of_message(drawn.text, drawn.blocks) == []
    assert message_problems(drawn.blocks).messages() == []


def sound_view(view):
    assert problems_of_view(view) == []
    assert view_problems(view).messages() == []


def activity(n, text, parts=3):
    """With `text` wherever people write something, and as many of each part."""
    types = list(InputType)
    return StoreActivity(
        id=f"a-{n}",
        name=text or "A",
        type=list(ActivityType)[n % 3],
        description=text,
        tags=(text,) * parts,
        team=text,
        inputs=tuple(
            InputSpec(
                name=f"{text}{m}",
                type=types[m % len(types)],
                description=text,
                required=bool(m % 2),
                default=text if m % 3 == 0 else None,
                allowed_values=(text, "b") if m % 4 == 0 else (),
                pattern=text,
                min=1,
                max=10**9,
            )
            for m in range(parts)
        ),
        outputs=tuple(f"{text}{m}" for m in range(parts)),
        output_values={f"{text}{m}": text for m in range(parts)},
        pipeline=text if n % 2 else None,
        pipeline_inputs={f"{text}{m}": text for m in range(parts)},
        command=text,
        tasks=tuple(
            TaskSpec(
                id=f"t{m}",
                name=text,
                kind=TaskKind.SIGN_OFF,
                approvals=Approvals(from_=(text,) * 9),
            )
            for m in range(parts)
        ),
        timeout=timedelta(hours=5),
    )


def listed(n, text, **more):
    return summary(
        f"a-{n}", text or "A", description=text, tags=(text,) * 9, team=text,
        deprecated_by=OWNER if n % 5 == 0 else None, instead=text if n % 5 == 0 else None, **more,
    )  # fmt: skip


STORE = [listed(n, text) for n, text in enumerate(MANY)]


@pytest.mark.parametrize("at", range(0, 88, 8))
def test_any_page_of_500_hostile_activities_fits(at):
    found = search(STORE, "")
    lines = tuple(
        StoreLine(summary=each, activity=activity(int(each.id[2:]), each.name, parts=40))
        for each in found[at : at + 8]
    )
    drawn = results.draw(
        StoreResults(query=MANY[at], lines=lines, before=at, total=500, of=500, team=MANY[at])
    )
    sound(drawn)
    shown = [block["accessory"]["value"] for block in drawn.blocks if "accessory" in block]
    assert shown == [
        carried.StoreButton(activity_id=each.summary.id).model_dump_json() for each in lines
    ], "none of a page is lost"
    sound(results.draw(StoreResults(query=MANY[at], of=500, tags=tuple(MANY[:8]))))


@pytest.mark.parametrize("text", some.HOSTILE)
@pytest.mark.parametrize("parts", [0, 3, 100])
def test_any_activity_fits_its_card_with_its_buttons(text, parts):
    users = tuple(
        StoreUser(
            process_id="p", name=text, version=n, places=(f"{text}.{n}",) * 9, takes=(1, 2),
            latest=bool(n % 2), releases=("WEB-1",) * 9,
        )
        for n in range(parts)
    )  # fmt: skip
    history = tuple(
        PublishedVersion(version=n, name=text, published_at=MORNING, published_by=OWNER)
        for n in range(6, 0, -1)
    )
    for n in (0, 1, 2):
        shown = StoreCard(
            summary=listed(n, text, version=90),
            activity=activity(n, text, parts),
            history=history,
            used_by=users,
        )
        drawn = card.draw(shown)
        sound(drawn)
        assert drawn.blocks[-1]["type"] == "actions", "what can be done is never cut away"
        users_said = next(b["text"]["text"] for b in drawn.blocks if "*Used by*" in str(b))
        if parts == 100:
            assert re.search(r"and \d+ more$", users_said), "those beyond ten are counted"


@pytest.mark.parametrize("text", some.HOSTILE)
@pytest.mark.parametrize("parts", [0, 100])
def test_any_file_proposed_for_the_store_fits_its_card(text, parts):
    for was in (None, 3):
        drawn = draw(
            StoreProposal(
                draft_id="draft_1", revision=1, by=OWNER, file=text,
                activity=activity(1, text, parts),
                was=was, changes=(text,) * parts, problems=(text,) * parts, notes=(text,) * parts,
            )
        )  # fmt: skip
        sound(drawn)
        assert drawn.blocks[-1]["type"] == "actions"


@pytest.mark.parametrize("text", some.HOSTILE)
def test_any_draft_and_any_inputs_fit_the_forms_of_using_it(text):
    used = activity(1, text, parts=60)
    process = some.process(40, 30, text)
    drafts = [
        Draft(
            id=f"draft_{n:018}", channel="C1", by=OWNER, created_at=MORNING, text_id="t",
            status=DraftStatus.READY, process=process,
        )
        for n in range(25)
    ]  # fmt: skip
    form = carried.UseForm(activity_id="a" * 60, version=99999, channel="C012345678")
    sound_view(use_form.draw(StoreVersion(activity=used, version=3), drafts, form, chosen=24))
    going = carried.MapForm(
        draft=drafts[0].id, revision=99999, phase="p0", after="a0", name=text[:200] or "A",
        activity_id="a" * 60, version=3,
    )  # fmt: skip
    pages = map_form.fields_of(used, process, going)
    assert [each.spec for page in pages for each in page] == list(used.inputs)
    for typed in (False, True):
        for page in range(len(pages)):
            at = going.model_copy(update={"page": page, "typed": typed})
            sound_view(map_form.draw(used, process, at))


@pytest.mark.parametrize("text", some.HOSTILE)
def test_any_process_and_500_others_fit_the_forms_of_adding_and_deprecating(text):
    process = some.process(40, 30, text)
    sound_view(add_form.draw(process, carried.AddForm(process_id="p" * 48, version=7)))
    form = carried.DeprecateForm(activity_id="a")
    sound_view(deprecate_form.draw(listed(1, text), alike(STORE, listed(1, text)), form))


def test_a_secret_is_never_said_not_even_its_reference():
    token = InputSpec(name="token", type=InputType.SECRET, default="env:DEPLOY_TOKEN")
    used = activity(1, "Deploy", parts=0).model_copy(update={"inputs": (token,)})
    shown = StoreCard(summary=listed(1, "Deploy"), activity=used, history=())
    assert "DEPLOY_TOKEN" not in str(card.draw(shown))


def test_the_likeliest_to_use_instead_are_offered_first():
    store = [
        summary("deploy-v1", "Deploy a service"),
        summary("notify", "Tell the channel"),
        summary("deploy-v2", "Deploy any service"),
        summary("old", "Deploy a service by hand", deprecated_by=OWNER),
    ]
    view = deprecate_form.draw(
        store[0], alike(store, store[0]), carried.DeprecateForm(activity_id="x")
    )
    offered = [each["value"] for each in view["blocks"][1]["element"]["options"]]
    assert offered == ["-", "deploy-v2", "notify"]
