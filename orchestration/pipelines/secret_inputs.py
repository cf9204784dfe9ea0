"""Secrets among a run's inputs: which a pipeline may be given, and their values when it starts.

People name a secret by reference. Only references that the operator listed for the pipeline are
followed: whoever may start a release is not thereby allowed to read this machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from orchestration.pipelines.references import is_ours, is_reference, resolved_value


def _each_by_itself(value: Any) -> dict[Any, Any]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("must be a list of references, such as [env:NAME]")
    return {each: each for each in value}


def _are_references(secrets: dict[str, str]) -> dict[str, str]:
    for each in secrets:
        if not is_reference(each):
            raise ValueError("must list references such as env:NAME or file:PATH, never a secret")
        if is_ours(each):
            raise ValueError(f"cannot hand on {each[4:]}: give the pipeline a secret of its own")
    return secrets


SecretList = Annotated[
    dict[str, str], BeforeValidator(_each_by_itself), AfterValidator(_are_references)
]
"""Written as a list; each reference as people write it, with where it leads from the file."""


def secret_values(
    given: Mapping[str, str], allowed: Mapping[str, str], environ: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """The values by input, and in words which references may not be followed or lead nowhere."""
    values, problems = dict[str, str](), list[str]()
    for name, reference in given.items():
        if reference not in allowed:
            problems.append(
                f"its input {name} refers to {reference}; list that under `secrets` of this "
                "pipeline in the pipelines file if it may have it"
            )
            continue
        value = resolved_value(allowed[reference], environ)
        if value is None or "\0" in value:
            problems.append(
                f"its input {name} refers to {reference}, which is missing or cannot be read"
            )
        else:
            values[name] = value
    return values, problems
