"""Who is who: roles, and the workspace's people and user groups as last heard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, text

from orchestration.people.model import Grant, Person, Right, Role, UserGroup
from orchestration.values import GroupId, ProcessId, UserId
from storage import formats
from storage.people_tables import directory_fetches, grants, people, roles, user_groups

if TYPE_CHECKING:
    from storage.scope import Scope


class SqlRoles:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def bind(self, role: Role) -> None:
        self._scope.replace(roles, [{"key": role.key, "document": formats.ROLE.dump(role)}])

    def all(self) -> Mapping[str, Role]:
        query = select(roles.c.document).order_by(roles.c.key)
        found = self._scope.connection.execute(query).scalars()
        return {role.key: role for role in map(formats.ROLE.load, found)}

    def grants(self) -> Sequence[Grant]:
        return [
            Grant(
                role=row.role,
                right=Right(row.right_name),
                process=ProcessId(row.process_id) if row.process_id else None,
            )
            for row in self._scope.connection.execute(_GRANTS)
        ]

    def grant(self, role: str, rights: Collection[Right], process: ProcessId | None) -> None:
        place = process or ""
        connection = self._scope.connection
        connection.execute(
            delete(grants).where(grants.c.role == role, grants.c.process_id == place)
        )
        rows = [
            {"role": role, "process_id": place, "right_name": each.value} for each in sorted(rights)
        ]
        if rows:
            connection.execute(insert(grants), rows)


class SqlDirectory:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def save_people(self, people: Iterable[Person], *, at: datetime, whole: bool = False) -> None:
        self._scope.replace(
            _people,
            [
                {
                    "id": each.id,
                    "is_admin": each.is_admin and not each.deactivated,
                    "learned_at": at,
                    "document": formats.PERSON.dump(each),
                }
                for each in people
            ],
        )
        if whole:
            self._scope.replace(directory_fetches, [{"what": "people", "at": at}])

    def save_groups(
        self, groups: Iterable[UserGroup], *, at: datetime, whole: bool = False
    ) -> None:
        if whole:
            self._connection.execute(delete(user_groups))
        self._scope.replace(
            user_groups,
            [
                {"id": each.id, "learned_at": at, "document": formats.USER_GROUP.dump(each)}
                for each in groups
            ],
        )

    def people(self, ids: Iterable[UserId]) -> Mapping[UserId, Person]:
        found = self._connection.execute(_KNOWN, {"ids": list(ids)}).scalars()
        return {person.id: person for person in map(formats.PERSON.load, found)}

    def groups(self, ids: Iterable[GroupId]) -> Mapping[GroupId, UserGroup]:
        query = select(user_groups.c.document).where(user_groups.c.id.in_(list(ids)))
        found = self._connection.execute(query).scalars()
        return {group.id: group for group in map(formats.USER_GROUP.load, found)}

    def all_groups(self) -> Sequence[UserGroup]:
        query = select(user_groups.c.document).order_by(user_groups.c.id)
        return [formats.USER_GROUP.load(each) for each in self._connection.execute(query).scalars()]

    def admins(self) -> Sequence[Person]:
        query = select(_people.c.document).where(text("is_admin")).order_by(_people.c.id)
        return [formats.PERSON.load(each) for each in self._connection.execute(query).scalars()]

    def learned_at(self) -> datetime | None:
        query = select(directory_fetches.c.at).where(directory_fetches.c.what == "people")
        return self._connection.execute(query).scalar_one_or_none()


_GRANTS = select(grants).order_by(grants.c.role, grants.c.process_id, grants.c.right_name)
_people = people
"""The table, where a method's name would hide it."""
_KNOWN = select(_people.c.document).where(_people.c.id.in_(bindparam("ids", expanding=True)))
"""Every decision asks for its actor's name: making the statement costs more than running it."""
