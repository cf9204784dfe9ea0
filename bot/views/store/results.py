"""What a search of the activity store found, a page at a time, each with *Show*."""

from __future__ import annotations

from bot.views.blocks import Drawn, Group, actions, context, header, message, section
from bot.views.elements import Element, button
from bot.views.store import carried, words
from bot.views.text import bold, cut_markup, escape, listed, name, people, prose
from bot.views.wording import counted
from orchestration.read_models.store_cards import StoreLine, StoreResults
from orchestration.values import name_key

_ROW, _TEXT_ROW = 700, 420
_LONGEST_QUERY = 200


def draw(results: StoreResults, *, command: str = "/release") -> Drawn:
    if not results.of:
        return _empty(command)
    if not results.total:
        return _nothing(results, command)
    said = _said(results)
    hint = f"`{escape(command)} store WORDS` searches names, tags and descriptions."
    after = results.total - results.before - len(results.lines)
    more = f"and {after} more" if after else ""
    rows = [cut_markup(_plain(_row(each)), _TEXT_ROW) for each in results.lines]
    return message(
        "\n".join(each for each in [said.replace("*", ""), *rows, more, _plain(hint)] if each),
        head=[header("Activity store"), context(said)],
        body=[_group(each) for each in results.lines],
        tail=[actions(*_pages(results, after)), context(more, hint)],
    )


def _said(results: StoreResults) -> str:
    """`12 activities`, `3 of 12 activities fit “deploy”; those of the team web come first`."""
    of = counted(results.of, "activity", "activities")
    if results.query.strip():
        fit = "fits" if results.total == 1 else "fit"
        said = f"{results.total} of {of} {fit} “{name(results.query, 60)}”"
    else:
        said = of
    first = results.before + 1
    if results.before or len(results.lines) < results.total:
        said += f", {first} to {results.before + len(results.lines)} here"
    team = name_key(results.team or "")
    theirs = team and any(name_key(each.summary.team or "") == team for each in results.lines)
    return f"{said}; those of the team {name(results.team or '', 60)} first" if theirs else said


def _group(line: StoreLine) -> Group:
    about = carried.StoreButton(activity_id=line.summary.id)
    show = button("Show", carried.SHOW, about, says=f"Show {line.summary.name}")
    return [section(cut_markup(_row(line), _ROW), accessory=show)]


def _row(line: StoreLine) -> str:
    summary, activity = line.summary, line.activity
    takes, gives = words.takes(activity), words.gives(activity)
    data = [f"Takes {takes or 'nothing'}.", f"Gives {gives}." if gives else ""]
    data.append(f"Owner {people([summary.owner])}.")
    rows = [
        bold(summary.name, 100),
        words.deprecated(summary),
        words.about(summary, activity),
        prose(" ".join(summary.description.split()), 160),
        " ".join(each for each in data if each),
    ]
    return "\n".join(each for each in rows if each)


def _pages(results: StoreResults, after: int) -> list[Element]:
    def page(label: str, at: int) -> Element:
        about = carried.PageButton(query=results.query[:_LONGEST_QUERY], at=at)
        return button(label, f"{carried.PAGE}.{label.lower()}", about)

    size = max(len(results.lines), 1)
    back = [page("Back", max(results.before - size, 0))] if results.before else []
    return [*back, *([page("More", results.before + size)] if after else [])]


def _nothing(results: StoreResults, command: str) -> Drawn:
    tags = listed([f"“{name(each, 40)}”" for each in results.tags])
    there = f"Its {counted(results.of, 'activity', 'activities')}"
    tagged = f" {there} are tagged {tags}." if tags else ""
    said = f"Nothing in the store fits “{name(results.query, 60)}”.{tagged}"
    hint = f"`{escape(command)} store` lists everything."
    return message(_plain(f"{said} {hint}"), head=[section(f"{said} {hint}")])


def _empty(command: str) -> Drawn:
    said = (
        "The activity store is empty. *Add to the store…* on the card of a process "
        f"(`{escape(command)} process NAME`) puts one of its activities there for others, and "
        f"`{escape(command)} process import` takes one as a YAML file."
    )
    return message(_plain(said), head=[section(said)])


def _plain(marked: str) -> str:
    return marked.replace("*", "").replace("`", "").replace("\n", " · ")
