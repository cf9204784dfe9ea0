"""What each verb does, whether it was typed as a command or said in a mention."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.grammar import Command
from bot.listeners import (
    away,
    calendar,
    control_verbs,
    digests,
    feeds,
    following,
    freeze_verbs,
    group_page,
    group_verbs,
    hotfix,
    inputs,
    limits,
    live,
    pipelines,
    pointing,
    release_verbs,
    revising,
    store,
    turns,
)
from bot.listeners.doors import Doors
from bot.listeners.drafting import draft_form, request_draft
from bot.listeners.files import import_files, import_form
from bot.listeners.heard import Heard, Json
from bot.listeners.mine import mine
from bot.listeners.replies import Open, Reply, Say
from bot.listeners.who import known_roles_in
from bot.views import buttons, help_text, lists, private, private_card
from bot.views.blocks import Drawn
from bot.views.modals import choose_process, new_release
from bot.views.store import add_form
from orchestration import words
from orchestration.catalogue.taking import filled_version
from orchestration.people.granting import rights_in
from orchestration.people.rights import seen_by
from orchestration.ports import Transaction
from orchestration.processes.blueprints import blueprints
from orchestration.processes.lookup import process_named
from orchestration.processes.model import ProcessVersion
from orchestration.read_models.input_cards import SetsToChoose
from orchestration.read_models.input_lookup import sets_to_choose
from orchestration.read_models.lookup import home_in, release_lines_in
from orchestration.values import ChannelId, ProcessId

_A_DOCUMENT = 200
"""Characters after a word we do not know, from which on it is a text rather than a command."""


async def commit(doors: Doors, heard: Heard, command: Command) -> Reply | None:
    """What changes something and is complete as it was typed; None leaves it to `answer`."""
    match command.verb:
        case "draft" if pointing.points_at_something(heard, command.words):
            return await pointing.draft_from_here(doors, heard, command.words)
        case "draft" if command.words.strip():
            return await request_draft(doors, heard, command.words)
        case "revise":
            return await revising.asked_in_words(doors, heard, command.words)
        case "process" | "inputs" if _imports(command) and heard.attached:
            return await import_files(doors, heard, heard.attached)
        case "away" if command.words:
            return await away.said(doors, heard, command.words)
        case "digest" if command.words:
            return await digests.said(doors, heard, command.words)
        case "calendar":
            return await calendar.asked_for(doors, heard, command.words)
        case "limits":
            return await limits.answer(doors, heard, command.words)
        case "freeze":
            return await freeze_verbs.commit(doors, heard, command.words)
        case "feed" if command.words:
            return await feeds.said(doors, heard, command.words)
        case "pause" | "stop" | "resume":
            return await control_verbs.commit(doors, heard, command)
        case "start" if command.reference:
            release = await doors.releases.referred(command.reference)
            if release.waits_for_its_time(doors.clock.now()):
                return None  # it asks first
            return await release_verbs.start(doors, heard, release.id)
        case _:
            return None


async def answer(doors: Doors, heard: Heard, command: Command) -> Reply | None:
    """What only reads, asks back, or opens a form."""
    match command.verb:
        case "":
            return Say(await _private_card(doors, heard))
        case "unknown":
            return Say(_unknown(doors, command))
        case "help":
            everything = command.words.lower() == "all"
            return Say(help_text.help_text(command=doors.command, everything=everything))
        case "draft":
            return await _draft_form(doors, heard)
        case "process" | "inputs" if _imports(command):
            return import_form(heard, inputs=command.verb == "inputs")
        case "process" if command.words:
            return Say(await _process(doors, heard, command.words))
        case "process" | "processes":
            return Say(await _processes(doors, heard))
        case "store" | "inputs" | "groups" | "group" | "hotfix":
            return await _kept_for_all(doors, heard, command)
        case "new":
            return await _new(doors, heard, command.words)
        case "mine":
            return Say(await mine(doors, heard))
        case "roles":
            return Say(await _roles(doors))
        case "live" | "resources":
            return Say(await _of_all_releases(doors, heard, command))
        case verb if verb in _ASKED:
            return await _ASKED[verb](doors, heard, command.words)
        case _:
            return await release_verbs.answer(doors, heard, command)


async def _private_card(doors: Doors, heard: Heard) -> Drawn:
    def look(tx: Transaction) -> Drawn:
        channel = heard.place
        card = home_in(tx, heard.by, doors.administrators, channel=channel)
        sees = seen_by(tx, doors.administrators, heard.by)
        here = release_lines_in(tx, channel=channel, sees=sees) if channel else ()
        return private_card.draw(card, here, command=doors.command)

    return await doors.database.read(look)


async def _roles(doors: Doors) -> Drawn:
    def look(tx: Transaction) -> Drawn:
        return lists.roles(known_roles_in(tx), rights_in(tx), command=doors.command)

    return await doors.database.read(look)


async def _kept_for_all(doors: Doors, heard: Heard, command: Command) -> Reply:
    """What there is for all: activities of the store, input sets, release groups."""
    match command.verb:
        case "store" if pipelines.asks(command.words):
            return await pipelines.answer(doors, heard, command.words)
        case "store":
            return Say(await store.found(doors, heard, command.words))
        case "groups":
            return await group_page.listed(doors, heard, command.words)
        case "hotfix":
            return await hotfix.asked(doors, heard, command.words)
        case "group":
            return await group_verbs.answer(doors, heard, command.words)
        case _:
            return await inputs.answer(doors, heard, command.words)


async def _of_all_releases(doors: Doors, heard: Heard, command: Command) -> Drawn:
    """What runs where, and what releases share."""
    if command.verb == "live":
        return await live.answer(doors, heard, command.words)
    return await turns.answer(doors, heard)


def _imports(command: Command) -> bool:
    return command.words.lower() == "import"


def _unknown(doors: Doors, command: Command) -> Drawn:
    if command.nearest != "draft" and len(command.words) > _A_DOCUMENT:
        return private.looks_like_a_document(command=doors.command)
    return private.unknown(command.unknown, command.nearest, command=doors.command)


async def _draft_form(doors: Doors, heard: Heard) -> Reply:
    if heard.trigger_id:
        return await draft_form(doors, heard)
    how = "Write `draft` and then the text in one message, or press the button for a form."
    return Say(private.offer(how, private.draft_button()))


async def _processes(doors: Doors, heard: Heard) -> Drawn:
    listed = await doors.processes.list(by=heard.by)
    there = [each for each in listed if each.archived_by is None]
    return lists.processes(
        [(each.id, each.name, each.version) for each in there],
        archived=[each.name for each in listed if each.archived_by is not None],
        blueprints=[(each.name, each.process.name) for each in blueprints()],
        command=doors.command,
    )


async def _process(doors: Doors, heard: Heard, name: str) -> Drawn:
    shown = await doors.processes.find(name, by=heard.by)
    filled = await doors.database.read(lambda tx: filled_version(tx, shown))
    about = buttons.VersionButton(process_id=shown.process.id, version=shown.version)
    here = bool(heard.channel) and not heard.in_dm
    offered = add_form.offers(shown.process)
    pictures = private.picture_buttons(about, shown.process.name, here=here)
    offers = [
        private.edit_button(about, shown.process.name),
        private.revise_button(
            buttons.ProcessButton(process_id=shown.process.id), shown.process.name
        ),
        private.export_button(about, shown.process.name),
        private.versions_button(about, shown.process.name),
        *(pictures if doors.pictures else ()),
        *([private.add_to_store_button(about, shown.process.name)] if offered else ()),
    ]
    return lists.process(shown.model_copy(update={"process": filled}), offers=offers)


async def release_form(doors: Doors, process_id: ProcessId, channel: ChannelId | None) -> Json:
    """The form of a new release, with the input sets there are."""

    def look(tx: Transaction) -> tuple[ProcessVersion, SetsToChoose]:
        of = tx.processes.latest(process_id)
        return of, sets_to_choose(tx, of)

    of, sets = await doors.database.read(look)
    return new_release.draw(of, channel, sets)


async def _new(doors: Doors, heard: Heard, name: str) -> Reply:
    """The form of a release; without a name of the only process, or of one to choose."""

    def look(tx: Transaction) -> ProcessVersion | None:
        sees = seen_by(tx, doors.administrators, heard.by)
        if name:
            return process_named(tx, name, sees=sees)
        there = [each for each in tx.processes.list() if each.archived_by is None]
        listed = [each for each in there if sees(each.id)]
        return tx.processes.latest(listed[0].id) if len(listed) == 1 else None

    of = await doors.database.read(look)
    if of is not None and heard.trigger_id:
        return Open(await release_form(doors, of.process.id, heard.place))
    if of is not None:
        about = buttons.NewButton(process_id=of.process.id)
        asked = f"A new release of {words.quote(of.process.name)}, version {of.version}:"
        return Say(private.offer(asked, private.new_button(about, of.process.name)))
    known = await doors.processes.list(by=heard.by)
    listed = [each for each in known if each.archived_by is None]
    if not listed:
        return Say(lists.processes((), command=doors.command))
    if heard.trigger_id:
        choices = [(each.id, each.name) for each in listed]
        return Open(choose_process.draw(choices, heard.place))
    card = await doors.database.read(lambda tx: home_in(tx, heard.by, doors.administrators))
    return Say(private.offer("A new release of which process?", private.new_menu(card)))


_ASKED: Mapping[str, Callable[[Doors, Heard, str], Awaitable[Reply]]] = {
    "away": lambda doors, heard, _: away.asked(doors, heard),
    "board": lambda doors, heard, _: following.board(doors, heard),
    "digest": digests.asked,
    "freezes": lambda doors, _heard, _said: freeze_verbs.listed(doors),
    "freeze": freeze_verbs.answer,
    "feed": feeds.asked,
    "revise": revising.form,
}
"""What is asked of a module of its own, with the words after the verb."""
