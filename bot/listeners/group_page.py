"""The list and the page of release groups, as private answers."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Replace, Reply, Say
from bot.views.groups import carried, listing, page
from orchestration.groups.deciding import demand_seen
from orchestration.ports import Transaction
from orchestration.read_models.group_cards import GroupCard, GroupsPage
from orchestration.read_models.group_lookup import group_card_in, groups_page_in
from orchestration.values import ReleaseGroupId, UserId


def register(app: AsyncApp, doors: Doors) -> None:
    async def show(heard: Heard) -> Reply:
        about = heard.carried(carried.GroupButton)
        return await shown(doors, heard, about.group_id)

    async def turn(heard: Heard) -> Reply:
        to = heard.carried(carried.Listed)
        drawn = listing.draw(await _page(doors, heard, to.words, to.page), command=doors.command)
        return Replace(drawn) if heard.ephemeral else Say(drawn)

    async def all_of_them(heard: Heard) -> Reply:
        return await listed(doors, heard, "")

    app.action(carried.SHOW)(**listening(doors, payloads.action, tell=show))
    app.action(carried.LIST)(**listening(doors, payloads.action, tell=all_of_them))
    for way in ("previous", "next"):
        app.action(f"{carried.LIST}.{way}")(**listening(doors, payloads.action, tell=turn))


async def listed(doors: Doors, heard: Heard, words: str) -> Reply:
    return Say(listing.draw(await _page(doors, heard, words), command=doors.command))


async def shown(doors: Doors, heard: Heard, group_id: ReleaseGroupId) -> Reply:
    card = await shown_to(doors, group_id, heard.by)
    return Say(page.draw(card))


async def shown_to(doors: Doors, group_id: ReleaseGroupId, by: UserId) -> GroupCard:
    """The page of a group for one person; raises `Rejected` where they may not look at it."""
    now = doors.clock.now()

    def look(tx: Transaction) -> GroupCard:
        group = tx.groups.get(group_id)
        demand_seen(tx, doors.administrators, by, group)
        return group_card_in(tx, doors.administrators, by, now, group)

    return await doors.database.read(look)


async def _page(doors: Doors, heard: Heard, words: str, page_number: int = 0) -> GroupsPage:
    now = doors.clock.now()

    def look(tx: Transaction) -> GroupsPage:
        return groups_page_in(
            tx, doors.administrators, heard.by, now, words=words, page=page_number
        )

    return await doors.database.read(look)
