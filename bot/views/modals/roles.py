"""Who is who: for each role its people and, where the workspace has them, its user groups."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.views import buttons
from bot.views.blocks import context, field, modal, section
from bot.views.elements import Block, Choice, multi_select, users_select
from bot.views.modals.answers import State, all_chosen_of
from bot.views.text import units
from bot.views.wording import counted
from orchestration.people.model import UserGroup, is_slack_id
from orchestration.read_models.process_cards import RoleLine

_PER_PAGE = 12
_METADATA_ROOM = 2400
_LONGEST_NAME = 500
_GROUPS = 100


def people_block(page: int, n: int) -> str:
    return f"role.{page}.{n}.people"


def groups_block(page: int, n: int) -> str:
    return f"role.{page}.{n}.groups"


def backup_block(page: int, n: int) -> str:
    return f"role.{page}.{n}.backup"


def draw(
    roles: Sequence[RoleLine],
    groups: Sequence[UserGroup] = (),
    *,
    draft: buttons.DraftButton | None = None,
    page: int = 0,
) -> Block:
    """One page of roles; sending it keeps them and, where there are more, shows the next."""
    fitting = [each for each in roles if _carried(each) <= _LONGEST_NAME]
    pages = _pages(fitting)
    page = min(max(page, 0), len(pages) - 1)
    shown = pages[page]
    more = page + 1 < len(pages)
    return modal(
        "Who is who",
        buttons.ROLES,
        head=[
            context(
                "Kept for the whole workspace, for every process that names these roles.",
                f"Page {page + 1} of {len(pages)}; each is kept as you go on."
                if len(pages) > 1
                else "",
            ),
            None if shown else section("No role is named here."),
            context(_too_long(len(roles) - len(fitting))),
        ],
        body=[_fields(each, groups, page, n) for n, each in enumerate(shown)],
        submit="Save and go on" if more else "Save",
        carries=buttons.RolesForm(
            draft=draft, roles=tuple(each.name for each in shown), page=page, pages=len(pages)
        ),
    )


def _fields(role: RoleLine, groups: Sequence[UserGroup], page: int, n: int) -> list[Block | None]:
    ids = [each for each in role.members if is_slack_id(each)]
    bound = [each for each in ids if not each.startswith("S")]
    in_groups = [each for each in ids if each.startswith("S")]
    hint = "Signs: somebody must be chosen here before publishing." if role.signs else ""
    people = people_block(page, n)
    drawn: list[Block | None] = [
        field(role.name, users_select(people, chosen=bound), people, optional=True, hint=hint)
    ]
    if groups or in_groups:
        offered = _offered(groups, in_groups)
        block_id = groups_block(page, n)
        menu = multi_select(block_id, offered, chosen=in_groups, placeholder="Choose user groups")
        drawn.append(field(f"{role.name}: user groups", menu, block_id, optional=True))
    backup = backup_block(page, n)
    deputies = [each for each in role.backup if is_slack_id(each) and not each.startswith("S")]
    drawn.append(
        field(
            f"{role.name}: backup",
            users_select(backup, chosen=deputies),
            backup,
            optional=True,
            hint="Asked in this order, the first who is there, while nobody of the role is.",
        )
    )
    return drawn


def _offered(groups: Sequence[UserGroup], bound: Sequence[str]) -> list[Choice]:
    """Bound groups first: a group that no longer exists stays until somebody takes it out."""
    known = {str(each.id): Choice(f"@{each.handle}", each.id, each.name) for each in groups}
    first = [known.get(each, Choice(f"{each} (unknown)", each)) for each in bound]
    return [*first, *(each for each in known.values() if each.value not in bound)][:_GROUPS]


def _pages(roles: Sequence[RoleLine]) -> list[list[RoleLine]]:
    """A dozen roles a page, and fewer where their names would not fit into the metadata."""
    pages: list[list[RoleLine]] = [[]]
    room = _METADATA_ROOM
    for each in roles:
        if pages[-1] and (len(pages[-1]) == _PER_PAGE or room < _carried(each)):
            pages.append([])
            room = _METADATA_ROOM
        pages[-1].append(each)
        room -= _carried(each)
    return pages


def _carried(role: RoleLine) -> int:
    """How much of the metadata a role's name takes."""
    return units(json.dumps(role.name, ensure_ascii=False)) + 2


def _too_long(count: int) -> str:
    if not count:
        return ""
    return f"{counted(count, 'role')} not shown: the name is too long. Shorten it with *Edit*."


def read(view: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The ids of people and groups by role name, for the roles of this page; empty unbinds."""
    form = buttons.RolesForm.model_validate_json(view["private_metadata"])
    state: State = view["state"]["values"]
    return {
        role: (
            *all_chosen_of(state, people_block(form.page, n)),
            *(
                each
                for each in all_chosen_of(state, groups_block(form.page, n))
                if each.startswith("S")
            ),
        )
        for n, role in enumerate(form.roles)
    }


def read_backups(view: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Who is asked, in order, where nobody of a role of this page is there."""
    form = buttons.RolesForm.model_validate_json(view["private_metadata"])
    state: State = view["state"]["values"]
    return {
        role: all_chosen_of(state, backup_block(form.page, n)) for n, role in enumerate(form.roles)
    }
