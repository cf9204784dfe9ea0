"""The editor's forms: one activity, one phase, and *Done*; each that is sent is one edit."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.drafts import process_of
from bot.listeners.editing import as_shown
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.outline import page_of, pipelines
from bot.listeners.replies import Redraw, Reply, Submitted, errors
from bot.views import buttons, outline_buttons
from bot.views.forms.notation import Amiss
from bot.views.modals import outline, outline_activity, outline_phase
from orchestration.processes.edits import ProcessEdit, PutActivity, PutPhase, RenameProcess
from orchestration.processes.vocabulary import vocabulary_in


def register(app: AsyncApp, doors: Doors) -> None:
    async def other_kind(heard: Heard) -> Reply:
        form = outline_buttons.ActivityForm.model_validate_json(heard.view["private_metadata"])
        process = process_of(await doors.processes.review(form.page.draft_id))
        kind = outline_activity.read_kind(heard.view)
        around = await doors.database.read(vocabulary_in)
        view = outline_activity.draw(process, form, pipelines(doors), kind=kind, around=around)
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    async def keep_activity(heard: Heard) -> Submitted:
        form = outline_buttons.ActivityForm.model_validate_json(heard.view["private_metadata"])
        process = await as_shown(doors, form.page)
        try:
            answer = outline_activity.read(heard.view, process)
        except Amiss as amiss:
            return errors({amiss.block: str(amiss)})
        problems = _blank(outline_activity.NAME, answer.name)
        if answer.kind == "sign_off" and not answer.signers:
            # The kind may have been chosen so late that its fields are not drawn yet.
            there = outline_activity.SIGNERS in heard.fields
            field = outline_activity.SIGNERS if there else outline_activity.KIND
            problems[field] = "A sign-off needs at least one role that signs."
        if answer.kind == "subprocess" and answer.process is None:
            there = outline_activity.RUNS in heard.fields
            field = outline_activity.RUNS if there else outline_activity.KIND
            problems[field] = "Choose the process that it runs."
        if problems:
            return errors(problems)
        edit = PutActivity(
            phase=form.phase,
            activity=form.activity,
            after=answer.after,
            name=answer.name,
            type=answer.kind,
            owner=answer.owner,
            signers=answer.signers,
            needed=answer.needed,
            depends_on=answer.depends_on,
            instructions=answer.instructions,
            command=answer.command,
            pipeline=answer.pipeline,
            process=answer.process,
        )
        return await _kept(doors, heard, form, edit)

    async def keep_phase(heard: Heard) -> Submitted:
        form = outline_buttons.PhaseForm.model_validate_json(heard.view["private_metadata"])
        answer = outline_phase.read(heard.view, await as_shown(doors, form.page))
        if problems := _blank(outline_phase.NAME, answer.name):
            return errors(problems)
        edit = PutPhase(
            phase=form.phase,
            after=form.after,
            name=answer.name,
            owner=answer.owner,
            depends_on=answer.depends_on,
        )
        return await _kept(doors, heard, form, edit)

    async def finish(heard: Heard) -> Submitted:
        """*Done* keeps the name; everything else was kept as it was made."""
        page = page_of(heard.view)
        name = outline.read_name(heard.view)
        if problems := _blank(outline.NAME, name):
            return errors(problems)
        review = await doors.processes.review(page.draft_id)
        if review.process and name != review.process.name:
            edit = RenameProcess(name=name)
            await doors.processes.edit(page.draft_id, page.revision, edit, by=heard.by)
        return Submitted()

    for kind in (buttons.OUTLINE_KIND, outline_activity.KIND):
        app.action(kind)(**listening(doors, payloads.action, tell=other_kind))
    app.view(buttons.OUTLINE)(**submitting(doors, payloads.submission, finish, field=outline.NAME))
    app.view(buttons.OUTLINE_ACTIVITY)(
        **submitting(doors, payloads.submission, keep_activity, field=outline_activity.NAME)
    )
    app.view(buttons.OUTLINE_PHASE)(
        **submitting(doors, payloads.submission, keep_phase, field=outline_phase.NAME)
    )


async def _kept(
    doors: Doors,
    heard: Heard,
    form: outline_buttons.ActivityForm | outline_buttons.PhaseForm,
    edit: ProcessEdit,
) -> Submitted:
    """The form closes, and the outline under it is drawn anew."""
    page = form.page
    review = await doors.processes.edit(page.draft_id, page.revision, edit, by=heard.by)
    if not form.outline_view:
        return Submitted()
    page = page.model_copy(update={"revision": review.revision})
    return Submitted(reply=Redraw(outline.draw(process_of(review), page), form.outline_view))


def _blank(field: str, given: str) -> dict[str, str]:
    return {} if given else {field: "Please fill this in."}
