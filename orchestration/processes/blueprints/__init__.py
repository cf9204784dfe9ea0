"""Starting points: whole processes to be changed, each a file beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from orchestration.processes.code.reading import read_process
from orchestration.processes.model import Process
from orchestration.values import Frozen

NAMES: Final = ("standard", "hotfix", "train", "mobile")
"""In the order in which they are offered."""


class Blueprint(Frozen):
    """A process that nobody uses as it is."""

    name: str
    """`standard`, as on the command line."""
    text: str
    """Its YAML with comments, to be kept and changed."""
    process: Process


@cache
def blueprints() -> tuple[Blueprint, ...]:
    """All of them, read once."""
    return tuple(_read(each) for each in NAMES)


def blueprint(name: str) -> Blueprint | None:
    return next((each for each in blueprints() if each.name == name.strip().lower()), None)


def _read(name: str) -> Blueprint:
    text = files(__name__).joinpath(f"{name}.yaml").read_text("utf-8")
    process = read_process(text).process
    if process is None:
        raise ValueError(f"the blueprint {name} cannot be read")
    return Blueprint(name=name, text=text, process=process)
