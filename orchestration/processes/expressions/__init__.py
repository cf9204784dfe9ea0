"""Expressions: the values and conditions that a process says instead of writing them out.

One grammar, `docs/expressions.md`. Text becomes a tree (`parse_expression`, `parse_template`), a
tree and some data become a value (`evaluate`, `holds`, `render`); where there is none, a `Refusal`
says why. Nothing here raises, looks at a clock, or reaches outside the data that it is given.
"""

from orchestration.processes.expressions.evaluation import Data
from orchestration.processes.expressions.filling import Filled, Unfilled, filled, templates_in
from orchestration.processes.expressions.filters import FILTERS
from orchestration.processes.expressions.kinds import SecretRef, Value
from orchestration.processes.expressions.printing import printed
from orchestration.processes.expressions.reading import (
    evaluate,
    holds,
    parse_expression,
    parse_template,
    render,
)
from orchestration.processes.expressions.references import Reference, references
from orchestration.processes.expressions.refusals import Reason, Refusal
from orchestration.processes.expressions.scope import Layers, scope_of
from orchestration.processes.expressions.tree import Expression, Template

__all__ = [
    "FILTERS",
    "Data",
    "Expression",
    "Filled",
    "Layers",
    "Reason",
    "Reference",
    "Refusal",
    "SecretRef",
    "Template",
    "Unfilled",
    "Value",
    "evaluate",
    "filled",
    "holds",
    "parse_expression",
    "parse_template",
    "printed",
    "references",
    "render",
    "scope_of",
    "templates_in",
]
