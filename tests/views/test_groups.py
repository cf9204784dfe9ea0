"""Groups on screen: within Slack's limits however much they say, and nothing of it can ping."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.views.groups import action_forms, carried, change_form, listing, page, part_form, preview
from bot.views.groups.answers import Said, Wanted, group_said, values_of
from bot.views.groups.parts import PARTS, Around
from orchestration.groups.editing import Change, GroupEdit
from orchestration.groups.model import (
    GroupPause,
    GroupTrouble,
    OwnerRotation,
    ReleaseGroup,
    VersionKind,
    VersionRule,
)
from orchestration.groups.previewing import Foreseen, GroupPreview
from orchestration.read_models.group_cards import (
    GroupCard,
    GroupLine,
    GroupsPage,
    OccurrenceLine,
)
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.cadence import Cadence, Holidays
from orchestration.values import ChannelId, ProcessId, ReleaseGroupId, ReleaseId, UserId
from tests.views.slack_limits import problems_of_message, problems_of_view

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LOCAL = datetime.fromisoformat("2026-12-01T10:00")
SHOUT = "<!channel> *all* _of_ `it` & more 🚀 "
PEOPLE = tuple(UserId(f"U0OWNER{n:03}") for n in range(50))
HUGE = ReleaseGroup(
    id=ReleaseGroupId("g" * 48),
    name=SHOUT * 3,
    reference_key="WEBWEB",
    process_id=ProcessId("web"),
    input_set="production",
    inputs={f"{SHOUT}{n}": SHOUT * 60 for n in range(40)},
    cadence=Cadence(
        rule="FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=1,-1;BYMONTH=1,2,3,4,5,6",
        zone="America/Argentina/ComodRivadavia",
        starts=date(2026, 1, 1),
        ends=date(2030, 1, 1),
        excluded=tuple(date(2027, 1, n) for n in range(1, 29)),
        holidays=Holidays(country="DE", part="BE"),
    ),
    channel=ChannelId("C0RELEASES"),
    expected_duration=timedelta(days=3, hours=2, minutes=5),
    name_template="{{ group }} " + SHOUT * 5,
    version_rule=VersionRule(kind=VersionKind.CALVER, pattern="YYYY.0M.0D.MICRO"),
    rotation=OwnerRotation(owners=PEOPLE),
    backup=PEOPLE[0],
    description=SHOUT * 80,
    tags=tuple(f"{SHOUT}{n}" for n in range(60)),
    team=SHOUT * 5,
    services=tuple(f"{SHOUT}{n}" for n in range(60)),
    environments=tuple(f"{SHOUT}{n}" for n in range(60)),
    colour="#aabbcc",
    hotfix_process=ProcessId("hotfix"),
    resumes_by_itself=True,
    pause=GroupPause(by=PEOPLE[1], at=NOW, reason=SHOUT * 20),
    trouble=GroupTrouble(reason=SHOUT * 20, at=NOW),
    created_by=PEOPLE[0],
    created_at=NOW,
)
MANY = tuple((ProcessId(f"process-{n}"), f"{SHOUT * 3}{n}") for n in range(600))
AROUND = Around(processes=((ProcessId("web"), "Web"), *MANY), hotfixes=MANY)


def release(n, **changed):
    return Release(
        **{
            "id": ReleaseId(f"rel_{n:018}"),
            "reference": f"WEBWEB-{n}",
            "name": SHOUT * 2,
            "version": "2026.11.23.0",
            "process_id": ProcessId("web"),
            "process_version": 1,
            "owner": PEOPLE[n % 50],
            "channel": HUGE.channel,
            "scheduled_for": NOW + timedelta(days=n),
            "created_by": PEOPLE[0],
            "created_at": NOW,
            **changed,
        }
    )


def line(n, **changed):
    return OccurrenceLine(
        **{
            "at": NOW,
            "local": LOCAL + timedelta(days=n),
            "name": SHOUT * 3,
            "version": SHOUT,
            "owner": PEOPLE[n],
            "release_id": ReleaseId(f"rel_{n:018}"),
            "reference": f"WEBWEB-{n}",
            "moved_from": LOCAL,
            **changed,
        }
    )


def card(**changed):
    lines = (line(0), line(1, status=ReleaseStatus.SKIPPED), line(2), line(3), line(4))
    of = {"group": HUGE, "process": SHOUT, "input_set": SHOUT, "hotfix_process": SHOUT}
    return GroupCard(**{**of, "dates": lines, "may_edit": True, "may_start": True, **changed})


def shown(*, new=False, **changed):
    foreseen = [
        Foreseen(
            at=NOW,
            local=LOCAL,
            name=SHOUT * 3,
            version=SHOUT,
            owner=PEOPLE[n],
        )
        for n in range(5)
    ]
    rows = [release(n) for n in range(1, 200)]
    moved = [
        Change(before=each, after=each.model_copy(update={"scheduled_for": NOW})) for each in rows
    ]
    edit = GroupEdit(changes=tuple(moved), left_out=tuple(rows), stay=tuple(rows))
    of = {
        "wanted": Wanted(HUGE.settings, tuple(SHOUT * 5 for _ in range(12))),
        "values": values_of(HUGE, zone="UTC"),
        "around": AROUND,
        "preview": GroupPreview(dates=tuple(foreseen), edit=edit),
    }
    return preview.Shown(**{**of, "new": new, **changed})


FORM = carried.GroupForm(group_id=HUGE.id, edition=HUGE.edition, turn=50, channel=HUGE.channel)


@pytest.mark.parametrize("changed", [{}, {"new": True}, {"problem": SHOUT * 40}])
def test_the_preview_of_the_largest_group_keeps_to_slacks_limits(changed):
    assert problems_of_view(preview.draw(shown(**changed), FORM)) == []


@pytest.mark.parametrize("part", [each.name for each in PARTS])
def test_every_part_of_the_largest_group_keeps_to_slacks_limits(part):
    form = carried.PartForm(form=FORM, part=part, preview="V" * 12)
    view = part_form.draw(values_of(HUGE, zone="UTC"), AROUND, form)
    if part != "inputs":  # that is drawn of its process
        assert problems_of_view(view) == []


def test_the_page_of_the_largest_group_keeps_to_slacks_limits_and_pings_nobody():
    drawn = page.draw(card())
    assert problems_of_message(drawn.text, drawn.blocks) == []


def test_a_page_shows_only_what_this_person_may_press():
    drawn = page.draw(card(may_edit=False, may_start=False))
    assert not [each for each in drawn.blocks if each["type"] == "actions"]


def test_two_hundred_groups_are_listed_a_page_at_a_time():
    lines = tuple(
        GroupLine(
            group_id=HUGE.id,
            name=SHOUT * 3,
            process=SHOUT * 3,
            cadence=SHOUT * 10,
            next_at=NOW,
            next_owner=PEOPLE[0],
            paused=True,
        )
        for _ in range(12)
    )
    of = GroupsPage(lines=lines, words=SHOUT * 20, page=3, pages=17, total=200, may_make=True)
    drawn = listing.draw(of)
    assert problems_of_message(drawn.text, drawn.blocks) == []
    assert "200 release groups" in drawn.text
    ids = [each["action_id"] for each in drawn.blocks[-1]["elements"]]
    assert ids == ["group.list.previous", "group.list.next", carried.NEW]


def test_the_small_forms_of_a_group_keep_to_slacks_limits():
    action = carried.ActionForm(group_id=HUGE.id, channel=HUGE.channel)
    change = carried.ChangeForm(release_id=release(1).id, revision=1)
    dates = [line(n) for n in range(5)]
    for view in (
        action_forms.draw_pause(HUGE.name, action),
        action_forms.draw_skip(HUGE.name, dates[0], action),
        action_forms.draw_swap(HUGE.name, dates, action),
        action_forms.draw_make(
            HUGE.name, name=SHOUT * 9, version=SHOUT * 9, owner=PEOPLE[0], carries=action
        ),
        change_form.draw(release(1), AROUND, change),
    ):
        assert problems_of_view(view) == []


def test_a_form_that_is_sent_as_it_was_drawn_changes_nothing_of_a_group():
    plain = HUGE.model_copy(update={"name": "Web weekly", "name_template": "{{ group }} now"})
    assert group_said(values_of(plain, zone="UTC"), Said(), plain, NOW).settings == plain.settings
