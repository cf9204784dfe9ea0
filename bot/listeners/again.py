"""Starting in the middle, running a release again, cloning it and rolling it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.async_app import AsyncApp

from bot.listeners import editing_releases, moving, rights
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, errors
from bot.views import again, buttons, private
from bot.views.modals import new_release
from bot.views.modals.given import Given
from orchestration import words
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.processes.history import refuse_archived
from orchestration.processes.model import ProcessVersion
from orchestration.read_models.input_cards import SetsToChoose
from orchestration.read_models.input_lookup import sets_to_choose
from orchestration.releases.editing import description_of
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release
from orchestration.releases.rolling_back import rollback_of
from orchestration.values import ActivityRef, ReleaseId


def register(app: AsyncApp, doors: Doors) -> None:
    async def clone(heard: Heard) -> Reply:
        return await cloned(doors, heard, heard.carried(buttons.ReleaseButton).release_id)

    async def roll_back(heard: Heard) -> Reply:
        release_id = heard.carried(buttons.ReleaseButton).release_id
        return await _form(doors, heard, release_id, rolls_back=True)

    async def run_again(heard: Heard) -> Reply:
        return await rerun(doors, heard, heard.carried(buttons.ReleaseButton).release_id)

    async def from_menu(heard: Heard) -> Reply:
        choice = heard.carried(buttons.ReleaseChoice)
        show = _FROM_MENU.get(choice.verb, _middle)
        return await show(doors, heard, choice.release_id)

    async def start(heard: Heard) -> Submitted:
        about = buttons.ReleaseButton.model_validate_json(heard.view["private_metadata"])
        numbers, why = again.read_done(heard.view)
        if not why:
            return errors({again.WHY: "Please say why, in a few words."})
        refs = await doors.database.read(lambda tx: _refs(tx, about.release_id))
        done = [refs[n] for n in numbers]
        await doors.releases.start_in_the_middle(about.release_id, done, by=heard.by, reason=why)
        return Submitted()

    async def make(heard: Heard) -> Submitted:
        form = again.AgainForm.model_validate_json(heard.view["private_metadata"])
        release = await doors.again.run(
            heard.door_key,
            form.release_id,
            by=heard.by,
            from_failed=again.read_from_failed(heard.view),
        )
        text = f"{words.quote(release.title)} is made and started. Follow it in"
        told = private.pointing(text, release.channel)
        return Submitted(reply=Say(told, form.channel or release.channel))

    app.action(again.CLONE)(**listening(doors, payloads.action, tell=clone))
    app.action(again.ROLL_BACK)(**listening(doors, payloads.action, tell=roll_back))
    app.action(again.RUN_AGAIN)(**listening(doors, payloads.action, tell=run_again))
    app.action(again.MENU)(**listening(doors, payloads.action, tell=from_menu))
    app.view(again.IN_THE_MIDDLE)(**submitting(doors, payloads.submission, start, field=again.WHY))
    app.view(again.AGAIN)(**submitting(doors, payloads.submission, make, field=again.FROM))


async def cloned(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    """The form of a new release that begins with what this one was called and given."""
    if heard.trigger_id:
        return await _form(doors, heard, release_id)
    release = await doors.database.read(lambda tx: tx.releases.get(release_id))
    about = buttons.ReleaseButton(release_id=release_id)
    asked = f"A new release like {words.quote(release.title)}:"
    return Say(private.offer(asked, again.clone_button(about, release.title)))


async def rerun(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    found = await doors.again.look(release_id, by=heard.by)
    if heard.trigger_id:
        return Open(again.again(found, heard.channel))
    about = buttons.ReleaseButton(release_id=release_id)
    asked = f"Run {words.quote(found.release.title)} again?"
    return Say(private.offer(asked, again.run_again_button(about, found.release.title)))


def given_by(tx: Transaction, like: ReleaseId, of: ProcessVersion, sets: SetsToChoose) -> Given:
    """What the form begins with; what its input set says anyhow is left to the set."""
    release = tx.releases.get(like)
    same = release.process_id == of.process.id
    inputs = {
        key: value
        for key, value in release.inputs.items()
        if not sets.chosen or sets.says.get(key) != value
    }
    return Given(
        name=release.name if same else "",
        version=release.version,
        inputs=inputs,
        description=description_of(release),
    )


async def _form(
    doors: Doors, heard: Heard, release_id: ReleaseId, *, rolls_back: bool = False
) -> Reply:
    await rights.demand_view(doors, release_id, heard.by)

    def look(tx: Transaction) -> tuple[ProcessVersion, SetsToChoose, Given, Release]:
        release = tx.releases.get(release_id)
        back = rollback_of(tx, release) if rolls_back else None
        if rolls_back and back is None:
            raise Rejected("The process that rolls it back is not there any more.")
        process_id = back.id if back else release.process_id
        refuse_archived(tx, process_id)
        of = tx.processes.latest(process_id)
        sets = sets_to_choose(tx, of, "" if rolls_back else release.input_set or "")
        return of, sets, given_by(tx, release_id, of, sets), release

    of, sets, given, release = await doors.database.read(look)
    return Open(new_release.draw(of, release.channel, sets, given=given, like=release_id))


async def _middle(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    await rights.demand_view(doors, release_id, heard.by)

    def look(tx: Transaction) -> tuple[Release, list[again.Offered]]:
        release = tx.releases.get(release_id)
        if not release.status.can_start:
            raise Rejected(f"{words.quote(release.title)} has started already.")
        process = version_followed(tx, release).process
        numbers = {ref: n for n, ref in enumerate(_refs(tx, release_id))}
        return release, [
            again.Offered(
                phase.name,
                [(numbers[ActivityRef(f"{phase.id}.{e.id}")], e.name) for e in phase.activities],
            )
            for phase in process.phases
        ]

    release, offered = await doors.database.read(look)
    return Open(again.in_the_middle(release, offered))


def _refs(tx: Transaction, release_id: ReleaseId) -> list[ActivityRef]:
    """The places of the process it would start with, in order."""
    process = version_followed(tx, tx.releases.get(release_id)).process
    return [ActivityRef(f"{phase.id}.{each.id}") for phase, each in process.activities()]


_FROM_MENU: Mapping[str, Callable[[Doors, Heard, ReleaseId], Awaitable[Reply]]] = {
    "clone": cloned,
    "edit": editing_releases.edit_form,
    "move": moving.move_form,
    "leave out": moving.skip_form,
    "middle": _middle,
}
