"""What somebody wants to see of the calendar, as they type it after `calendar`.

Forgiving: any order and case, plurals, `tag: web` and `tag:web`, quotes, commas. What cannot be
meant is named, with what can be written instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Final

from orchestration import words
from orchestration.calendar.page import Shown, View
from orchestration.errors import Rejected
from orchestration.values import Frozen, name_key

KEYS: Final = ("group", "process", "tag", "team", "service", "environment", "owner", "status")
_ALIASES: Final = {"env": "environment", "state": "status", "processes": "process"}
_VIEWS: Final = {view.value: view for view in View}
_STATES: Final[Mapping[str, tuple[Shown, ...]]] = {
    **{state.value: (state,) for state in Shown},
    "planned": (Shown.PLANNED, Shown.SCHEDULED),
    "succeeded": (Shown.DONE, Shown.PARTLY),
    "partly": (Shown.PARTLY,),
    "cancelled": (Shown.ABORTED,),
    "open": (Shown.PLANNED, Shown.SCHEDULED, Shown.RUNNING, Shown.PAUSED),
}
_TOKEN: Final = re.compile(
    r'(?P<key>[^\s:,"]+)\s*:\s*|"(?P<quoted>[^"]*)(?:"|$)|(?P<word>[^\s,"]+)'
)
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


class Filters(Frozen):
    """Of one kind any is enough, of each kind one has to be there."""

    group: tuple[str, ...] = ()
    process: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    """Slack ids."""
    status: tuple[Shown, ...] = ()

    @property
    def said(self) -> str:
        """`group: Payments weekly · status: failed, missed`; owners are left to be named."""
        kept = [key for key in KEYS if key != "owner" and getattr(self, key)]
        return " · ".join(f"{key}: {', '.join(getattr(self, key))}" for key in kept)


class CalendarAsked(Frozen):
    """A page of the calendar, as somebody wants it."""

    view: View = View.MONTH
    day: date
    filters: Filters = Filters()


def read_asked(text: str, *, today: date, by: str) -> CalendarAsked:
    """From `week tag:web owner:me 2026-12-24`; raises `Rejected` naming what cannot be read."""
    view, day = View.MONTH, today
    kept: dict[str, list[str]] = {}
    key = ""
    for found in _TOKEN.finditer(text):
        if named := found["key"]:
            key = _key(named)
            continue
        word = found["quoted"] if found["quoted"] is not None else found["word"]
        if key:
            kept.setdefault(key, []).append(word)
            # A comma goes on with the same filter.
            key = key if text[found.end() :].lstrip().startswith(",") else ""
        elif word.lower() in _VIEWS:
            view = _VIEWS[word.lower()]
        elif word.lower() != "today":
            day = _day(word)
    if key:
        raise Rejected(f"After `{key}:` comes what to show, such as {_example(key)}.")
    return CalendarAsked(view=view, day=day, filters=_filters(kept, by))


def _key(named: str) -> str:
    plain = named.lower().rstrip(":")
    plain = _ALIASES.get(plain, plain)
    for key in KEYS:
        if plain in {key, f"{key}s"}:
            return key
    near = get_close_matches(plain, KEYS, n=1)
    meant = f" Did you mean `{near[0]}:`?" if near else ""
    known = words.listed(f"`{each}:`" for each in KEYS)
    raise Rejected(
        f"The calendar has no filter “{words.quote(named, 40)}”.{meant} There are {known}."
    )


def _day(word: str) -> date:
    found = _MONTH.fullmatch(word)
    if not found:
        near = get_close_matches(word.lower(), [*View, *KEYS], n=1)
        meant = f" Did you mean `{near[0]}`?" if near else ""
        raise Rejected(
            f"“{words.quote(word, 40)}” says nothing to the calendar.{meant} Write `day`, `week`, "
            "`month` or `quarter`, a date such as `2026-12-24`, or a filter such as `tag:backend`. "
            "A name of several words stands in quotes."
        )
    year, month, day = (int(each) if each else 1 for each in found.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Rejected(f"There is no day {words.quote(word, 40)}.") from error


def _filters(kept: dict[str, list[str]], by: str) -> Filters:
    fields: dict[str, tuple[object, ...]] = {
        key: tuple(dict.fromkeys(each)) for key, each in kept.items()
    }
    if "owner" in kept:
        fields["owner"] = tuple(dict.fromkeys(_owner(each, by) for each in kept["owner"]))
    if "status" in kept:
        states = (state for each in kept["status"] for state in _states(each))
        fields["status"] = tuple(dict.fromkeys(states))
    return Filters.model_validate(fields)


def _owner(word: str, by: str) -> str:
    found = re.fullmatch(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|([UW][A-Z0-9]{7,})", word)
    if found:
        return found[1] or found[2]
    if name_key(word.lstrip("@")) in {"me", "mine"}:
        return by
    raise Rejected(
        f"An owner is somebody you mention, such as `owner:@dana`, or `owner:me`; not "
        f"“{words.quote(word, 40)}”."
    )


def _states(word: str) -> tuple[Shown, ...]:
    states = _STATES.get(word.lower())
    if states is None:
        known = words.listed(_STATES)
        raise Rejected(f"There is no status “{words.quote(word, 40)}”. There are {known}.")
    return states


def _example(key: str) -> str:
    return {"owner": "`owner:me`", "status": "`status:failed`"}.get(key, f"`{key}:payments`")
