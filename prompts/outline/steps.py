"""A section's blocks to steps: which lists and sentences are orders, which are talk."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from prompts.outline import cues, kinds, owners, roles
from prompts.outline.blocks import Block
from prompts.outline.chains import chain
from prompts.outline.cleaning import plain
from prompts.outline.commands import attach, detail, rename
from prompts.outline.contents import is_contents
from prompts.outline.foreign import foreign_steps
from prompts.outline.items import item_steps
from prompts.outline.listing import Listing, Node, Part, parts_of
from prompts.outline.permissions import permitted
from prompts.outline.prose import VARIANT_LABEL, step_in, they
from prompts.outline.reading import (
    Context,
    make,
)
from prompts.outline.sections import Section
from prompts.outline.sections import orders as names_work
from prompts.outline.sentences import by_lines, sentences, unbroken
from prompts.outline.splitting import behind_opening, pieces
from prompts.outline.stages import staged_steps
from prompts.outline.step import Step
from prompts.outline.tables import has_doers, steps_of_table
from prompts.outline.telling import (
    INSTEAD,
    announces,
    doers_among,
    is_act,
    is_approval_by,
    is_calendar,
    is_label,
    is_wordy,
    order_of,
)
from prompts.outline.wanting import STEPS_INTRO, wanted_of

_COMPLETES = re.compile(r"(?i)\b(?:to|should|must|will|and|please)\s*:\s*$")
MOST_STEPS: Final = 400


class SectionReader:
    """Reads one section; remembers the last sentence, list owner and step while it goes on."""

    def __init__(self, section: Section, context: Context) -> None:
        self.section = section
        self.context = context
        self.steps: list[Step] = []
        self.intro = ""
        self.before_intro = 0

    def read(self) -> list[Step]:
        self.permit(self.section.note, here=True)
        for part in parts_of(self.section.blocks):
            if self.context.budget[0] + len(self.steps) >= MOST_STEPS:
                break
            self.part(part)
        self.context.budget[0] += len(self.steps)
        return self.steps

    def permit(self, said: str, *, here: bool = False) -> bool:
        """`Only a PMC member may do this`: theirs is the step above, or all that follows."""
        role, one = permitted(unbroken(plain(said))) if "y " in said else ("", False)
        if role and one and self.steps and not here:
            self.steps[-1].owner = role
        elif role:
            self.context = replace(self.context, owner=role)
        return bool(role)

    def part(self, part: Part) -> None:
        if isinstance(part, Listing):
            self.listing(part)
        elif part.kind == "paragraph":
            self.paragraph(part)
        elif part.kind == "code":
            self.code(part)
        elif part.kind == "table":
            rows = [[plain(cell) for cell in row] for row in part.rows]
            if not self.section.background or (has_doers(rows) and self.section.may_tell):
                self.steps += steps_of_table(rows, self.context)
        if not isinstance(part, Listing) and part.kind != "paragraph":
            self.intro = ""

    # -- prose

    def paragraph(self, block: Block) -> None:
        self.before_intro = len(self.steps)
        if is_calendar(block.text):
            return
        for line in by_lines(block.text):
            if self.chained(plain(line)):
                continue
            said = sentences(plain(line))
            for sentence in said:
                if not is_wordy(sentence):
                    continue
                self.intro = sentence
                self.before_intro = len(self.steps)
                self.sentence(sentence)
        self.permit(block.note)

    def chained(self, said: str) -> bool:
        """`build, then QA signs off, then deploy`: in a message of a few lines, a step each."""
        if not self.context.brief or self.section.background or VARIANT_LABEL.match(said):
            return False
        doer, acts = chain(said)
        self.steps += [replace(make(act, self.context, marked=doer), prose=True) for act in acts]
        return bool(acts)

    def sentence(self, sentence: str) -> None:
        if self.section.background and not cues.asks_approval(sentence):
            return
        if self.permit(sentence):
            return
        if staged := staged_steps(sentence, self.context.owner or self.context.standing):
            self.steps += staged
            return
        if self.chained(sentence):
            return
        sentence = behind_opening(sentence)
        if self.context.foreign and (told := foreign_steps(sentence, self.context)):
            self.steps += told
            return
        if VARIANT_LABEL.match(sentence):
            return
        for piece in pieces(sentence):
            if (step := step_in(piece, self.section, self.context)) is not None:
                step.prose = True
                if not step.owner and step.kind == "manual":
                    step.owner = they(piece, self.steps[-1].owner if self.steps else "")
                self.steps.append(step)

    # -- lists

    def listing(self, listing: Listing) -> None:
        intro = unbroken(self.intro)
        listing.items = listing.items[: 2 * MOST_STEPS]
        orders = [order_of(node) for node in listing.items]
        at_start = not (self.context.budget[0] or self.steps)
        contents = at_start and is_contents(listing, self.context.titles)
        wanted = (
            "none"
            if contents
            else wanted_of(listing, orders, intro, self.section, foreign=self.context.foreign)
        )
        owner = owners.list_owner(intro) if intro.endswith(":") or "following" in intro else ""
        if owner and roles.looks_like_role(self.section.name):
            owner = self.context.owner
        context = replace(
            self.context, owner=owner or self.context.owner, item=True, doers=doers_among(listing)
        )
        opened = len(self.steps) > self.before_intro and intro.endswith(":")
        if opened and _COMPLETES.search(intro):
            del self.steps[self.before_intro :]
        elif opened and not STEPS_INTRO.search(intro):
            self.describe(self.steps[-1], listing)
            return
        first = len(self.steps)
        for node, clause in zip(listing.items, orders, strict=True):
            if self.context.budget[0] + len(self.steps) >= MOST_STEPS:
                break
            if wanted == "approvals" and not is_approval_by(clause):
                continue
            if wanted in ("all", "approvals") or (
                wanted == "orders"
                and (is_act(clause, node) or is_label(unbroken(plain(node.block.text)), node))
            ):
                self.item(node, context, all_items=wanted == "all")
        if cues.ANY_ORDER.search(intro) or (
            cues.PARALLEL.search(intro) and (intro.endswith(":") or cues.OF_SEVERAL.search(intro))
        ):
            for step in self.steps[first + 1 :]:
                step.beside = True
        if owner:
            self.intro = ""

    def item(self, node: Node, context: Context, *, all_items: bool, group: str = "") -> None:
        text = plain(node.block.text)
        said = sentences(text)
        inside = node.children
        if said and is_label(said[0], node):
            label = unbroken(text).strip(" :")
            owner = owners.list_owner(f"{label}:") or (label if label in context.doers else "")
            inner = replace(context, owner=owner or context.owner, doer=bool(owner))
            for child in inside:
                self.item(child, inner, all_items=all_items, group=label)
            return
        made = item_steps(said, context, node, all_items=all_items)
        for step in made:
            step.group = group
            step.number = step.number or (node.block.number if made[0] is step else "")
        if len(made) > 1 and any(
            b.kind == "code" and kinds.is_command(b.text, b.language) for b in node.inner
        ):
            for step in made:
                step.kind = "automated"
        self.steps += made
        self.intro = ""
        alone = permitted(f"{text[:400]} {unbroken(plain(node.block.note))}")[0]
        for step in made if alone else ():
            step.owner = alone
        for block in node.inner:
            if block.kind == "code" and made:
                self.code(block)
            elif block.kind == "paragraph":
                self.under(block, made[-1] if made else None, context)
        for child in inside:
            if child.block.marker == "check":
                self.item(child, context, all_items=True, group=group)
            elif made:
                detail(made[-1], child)

    def under(self, block: Block, step: Step | None, context: Context) -> None:
        """Prose under an item describes it; only an approval it asks for is a step of its own."""
        said = sentences(plain(block.text))
        self.intro = said[-1] if said else ""
        self.before_intro = len(self.steps)
        for sentence in said:
            gate = (
                step_in(sentence, self.section, self.context)
                if cues.asks_approval(sentence)
                else None
            )
            if gate and not (step and step.approval):
                gate.owner = gate.owner or context.owner
                self.steps.append(gate)
        if step:
            words = unbroken(" ".join(said))
            step.description = f"{step.description}\n{words}".strip()[:2000]

    def describe(self, step: Step, listing: Listing) -> None:
        for node in listing.items:
            detail(step, node)

    # -- code

    def code(self, block: Block) -> None:
        """A command belongs to the step above it, or to the sentence that introduces it."""
        if not kinds.is_command(block.text, block.language):
            return
        intro = unbroken(self.intro)
        fresh = len(self.steps) > self.before_intro
        if intro and not fresh and intro.endswith(":") and announces(intro):
            step = make(self.intro.rstrip(": "), self.context)
            self.steps.append(step)
        elif INSTEAD.match(intro):
            return
        if not self.steps:
            if self.section.background or not names_work(self.section.title):
                return
            step = make(plain(self.section.title), self.context)
            self.steps.append(step)
        attach(self.steps[-1], block.text.strip())
        rename(self.steps[-1], self.section, alone=len(self.steps) == 1)
        self.intro = ""
