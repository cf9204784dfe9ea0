"""A file proposed for the activity store: what it says, what it changes, *Publish*, *Leave it*."""

from __future__ import annotations

from bot.views import buttons
from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import Element, button, confirm
from bot.views.file_review import listed_rows
from bot.views.store import carried, words
from bot.views.text import bold, code, name, people, prose
from bot.views.wording import counted, kind_of
from orchestration.read_models.store_proposal import StoreProposal

_ROWS, _PROBLEMS, _NOTES = 15, 8, 8


def draw(shown: StoreProposal) -> Drawn:
    activity = shown.activity
    by = f" by {people([shown.decided_by])}" if shown.decided_by else ""
    if shown.published_version:
        said = f"✔ {bold(activity.name)}, version {shown.published_version} of the store"
        return _line(f"{said}, was published{by}. Its id is {code(activity.id)}.")
    if shown.closed:
        return _line(f"The file {bold(shown.file)} for the store was put aside{by}.")
    from_ = f"From {people([shown.by])}, from the file {name(shown.file, 80)}."
    facts = f"{kind_of(activity)} · {code(activity.id)} · {_becomes(shown)}"
    says_the_same = shown.was is not None and not shown.changes
    parts = [
        f"It says the same as version {shown.was}: there is nothing to publish."
        if says_the_same
        else "",
        _problems(shown),
        listed_rows(f"*What changes against version {shown.was}*", shown.changes, _ROWS),
        listed_rows("*Did not come over as it was*", shown.notes, _NOTES),
        prose(activity.description, 400),
        words.some_of("Takes", [words.input_row(each) for each in activity.inputs], 10, 900),
        words.some_of(
            "Gives", [words.output_row(activity, each) for each in activity.outputs], 10, 500
        ),
        words.some_of("Does", words.work_rows(activity), 10, 900),
    ]
    return message(
        "\n".join(
            each.replace("*", "").replace("`", "")
            for each in [f"For the activity store: {name(activity.name)}. {facts}", from_, *parts]
            if each
        ),
        head=[header(f"For the store: {activity.name}"), context(facts, from_)],
        body=[[section(each)] for each in parts if each],
        tail=[actions(*_buttons(shown, publishes=not (shown.problems or says_the_same)))],
    )


def _becomes(shown: StoreProposal) -> str:
    return "new in the store" if shown.was is None else f"version {shown.was} is in the store"


def _problems(shown: StoreProposal) -> str:
    if not shown.problems:
        return ""
    rows = [f"• {prose(each, 300)}" for each in shown.problems[:_PROBLEMS]]
    more = len(shown.problems) - len(rows)
    rows += [f"and {more} more"] if more else []
    title = f"*⚠ {counted(len(shown.problems), 'problem')} to mend in the file*"
    return "\n".join([title, *rows])


def _buttons(shown: StoreProposal, *, publishes: bool) -> list[Element]:
    title, version = shown.activity.name, (shown.was or 0) + 1
    about = carried.ProposalButton(proposal=shown.draft_id, was=shown.was)
    publish = button(
        "Publish",
        carried.PUBLISH,
        about,
        style="primary",
        says=f"Publish {title} in the store",
        asks=confirm(
            f"Publish {title}?",
            f"It becomes version {version} in the store. Processes take it when they are published "
            "next; those published already keep the version they have.",
            f"Publish version {version}",
        ),
    )
    leave = button(
        "Leave it",
        buttons.DRAFT_DISCARD,
        buttons.DraftButton(draft_id=shown.draft_id, revision=shown.revision),
        says=f"Leave the file {shown.file}",
    )
    return [publish, leave] if publishes else [leave]


def _line(said: str) -> Drawn:
    return message(said.replace("*", "").replace("`", ""), head=[section(said)])
