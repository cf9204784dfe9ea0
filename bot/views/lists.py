"""Answers in lines: processes, one process, roles, the audit."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import buttons, rules_text
from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import Element, button
from bot.views.outline_text import counts, packed, phases_as_text
from bot.views.pictures import images
from bot.views.text import bold, escape, name, names, people, prose, when
from bot.views.wording import counted
from orchestration import words
from orchestration.people.granting import RightsOfRole
from orchestration.people.model import Role
from orchestration.processes.model import ActivityType, ProcessVersion
from orchestration.read_models.cards import AuditLine
from orchestration.read_models.process_cards import ShownPicture
from orchestration.values import ProcessId, role_key

_ROWS = 40


def processes(
    published: Sequence[tuple[ProcessId, str, int]],
    *,
    archived: Sequence[str] = (),
    blueprints: Sequence[tuple[str, str]] = (),
    command: str = "/release",
) -> Drawn:
    """Every published process: its id, its name and its latest version; archived ones by name.

    `blueprints` are names and titles of what a new one can begin with.
    """
    begin = actions(*(_begin(each, title) for each, title in blueprints))
    if not published and not archived:
        said = f"No process is published yet. `{escape(command)} draft` makes the first one."
        more = " Or begin with one of these and change it:" if begin else ""
        return message(f"{said}{more}".replace("`", ""), head=[section(f"{said}{more}"), begin])
    title = f"{counted(len(published), 'process', 'processes')}"
    rows = [
        f"{bold(title, 80)} (`{escape(process_id)}`), version {version}"
        for process_id, title, version in published
    ]
    if archived:
        rows.append(f"Archived: {names(archived)}")
    hint = (
        f"`{escape(command)} process NAME` shows one; `{escape(command)} new NAME` starts from it."
    )
    if begin:
        hint += " Or begin with one of these:"
    return _rows(title, rows, hint, begin)


def _begin(blueprint: str, title: str) -> Element:
    about = buttons.BlueprintButton(name=blueprint)
    return button(title, f"{buttons.BLUEPRINT}.{blueprint}", about, says=f"Begin with: {title}")


def process(
    shown: ProcessVersion,
    *,
    pictures: Sequence[ShownPicture] = (),
    offers: Sequence[Element] = (),
) -> Drawn:
    """One process as it is published, with *New release*; `offers` are more to press."""
    blueprint = shown.process
    by_hand = sum(
        activity.type is ActivityType.AUTOMATED and not activity.pipeline
        for _, activity in blueprint.activities()
    )
    facts = f"Version {shown.version} · {counts(blueprint, by_hand)}"
    new = button(
        "New release",
        buttons.HOME_NEW,
        buttons.NewButton(process_id=blueprint.id),
        style="primary",
        says=f"New release of {blueprint.name}",
    )
    asked = ", ".join(name(each.name, 80) for each in blueprint.inputs[:20])
    about = prose(blueprint.description, 600)
    text = [f"{name(blueprint.name)}. {facts}", about, *phases_as_text(blueprint, 3000)]
    return message(
        "\n".join(each for each in text if each),
        head=[
            header(blueprint.name),
            context(facts, rules_text.of_process(blueprint, briefly=True)),
            section(about) if about else None,
        ],
        body=[[section(each)] for each in packed(blueprint)],
        tail=[
            context(f"Asked for each release: {asked}" if asked else ""),
            *images(pictures),
            actions(new, *offers),
        ],
    )


def roles(
    bound: Sequence[Role], granted: Sequence[RightsOfRole] = (), *, command: str = "/release"
) -> Drawn:
    """Who is who in this workspace and what they may do, with *Change…* and *Rights…*."""
    if not bound:
        said = f"No role is known yet. A draft names them: `{escape(command)} draft`."
        return message(said.replace("`", ""), head=[section(said)])
    rows = [
        f"{bold(each.name, 80)}: {people(each.members, most=8)}{_backup(each)}{_may(each, granted)}"
        for each in bound
    ]
    offers = actions(
        button("Change…", buttons.ROLES_EDIT, says="Change who is who"),
        button("Rights…", buttons.RIGHTS_EDIT, says="What roles may do"),
    )
    return _rows("Who is who", rows, "", offers)


def _backup(role: Role) -> str:
    return f" · backup {people(role.backup, most=8)}" if role.backup else ""


def _may(role: Role, granted: Sequence[RightsOfRole]) -> str:
    """` · may start and operate; publish (Web release)`."""
    said = [
        words.listed(each.value for each in one.rights)
        + (f" ({name(one.process_name, 60)})" if one.process else "")
        for one in granted
        if role_key(one.role) == role.key
    ]
    return f" · may {'; '.join(said)}" if said else ""


def audit(reference: str, lines: Sequence[AuditLine]) -> Drawn:
    """The decisions of one release, oldest first; of very many, the latest."""
    title = f"Audit of {reference}"
    rows = []
    for each in lines[-_ROWS:]:
        who = people([each.by]) if each.by else "Drumbeat:"
        why = f": “{name(each.reason, 200)}”" if each.reason else ""
        rows.append(f"{when(each.at)} {who} {name(each.what, 200)}{why}")
    earlier = len(lines) - len(rows)
    hint = f"{counted(earlier, 'earlier entry', 'earlier entries')} not shown" if earlier else ""
    return _rows(title, rows or ["Nothing is recorded yet."], hint)


def _rows(title: str, rows: Sequence[str], hint: str, buttons_row: object = None) -> Drawn:
    packed_rows = ["\n".join(rows[at : at + 5]) for at in range(0, min(len(rows), _ROWS), 5)]
    more = f"and {len(rows) - _ROWS} more" if len(rows) > _ROWS else ""
    tail = [context(more, hint)]
    if isinstance(buttons_row, dict):
        tail.append(buttons_row)
    plain = [name(title), *(each.replace("*", "").replace("`", "") for each in rows[:_ROWS])]
    return message(
        "\n".join(each for each in [*plain, more, hint.replace("`", "")] if each),
        head=[header(title)],
        body=[[section(each)] for each in packed_rows],
        tail=tail,
    )
