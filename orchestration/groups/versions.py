"""Which version an occurrence carries: what its group's rule makes of those there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from itertools import count
from typing import Final, Literal

import semver

from orchestration.errors import Rejected
from orchestration.groups.model import VersionKind, VersionRule
from orchestration.words import quote

LONGEST_PATTERN: Final = 40
_NOTHING: Final = semver.Version(0, 0, 0)
_PARTS: Final[dict[VersionKind, Literal["major", "minor", "patch"]]] = {
    VersionKind.SEMVER_MAJOR: "major",
    VersionKind.SEMVER_MINOR: "minor",
    VersionKind.SEMVER_PATCH: "patch",
}
_MICRO: Final = "MICRO"
_WORDS: Final[dict[str, Callable[[date, int], str]]] = {
    "YYYY": lambda _day, year: f"{year}",
    "0Y": lambda _day, year: f"{year % 100:02}",
    "YY": lambda _day, year: f"{year % 100}",
    "0M": lambda day, _year: f"{day.month:02}",
    "MM": lambda day, _year: f"{day.month}",
    "0W": lambda day, _year: f"{day.isocalendar().week:02}",
    "WW": lambda day, _year: f"{day.isocalendar().week}",
    "0D": lambda day, _year: f"{day.day:02}",
    "DD": lambda day, _year: f"{day.day}",
}
_WORD: Final = re.compile("|".join((*_WORDS, _MICRO)))


def next_version(rule: VersionRule, known: Collection[str], on: date) -> str:
    """The version after all that are known, on a day; empty where people say it themselves.

    Whoever said it, rule or person: the next follows from the highest, and none comes twice.
    """
    match rule.kind:
        case VersionKind.MANUAL:
            return ""
        case VersionKind.CALVER:
            return _by_calendar(rule.pattern, known, on)
        case _:
            return _by_semver(rule, known)


def check_rule(rule: VersionRule) -> None:
    """Raises `Rejected` where no version can follow from it."""
    if rule.kind is VersionKind.CALVER:
        _check_pattern(rule.pattern)
        if rule.first:
            raise Rejected(
                "A version by the calendar follows from its day; leave the first version empty."
            )
    elif rule.kind is not VersionKind.MANUAL and rule.first and _read(rule.first) is None:
        raise Rejected(
            f"“{quote(rule.first, 40)}” is no semantic version. Write the first one as 1.4.0."
        )


def _by_semver(rule: VersionRule, known: Iterable[str]) -> str:
    first = _read(rule.first) if rule.first else None
    last = max(
        (read for each in known if (read := _read(each)) is not None),
        key=lambda each: each[1],
        default=None,
    )
    if first is not None and (last is None or last[1] < first[1]):
        return rule.first.strip()
    sign, version = last or ("", _NOTHING)
    return f"{sign}{version.next_version(_PARTS[rule.kind])}"


def _read(text: str) -> tuple[str, semver.Version] | None:
    """A `v` before it and the version; `4.2` is 4.2.0. None for what is none."""
    plain = text.strip()
    sign = plain[:1] if plain[:1] in {"v", "V"} else ""
    try:
        return sign, semver.Version.parse(plain.removeprefix(sign), optional_minor_and_patch=True)
    except ValueError:
        return None


def _by_calendar(pattern: str, known: Collection[str], on: date) -> str:
    """The lowest number above those of the same day, where the pattern has one; else `.1`."""
    before, micro, after = _filled(pattern, on).partition(_MICRO)
    if micro:
        shape = re.compile(f"{re.escape(before)}([0-9]{{1,9}}){re.escape(after)}")
        taken = (int(found[1]) for each in known if (found := shape.fullmatch(each.strip())))
        return f"{before}{max(taken, default=-1) + 1}{after}"
    if before not in known:
        return before
    return next(each for n in count(1) if (each := f"{before}.{n}") not in known)


def _filled(pattern: str, on: date) -> str:
    """ISO weeks belong to ISO years: the last days of December may be week 1 of the next."""
    by_week = any(word in {"0W", "WW"} for word in _WORD.findall(pattern))
    year = on.isocalendar().year if by_week else on.year
    return _WORD.sub(
        lambda found: _MICRO if found[0] == _MICRO else _WORDS[found[0]](on, year), pattern
    )


def _check_pattern(pattern: str) -> None:
    there = ", ".join((*_WORDS, _MICRO))
    hint = f"It is made of {there} (calver.org) with dots between: YYYY.0M.MICRO."
    shown = quote(pattern, LONGEST_PATTERN)
    words = _WORD.findall(pattern)
    if not pattern.strip() or len(pattern) > LONGEST_PATTERN:
        raise Rejected(f"A version by the calendar needs a short pattern. {hint}")
    unknown = re.search(r"[A-Z]{2,}", _WORD.sub(" ", pattern))
    if unknown:
        raise Rejected(f"“{unknown[0]}” in the pattern “{shown}” is not known. {hint}")
    if not re.fullmatch(r"[a-z.\-_+ ]*", _WORD.sub("", pattern)) or " " in pattern:
        raise Rejected(f"The pattern “{shown}” has signs that no version has. {hint}")
    if not any(each in {"YYYY", "0Y", "YY"} for each in words):
        raise Rejected(f"The pattern “{shown}” names no year, so versions would repeat. {hint}")
    if len(set(words)) != len(words):
        raise Rejected(f"The pattern “{shown}” says something twice. {hint}")
