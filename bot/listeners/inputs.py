"""The input store in private answers: the sets of a process or an activity, what to do there."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.files import import_form
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Open, Reply, Say, say
from bot.views.inputs import carried, lists, name_form, set_form
from orchestration import words
from orchestration.people.rights import seen_by
from orchestration.ports import Transaction
from orchestration.processes.deciding import demand_viewing
from orchestration.read_models.input_cards import SetsOverview
from orchestration.read_models.input_lookup import fields_in, overview_in, sets_in, sets_named
from orchestration.values import ProcessId

SENT = "It comes as a YAML file to your direct messages with Drumbeat in a moment."


def register(app: AsyncApp, doors: Doors) -> None:
    async def show(heard: Heard) -> Reply:
        about = heard.carried(carried.SetsButton)
        await demand_look(doors, heard, about)
        card = await doors.database.read(lambda tx: sets_in(tx, about.kind, about.of))
        return Say(lists.draw(card, command=doors.command))

    async def edit(heard: Heard) -> Reply:
        about = heard.carried(carried.SetButton)
        return await _form(doors, heard, about, about.set_id)

    async def new(heard: Heard) -> Reply:
        return await _form(doors, heard, heard.carried(carried.SetsButton), None)

    async def copy(heard: Heard) -> Reply:
        about = heard.carried(carried.SetButton)
        await demand_look(doors, heard, about)
        shown = await doors.inputs.show(about.kind, about.of, about.set_id)
        form = carried.NameForm(**dict(about), channel=heard.channel)
        return Open(name_form.draw(form, shown.kept.set.name))

    async def export(heard: Heard) -> Reply:
        about = heard.carried(carried.SetButton)
        await demand_look(doors, heard, about)
        await doors.input_files.send(about.kind, about.of, about.set_id, to=heard.by)
        return say(SENT)

    async def bring_in(heard: Heard) -> Reply:
        return import_form(heard, inputs=True)

    async def remove(heard: Heard) -> Reply:
        about = heard.carried(carried.SetButton)
        name = await doors.inputs.remove(about.kind, about.of, about.set_id, by=heard.by)
        return say(f"The input set “{words.quote(name)}” is removed.")

    app.action(carried.SHOW)(**listening(doors, payloads.action, tell=show))
    app.action(carried.EDIT)(**listening(doors, payloads.action, tell=edit))
    app.action(carried.NEW)(**listening(doors, payloads.action, tell=new))
    app.action(carried.COPY)(**listening(doors, payloads.action, tell=copy))
    app.action(carried.EXPORT)(**listening(doors, payloads.action, record=export))
    app.action(carried.IMPORT)(**listening(doors, payloads.action, tell=bring_in))
    app.action(carried.REMOVE)(**listening(doors, payloads.action, record=remove))


async def answer(doors: Doors, heard: Heard, named: str) -> Reply:
    """What `inputs` says: the sets of what was named, or whose there are."""
    if not named:

        def look(tx: Transaction) -> SetsOverview:
            return overview_in(tx, seen_by(tx, doors.administrators, heard.by))

        return Say(lists.overview(await doors.database.read(look), command=doors.command))
    card = await doors.database.read(lambda tx: sets_named(tx, named))
    await demand_look(doors, heard, carried.SetsButton(kind=card.kind, of=card.of))
    return Say(lists.draw(card, command=doors.command))


async def demand_look(doors: Doors, heard: Heard, about: carried.SetsButton) -> None:
    """Raise `Rejected` where this person may not look at the process; the store is everybody's."""

    def look(tx: Transaction) -> None:
        if about.kind == "process":
            process = tx.processes.latest(ProcessId(about.of)).process
            demand_viewing(tx, doors.administrators, heard.by, process)

    await doors.database.read(look)


async def _form(doors: Doors, heard: Heard, about: carried.SetsButton, set_id: str | None) -> Reply:
    """The first page of a set's form."""
    await demand_look(doors, heard, about)
    shown = await doors.database.read(lambda tx: fields_in(tx, about.kind, about.of, set_id))
    form = carried.SetForm(
        kind=about.kind,
        of=about.of,
        version=shown.version,
        set_id=set_id,
        revision=shown.revision,
        channel=heard.channel,
    )
    return Open(set_form.draw(shown, form))
