"""The inputs of a group: its process's own fields, a page after the other, over the preview."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.group_words import Begun, begun, keep, shown
from bot.listeners.heard import Heard, Json
from bot.listeners.listening import listening
from bot.listeners.replies import Redraw, Reply, Submitted, errors, instead
from bot.views.groups import carried, part_form
from bot.views.modals import new_release_inputs
from bot.views.modals.answers import State
from orchestration.ports import Transaction
from orchestration.processes.model import ProcessVersion
from orchestration.read_models.input_cards import SetsToChoose
from orchestration.read_models.input_lookup import sets_to_choose
from orchestration.values import ProcessId


def register(app: AsyncApp, doors: Doors) -> None:
    async def choose_set(heard: Heard) -> Reply:
        """The form says what the chosen set gives; what was typed stays."""
        part = carried.PartForm.model_validate_json(heard.view["private_metadata"])
        of = await begun(doors, part.form, part.preview, by=heard.by)
        typed = heard.view["state"]["values"]
        chosen = new_release_inputs.read_set(typed, carried.INPUTS_SET)
        view = await draw(doors, of, part, chosen=chosen, typed=typed)
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    app.action(carried.INPUTS_SET)(**listening(doors, payloads.action, tell=choose_set))


async def draw(
    doors: Doors,
    of: Begun,
    part: carried.PartForm,
    *,
    chosen: str | None = None,
    typed: State | None = None,
) -> Json:
    """A page; with what the group follows, unless another set was just chosen."""
    follows, given = _given(of)
    known, sets = await _fields(doors, of, part, follows if chosen is None else chosen)
    return part_form.draw_inputs(known, sets, dict(given), part, typed)


async def sent(doors: Doors, heard: Heard, of: Begun, part: carried.PartForm) -> Json | Submitted:
    """The preview with what was sent; or the next page, or what is wrong."""
    state: State = heard.view["state"]["values"]
    said = of.said
    if said.inputs_of != of.values["process_id"]:
        follows, given = _given(of)
        update = {
            "inputs_of": of.values["process_id"],
            "inputs": given,
            "input_set": follows or None,
        }
        said = said.model_copy(update=update)
    known, sets = await _fields(doors, of, part, said.input_set or "")
    said, problems = part_form.read_inputs(state, known, said)
    if here := {block: text for block, text in problems.items() if block in heard.fields}:
        return errors(here)
    if (said.input_set or "") != part.input_set and part.page == 0:
        # It was chosen so late that the fields do not show yet what it says.
        return instead(await draw(doors, of, part, chosen=said.input_set or "", typed=state))
    after = await keep(doors, of, said, part.preview)
    if part_form.is_last(known, sets, part):
        return await shown(doors, after, by=heard.by)
    following = part.model_copy(update={"form": after.form, "page": part.page + 1})
    return instead(await draw(doors, after, following))


def _given(of: Begun) -> tuple[str, dict[str, str]]:
    """The set and the values that the group has as its form stands."""
    process_id = of.values["process_id"]
    if of.said.inputs_of == process_id:
        return of.said.input_set or "", of.said.inputs
    if of.was is not None and of.was.process_id == process_id:
        return of.was.input_set or "", of.was.inputs
    return "", {}


async def _fields(
    doors: Doors, of: Begun, part: carried.PartForm, chosen: str
) -> tuple[ProcessVersion, SetsToChoose]:
    """Of the very version that the fields were drawn from, where they were."""

    def look(tx: Transaction) -> tuple[ProcessVersion, SetsToChoose]:
        process_id = ProcessId(of.values["process_id"])
        version = part.process_version
        known = (
            tx.processes.version(process_id, version)
            if version
            else tx.processes.latest(process_id)
        )
        return known, sets_to_choose(tx, known, chosen)

    return await doors.database.read(look)
