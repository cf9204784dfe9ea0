"""What an occurrence is called: its group's template, filled in."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from orchestration.errors import Rejected
from orchestration.groups.model import NAME_TEMPLATE
from orchestration.processes.expressions import (
    Refusal,
    Template,
    parse_template,
    references,
    render,
)
from orchestration.values import Frozen, plain_line
from orchestration.words import listed, quote

NAMES: Final = ("group", "date", "number", "version")
"""What a template can read."""
LONGEST_NAME: Final = 80


class Naming(Frozen):
    """What a template reads of one occurrence."""

    group: str
    """The group's name."""
    date: datetime
    """The local time at which it is due, with its zone."""
    number: int
    """That of its reference: 142 of `PAY-142`."""
    version: str


def name_of(template: str, naming: Naming) -> str:
    """One line; raises `Rejected` saying what the template asks that cannot be."""
    name = render(_parsed(template), dict(naming))
    if isinstance(name, Refusal):
        raise _refused(template, str(name))
    line = plain_line("" if name is None else str(name), LONGEST_NAME)
    if not line:
        raise _refused(template, "It gives an empty name.")
    return line


def check_template(template: str) -> None:
    """Raises `Rejected` for a template that does not parse, or reads what is not there."""
    tree = _parsed(template)
    for each in references(tree):
        if each.path[0] not in NAMES:
            raise _refused(
                template, f"“{each}” is not known there; a name can say {listed(NAMES)}."
            )
    sample = datetime(2028, 2, 29, 10, 0, tzinfo=ZoneInfo("UTC"))
    name_of(template, Naming(group="Group", date=sample, number=1, version="1.0.0"))


def _parsed(template: str) -> Template:
    tree = parse_template(template)
    if isinstance(tree, Refusal):
        raise _refused(template, str(tree))
    return tree


def _refused(template: str, why: str) -> Rejected:
    return Rejected(
        f"The releases cannot be called “{quote(template, 60)}”: {quote(why, 300)} "
        f"Write for example {NAME_TEMPLATE}"
    )
