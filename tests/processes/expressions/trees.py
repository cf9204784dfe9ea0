"""Any expression that can be written, and any data that JSON and dates can hold."""

from __future__ import annotations

from datetime import timedelta, timezone

from hypothesis import strategies as st

from orchestration.processes.expressions import FILTERS, SecretRef
from orchestration.processes.expressions.limits import MOST_DIGITS
from orchestration.processes.expressions.tree import (
    AllOf,
    AnyOf,
    Comparison,
    FilterCall,
    Filtered,
    Joined,
    ListOf,
    Literal,
    Not,
    Operator,
    Path,
)

ROOTS = ("inputs", "phases", "date", "build-web", "_x")
NAMES = ("a", "b-c", "2fa", "größe", "in", "with space", 'quo"te', "")
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
fractions = st.decimals(-1000, 1000, places=3).map(lambda each: float(str(each)))
literals = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**MOST_DIGITS) + 1, 10**MOST_DIGITS - 1),
    fractions,
    texts,
).map(Literal)
paths = st.builds(
    lambda root, rest: Path((root, *rest)),
    st.sampled_from(ROOTS),
    st.lists(st.one_of(st.sampled_from(NAMES), st.integers(0, 3)), max_size=3),
)


def _filter_calls(inner):
    def of(name):
        wanted = FILTERS[name]
        sizes = {"min_size": wanted.least_arguments, "max_size": len(wanted.arguments)}
        return st.lists(inner, **sizes).map(lambda given: FilterCall(name, tuple(given)))

    return st.sampled_from(sorted(FILTERS)).flatmap(of)


def _several(inner, *, least=2):
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


def _larger(inner):
    return st.one_of(
        st.builds(ListOf, _several(inner, least=0)),
        st.builds(Joined, _several(inner)),
        st.builds(AllOf, _several(inner)),
        st.builds(AnyOf, _several(inner)),
        st.builds(Not, inner),
        st.builds(Comparison, inner, st.sampled_from(Operator), inner),
        st.builds(
            Filtered, inner, st.lists(_filter_calls(inner), min_size=1, max_size=3).map(tuple)
        ),
    )


trees = st.recursive(st.one_of(literals, paths), _larger, max_leaves=12)

_zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.datetimes(timezones=st.one_of(st.none(), _zones)),
    st.builds(SecretRef, st.just("env:X")),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=8,
)
data = st.dictionaries(st.sampled_from(ROOTS), values, max_size=4)
words = (
    "and",
    "or",
    "not",
    "true",
    "null",
    "1",
    "-2.5",
    " ",
    "default(",
    "format('%Y')",
    "é",
    "\n",
)
marks = (*"()[]|~!.,'\"\\-+{}%", "{{", "}}", "||", "&&")
signs = st.sampled_from((*ROOTS, *NAMES[:3], *FILTERS, *Operator, *words, *marks))
sources = st.one_of(st.text(max_size=40), st.lists(signs, max_size=25).map("".join))
