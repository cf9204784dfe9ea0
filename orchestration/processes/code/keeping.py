"""An edited process written into the text it came from: comments, order and quoting stay."""

from __future__ import annotations

from io import StringIO
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from orchestration.processes.code.reading import read_process
from orchestration.processes.code.writing import process_data, process_yaml, yaml_writer
from orchestration.processes.model import Process


def rewritten(source: str, process: Process) -> str:
    """The source, changed where the process differs from it; untouched where it says the same."""
    was = read_process(source).process
    if was is None:
        return process_yaml(process)
    if was == process:
        return source
    yaml = yaml_writer()
    try:
        tree = yaml.load(source)
    except YAMLError:
        return process_yaml(process)
    root = "process" in tree and "phases" not in tree
    merged = _merged(tree["process"] if root else tree, process_data(was), process_data(process))
    stream = StringIO()
    yaml.dump({"process": merged} if root and merged is not tree["process"] else tree, stream)
    text = stream.getvalue()
    return text if read_process(text).process == process else process_yaml(process)


def _merged(tree: Any, was: Any, now: Any) -> Any:
    """`tree` with the difference between `was` and `now`; what did not change stays as written."""
    if was == now:
        return tree
    if isinstance(tree, CommentedMap) and len(tree) == 1 and isinstance(now, dict):
        ((word, inner),) = tree.items()
        if word in ("phase", "activity") and isinstance(inner, CommentedMap):
            tree[word] = _merged(inner, was, now)
            return tree
    if isinstance(tree, CommentedMap) and isinstance(was, dict) and isinstance(now, dict):
        for key in [each for each in was if each not in now and each in tree]:
            del tree[key]
        for key, value in now.items():
            tree[key] = _merged(tree[key], was.get(key), value) if key in tree else value
        return tree
    if isinstance(tree, CommentedSeq) and isinstance(was, list) and isinstance(now, list):
        return _merged_list(tree, was, now)
    return now


def _merged_list(tree: CommentedSeq, was: list[Any], now: list[Any]) -> Any:
    """Items are the same thing where their `id` (or name) is."""
    if len(tree) != len(was):
        return now
    before = {_key(each): (tree[n], each) for n, each in enumerate(was)}
    items = [_merged(*before[_key(each)], each) if _key(each) in before else each for each in now]
    if [_key(each) for each in was] == [_key(each) for each in now]:
        for n, each in enumerate(items):
            tree[n] = each
        return tree
    again = CommentedSeq(items)
    again.fa._flow_style = tree.fa._flow_style  # noqa: SLF001 - ruamel has no public door to it
    return again


def _key(item: Any) -> Any:
    if isinstance(item, dict):
        return item.get("id", item.get("name"))
    return str(item)
