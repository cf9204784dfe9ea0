"""What somebody pointed at becomes the text of a draft: a message, its thread, their files."""

from __future__ import annotations

from typing import NamedTuple

from orchestration.effects.gathering import GatherWords
from orchestration.errors import Permanent, Rejected
from orchestration.handlers.outside import Outside, Paid
from orchestration.ports import GivenWords, Said
from orchestration.processes.gathering import Gathered, in_one_text
from orchestration.processes.tabular.reading import words_in

_MOST_FILES = 10
"""Of a whole thread."""


async def gather_words(outside: Outside, effect: GatherWords) -> Paid:
    """Fetch all of it; what cannot be read is said beside the rest, or alone where all is that."""
    if await outside.database.read(lambda tx: tx.drafts.find(effect.draft_id)):
        return Paid()
    gathering, given = outside.gathering, outside.words
    if gathering is None or given is None:
        raise Permanent("nothing reads messages here")
    bodies = await outside.database.read(lambda tx: tx.texts.bodies([effect.said_id]))
    pointed_at = Said(ts=effect.message, text=bodies.get(effect.said_id, ""), files=effect.files)
    said, closed = await _thread(given, effect, pointed_at)
    found = await _read(given, said)
    all_found = found.model_copy(update={"notes": (*closed, *found.notes)})
    return Paid(lambda tx: gathering.gathered(tx, effect, all_found))


async def _thread(
    given: GivenWords, effect: GatherWords, pointed_at: Said
) -> tuple[tuple[Said, ...], tuple[str, ...]]:
    """All that was said there, what was pointed at included; a closed thread is that alone."""
    if not (effect.thread and effect.source):
        return (pointed_at,), ()
    try:
        said = await given.thread(effect.source, effect.thread)
    except Permanent as refusal:
        return (pointed_at,), (f"The message was read without its thread. {refusal.reason}",)
    others = [each for each in said if each.ts not in {effect.message, effect.without}]
    own = [pointed_at] if pointed_at.text or pointed_at.files else []
    return tuple(sorted([*others, *own], key=lambda each: each.ts)), ()


class _Read(NamedTuple):
    name: str
    text: str = ""
    notes: tuple[str, ...] = ()


async def _read(given: GivenWords, said: tuple[Said, ...]) -> Gathered:
    files = list(dict.fromkeys(file for each in said for file in each.files))
    read = {each: await _document(given, each) for each in files[:_MOST_FILES]}
    texts: list[str] = []
    for each in said:
        documents = [read[file] for file in each.files if file in read]
        texts += [each.text, *(document.text for document in documents)]
    notes = [note for document in read.values() for note in document.notes]
    if len(files) > _MOST_FILES:
        notes.append(f"Of {len(files)} files the first {_MOST_FILES} were read.")
    named = [document.name for document in read.values() if document.text]
    alone = len(named) == 1 and not any(each.text.strip() for each in said)
    return Gathered(text=in_one_text(texts), document=named[0] if alone else "", notes=tuple(notes))


async def _document(given: GivenWords, file: str) -> _Read:
    try:
        document = await given.document(file)
        if document is None:
            return _Read("")
        text, told = words_in(document)
    except Permanent as refusal:
        return _Read("", notes=(refusal.reason,))
    except Rejected as refused:
        return _Read("", notes=(f"A table was not read. {refused.text}",))
    return _Read(document.name, text, told)
