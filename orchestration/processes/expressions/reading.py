"""The doors of the package: text in, a tree or a refusal out; data in, a value or a refusal out."""

from __future__ import annotations

from orchestration.processes.expressions.complaints import shown_tree
from orchestration.processes.expressions.evaluation import Data, Evaluation
from orchestration.processes.expressions.kinds import SecretRef, Value, kind_of
from orchestration.processes.expressions.limits import LONGEST_SOURCE, MOST_TOKENS
from orchestration.processes.expressions.parser import tree_of
from orchestration.processes.expressions.refusals import Reason, Refusal, Refused
from orchestration.processes.expressions.texts import copied
from orchestration.processes.expressions.tokens import tokens_of
from orchestration.processes.expressions.tree import Expression, Template


def parse_expression(source: str) -> Expression | Refusal:
    """A bare expression such as `inputs.region == "eu"`, or one with `{{ }}` around all of it."""
    try:
        _check_source(source)
        stripped = source.lstrip(" \t\r\n")
        if not stripped.startswith("{{"):
            return tree_of(tokens_of(source))
        opened_at = len(source) - len(stripped)
        tokens = tokens_of(source, opened_at + 2, opened_at=opened_at)
        after = tokens[-1].at + 2
        if source[after:].strip(" \t\r\n"):
            raise Refused(
                Reason.SYNTAX,
                after,
                "Something follows the }}.",
                "Write the condition as one expression, without {{ and }}.",
            )
        return tree_of(tokens)
    except Refused as refused:
        return refused.refusal


def parse_template(source: str) -> Template | Refusal:
    """Text with any number of `{{ … }}` in it, also none."""
    try:
        _check_source(source)
        return Template(tuple(_parts(source)))
    except Refused as refused:
        return refused.refusal


def evaluate(tree: Expression, data: Data) -> Value | Refusal:
    """The value, in lists and dicts of its own; a secret only as a whole."""
    try:
        evaluation = Evaluation(data)
        value = evaluation.value_of(tree)
        if isinstance(value, SecretRef):
            return value
        return copied(value, tree.at, evaluation.steps)
    except Refused as refused:
        return refused.refusal


def holds(condition: Expression, data: Data) -> bool | Refusal:
    """Whether a condition is true; any other value than true and false is refused."""
    value = evaluate(condition, data)
    if isinstance(value, bool | Refusal):
        return value
    return Refusal(
        Reason.WRONG_TYPE,
        condition.at,
        f"{shown_tree(condition)} is {kind_of(value, condition.at)}, not true or false.",
        'Compare it, as in inputs.region == "eu".',
    )


def render(template: Template, data: Data) -> Value | Refusal:
    """The text with its values filled in; the value itself where the text is one `{{ … }}`."""
    if template.whole is not None:
        return evaluate(template.whole, data)
    try:
        return Evaluation(data).joined(template.parts)
    except Refused as refused:
        return refused.refusal


def _parts(source: str) -> list[str | Expression]:
    parts: list[str | Expression] = []
    at = words = 0
    while (opened_at := source.find("{{", at)) >= 0:
        if opened_at > at:
            parts.append(source[at:opened_at])
        tokens = tokens_of(source, opened_at + 2, opened_at=opened_at)
        words += len(tokens)
        if words > MOST_TOKENS:
            raise Refused(
                Reason.LIMIT,
                opened_at,
                f"The expressions of one text have at most {MOST_TOKENS:,} words and signs.",
                "Split the text.",
            )
        parts.append(tree_of(tokens))
        at = tokens[-1].at + 2
    if at < len(source):
        parts.append(source[at:])
    return parts


def _check_source(source: str) -> None:
    if len(source) > LONGEST_SOURCE:
        raise Refused(
            Reason.LIMIT,
            LONGEST_SOURCE,
            f"This has {len(source):,} characters; {LONGEST_SOURCE:,} are read.",
            "Split it, or put the long part into a document and link to it.",
        )
