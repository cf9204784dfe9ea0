"""All release groups, a page at a time: what each is, when it is due next, and whose that is."""

from __future__ import annotations

from bot.views.blocks import Drawn, Group, actions, context, header, message, section
from bot.views.elements import Block, button
from bot.views.groups import carried
from bot.views.text import bold, escape, name, people, when
from bot.views.wording import counted
from orchestration import words
from orchestration.read_models.group_cards import GroupLine, GroupsPage

_NAMED = 5


def draw(page: GroupsPage, *, command: str = "/release") -> Drawn:
    if not page.total:
        return _none(page, command)
    hint = f"`{escape(command)} groups WORDS` finds some; `{escape(command)} group NAME` shows one."
    title = _title(page)
    text = [title, *(_as_text(each) for each in page.lines), _unreadable(page)]
    said = [*filter(None, text), hint.replace("`", "")]
    return message(
        "\n".join(said),
        head=[header(title), section(text[-1]) if page.unreadable else None],
        body=[_row(each) for each in page.lines],
        tail=[context(_place(page), hint), _buttons(page)],
    )


def _none(page: GroupsPage, command: str) -> Drawn:
    if page.words:
        said = f"No release group is called or tagged “{name(page.words, 60)}”."
        said += f" `{escape(command)} groups` lists them all."
    else:
        said = "There is no release group yet. A group makes releases of one process on a cadence."
        if not page.may_make:
            said += " Who may publish a process can make one."
    said = "\n".join(filter(None, (said, _unreadable(page))))
    return message(said.replace("`", ""), head=[section(said), _buttons(page)])


def _unreadable(page: GroupsPage) -> str:
    if not page.unreadable:
        return ""
    named = [f"“{name(each, 60)}”" for each in page.unreadable[:_NAMED]]
    more = len(page.unreadable) - len(named)
    named += [f"{more} more"] if more else []
    return (
        f"⚠ What was kept of {words.listed(named)} cannot be read, so nothing is planned there. "
        "All others go on. Ask whoever runs Drumbeat: drumbeat doctor says what to do."
    )


def _title(page: GroupsPage) -> str:
    found = counted(page.total, "release group")
    return f"{found} with “{name(page.words, 60)}”" if page.words else found


def _row(line: GroupLine) -> Group:
    about = carried.GroupButton(group_id=line.group_id)
    show = button("Open", carried.SHOW, about, says=f"Open the group {line.name}")
    facts = f"{bold(line.name, 80)} · {name(line.process, 80)}{_state(line)}"
    return [section(f"{facts}\n{_cadence(line)}\n{_next(line)}", accessory=show)]


def _state(line: GroupLine) -> str:
    if line.archived:
        return " · ■ archived"
    if line.paused:
        return " · ❚❚ paused"
    return " · ⚠ nothing could be made" if line.trouble else ""


def _cadence(line: GroupLine) -> str:
    said = name(line.cadence, 200)
    return f"{said[:1].upper()}{said[1:]}" if said else "Made by hand"


def _next(line: GroupLine) -> str:
    if line.next_at is None:
        return "Nothing is planned"
    owner = f", {people([line.next_owner])}" if line.next_owner else ""
    return f"Next: {when(line.next_at)}{owner}"


def _as_text(line: GroupLine) -> str:
    return f"{name(line.name, 80)}: {_cadence(line)}. {_next(line)}{_state(line)}."


def _place(page: GroupsPage) -> str:
    return f"Page {page.page + 1} of {page.pages}" if page.pages > 1 else ""


def _buttons(page: GroupsPage) -> Block | None:
    new = button("New group…", carried.NEW, style="primary", says="New release group")
    return actions(
        _turn(page, -1, "Previous") if page.page else None,
        _turn(page, 1, "Next") if page.page + 1 < page.pages else None,
        new if page.may_make else None,
        block_id="groups.buttons",
    )


def _turn(page: GroupsPage, by: int, label: str) -> Block:
    to = carried.Listed(words=page.words[:200], page=page.page + by)
    return button(label, f"{carried.LIST}.{label.lower()}", to, says=f"{label} page of groups")
