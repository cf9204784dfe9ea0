"""The activity store: immutable versions, and what is said of an activity beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, insert, select, update

from orchestration.catalogue.model import StoreActivity, StoreSummary, StoreVersion
from orchestration.errors import Rejected
from orchestration.ports import PublishedVersion
from orchestration.values import UserId
from storage import formats
from storage.tables import store_activities, store_versions

if TYPE_CHECKING:
    from storage.scope import Scope


class SqlStore:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def publish(self, activity: StoreActivity, *, by: UserId, at: datetime) -> StoreVersion:
        query = select(store_activities).where(store_activities.c.id == activity.id)
        known = self._connection.execute(self._scope.locked(query, activity.id)).one_or_none()
        published = StoreVersion(activity=activity, version=known.latest + 1 if known else 1)
        if known is None:
            self._connection.execute(
                insert(store_activities).values(id=activity.id, latest=1, owner=by)
            )
        else:
            self._change(activity.id, latest=published.version)
            if known.removed_by is not None:  # it begins anew, and goes on counting
                self._change(activity.id, owner=by, removed_by=None, removed_at=None)
                self.deprecate(activity.id, by=None, at=at)
        self._connection.execute(
            insert(store_versions).values(
                activity_id=activity.id,
                version=published.version,
                name=activity.name,
                published_by=by,
                published_at=at,
                document=formats.STORE_ACTIVITY.dump(activity),
            )
        )
        return published

    def latest(self, activity_id: str) -> StoreVersion:
        query = select(store_activities.c.latest).where(
            store_activities.c.id == activity_id, store_activities.c.removed_by.is_(None)
        )
        latest = self._connection.execute(query).scalar_one_or_none()
        if latest is None:
            raise _not_there(activity_id)
        return self.version(activity_id, latest)

    def version(self, activity_id: str, version: int) -> StoreVersion:
        found = self._known(activity_id, version)
        if found is None:
            query = select(store_versions.c.document).where(
                store_versions.c.activity_id == activity_id, store_versions.c.version == version
            )
            document = self._connection.execute(query).scalar_one_or_none()
            if document is None:
                raise _not_there(activity_id, version)
            found = self._loaded(activity_id, version, document)
        return found

    def _known(self, activity_id: str, version: int) -> StoreVersion | None:
        key = (activity_id, version)
        return self._scope.found.store.get(key) or self._scope.caches.store.get(key)

    def _loaded(self, activity_id: str, version: int, document: str) -> StoreVersion:
        found = StoreVersion(activity=formats.STORE_ACTIVITY.load(document), version=version)
        self._scope.found.store[activity_id, version] = found
        return found

    def list(self) -> Sequence[StoreSummary]:
        found = [self._summary(each) for each in self._connection.execute(_SUMMARIES)]
        return sorted(found, key=lambda each: (each.name.casefold(), each.id))

    def find(self, activity_id: str) -> StoreSummary | None:
        query = _SUMMARIES.where(store_activities.c.id == activity_id)
        row = self._connection.execute(query).one_or_none()
        return self._summary(row) if row else None

    def _summary(self, row: Row[Any]) -> StoreSummary:
        kept = self._known(row.id, row.version) or self._loaded(row.id, row.version, row.document)
        activity = kept.activity
        return StoreSummary(
            id=activity.id,
            name=activity.name,
            description=activity.description,
            type=activity.type,
            tags=activity.tags,
            team=activity.team,
            version=row.version,
            published_at=row.published_at,
            published_by=UserId(row.published_by),
            owner=UserId(row.owner),
            deprecated_by=UserId(row.deprecated_by) if row.deprecated_by else None,
            instead=row.instead,
        )

    def history(self, activity_id: str, *, limit: int) -> Sequence[PublishedVersion]:
        kept = store_versions.c
        found = self._connection.execute(
            select(kept.version, kept.name, kept.published_at, kept.published_by)
            .where(kept.activity_id == activity_id)
            .order_by(kept.version.desc())
            .limit(limit)
        )
        return [PublishedVersion.model_validate(row._asdict()) for row in found]

    def deprecate(
        self, activity_id: str, *, by: UserId | None, at: datetime, instead: str | None = None
    ) -> None:
        self._change(
            activity_id,
            deprecated_by=by,
            deprecated_at=at if by else None,
            instead=instead if by else None,
        )

    def remove(self, activity_id: str, *, by: UserId, at: datetime) -> None:
        self._change(activity_id, removed_by=by, removed_at=at)

    def _change(self, activity_id: str, **values: object) -> None:
        self._connection.execute(
            update(store_activities).where(store_activities.c.id == activity_id).values(values)
        )


_SUMMARIES = (
    select(store_activities, store_versions)
    .join(store_versions, store_versions.c.activity_id == store_activities.c.id)
    .where(
        store_versions.c.version == store_activities.c.latest,
        store_activities.c.removed_by.is_(None),
    )
)


def _not_there(activity_id: str, version: int | None = None) -> Rejected:
    which = (
        f"activity `{activity_id}`" if version is None else f"version {version} of `{activity_id}`"
    )
    return Rejected(f"There is no {which} in the store. `/release store` lists what there is.")
