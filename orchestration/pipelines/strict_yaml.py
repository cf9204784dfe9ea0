"""YAML as operators write it: plain data and its lines; no aliases, tags or duplicate keys."""

from __future__ import annotations

from typing import Any

import yaml

Place = tuple[str | int, ...]
"""Where a value stands: `("pipelines", "deploy", "argv", 0)`."""
DEEPEST = 40
"""Levels of nesting; an operator's file needs five."""


class NotStrictYaml(Exception):  # noqa: N818 - a claim about the file, with where
    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem if line is None else f"line {line}: {problem}")


def read(text: str) -> tuple[Any, dict[Place, int]]:
    """The data and the line of each place; raises `NotStrictYaml`."""
    try:
        root = _Loader(text).get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None)
        raise NotStrictYaml(
            problem or "this is not YAML", mark.line + 1 if mark else None
        ) from error
    lines: dict[Place, int] = {}
    return (None if root is None else _plain(root, (), lines)), lines


class _Loader(yaml.SafeLoader):
    """Builds nodes only; without aliases a file cannot be larger than it looks (YAML bombs)."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            raise NotStrictYaml("aliases (*name) are not taken; write the value again", line)
        if getattr(event, "tag", None) not in {None, "!"}:
            raise NotStrictYaml("tags (!name) are not taken; remove it", line)
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotStrictYaml(f"nested more than {DEEPEST} levels deep", line)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _line(where: yaml.Node | yaml.Event) -> int:
    return where.start_mark.line + 1 if where.start_mark else 1


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    line = lines[place] = _line(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, i), lines) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = key_node.value, _line(key_node)
            if not isinstance(key, str):
                raise NotStrictYaml("a key must be a word", line)
            if key in found:
                raise NotStrictYaml(f"“{key}” stands here twice; remove one", line)
            found[key] = _plain(value_node, (*place, key), lines)
            lines[(*place, key)] = line
        return found
    try:
        return _Constructor().construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        problem = getattr(error, "problem", None) or str(error)
        raise NotStrictYaml(problem, line) from error


class _Constructor(yaml.constructor.SafeConstructor):
    """Scalars only: what `_plain` hands it has no children."""
