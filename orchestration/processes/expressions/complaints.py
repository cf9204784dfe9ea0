"""What a person reads where an expression does not parse: what stands there, what belongs there."""

from __future__ import annotations

from orchestration.processes.expressions.filters import FILTERS, Filter
from orchestration.processes.expressions.nearest import nearest
from orchestration.processes.expressions.printing import printed
from orchestration.processes.expressions.refusals import Reason, Refused
from orchestration.processes.expressions.tokens import Token, TokenKind
from orchestration.processes.expressions.tree import Comparison, Expression, Path
from orchestration.values import plain_line

_MEANT = {"none": "null", "nil": "null", "undefined": "null", "is": "==", "eq": "==", "ne": "!="}
_WORDS = ("and", "or", "not", "in", "true", "false", "null")
_STATEMENTS = {"if", "else", "for", "import", "lambda", "def", "return", "set", "while", "with"}


def nothing(token: Token) -> Refused:
    return _syntax(token, "There is no expression here.", "Name a value, such as inputs.version.")


def unexpected(token: Token, after: Expression) -> Refused:
    """Something follows a whole expression."""
    shown = shown_token(token)
    if token.kind is TokenKind.SIGN and token.text == "(":
        return _syntax(token, "Nothing can be called here.", "Use a filter: inputs.name | upper.")
    if token.text == ".":
        return _syntax(token, "A dot follows a name only.", "Read the parts of inputs and outputs.")
    if mend := misspelt(token.text) if token.kind is TokenKind.NAME else None:
        return _syntax(token, f"{shown} cannot stand here.", mend)
    return _syntax(
        token,
        f"{shown} cannot follow {shown_tree(after)}.",
        "Between two values stands an operator: ==, and, or, ~ …",
    )


def chained(token: Token) -> Refused:
    return _syntax(
        token, "Two comparisons stand in a row.", "Write a < b and b < c, or use brackets."
    )


def no_operand(token: Token) -> Refused:
    if token.kind is TokenKind.END:
        return _syntax(token, "The expression ends too early.", "A value is missing at its end.")
    return _syntax(
        token, f"A value is missing before {shown_token(token)}.", "Name one, or take the sign out."
    )


def no_step(token: Token) -> Refused:
    return _syntax(
        token, "A name is missing after the dot.", 'Write inputs.version, or inputs["my version"].'
    )


def no_index(token: Token) -> Refused:
    return _syntax(
        token,
        f"{shown_token(token)} cannot stand in these brackets.",
        'Write a number from 0 up, a quoted name such as ["version"], or use the filter last.',
    )


def no_filter(token: Token) -> Refused:
    return _syntax(
        token, "A filter's name is missing after the |.", "Write one such as | upper, or || for or."
    )


def unknown_filter(token: Token) -> Refused:
    near = nearest(token.text, FILTERS)
    mend = f"Did you mean “{near}”?" if near else f"There are {', '.join(sorted(FILTERS))}."
    return Refused(Reason.UNKNOWN, token.at, f"Unknown filter {shown_token(token)}.", mend)


def arguments(token: Token, wanted: Filter, given: int) -> Refused:
    return _syntax(
        token, f"The filter “{token.text}” was given {_values(given)}.", f"Write {wanted.usage}."
    )


def call(path: Path, token: Token) -> Refused:
    name = str(path.steps[-1])
    near = name if name in FILTERS else nearest(name, FILTERS)
    mend = f"Write it as a filter: … | {near}." if near else "Use a filter: inputs.name | upper."
    return _syntax(token, f"{shown_tree(path)} cannot be called; nothing can.", mend)


def unclosed(opened: Token, token: Token, closing: str) -> Refused:
    """A bracket is open, and something other than its end comes."""
    if token.kind is TokenKind.END:
        return _syntax(opened, f"This {opened.text} is never closed.", f"Add {closing}.")
    return _syntax(
        token,
        f"{shown_token(token)} stands where {closing} or an operator belongs.",
        f"Close the {opened.text} before it, or add what is missing.",
    )


def misspelt(word: str) -> str | None:
    """What another language's word is called here, where it can be nothing else."""
    folded = word.casefold()
    if folded in _WORDS:
        return f"Write {folded}." if word != folded else f"“{word}” belongs between values."
    if folded in _STATEMENTS:
        return "An expression is one value; there are no statements and no loops."
    return f"Write {_MEANT[folded]}." if folded in _MEANT else None


def no_name_of_data(token: Token) -> Refused:
    return _syntax(token, f"{shown_token(token)} is not a name of data.", "No name begins with __.")


def shown_token(token: Token) -> str:
    if token.kind is TokenKind.END:
        return "the end"
    return f"“{plain_line(token.text, 40)}”"


def shown_tree(tree: Expression) -> str:
    """A part of the expression, as it would be written, short enough for a sentence."""
    text = plain_line(printed(tree), 80)
    return f"({text})" if isinstance(tree, Comparison) else text


def _values(number: int) -> str:
    return {0: "no value", 1: "one value"}.get(number, f"{number} values")


def _syntax(token: Token, what: str, mend: str) -> Refused:
    return Refused(Reason.SYNTAX, token.at, what, mend)
