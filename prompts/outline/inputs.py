"""What changes from release to release: versions, dates, names that the text leaves to fill in."""

from __future__ import annotations

import re
from typing import Final

from orchestration.processes.proposal import ProposedInput

MOST_INPUTS: Final = 8
_ASSIGNED = re.compile(
    r"(?m)^\s*(?:export |set |\$env:|setenv )?([A-Z][A-Z0-9_]{1,40})=[\"']?([^\s\"'`$()]{1,60})[\"']?\s*$"
)
_ANGLED = re.compile(r"<([a-zA-Z][\w .-]{1,38}[\w])>(?!\()")
_BRACED = re.compile(r"\{\{?\s*([a-zA-Z][\w.-]{1,38})\s*\}?\}|%([A-Z][A-Z_]{2,30})%")
_VARIABLE = re.compile(r"\$\{?([A-Z][A-Z0-9_]{2,40})\b")
_VERSION_SHAPE = re.compile(
    r"(?<![\w.])v?(?:[XxMN]\.[YyXxm]{1,2}(?:\.[ZzYyp\w]{1,2})?|\d+\.[xXyY](?:\.[xXzZyY])?|YYYY\.MM\w*|[xX]{1,2}\.[xX]{1,2})\b"
)
_DATE_SHAPE = re.compile(r"\bYYYY-MM-DD\b|(?i:\brelease date\b|\bscheduled date\b)")
_SPEAKS_OF_VERSION = re.compile(
    r"(?i)\bversions?\b|\bv?\d+\.\d+\.\d+\b|\brelease candidate\b|\brcs?\b|\btags?\b|\breleases?\b|\bbranch\b"
)
_HTML: Final = frozenset("br p b i em strong a div span img details summary sub sup code pre ul ol li table tr td th hr kbd h1 h2 h3 h4 h5 h6 "
                         "input label center html body u s del font small section nobr tt title head meta link script style".split())  # fmt: skip
_AMBIENT: Final = frozenset("HOME PATH USER PWD SHELL EOF TMPDIR EDITOR TOKEN GITHUB_TOKEN GPG_TTY PASSWORD SECRET LANG JAVA_HOME CI GOPATH "
                            "USERNAME OSTYPE HOSTNAME".split())  # fmt: skip
_PERSONAL = re.compile(
    r"(?i)\b(?:your|my|user|username|password|token|secret|key|email|e-mail|path|url|link|file|directory|name here|commit|sha|id|hash|old|previous|command|arguments?|company)\b"
)


def inputs_of(text: str, *, braces: bool = True) -> tuple[ProposedInput, ...]:
    """Name them as the text does; several spellings of the version are one input."""
    found: dict[str, ProposedInput] = {}

    def add(name: str, said: str) -> None:
        key = _canonical(name)
        if key and key not in found and len(found) < MOST_INPUTS:
            found[key] = ProposedInput(name=name.strip()[:80], description=said.strip()[:300])

    for name, value in _ASSIGNED.findall(text):
        if name not in _AMBIENT and not name.startswith("GIT_") and "TOKEN" not in name:
            add(name, f"e.g. {value}")
    assigned = bool(found)
    for name in _ANGLED.findall(text):
        words = re.sub(r"[-_.]+", " ", name).strip()
        if (
            name.lower().split()[0] not in _HTML
            and not _PERSONAL.search(words)
            and len(words.split()) <= 3
        ):
            add(words.lower(), f"<{name}> in the text")
    for pair in _BRACED.findall(text) if braces else ():
        words = re.sub(r"[-_.]+", " ", pair[0] or pair[1]).strip()
        if not _PERSONAL.search(words) and len(words) > 2:
            add(words.lower(), "a placeholder in the text")
    if not assigned:
        for name in _VARIABLE.findall(text):
            if name not in _AMBIENT and (
                "VERSION" in name or "RELEASE" in name or name in ("TAG", "RC")
            ):
                add(name, f"${name} in the text")
    if "version" not in found and (shape := _VERSION_SHAPE.search(text)):
        add("version", f"{shape.group(0)} in the text")
    if _DATE_SHAPE.search(text):
        add("release date", "")
    if "version" not in found and _SPEAKS_OF_VERSION.search(text):
        add("version", "")
    return tuple(found.values())


def _canonical(name: str) -> str:
    """Many spellings, one input: `<release-version>`, `X.Y.Z` and `VERSION` are the version."""
    words = [w for w in re.split(r"[^a-z0-9]+", name.lower()) if w]
    if not words:
        return ""
    if "version" in words and not {"next", "new", "old", "previous", "dev", "snapshot"} & set(
        words
    ):
        return "version"
    if {"tag", "xyz"} & set(words) and len(words) <= 2:
        return "version"
    if "date" in words:
        return "date"
    return " ".join(words)
