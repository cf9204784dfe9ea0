"""Forms of several pages: what was sent on a page is kept until the last page is sent."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from orchestration.ports import Database, Transaction

Page = Mapping[str, Any]
"""What was sent, by the field's id."""


class FormPages:
    """Keyed by the form's own id, which Slack gives to one person's form and to no other.

    A form has no room of its own for long values (Slack: 3,000 characters). They are kept as
    people's free text is, and erased with the last page.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, form: str, page: int, said: Page) -> None:
        """Keep a page as it is turned; the same page again changes nothing."""

        def work(tx: Transaction) -> None:
            tx.texts.keep(_key(form, page), json.dumps(said, ensure_ascii=False))

        await self._database.transact(work, urgent=True, name="keep_page")

    async def kept(self, form: str, pages: int) -> dict[str, Any]:
        """What was sent on the first `pages` pages, together; nothing once it is forgotten."""
        if not pages:
            return {}
        keys = [_key(form, each) for each in range(pages)]
        found = await self._database.read(lambda tx: tx.texts.bodies(keys))
        together: dict[str, Any] = {}
        for key in keys:
            together |= json.loads(found.get(key, "{}"))
        return together

    async def forget(self, form: str, pages: Collection[int]) -> None:
        if not pages:
            return

        def work(tx: Transaction) -> None:
            for each in pages:
                tx.texts.erase(_key(form, each))

        await self._database.transact(work, urgent=True, name="forget_pages")


def _key(form: str, page: int) -> str:
    return f"form/{form}/{page}"
