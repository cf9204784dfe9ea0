"""A section's blocks to steps: which lists and sentences are orders, which are talk."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.outline import cues, kinds, naming, owners, roles, verbs
from prompts.outline.blocks import Block
from prompts.outline.clauses import Clause, parse
from prompts.outline.cleaning import plain
from prompts.outline.foreign import foreign_steps
from prompts.outline.listing import Listing, Node, Part, parts_of
from prompts.outline.reading import Context, is_aside, is_precondition, make, without_label
from prompts.outline.sections import Section, clean_title
from prompts.outline.sentences import by_lines, sentences, unbroken
from prompts.outline.splitting import pieces
from prompts.outline.stages import staged_steps
from prompts.outline.step import Step
from prompts.outline.tables import steps_of_table

_STEPS_INTRO = re.compile(
    r"(?i)\b(?:steps?|tasks?|checklist|process|procedure|following (?:order|sequence)|to-?dos?|schritte|aufgaben|étapes|pasos|passos)\b[^.]{0,60}:\s*$"
)
_COMPLETES = re.compile(r"(?i)\b(?:to|should|must|will|and|please)\s*:\s*$")
_KINDS_INTRO = re.compile(
    r"(?i)\b(?:types?|kinds?|ways?|reasons?|options?|criteria|rules?|principles?|sections?|parts?|levels?|cases?|goals?|benefits?|categories|possibilities|factors|things to (?:know|consider))\b[^.]{0,40}:\s*$"
)
_DUTY_INTRO = re.compile(
    r"(?i)\bresponsib\w+[^.]{0,60}:?\s*$|\bincludes?\b[^.]{0,30}:\s*$|\bcontains?\b\s*:?\s*$"
)


def order_of(node: Node) -> Clause:
    """How the first sentence of an item reads."""
    said = sentences(plain(node.block.text)) or [""]
    body, marked = owners.take_marks(said[0])
    _, body = without_label(body)
    return parse(body, owned=bool(marked), item=True)


MOST_STEPS = 400


class SectionReader:
    """Reads one section; remembers the last sentence, list owner and step while it goes on."""

    def __init__(self, section: Section, context: Context) -> None:
        self.section = section
        self.context = context
        self.steps: list[Step] = []
        self.intro = ""
        self.before_intro = 0

    def read(self) -> list[Step]:
        for part in parts_of(self.section.blocks):
            if self.context.budget[0] + len(self.steps) >= MOST_STEPS:
                break
            self.part(part)
        self.context.budget[0] += len(self.steps)
        return self.steps

    def part(self, part: Part) -> None:
        if isinstance(part, Listing):
            self.listing(part)
        elif part.kind == "paragraph":
            self.paragraph(part)
        elif part.kind == "code":
            self.code(part)
        elif part.kind == "table" and not self.section.background:
            self.steps += steps_of_table(
                [[plain(cell) for cell in row] for row in part.rows], self.context
            )
        if not isinstance(part, Listing) and part.kind != "paragraph":
            self.intro = ""

    # -- prose

    def paragraph(self, block: Block) -> None:
        self.before_intro = len(self.steps)
        for line in by_lines(block.text):
            said = sentences(plain(line))
            for sentence in said:
                if not is_wordy(sentence):
                    continue
                self.intro = sentence
                self.before_intro = len(self.steps)
                self.sentence(sentence)

    def sentence(self, sentence: str) -> None:
        if self.section.background and not cues.asks_approval(sentence):
            return
        if staged := staged_steps(sentence, self.context.owner or self.context.standing):
            self.steps += staged
            return
        if self.context.foreign and (told := foreign_steps(sentence, self.context)):
            self.steps += told
            return
        for piece in pieces(sentence):
            if (step := self.step_in(piece)) is not None:
                self.steps.append(step)

    def step_in(self, sentence: str) -> Step | None:
        """The step a sentence of prose tells, if it tells one."""
        if _STEPS_INTRO.search(unbroken(sentence)):
            return None
        body, marked = owners.take_marks(sentence)
        if not marked:
            _, body = without_label(body)
        if is_aside(body) or is_precondition(body) or len(body) < 6:
            return None
        clause = parse(body)
        if is_aside(clause.text) or is_precondition(clause.text):
            return None
        if (
            not tells(clause, body)
            or self.section.background
            and clause.form not in ("passive", "actor", "event")
        ):
            return None
        step = make(body, self.context, clause=clause, marked=marked)
        step.optional = step.optional or self.section.folded
        return step if len(step.name) > 3 else None

    # -- lists

    def listing(self, listing: Listing) -> None:
        intro = unbroken(self.intro)
        listing.items = listing.items[: 2 * MOST_STEPS]
        orders = [order_of(node) for node in listing.items]
        wanted = self.wanted(listing, orders, intro)
        owner = owners.list_owner(intro) if intro.endswith(":") or "following" in intro else ""
        if owner and roles.looks_like_role(self.section.name):
            owner = self.context.owner
        context = replace(self.context, owner=owner or self.context.owner, item=True)
        opened = len(self.steps) > self.before_intro and intro.endswith(":")
        if opened and _COMPLETES.search(intro):
            del self.steps[self.before_intro :]
        elif opened and not _STEPS_INTRO.search(intro):
            self.describe(self.steps[-1], listing)
            return
        first = len(self.steps)
        for node, clause in zip(listing.items, orders, strict=True):
            if self.context.budget[0] + len(self.steps) >= MOST_STEPS:
                break
            if wanted == "approvals" and not is_approval_by(clause):
                continue
            if (
                wanted in ("all", "approvals")
                or wanted == "orders"
                and (is_act(clause, node) or is_label(unbroken(plain(node.block.text)), node))
            ):
                self.item(node, context, all_items=wanted == "all")
        if cues.ANY_ORDER.search(intro) or cues.PARALLEL.search(intro) and intro.endswith(":"):
            for step in self.steps[first + 1 :]:
                step.beside = True
        if owner:
            self.intro = ""

    def wanted(self, listing: Listing, orders: list[Clause], intro: str) -> str:
        """`all` items are steps, only the `orders` among them, or `none`."""
        markers = {node.block.marker for node in listing.items}
        if "check" in markers:
            return "all"
        telling = sum(
            c.form in ("imperative", "actor") and c.verb not in verbs.DUTIES or c.form == "passive"
            for c in orders
        )
        mostly = telling * 2 >= len(orders)
        announced = bool(_STEPS_INTRO.search(intro))
        if self.section.background and not announced:
            return "approvals"
        if _DUTY_INTRO.search(intro) and not announced:
            return "none"
        if self.is_contents(listing):
            return "none"
        if "number" in markers:
            return "orders" if _KINDS_INTRO.search(intro) or defines(listing) else "all"
        if self.context.foreign:
            return "all"
        if announced or self.section.procedural or self.section.staged:
            return "all" if mostly else "orders"
        return "orders"

    def is_contents(self, listing: Listing) -> bool:
        """Items that are the document's own titles are its table of contents."""
        texts = [stems(clean_title(node.block.text)) for node in listing.items]
        known = sum(
            any(alike(text, title) for title in self.context.titles) or "](#" in node.block.text
            for text, node in zip(texts, listing.items, strict=True)
        )
        return known * 2 >= len(texts)

    def rename(self, step: Step) -> None:
        """`Run this command` says nothing: the title, or the command itself, does."""
        if not _NAMELESS.match(step.name):
            return
        title = self.section.name
        if self.section.level > 1 and len(title.split()) > 1 and len(self.steps) == 1:
            step.name = naming.shorten(title)
        else:
            step.name = naming.shorten(f"Run {step.command.splitlines()[0][:80]}")

    def item(self, node: Node, context: Context, *, all_items: bool, group: str = "") -> None:
        text = plain(node.block.text)
        said = sentences(text)
        inside = node.children
        if said and is_label(said[0], node):
            label = unbroken(text).strip(" :")
            owner = owners.list_owner(f"{label}:")
            inner = replace(context, owner=owner or context.owner)
            for child in inside:
                self.item(child, inner, all_items=all_items, group=label)
            return
        made = self.item_steps(said, context, node, all_items=all_items)
        for step in made:
            step.group = group
        if len(made) > 1 and any(
            b.kind == "code" and kinds.is_command(b.text, b.language) for b in node.inner
        ):
            for step in made:
                step.kind = "automated"
        self.steps += made
        self.intro = ""
        for block in node.inner if made else ():
            if block.kind == "code":
                self.code(block)
        for child in inside:
            if child.block.marker == "check":
                self.item(child, context, all_items=True, group=group)
            elif made:
                self.detail(made[-1], child)

    def item_steps(
        self, said: list[str], context: Context, node: Node, *, all_items: bool
    ) -> list[Step]:
        made: list[Step] = []
        for n, sentence in enumerate(said):
            body, marked = owners.take_marks(sentence)
            clause = parse(body, owned=bool(marked), item=True)
            if is_aside(body) or is_precondition(body) and node.block.marker == "bullet":
                if n == 0:
                    return made
                continue
            if n and not (
                cues.SEQUENCE.match(body)
                and clause.form == "imperative"
                or clause.form == "actor"
                and clause.owner
                and not clause.modal
                or cues.asks_approval(clause.text)
                and tells(clause, body)
            ):
                continue
            if n == 0 and not all_items and not tells(clause, body):
                return made
            for piece in pieces(body):
                step = make(piece, context, marked=marked)
                step.optional = step.optional or node.block.folded
                if len(step.name) > 2:
                    made.append(step)
        return made

    def detail(self, step: Step, node: Node) -> None:
        """What stands under a step describes it."""
        text = unbroken(plain(node.block.text))
        step.description = (f"{step.description}\n" if step.description else "") + f"- {text}"[:400]
        for block in node.inner:
            if block.kind == "code" and kinds.is_command(block.text, block.language):
                attach(step, block.text.strip())
        if step.kind == "manual" and not step.command and (command := kinds.inline_command(text)):
            step.command = command

    def describe(self, step: Step, listing: Listing) -> None:
        for node in listing.items:
            self.detail(step, node)

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
        elif _INSTEAD.match(intro):
            return
        if not self.steps:
            if self.section.background or not self.section.name:
                return
            step = make(plain(self.section.title), self.context)
            self.steps.append(step)
        attach(self.steps[-1], block.text.strip())
        self.rename(self.steps[-1])
        self.intro = ""


_EDITS = re.compile(
    r"(?i)^(?:in|edit|open|update|change)? ?(?:the )?(?:file )?`?([\w./-]+\.(?:ya?ml|json|toml|ini|cfg|conf|properties|xml|tf|gradle|py|txt|md))`?:?$"
)
_INSTEAD = re.compile(r"(?i)^(?:or|alternatively|otherwise|if you (?:prefer|want))\b")


def stems(text: str) -> frozenset[str]:
    """`Publishing the final release` → {publ, fina, rele}: words as their first letters."""
    return frozenset(
        word[:4] for word in re.findall(r"[^\W_]+", text.lower()) if word not in _ARTICLES
    )


_ARTICLES = frozenset("the a an of for to and".split())


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) * 10 >= len(one | other) * 6


def announces(intro: str) -> bool:
    """`To create the branch:` or `Then upload the files:` before a command is the step itself."""
    if is_aside(intro) or _INSTEAD.match(intro):
        return False
    clause = parse(intro.rstrip(": "))
    return clause.form in ("imperative", "actor") or bool(
        re.match(r"(?i)^(?:and |then |in order )*to \w+", intro)
    )


def is_approval_by(clause: Clause) -> bool:
    """`… must be approved by the director`: a gate, wherever the document states it."""
    return (
        clause.form in ("passive", "actor", "event")
        and bool(clause.owner)
        and cues.asks_approval(clause.text)
    )


_NAMELESS = re.compile(
    r"(?i)^(?:run|execute|use|type|enter|issue)(?: (?:this|these|the|following|below|next|command|commands|script|in|from|repository|terminal))+\b"
)


def is_wordy(sentence: str) -> bool:
    """Prose is mostly letters; figures, rules and binary junk are not."""
    letters = sum(c.isalpha() or c == " " for c in sentence)
    return (
        letters * 10 >= len(sentence) * 7 or "%" in sentence or "`" in sentence or "<" in sentence
    )


def attach(step: Step, command: str) -> None:
    """Give the step its command; what people say or decide stays manual for all that."""
    if command not in step.command:
        step.command = f"{step.command}\n{command}".strip()[:2000]
    if step.verb not in _SPOKEN and not step.approval:
        step.kind = "automated"


_SPOKEN = frozenset("open send announce review merge submit raise ask email post".split())


def defines(listing: Listing) -> bool:
    """`Standard change - a change that …`: items that explain words."""
    return sum(bool(_DEFINES.match(node.block.text)) for node in listing.items) * 2 > len(
        listing.items
    )


_DEFINES = re.compile(
    r"^[^.:–—]{2,50}(?::| --?| –| —) (?:an?|the|any|this is|used|refers|changes?|releases?) ",
    re.IGNORECASE,
)


def is_act(clause: Clause, node: Node) -> bool:
    """An order, a doer's act, a state to reach, or a noun with its doer (`Smoke test by QA`)."""
    if clause.form in ("imperative", "actor"):
        return clause.verb not in verbs.DUTIES
    if clause.form in ("passive", "event"):
        return clause.modal or bool(clause.owner) or clause.form == "event"
    text = plain(node.block.text)[:300]
    if _EDITS.match(unbroken(text)) and any(block.kind == "code" for block in node.inner):
        return True
    return (
        cues.asks_approval(text)
        and len(text.split()) <= 12
        or bool(owners.by_role(text))
        and len(text.split()) <= 8
    )


def tells(clause: Clause, body: str) -> bool:
    """True when prose gives an order or reports a doer's act; gestures and duties do not count."""
    if body.rstrip().endswith("?"):
        return False
    if clause.form == "imperative":
        return clause.verb in verbs.STRONG or bool(kinds.inline_command(body))
    if clause.form == "actor":
        return clause.verb in verbs.STRONG or clause.verb == "go"
    if clause.form == "event":
        return True
    if clause.form == "passive":
        return (
            bool(clause.owner)
            and (clause.modal or cues.asks_approval(body))
            or clause.modal
            and bool(cues.SEQUENCE.match(body))
            or bool(cues.WEEKDAY.search(body))
            and len(body) < 200
            or clause.subject.lower() in {"people", "everyone", "everybody"}
        )
    return False


def is_label(text: str, node: Node) -> bool:
    """A short item that only names the items under it."""
    if not node.children:
        return False
    words = unbroken(text).strip(" :").split()
    return (
        len(words) <= 6
        and (text.rstrip().endswith(":") or len(words) <= 4)
        and parse(text).form not in ("imperative", "actor", "passive")
    )
