"""A value of an input set: typed as its input declares it, or an expression kept as written."""

from __future__ import annotations

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from orchestration.processes.expressions import (
    Data,
    Refusal,
    SecretRef,
    Template,
    filled,
    templates_in,
)
from orchestration.processes.expressions.tree import Path
from orchestration.processes.input_values import Unfit, read_value
from orchestration.processes.inputs import InputSpec, InputType

_REFERENCE = (
    "must be a reference, env:NAME or file:PATH, or {{ inputs.NAME }} of another secret, "
    "never the secret"
)


def says_something(value: JsonValue) -> bool:
    """False for what leaves an input to the next that says it: nothing, and blanks."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def holds_expression(value: JsonValue) -> bool:
    """True where some of it is known only at the moment of use."""
    return any(isinstance(each, Refusal) or _reads(each) for _, each in templates_in(value))


def fitting(spec: InputSpec | None, value: JsonValue) -> JsonValue:
    """The value as its type has it; with expressions in it as it is. Raises `Unfit`.

    Without a specification nothing is declared but the name, and every value fits. A secret may be
    handed on whole, and can never be written out in an expression.
    """
    templates = [each for _, each in templates_in(value)]
    for each in templates:
        if isinstance(each, Refusal):
            mend = f" {each.mend}" if each.mend else ""
            secret = spec is not None and spec.type is InputType.SECRET
            raise Unfit(
                _REFERENCE
                if secret
                else f"has an expression that cannot be read: {each.what}{mend}"
            )
    if any(_reads(each) for each in templates):
        if spec is not None and spec.type is InputType.SECRET and not _hands_on(value, templates):
            raise Unfit(_REFERENCE)
        return value
    return value if spec is None else read_value(spec, value)


def evaluated(spec: InputSpec, value: JsonValue, data: Data) -> JsonValue:
    """The value of what holds expressions, as its type has it; raises `Unfit`."""
    read = filled(value, data)
    for each in read.unfilled:
        mend = f" {each.refusal.mend}" if each.refusal.mend else ""
        raise Unfit(f"cannot be worked out when the release starts: {each.refusal.what}{mend}")
    if isinstance(read.value, SecretRef):
        if spec.type is not InputType.SECRET:
            raise Unfit("is the value of a secret, and only an input of type secret takes one")
        return read_value(spec, read.value.reference)
    return read_value(spec, to_jsonable_python(read.value))


def _reads(template: Template | Refusal) -> bool:
    return isinstance(template, Template) and any(
        not isinstance(part, str) for part in template.parts
    )


def _hands_on(value: JsonValue, templates: list[Template | Refusal]) -> bool:
    whole = [each.whole for each in templates if isinstance(each, Template)]
    return isinstance(value, str) and len(whole) == 1 and isinstance(whole[0], Path)
