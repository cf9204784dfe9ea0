"""The pipelines an operator listed, and what a test of their connection showed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import Element, button
from bot.views.store import carried
from bot.views.text import bold, cut_markup, escape, name, prose
from bot.views.wording import counted
from orchestration import words
from orchestration.pipelines.model import Pipeline
from orchestration.pipelines.server_provider import Tested

MOST = 20
_ROW = 600
SYSTEMS = {
    "command": "Program on Drumbeat's machine",
    "http": "Server over HTTP",
    "github": "GitHub Actions",
    "gitlab": "GitLab CI",
}


def draw(
    found: Sequence[Pipeline],
    of: int,
    query: str,
    *,
    testable: Sequence[str],
    command: str = "/release",
) -> Drawn:
    """A row for each; `testable` are the connections that the person may test."""
    if not of:
        return _empty()
    said = counted(of, "pipeline", "pipelines")
    if query:
        fit = "fits" if len(found) == 1 else "fit"
        said = f"{len(found)} of {said} {fit} “{name(query, 60)}”"
    more = f"and {len(found) - MOST} more" if len(found) > MOST else ""
    hint = (
        f"`{escape(command)} store pipelines WORDS` searches names, tags, connections and what "
        "they are for. A step runs the pipeline that its process names; the operator lists them."
    )
    rows = [cut_markup(_row(each), _ROW) for each in found[:MOST]]
    tests = [_test(each) for each in testable[:5]]
    return message(
        "\n".join(each for each in [said, *map(_plain, rows), more] if each),
        head=[header("Pipelines"), context(said)],
        body=[[section(each)] for each in rows],
        tail=[actions(*tests), context(more, hint)],
    )


def _test(connection: str) -> Element:
    about = carried.ConnectionButton(connection=connection)
    label = f"Test {connection}"
    return button(label[:75], f"{carried.TEST}.{connection}"[:255], about)


def tested(connection: str, result: Tested) -> Drawn:
    """What its server said of every pipeline on it, what is wrong first."""
    if result.bad:
        said = f"{name(connection, 60)}: {counted(len(result.bad), 'thing')} to mend."
    else:
        pipelines = counted(len(result.good), "pipeline", "pipelines")
        said = f"{name(connection, 60)} answers, and {pipelines} on it can be asked for."
    rows = [f":warning: {prose(each, 500)}" for each in result.bad]
    rows += [f":white_check_mark: {prose(each, 300)}" for each in result.good]
    note = "Nothing was started."
    return message(
        "\n".join([said, *result.bad, *result.good, note]),
        head=[section(said)],
        body=[[section(each)] for each in rows[:MOST]],
        tail=[context(note)],
    )


def _row(each: Pipeline) -> str:
    where = escape(SYSTEMS.get(each.provider, each.provider))
    if each.location:
        where += f": {name(each.location, 150)}, by way of {name(each.connection, 60)}"
    takes = ", ".join(_input(each, one) for one in each.inputs) or "nothing"
    gives = f" Gives {', '.join(name(one, 60) for one in each.outputs)}." if each.outputs else ""
    usual = f" Usually takes {words.length(each.expected)}." if each.expected else ""
    tags = f"Tagged {', '.join(name(one, 40) for one in each.tags)}." if each.tags else ""
    rows = [
        bold(each.name, 100),
        prose(" ".join(each.description.split()), 200),
        where,
        f"Takes {takes}.{gives}{usual}",
        tags,
    ]
    return "\n".join(row for row in rows if row)


def _input(pipeline: Pipeline, one: str) -> str:
    kind = pipeline.types.get(one, "string")
    return name(one, 60) if kind == "string" else f"{name(one, 60)} ({kind})"


def _empty() -> Drawn:
    said = (
        "No pipelines are listed, so every step is run by hand. The operator lists them in the "
        "file that DRUMBEAT_PIPELINES names."
    )
    return message(said, head=[section(said)])


def _plain(marked: str) -> str:
    return marked.replace("*", "").replace("\n", " · ")
