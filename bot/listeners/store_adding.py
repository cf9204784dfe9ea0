"""An activity of a published process, put into the store: from the process's private answer."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import OUTDATED, Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, say
from bot.views import buttons
from bot.views.store import add_form, carried
from orchestration import words
from orchestration.catalogue.model import StoreVersion
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.processes.deciding import demand_viewing
from orchestration.processes.model import ProcessVersion


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        about = heard.carried(buttons.VersionButton)

        def look(tx: Transaction) -> ProcessVersion:
            kept = tx.processes.version(about.process_id, about.version)
            demand_viewing(tx, doors.administrators, heard.by, kept.process)
            return kept

        kept = await doors.database.read(look)
        form = carried.AddForm(
            process_id=about.process_id, version=about.version, channel=heard.channel
        )
        return Open(add_form.draw(kept.process, form))

    async def add(heard: Heard) -> Submitted:
        form = carried.AddForm.model_validate_json(heard.view["private_metadata"])
        kept = await doors.database.read(
            lambda tx: tx.processes.version(form.process_id, form.version)
        )
        answer = add_form.read(heard.view, kept.process)
        if answer is None:
            raise Rejected(OUTDATED)
        made = await doors.store.create_from(
            form.process_id,
            form.version,
            answer.ref,
            id=answer.id,
            name=answer.name,
            by=heard.by,
        )
        return Submitted(reply=Say(say(_added(doors, made)).drawn, form.channel))

    app.action(carried.ADD)(**listening(doors, payloads.action, tell=open_form))
    app.view(carried.ADD_FORM)(**submitting(doors, payloads.submission, add, field=add_form.ID))


def _added(doors: Doors, made: StoreVersion) -> str:
    """What became inputs is said, since that is what others will be asked for."""
    activity = made.activity
    inputs = [f"`{words.quote(each.name, 60)}`" for each in activity.inputs]
    became = f"What the process tells it became its inputs: {words.listed(inputs[:10])}"
    became += f" and {len(inputs) - 10} more." if len(inputs) > 10 else "."
    return (
        f"“{words.quote(activity.name)}” is in the store as `{activity.id}`, version "
        f"{made.version}. {became if inputs else 'It takes no inputs.'} "
        f"`{doors.command} store {activity.id}` finds it."
    )
