"""Messages that show the calendar, and the limits that conflicts are found by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from orchestration.calendar.limits import Limit, Limits, Shared, Shares
from orchestration.calendar.message import CalendarMessage
from orchestration.values import UserId
from storage import formats
from storage.calendar_tables import calendar_messages, release_limits

if TYPE_CHECKING:
    from storage.scope import Scope


class SqlCalendars:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def find(self, message_id: str) -> CalendarMessage | None:
        query = select(calendar_messages.c.document).where(calendar_messages.c.id == message_id)
        document = self._connection.execute(query).scalar_one_or_none()
        return None if document is None else formats.CALENDAR_MESSAGE.load(document)

    def put(self, message: CalendarMessage) -> None:
        document = formats.CALENDAR_MESSAGE.dump(message)
        row = {"id": message.id, "document": document, "page": self.drawn(message.id)}
        self._scope.replace(calendar_messages, [row])

    def drawn(self, message_id: str) -> str:
        query = select(calendar_messages.c.page).where(calendar_messages.c.id == message_id)
        return self._connection.execute(query).scalar_one_or_none() or ""

    def keep_drawn(self, message_id: str, page: str) -> None:
        self._connection.execute(
            update(calendar_messages).where(calendar_messages.c.id == message_id).values(page=page)
        )

    def limits(self) -> Limits:
        query = select(release_limits).order_by(release_limits.c.kind, release_limits.c.name)
        return Limits(
            each=tuple(
                Limit(of=Shared(kind=Shares(row.kind), name=row.name), most=row.most)
                for row in self._connection.execute(query)
            )
        )

    def limit(self, of: Shared, most: int | None, *, by: UserId, at: datetime) -> None:
        if most is None:
            of_it = (release_limits.c.kind == of.kind, release_limits.c.name == of.name)
            self._connection.execute(delete(release_limits).where(*of_it))
            return
        row = {"kind": of.kind.value, "name": of.name, "most": most, "set_by": by, "set_at": at}
        self._scope.replace(release_limits, [row])
