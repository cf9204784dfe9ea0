"""A draft as its authors judge it: what is wrong first, then every phase, then what they can do."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import arriving, buttons, file_review, revision_buttons, rules_text
from bot.views.blocks import Drawn, Group, actions, context, header, message, section
from bot.views.elements import Block, Element, button, confirm
from bot.views.gates_text import weakened
from bot.views.outline_text import counts, packed, phases_as_text
from bot.views.pictures import images
from bot.views.text import bold, cut, name, people, prose
from bot.views.wording import counted
from orchestration.processes.draft import BEGUN_WITH_A_VERSION
from orchestration.processes.model import Process
from orchestration.processes.texts import WHAT_TO_WRITE
from orchestration.read_models.process_cards import DraftReview, RoleLine
from orchestration.values import ProcessId

_TEXT_ROOM, _BLOCK_ROOM = 2300, 6000
_ROLES = 25


def draw(review: DraftReview) -> Drawn:
    if review.from_file and (review.from_file.replaces or review.from_file.into):
        return file_review.draw(review, review.from_file)
    match review.status:
        case "ready":
            return _ready(review)
        case "requested":
            return arriving.draw(review)
        case "empty":
            again = actions(_again(review), block_id="draft.actions") if review.fell_back else None
            return _one_line(review, _nothing_found(review), again)
        case "published":
            return _published(review)
        case "discarded" | "taken":
            by = f" by {people([review.decided_by])}" if review.decided_by else ""
            if review.process is None:
                said = f"The reading of {_title(review)} was stopped{by} before a step had come."
                return _one_line(review, said)
            if review.read_again:
                said = f"{_title(review)} was given to the language model again{by}."
                return _one_line(review, f"{said} Its new draft follows.")
            return _one_line(review, f"The draft of {_title(review)} was discarded{by}.")


def _ready(review: DraftReview) -> Drawn:
    process = review.shown or Process(id=ProcessId("draft"), name=review.title)
    return message(
        _as_text(review, process),
        head=[
            header(f"Draft: {process.name}"),
            section(weaker) if (weaker := _weakened(review)) else None,
            context(
                _origin(review),
                counts(process, review.by_hand),
                rules_text.of_process(process, briefly=True),
            ),
            section(_problems(review.problems)) if review.problems else None,
            section(_put_aside(review)) if review.put_aside else None,
            section(said) if (said := _questions(review)) else None,
            context(_no_pipeline(review)),
            context(_gathered(review)),
            context(_not_covered(review)),
            section(changes) if (changes := _changes(review)) else None,
        ],
        body=[*_phases(process, _BLOCK_ROOM), [_inputs(process)]],
        tail=[
            *images(review.pictures),
            section(_roles(review.roles)) if review.roles else None,
            actions(*_buttons(review, process), block_id="draft.actions"),
            context(_why_not(review)),
        ],
    )


def _published(review: DraftReview) -> Drawn:
    title = review.process.name if review.process else review.title
    version = f", version {review.published_version}" if review.published_version else ""
    by = f" by {people([review.decided_by])}" if review.decided_by else ""
    said = f"✔ {bold(title)}{version} was published{by}."
    process = review.shown
    if process is None:
        return _one_line(review, said)
    text = "\n".join([said, *phases_as_text(process, _TEXT_ROOM)])
    return message(
        text,
        head=[section(said), context(counts(process, review.by_hand))],
        body=_phases(process, _BLOCK_ROOM),
        tail=[
            *images(review.pictures),
            actions(_new_release(review.published_as, title), block_id="draft.actions")
            if review.published_as
            else None,
        ],
    )


def _new_release(process_id: ProcessId, title: str) -> Element:
    about = buttons.NewButton(process_id=process_id)
    return button("New release", buttons.HOME_NEW, about, says=f"New release of {title}")


def _phases(process: Process, room: int) -> list[Group]:
    return [[section(each)] for each in packed(process, room)]


def _inputs(process: Process) -> dict[str, object] | None:
    asked = ", ".join(name(each.name, 80) for each in process.inputs[:20])
    more = f" and {len(process.inputs) - 20} more" if len(process.inputs) > 20 else ""
    said = [f"Asked for each release: {asked}{more}"] if asked else []
    said += [f"When: {name(process.schedule, 200)}"] if process.schedule else []
    return context(*said)


def _put_aside(review: DraftReview) -> str:
    """Not a problem: what is published goes on with it."""
    return cut("\n".join(prose(each) for each in review.put_aside), 1500)


def _weakened(review: DraftReview) -> str:
    title = f"This asks for less agreement than version {review.next_version - 1}"
    return weakened(review.weakens, title)


def _as_text(review: DraftReview, process: Process) -> str:
    rows = [
        f"Draft of {name(process.name)}: {counts(process, review.by_hand)}. {_origin(review)}",
        _plain(_weakened(review)),
        _plain(rules_text.of_process(process, briefly=True)),
        _plain(_problems(review.problems)) if review.problems else "",
        _plain(_put_aside(review)) if review.put_aside else "",
        _plain(_questions(review)),
        _plain(_no_pipeline(review)),
        _plain(_gathered(review)),
        _plain(_not_covered(review)),
        cut(_plain(_changes(review)), 900),
        *phases_as_text(process, _TEXT_ROOM),
        _plain(_roles(review.roles)) if review.roles else "",
        _plain(_why_not(review)),
    ]
    return "\n".join(each for each in rows if each)


def _plain(marked: str) -> str:
    return marked.replace("*", "")


def _origin(review: DraftReview) -> str:
    how = {"outline": "read without a language model", "": ""}.get(
        review.drafter, f"drafted by {name(review.drafter, 60)}"
    )
    if review.drafter == BEGUN_WITH_A_VERSION:
        how = ""
    elif review.from_file:
        how = f"from the file {name(review.from_file.name, 80)}"
    note = f" {prose(review.note, 400)}" if review.note else ""
    return f"From {people([review.by])}" + (f", {how}." if how else ".") + note


def _changes(review: DraftReview) -> str:
    return file_review.changes(review.from_file) if review.from_file else ""


def _problems(problems: Sequence[str]) -> str:
    rows = [f"• {prose(each, 300)}" for each in problems[:8]]
    more = [f"and {len(problems) - 8} more"] if len(problems) > 8 else []
    title = f"*⚠ {counted(len(problems), 'problem')} to mend before publishing*"
    return "\n".join([title, *rows, *more])


def _questions(review: DraftReview) -> str:
    every = (*review.asked, *review.questions)
    if not every:
        return ""
    rows = [f"• {prose(each, 250)}" for each in every[:8]]
    more = [f"and {len(every) - 8} more"] if len(every) > 8 else []
    title = "*Did not come over as it was*" if review.from_file else "*The text leaves open*"
    return "\n".join([title, *rows, *more])


def _no_pipeline(review: DraftReview) -> str:
    """Nothing that does not exist is referred to: these are run by hand until somebody chooses."""
    if not review.no_pipeline:
        return ""
    shown = ", ".join(f"“{name(each, 60)}”" for each in review.no_pipeline[:5])
    more = len(review.no_pipeline) - 5
    rest = f" and {more} more" if more > 0 else ""
    return f"No pipeline yet: {shown}{rest}. *Answer…* offers the nearest ones."


def _gathered(review: DraftReview) -> str:
    return cut("\n".join(prose(each, 400) for each in review.gathered), 2000)


def _not_covered(review: DraftReview) -> str:
    n = len(review.not_covered)
    if not n:
        return ""
    return f"{counted(n, 'line')} of the text became no step: *Where it comes from* lists them."


def _roles(roles: Sequence[RoleLine]) -> str:
    # Those that stop publishing first, so that a cut list still says what matters.
    ordered = sorted(roles, key=lambda each: (bool(each.members), not each.signs))
    rows = []
    for each in ordered[:_ROLES]:
        who = people(each.members, most=5) if each.members else "nobody yet"
        needed = " (must be chosen before publishing)" if each.signs and not each.members else ""
        rows.append(f"• {name(each.name, 80)}: {who}{needed}")
    more = [f"and {len(roles) - _ROLES} more"] if len(roles) > _ROLES else []
    return "\n".join(["*Who is who*", *rows, *more])


def _why_not(review: DraftReview) -> str:
    if not review.problems:
        return ""
    if len(review.problems) == 1:
        return "*Publish* appears here once the problem above is mended."
    n = counted(len(review.problems), "problem")
    return f"*Publish* appears here once the {n} above are mended."


def _buttons(review: DraftReview, process: Process) -> list[Element]:
    about = buttons.DraftButton(draft_id=review.draft_id, revision=review.revision)
    publish = confirm(
        f"Publish {process.name}?",
        f"{process.name} becomes version {review.next_version}. Releases can be made from it at"
        " once; a published version never changes.",
        f"Publish version {review.next_version}",
    )
    discard = confirm(
        "Discard this draft?",
        f"The draft of {process.name} and every edit made to it go away.",
        "Discard",
        danger=True,
    )
    drawn = [
        button("Edit", buttons.DRAFT_EDIT, about, says=f"Edit the draft of {process.name}"),
    ]
    revise = button(
        "Revise…", revision_buttons.DRAFT_REVISE, about, says=f"Revise the draft of {process.name}"
    )
    drawn.append(revise)
    if review.fell_back:
        drawn.append(_again(review))
    if asked := len(review.asked) + len(review.no_pipeline):
        says = f"Answer {counted(asked, 'question')}…"
        drawn.insert(0, button(says, buttons.DRAFT_QUESTIONS, about))
    if review.roles:
        drawn.append(button("Who is who…", buttons.DRAFT_ROLES, about))
    if not review.problems:
        drawn.append(button("Publish", buttons.DRAFT_PUBLISH, about, style="primary", asks=publish))
    if review.edited or any(activity.evidence for _, activity in process.activities()):
        drawn.append(
            button(
                "Where it comes from",
                buttons.DRAFT_WORDS,
                about,
                says=f"Where the draft of {process.name} comes from",
            )
        )
    drawn.append(
        button("Export", buttons.DRAFT_EXPORT, about, says=f"Export {process.name} as a YAML file")
    )
    drawn.append(
        button(
            "Replace from file…",
            buttons.DRAFT_REPLACE,
            about,
            says=f"Replace the draft of {process.name} from a file",
        )
    )
    drawn.append(button("Discard", buttons.DRAFT_DISCARD, about, style="danger", asks=discard))
    return drawn


def _again(review: DraftReview) -> Element:
    about = buttons.DraftButton(draft_id=review.draft_id, revision=review.revision)
    says = f"Have a language model read {review.title or 'the text'} again"
    return button("Try the model again", buttons.DRAFT_AGAIN, about, says=says)


def _nothing_found(review: DraftReview) -> str:
    """What to do about a text without steps; the note says where a model gave up."""
    said = f"{prose(review.note, 400)} " if review.note else ""
    found = f"No steps were found in {_title(review)}. {said}{WHAT_TO_WRITE}"
    return "\n".join(each for each in (found, _gathered(review)) if each)


def _title(review: DraftReview) -> str:
    return bold(review.title) if review.title else "the text"


def _one_line(review: DraftReview, said: str, offers: Block | None = None) -> Drawn:
    origin = context(f"From {people([review.by])}")
    return message(_plain(said), head=[section(said), origin, offers])
