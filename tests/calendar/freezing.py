"""Freezes as the calendar's tests need them: a name, and hours of a Monday."""

from orchestration.freezes.model import Freeze, FreezeWindow
from orchestration.values import FreezeId, UserId
from tests.calendar.planning import NOW, at


def freeze(name, begins, ends):
    return Freeze(
        id=FreezeId(name.lower()),
        name=name,
        windows=(FreezeWindow(begins=at(begins), ends=at(ends)),),
        created_by=UserId("U0ALICE00"),
        created_at=NOW,
    )
