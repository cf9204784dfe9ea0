"""What cannot be is refused with what to do, and nothing of it is stored."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from orchestration.errors import Rejected
from orchestration.groups.model import OwnerRotation, VersionKind, VersionRule
from orchestration.scheduling.cadence import Cadence, Holidays, OnHoliday
from orchestration.values import UserId
from tests.groups.building import cadence
from tests.storage.building import ANA, BEN, DAN, NOON, WEB

CALVER, MINOR = VersionKind.CALVER, VersionKind.SEMVER_MINOR
NEVER = "It would never be due"


def rule(text, **more):
    return {"cadence": Cadence(rule=text, starts=date(2026, 11, 23), **more)}


REFUSED = [
    ({"name": "  "}, "Give the group a name"),
    ({"process_id": "nowhere"}, "There is no process"),
    ({"input_set": "nowhere"}, "input set"),
    ({"name_template": "{{ grup }}"}, "“grup” is not known there"),
    ({"name_template": "{{ group"}, "cannot be called"),
    ({"name_template": "{{ date | format('%Q') }}"}, "%Q"),
    ({"name_template": "   "}, "empty name"),
    ({"version_rule": VersionRule(kind=CALVER, pattern="")}, "needs a short pattern"),
    ({"version_rule": VersionRule(kind=CALVER, pattern="YYYY.MAJOR")}, "“MAJOR” in the pattern"),
    ({"version_rule": VersionRule(kind=CALVER, pattern="0M.MICRO")}, "names no year"),
    ({"version_rule": VersionRule(kind=CALVER, pattern="YYYY.YYYY")}, "says something twice"),
    ({"version_rule": VersionRule(kind=CALVER, pattern="YYYY/0M")}, "signs that no version has"),
    ({"version_rule": VersionRule(kind=MINOR, first="one")}, "no semantic version"),
    ({"rotation": OwnerRotation(owners=(ANA, ANA))}, "twice"),
    ({"rotation": OwnerRotation(owners=(UserId("U0NOBODY00"),))}, "not known in this workspace"),
    ({"rotation": OwnerRotation(owners=(BEN,))}, "deactivated"),
    ({"owners": (ANA,), "backup": ANA}, "somebody else as the backup"),
    ({"lead_time": timedelta(days=800)}, "a year at most"),
    ({"start_within": timedelta(0)}, "at least a minute"),
    ({"cadence": cadence("0 * * * *"), "lead_time": timedelta(days=30)}, "400 releases"),
    (rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), NEVER),
    (rule("FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31"), NEVER),
    ({"cadence": Cadence(cron="0 0 31 2 *", starts=date(2026, 1, 1))}, NEVER),
    (rule("FREQ=DAILY", ends=date(2026, 11, 23), excluded=(date(2026, 11, 23),)), NEVER),
    ({"cadence": Cadence(rule="FREQ=DAILY", starts=date(2020, 1, 1), count=3)}, NEVER),
    (
        rule(
            "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1",
            holidays=Holidays(country="DE", then=OnHoliday.SKIP),
        ),
        NEVER,
    ),
]


@pytest.mark.parametrize(("fields", "says"), REFUSED)
async def test_a_group_that_cannot_be_is_refused_and_nothing_is_kept(groups, fields, says):
    await groups.know(ANA, BEN, DAN, gone=(BEN,))
    with pytest.raises(Rejected, match=says):
        await groups.made(**{"owners": (ANA,), **fields})
    assert await groups.database.read(lambda tx: tx.groups.list()) == []


async def test_a_group_of_an_archived_process_is_refused(groups):
    await groups.database.transact(lambda tx: tx.processes.archive(WEB.id, by=DAN, at=NOON))
    with pytest.raises(Rejected, match="archived"):
        await groups.made()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"zone": "Europe/Atlantis"}, "is no time zone"),
        ({"ends": date(2026, 1, 1)}, "before it starts"),
        ({"rule": "", "cron": "*/5 * * * *"}, "more than once an hour"),
        ({"rule": "", "cron": "0,30 * * * *"}, "more than once an hour"),
        ({"rule": "FREQ=MINUTELY"}, "days only"),
    ],
)
def test_a_cadence_that_cannot_be_is_not_even_read(said, why):
    with pytest.raises(ValidationError, match=why):
        Cadence(**{"rule": "FREQ=DAILY", "starts": date(2026, 11, 23), **said})


async def test_29_february_is_due_every_four_years(groups):
    leap = rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
    group = await groups.made(**leap)
    dates = await groups.service.upcoming(group.id, by=DAN, many=3)
    assert [each.local.year for each in dates.dates] == [2028, 2032, 2036]
