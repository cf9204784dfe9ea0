"""A document that a process is drafted from, as the core sees it."""

from __future__ import annotations

from orchestration.processes.tabular.model import Table
from orchestration.values import Frozen


class Document(Frozen):
    """What a person attached, read: words, or tables whose rows are activities."""

    name: str
    text: str = ""
    tables: tuple[Table, ...] = ()
