"""Which pictures were given to Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from orchestration.ports import PictureFile
from storage.tables import picture_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storage.scope import Scope


class SqlPictures:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def files(self, pages: Iterable[str]) -> Mapping[str, PictureFile]:
        query = select(picture_files).where(picture_files.c.page.in_(list(pages)))
        rows = self._scope.connection.execute(query).mappings()
        return {row["page"]: PictureFile.model_validate(dict(row)) for row in rows}

    def put(self, file: PictureFile) -> None:
        self._scope.replace(picture_files, [file.model_dump()])
