"""Commands given to the steps they belong to, and the steps named after them."""

from __future__ import annotations

import re

from prompts.outline import kinds, naming
from prompts.outline.cleaning import plain
from prompts.outline.listing import Node
from prompts.outline.sections import Section
from prompts.outline.sentences import unbroken
from prompts.outline.step import Step

_NAMELESS = re.compile(
    r"(?i)^(?:run|execute|use|type|enter|issue)(?: (?:this|these|the|following|below|next|command|commands|script|in|from|repository|terminal))+\b"
)
_SPOKEN = frozenset("open send announce review merge submit raise ask email post".split())


def attach(step: Step, command: str) -> None:
    """Give the step its command; what people say or decide stays manual for all that."""
    if command not in step.command:
        step.command = f"{step.command}\n{command}".strip()[:2000]
    if step.verb not in _SPOKEN and not step.approval:
        step.kind = "automated"


def detail(step: Step, node: Node) -> None:
    """What stands under a step describes it."""
    text = unbroken(plain(node.block.text))
    step.description = (f"{step.description}\n" if step.description else "") + f"- {text}"[:400]
    for block in node.inner:
        if block.kind == "code" and kinds.is_command(block.text, block.language):
            attach(step, block.text.strip())
    if step.kind == "manual" and not step.command and (command := kinds.inline_command(text)):
        step.command = command


def rename(step: Step, section: Section, *, alone: bool) -> None:
    """`Run this command` says nothing: the title, or the command itself, does."""
    if not _NAMELESS.match(step.name):
        return
    if section.level > 1 and len(section.name.split()) > 1 and alone:
        step.name = naming.shorten(section.name)
    else:
        step.name = naming.shorten(f"Run {step.command.splitlines()[0][:80]}")
