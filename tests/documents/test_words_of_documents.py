"""What a drafter reads of a document on disk, and what is told of its tables."""

import pytest

from bot.documents.words import words_of
from orchestration.errors import Rejected
from orchestration.processes.tabular.reading import NO_STEPS
from prompts.outline import read_outline
from tests.documents.making import docx, xlsx

PLAN = [["Task", "Owner", "Sign-off"], ["Build", "CI team", ""], ["Deploy", "Ops", "QA lead"]]


async def test_a_row_of_a_table_is_a_step_and_its_columns_are_told():
    words, told = await words_of("plan.xlsx", xlsx(PLAN))
    names = [each.name for each in read_outline(words).activities()]
    assert names[:2] == ["Build", "Deploy"]
    (line,) = told
    assert "“Task” is what is done" in line
    assert "“Owner” is who does it" in line


async def test_a_table_without_a_column_of_steps_says_what_to_name_so():
    with pytest.raises(Rejected) as refused:
        await words_of("plan.csv", b"1,2\n3,4\n")
    assert refused.value.text == NO_STEPS


async def test_a_document_is_read_by_a_child_and_a_plain_text_as_it_is():
    words, told = await words_of("runbook.docx", docx("# Ship", "1. Tag the release."))
    assert "Tag the release." in words
    assert not told
    assert await words_of("RUNBOOK", b"1. Tag it") == ("1. Tag it", ())


async def test_what_is_no_document_is_refused_with_what_is_read():
    with pytest.raises(Rejected, match="Drumbeat reads"):
        await words_of("movie.mp4", b"\0\0\0\x18ftyp")
