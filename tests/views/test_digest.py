"""A digest fits one message, however much there is, and says how much it leaves out."""

from datetime import timedelta

import pytest

from bot.playground.block_kit.surfaces import message_problems
from bot.views.digest import draw
from orchestration.execution.state.statuses import WorkKind
from orchestration.read_models.digest_card import (
    DigestCard,
    EndedLine,
    FreezeLine,
    HoldLine,
    PersonalDigestCard,
    PlannedLine,
    RunningLine,
    TaskLine,
)
from orchestration.releases.model import ReleaseStatus
from tests.views.cards import DANA, HOSTILE, NOON
from tests.views.slack_limits import problems_of_message

MANY = 200


def planned(n, title="Web 4.2"):
    at = NOON + timedelta(minutes=n)
    return PlannedLine(
        release_id=f"rel_{n}", reference=f"WEB-{n}", title=f"WEB-{n} {title}", at=at, owner=DANA
    )


def digest(each=MANY, title="Web 4.2"):
    running = RunningLine(
        title=title,
        status=ReleaseStatus.RUNNING,
        waiting_for_input=True,
        late_by=timedelta(minutes=5),
        sentence=f"{title}: 40 %, in Check.",
    )
    ended = EndedLine(title=title, status=ReleaseStatus.FAILED, at=NOON)
    ends = NOON + timedelta(days=2)
    freeze = FreezeLine(name=title, begins=NOON, ends=ends, on=True, blocks=True, scope=title)
    return DigestCard(
        channel="C0RELEASES",
        day=NOON.date(),
        cadence="every working day at 09:00 UTC",
        running=(running,) * each,
        today=tuple(planned(n, title) for n in range(each)),
        week=tuple(planned(n, title) for n in range(each)),
        conflicts=("WEB-1 and WEB-2: both tag web",) * each,
        freezes=(freeze,) * each,
        outcomes=(ended,) * each,
        since=NOON - timedelta(days=1),
    )


def personal(each=MANY, name="Sign"):
    task = TaskLine(
        name=name, release_title=name, kind=WorkKind.SIGN_OFF, due_at=NOON, overdue=True
    )
    return PersonalDigestCard(
        person=DANA,
        day=NOON.date(),
        tasks=(task, task.model_copy(update={"overdue": False})) * each,
        holds=(HoldLine(name=name, release_title=name, reason=name),) * each,
        due=tuple(planned(n, name) for n in range(each)),
    )


def sound(drawn):
    assert problems_of_message(drawn.text, drawn.blocks) == []
    assert message_problems(drawn.blocks).messages() == []


def test_of_two_hundred_releases_each_part_has_the_first_and_says_how_many_more():
    drawn = draw(digest())
    sound(drawn)
    for part in ("Running now", "Due today", "The next days", "Freezes"):
        assert f"{part} (200)" in drawn.text
    assert drawn.text.count(" more") == 6, "one of each part"
    assert str(drawn.blocks).count(" more") == 6


def test_twelve_more_are_twelve_more():
    some = digest(0).model_copy(update={"today": tuple(planned(n) for n in range(24))})
    drawn = draw(some)
    sound(drawn)
    assert "and 12 more" in drawn.text
    starts = [each["accessory"] for each in drawn.blocks if each.get("accessory")]
    assert len(starts) == 12


@pytest.mark.parametrize("card", [digest, personal])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_any_name_fits_and_pings_nobody(card, hostile):
    for each in (1, 30):
        drawn = draw(card(each, hostile or "x"))
        sound(drawn)
        assert "<!channel>" not in drawn.text, "in plain text it pings nobody"


def test_overdue_tasks_come_first():
    text = draw(personal(1)).text
    assert text.index("Overdue") < text.index("On hold") < text.index("For you to do")
