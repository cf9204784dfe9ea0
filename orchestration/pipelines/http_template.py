"""`{{ key }}` and its like, filled in: a template is data, so a value cannot change its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from pydantic import JsonValue

from orchestration.errors import Permanent

PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
Origin = tuple[str, str, int]
"""Scheme, host and port: what a request may be sent to."""


def names_in(template: JsonValue) -> Iterator[str]:
    """Every name that a template asks for, wherever it stands; `{{` alone counts as one."""
    match template:
        case str():
            yield from PLACEHOLDER.findall(template)
            if "{{" in PLACEHOLDER.sub("", template):
                yield "{{"
        case dict():
            for key, value in template.items():
                yield from ("{{" for _ in range("{{" in key))
                yield from names_in(value)
        case list():
            for value in template:
                yield from names_in(value)
        case _:
            pass


def filled(template: JsonValue, values: Mapping[str, str]) -> JsonValue:
    """The same JSON with the strings filled in; raises `Permanent` for a value nobody gave."""
    match template:
        case str():
            return PLACEHOLDER.sub(lambda found: _value(found[1], values), template)
        case dict():
            return {key: filled(value, values) for key, value in template.items()}
        case list():
            return [filled(value, values) for value in template]
        case _:
            return template


def filled_url(template: str, values: Mapping[str, str]) -> str:
    """The address with every value percent-encoded, so that none adds a host, path or query."""

    def put(found: re.Match[str]) -> str:
        value = _value(found[1], values)
        if value in {".", ".."}:
            raise Permanent(f"“{value}” cannot be part of an address")
        return quote(value, safe="")

    return PLACEHOLDER.sub(put, template)


def origin_of(url: str) -> Origin:
    """Where it leads; raises ValueError, saying why, for what is not a plain web address."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must begin with https:// (or http://) and a host")
    if "@" in parts.netloc:
        raise ValueError("cannot hold a password; put it into `headers` as env:NAME or file:PATH")
    if "{" in parts.netloc:
        raise ValueError("must name its host as it is: templates go after it")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, parts.hostname.lower(), port


def _value(name: str, values: Mapping[str, str]) -> str:
    if name not in values:
        raise Permanent(f"there is no value for {{{{ {name} }}}}")
    return values[name]
