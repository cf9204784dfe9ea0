"""*Fill in…* on a planned release: a form of what it lacks before it can start."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners import rights
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Redraw, Reply, Say, Submitted, errors, instead, say
from bot.views import buttons
from bot.views.inputs import carried, fill_in
from bot.views.modals import new_release_inputs
from orchestration import words
from orchestration.ports import Transaction
from orchestration.processes.input_values import as_text
from orchestration.read_models.input_cards import PlannedInputs
from orchestration.read_models.input_lookup import planned_inputs, sets_to_choose
from orchestration.releases.filling_in import planned
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release
from orchestration.values import ReleaseId


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        about = heard.carried(buttons.ReleaseButton)
        await rights.demand_view(doors, about.release_id, heard.by)
        of, version = await _planned(doors, about.release_id)
        form = carried.FillInForm(
            release_id=about.release_id,
            revision=of.release.revision,
            version=version,
            channel=heard.channel,
        )
        return Open(fill_in.draw(of, form))

    async def choose_set(heard: Heard) -> Reply:
        form = _form_of(heard)
        shown = heard.view["state"]["values"]
        of, _ = await _planned(
            doors, form.release_id, form, new_release_inputs.read_set(shown, carried.FILL_IN_SET)
        )
        return Redraw(fill_in.draw(of, form, shown), heard.view["id"], heard.view.get("hash", ""))

    async def keep(heard: Heard) -> Submitted:
        form = _form_of(heard)
        shown = heard.view["state"]["values"]
        asked = carried.FILL_IN_SET in heard.fields
        chosen = (
            new_release_inputs.read_set(shown, carried.FILL_IN_SET) if asked else form.input_set
        )
        of, _ = await _planned(doors, form.release_id, form, chosen)
        if asked and of.sets.chosen != form.input_set:
            return instead(fill_in.draw(of, form, shown))
        given, problems = fill_in.read(shown, of)
        if problems:
            return errors(problems)
        release = await doors.filling_in.fill_in(
            form.release_id,
            form.revision,
            {name: as_text(value) for name, value in given.items()},
            chosen or None,
            by=heard.by,
            version=fill_in.read_version(shown),
        )
        if not fill_in.is_last(of, form):
            turned = {"revision": release.revision, "page": form.page + 1}
            following = form.model_copy(update=turned)
            of, _ = await _planned(doors, form.release_id, following, chosen)
            return instead(fill_in.draw(of, following))
        reply = await _kept(doors, release)
        return Submitted(reply=Say(reply.drawn, form.channel or release.channel))

    app.action(carried.FILL_IN)(**listening(doors, payloads.action, tell=open_form))
    app.action(carried.FILL_IN_SET)(**listening(doors, payloads.action, tell=choose_set))
    app.view(carried.FILL_IN_FORM)(**submitting(doors, payloads.submission, keep))


async def _kept(doors: Doors, release: Release) -> Say:
    release, inputs = await doors.database.read(lambda tx: _inputs_of(tx, release.id))
    title = words.quote(release.title)
    if not inputs.open:
        return say(f"{title} has all its inputs and can be started.")
    return say(f"Kept. {title} still lacks {words.count(len(inputs.open), 'input')}: see its card.")


async def _planned(
    doors: Doors, release_id: ReleaseId, form: carried.FillInForm | None = None, chosen: str = ""
) -> tuple[fill_in.Planned, int]:
    """All that the form is drawn from; by the version it was drawn from before."""

    def look(tx: Transaction) -> tuple[fill_in.Planned, int]:
        release = planned(tx, release_id)
        followed = version_followed(tx, release)
        if form:
            followed = tx.processes.version(release.process_id, form.version)
        wanted = chosen if form else release.input_set or ""
        of = fill_in.Planned(
            release=release,
            process=followed.process,
            sets=sets_to_choose(tx, followed, wanted),
            inputs=planned_inputs(tx, release, followed),
        )
        return of, followed.version

    return await doors.database.read(look)


def _inputs_of(tx: Transaction, release_id: ReleaseId) -> tuple[Release, PlannedInputs]:
    """How it stands with its inputs; of one that has started nothing is open."""
    release = tx.releases.get(release_id)
    if not release.status.can_start:
        return release, PlannedInputs()
    return release, planned_inputs(tx, release, version_followed(tx, release))


def _form_of(heard: Heard) -> carried.FillInForm:
    return carried.FillInForm.model_validate_json(heard.view["private_metadata"])
