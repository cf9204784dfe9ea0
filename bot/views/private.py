"""Short private answers: what was not understood, what to press next, where something appears."""

from __future__ import annotations

from dataclasses import replace

from bot.views import buttons, file_buttons, revision_buttons
from bot.views.blocks import MESSAGE_TEXT, Drawn, actions, context, message, section
from bot.views.elements import Choice, Element, button, select
from bot.views.store import carried
from bot.views.text import cut_markup, name, our_words
from orchestration.read_models.cards import HomeCard
from orchestration.values import ChannelId


def unknown(typed: str, nearest: str, *, command: str) -> Drawn:
    """A verb we do not have, and the one that was probably meant."""
    meant = f" Did you mean `{name(command)} {nearest}`?" if nearest else ""
    asked = f"I do not know “{name(typed, 60)}”.{meant}"
    hint = f"`{name(command)} help` says what you can ask."
    return message(f"{asked} {hint}".replace("`", ""), head=[section(f"{asked}\n{hint}")])


def looks_like_a_document(*, command: str) -> Drawn:
    """Somebody pasted a text without saying what to do with it."""
    said = (
        "To draft a process from that text, send it again with `draft` in front: "
        f"`@Drumbeat draft` or `{name(command)} draft`, then the text."
    )
    return message(said.replace("`", ""), head=[section(said)])


def offer(text: str, *elements: Element) -> Drawn:
    """Our own words with what to press; a mention cannot open a form by itself."""
    said = our_words(text)
    return message(said, head=[section(said), actions(*elements)])


def draft_button() -> Element:
    return button("Draft a process", buttons.HOME_DRAFT, style="primary")


def away_button() -> Element:
    return button("Away…", buttons.HOME_AWAY, style="primary")


def handover_button(about: buttons.HandoverButton, title: str) -> Element:
    return button(
        "Hand over…", buttons.RELEASE_HANDOVER, about, style="primary", says=f"Hand {title} over"
    )


def new_menu(card: HomeCard) -> Element:
    """Every process to make a release of."""
    choices = [
        Choice(title, buttons.NewButton(process_id=process_id).model_dump_json())
        for process_id, title in card.processes
    ]
    return select(buttons.HOME_NEW, choices, placeholder="New release of…")


def new_button(about: buttons.NewButton, title: str) -> Element:
    says = f"New release of {title}"
    return button("New release", buttons.HOME_NEW, about, style="primary", says=says)


def pointing(text: str, channel: ChannelId) -> Drawn:
    """Our own words, ending in the channel where it appears."""
    said = f"{our_words(text)} <#{channel}>."
    return message(said, head=[section(said)])


def linking(text: str, link: str) -> Drawn:
    """Our own words, ending in a link to a message."""
    said = f"{our_words(text)} <{link}|look at it>."
    return message(said, head=[section(said)])


def with_last_line(drawn: Drawn, line: str) -> Drawn:
    """The same with one more line of small print."""
    said = context(our_words(line))
    blocks = [*drawn.blocks, *([said] if said and len(drawn.blocks) < 50 else [])]
    text = cut_markup(drawn.text, MESSAGE_TEXT - len(line) - 200)
    return replace(drawn, text=f"{text}\n{our_words(line)}", blocks=blocks)


def versions_button(about: buttons.VersionButton, title: str) -> Element:
    return button(
        "Versions…",
        buttons.PROCESS_VERSIONS,
        buttons.ProcessButton(process_id=about.process_id),
        says=f"Versions of {title}",
    )


def import_button() -> Element:
    return button("Import a process", file_buttons.FILE_OPEN, style="primary")


def edit_button(about: buttons.VersionButton, title: str) -> Element:
    """The latest version as a draft, whichever was shown."""
    of = buttons.ProcessButton(process_id=about.process_id)
    return button("Edit as a draft", buttons.PROCESS_EDIT, of, says=f"Edit {title} as a draft")


def revise_button(of: buttons.ProcessButton, title: str) -> Element:
    """Changes in words, proposed to a draft of the next version."""
    return button("Revise…", revision_buttons.PROCESS_REVISE, of, says=f"Revise {title}")


def revise_draft_button(about: buttons.DraftButton, title: str) -> Element:
    says = f"Revise the draft of {title}"
    return button("Revise…", revision_buttons.DRAFT_REVISE, about, says=says)


def export_button(about: buttons.VersionButton, title: str) -> Element:
    return button("Export", buttons.PROCESS_EXPORT, about, says=f"Export {title} as a YAML file")


def add_to_store_button(about: buttons.VersionButton, title: str) -> Element:
    says = f"Add an activity of {title} to the store"
    return button("Add to the store…", carried.ADD, about, says=says)


def picture_buttons(about: buttons.VersionButton, title: str, *, here: bool) -> list[Element]:
    """Slack shows no uploaded picture in a private answer: it is sent, or shown to all."""
    send = button(
        "Send me the picture", buttons.PICTURE_SEND, about, says=f"Send me the picture of {title}"
    )
    show = button(
        "Show it in this channel", buttons.PICTURE_HERE, about, says=f"Show {title} to all here"
    )
    return [send, show] if here else [send]
