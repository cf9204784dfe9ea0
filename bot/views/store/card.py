"""One activity of the store: what it takes, gives and does, its versions, and who uses it."""

from __future__ import annotations

from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import Element, button, confirm
from bot.views.inputs.carried import SHOW, SetsButton
from bot.views.store import carried, words
from bot.views.text import listed, name, names, people, prose, when
from bot.views.wording import counted
from orchestration.catalogue.users import StoreUser
from orchestration.read_models.store_cards import StoreCard

_USERS, _VERSIONS, _ROWS = 10, 5, 12


def draw(card: StoreCard) -> Drawn:
    summary, activity = card.summary, card.activity
    facts = words.about(summary, activity)
    owner = f"Owner: {people([summary.owner])}"
    parts = [
        words.deprecated(summary),
        prose(activity.description, 600),
        words.some_of("Takes", [words.input_row(each) for each in activity.inputs], _ROWS)
        or "*Takes* nothing",
        words.some_of(
            "Gives", [words.output_row(activity, e) for e in activity.outputs], _ROWS, 900
        ),
        words.some_of("Does", words.work_rows(activity), _ROWS, 1200),
        words.some_of("Versions", _versions(card), _VERSIONS, 700),
        _used_by(card),
    ]
    return message(
        "\n".join(
            each.replace("*", "").replace("`", "")
            for each in [f"{name(summary.name)}. {facts}", owner, *parts]
            if each
        ),
        head=[header(summary.name), context(facts, owner)],
        body=[[section(each)] for each in parts if each],
        tail=[actions(*_buttons(card), block_id="store.actions")],
    )


def _versions(card: StoreCard) -> list[str]:
    rows = [
        f"• {each.version}: {people([each.published_by])}, {when(each.published_at)}"
        for each in card.history
    ]
    more = card.summary.version - len(card.history)
    return [*rows, *([f"• and {more} before"] if more > 0 else [])]


def _used_by(card: StoreCard) -> str:
    if not card.used_by and not card.unseen_users:
        return "*Used by* nobody yet"
    said = words.some_of("Used by", [_user(each) for each in card.used_by], _USERS)
    if not card.unseen_users:
        return said
    unseen = counted(card.unseen_users, "process", "processes")
    return "\n".join([said or "*Used by*", f"• {unseen} that you may not look at"])


def _user(user: StoreUser) -> str:
    """`• Web release, version 4: check.smoke; takes version 3; unfinished: WEB-3`."""
    takes = f"; takes version {listed([str(each) for each in user.takes])}" if user.takes else ""
    unfinished = f"; unfinished: {names(user.releases, 5)}" if user.releases else ""
    older = "" if user.latest else ", not its latest"
    where = names(user.places, 3)
    return f"• {name(user.name, 80)}, version {user.version}{older}: {where}{takes}{unfinished}"


def _buttons(card: StoreCard) -> list[Element]:
    title = card.summary.name
    about = carried.StoreButton(activity_id=card.summary.id)
    version = carried.StoreVersionButton(activity_id=card.summary.id, version=card.summary.version)
    changes = [
        button("New version…", carried.NEW_VERSION, about, says=f"New version of {title}"),
        button("Export", carried.EXPORT, version, says=f"Export {title} as a YAML file"),
    ]
    if card.activity.inputs:
        of = SetsButton(kind="activity", of=card.summary.id)
        changes.append(button("Input sets…", SHOW, of, says=f"Input sets of {title}"))
    delete = button(
        "Delete",
        carried.DELETE,
        about,
        style="danger",
        says=f"Delete {title} from the store",
        asks=confirm(
            "Delete it from the store?",
            f"{title} goes out of the store: nobody finds or uses it any more. While a process or "
            "a release uses it, this is refused.",
            "Delete it",
            danger=True,
        ),
    )
    if card.summary.deprecated_by is not None:
        back = button("Bring back", carried.BRING_BACK, about, says=f"Bring back {title}")
        return [*changes, back, delete]
    use = button(
        "Use in a draft…",
        carried.USE,
        version,
        style="primary",
        says=f"Use {title} in a draft",
    )
    aside = button("Deprecate…", carried.DEPRECATE, about, says=f"Deprecate {title}")
    return [use, *changes, aside, delete]
