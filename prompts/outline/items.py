"""A list item's sentences to steps: which of them are work, and which only explain it."""

from __future__ import annotations

from prompts.outline import cues, owners, verbs
from prompts.outline.clauses import parse
from prompts.outline.listing import Node
from prompts.outline.permissions import permitted
from prompts.outline.reading import Context, is_aside, is_precondition, make, without_agenda
from prompts.outline.splitting import pieces
from prompts.outline.step import Step
from prompts.outline.telling import is_act, states, tells


def is_named(name: str) -> bool:
    """`No 2` and `=> x + 1` name nothing; three letters do, and letters beyond ASCII."""
    return name in ("QA", "UAT") or (
        len(name) > 2 and (sum(c.isalpha() for c in name) > 2 or not name.isascii())
    )


def item_steps(said: list[str], context: Context, node: Node, *, all_items: bool) -> list[Step]:
    """The steps that an item's sentences order; none where it only explains."""
    made: list[Step] = []
    for n, sentence in enumerate(said):
        label, when, behind = without_agenda(sentence)
        body, marked = owners.take_marks(behind)
        clause = parse(body, owned=bool(marked or context.doer), item=True)
        if n and permitted(sentence)[0]:
            continue
        if is_aside(body) or (is_precondition(body) and node.block.marker == "bullet"):
            if n == 0:
                return made
            continue
        if n and not (
            (cues.SEQUENCE.match(body) and clause.form == "imperative")
            or (clause.form == "actor" and clause.owner and not clause.modal)
            or (cues.asks_approval(clause.text) and tells(clause, body))
        ):
            continue
        acts = (
            bool(when)
            or tells(clause, body)
            or (is_act(clause, node) and clause.verb not in verbs.GESTURES)
        )
        if n == 0 and not acts and (not all_items or states(clause, body, node)):
            return made
        for piece in pieces(body):
            step = make(piece, context, marked=marked)
            step.when = when or step.when
            if cues.asks_approval(label):
                step.approval, step.kind = True, "manual"
            step.optional = step.optional or node.block.folded
            if is_named(step.name) and len(set(step.name.lower().split())) * 3 > len(
                step.name.split()
            ):
                made.append(step)
    return made
