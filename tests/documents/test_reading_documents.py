"""Documents to text and tables: what is read of each kind, and what is said where not."""

import asyncio
import io
import zipfile
from datetime import date

import pytest

from bot.documents import archives, kinds
from bot.documents.converting import convert
from bot.documents.kinds import Unreadable, kind_of
from bot.documents.reader import DocumentReader
from orchestration.errors import Permanent
from tests.documents.making import docx, pdf, xlsx, zipped

PLAN = [["Step", "Owner"], ["Build", "CI"], ["Sign off", "QA"]]


def rows_of(name, content):
    return convert(kind_of(name), content)["tables"][0][1]


def text_of(name, content):
    return convert(kind_of(name), content)["text"]


def refusal(name, content):
    with pytest.raises(Unreadable) as refused:
        convert(kind_of(name), content)
    return str(refused.value)


def test_a_word_document_keeps_its_headings_and_its_tables():
    content = docx("# Prepare", "Cut the branch &amp; tag it.", table=PLAN)
    text = text_of("runbook.docx", content)
    assert text.startswith("# Prepare\n\nCut the branch & tag it.")
    assert "| Step | Owner |" in text
    assert "| Build | CI |" in text


def test_a_page_keeps_headings_lists_and_check_boxes_and_loses_scripts():
    text = text_of(
        "runbook.html",
        b"<head><title>x</title></head><h2>Ship</h2><script>alert(1)</script>"
        b"<ol><li>Tag it</li><li><input type=checkbox> Deploy</li></ol>",
    )
    assert text == "## Ship\n\n1. Tag it\n2. [ ] Deploy"


def test_a_pdf_is_read_line_by_line():
    assert text_of("a.pdf", pdf("1. Build", "2. Deploy")).split("\n") == ["1. Build", "2. Deploy"]


def test_a_workbook_gives_each_shown_sheet_with_values_and_plain_dates():
    content = xlsx(
        [["Step", "Date", "Done"], ["Build", date(2026, 11, 24), True], ["Ship", 2.0, None]],
        more={"Contacts": [["Dana", "QA"]]},
    )
    tables = convert("workbook", content)["tables"]
    assert [name for name, _ in tables] == ["Plan", "Contacts"]
    assert tables[0][1][1:] == [["Build", "2026-11-24", "yes"], ["Ship", "2"]]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_whatever_separates_a_csv_is_found(mark):
    content = "\n".join(mark.join(row) for row in PLAN).encode()
    assert rows_of("plan.csv", content) == PLAN


def test_a_comma_inside_the_words_does_not_separate_a_csv_of_semicolons():
    content = b"Schritt;Wer\nTesten, dann melden;QA, Ops\nAusrollen;Ops\n"
    assert rows_of("plan.csv", content)[1] == ["Testen, dann melden", "QA, Ops"]


def test_excels_own_line_about_the_separator_is_obeyed_and_is_no_row():
    assert rows_of("plan.csv", b"sep=;\r\nStep;Owner\r\nBuild;CI\r\n") == PLAN[:2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_csv_is_read_in_the_encodings_that_spreadsheets_write(encoding):
    content = "Étape;Responsable\nGeler le code;Équipe dév\n".encode(encoding)
    expected = [["Étape", "Responsable"], ["Geler le code", "Équipe dév"]]
    assert rows_of("plan.csv", content) == expected


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", pdf("1. Build", encrypted=True), "protected by a password"),
        ("a.pdf", pdf(), "It holds no text: it is a scan"),
        ("a.pdf", b"%PDF-1.4 nothing", "damaged"),
        ("a.pdf", b"GIF89a", "no PDF at all"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
        ("a.docx", b"plain words", "no .docx at all"),
        ("a.docx", zipped({"word/nothing.xml": "<a/>"}), "damaged"),
        ("a.xlsx", zipped({"xl/nothing.xml": "<a/>"}), "damaged"),
        ("a.xlsx", xlsx([]), "no words"),
        ("a.csv", b"\n\n;;\n", "no rows"),
        ("a.txt", b"  \n", "no words"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"a\0b\xff", "not text"),
        ("a.html", b"<div>" * 5_000 + b"deep", "nested deeper"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_cannot_be_read_is_said_with_the_reason(name, content, said):
    assert said in refusal(name, content)


def test_xml_that_declares_entities_is_not_opened():
    bomb = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "declares entities" in refusal("a.docx", docx("&b;", before=bomb))


def test_a_zip_bomb_is_not_unpacked():
    bomb = zipped({"word/document.xml": "<a/>", "media/a.bin": b"0" * 61_000_000})
    assert len(bomb) < 100_000
    assert "far larger than a document" in refusal("a.docx", bomb)


def test_very_many_parts_are_not_looked_at():
    parts = {f"p{n}.xml": "<a/>" for n in range(archives.MOST_PARTS + 1)}
    assert "far larger" in refusal("a.xlsx", zipped(parts))


def test_a_part_that_claims_less_than_it_holds_ends_as_damaged():
    content = docx("Build")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    lie = content.replace(size, (10).to_bytes(4, "little"))
    assert "damaged" in refusal("a.docx", lie)


@pytest.mark.parametrize(
    ("name", "what_to_do"),
    [
        ("plan.doc", "Save it as .docx"),
        ("plan.XLS", "Save it as .xlsx"),
        ("deck.pptx", "Export it as PDF"),
        ("photo.png", "Paste its words"),
        ("noending", "Paste its words"),
    ],
)
def test_another_kind_of_file_is_told_which_kinds_are_read_and_what_to_do(name, what_to_do):
    with pytest.raises(Unreadable) as refused:
        kind_of(name)
    assert kinds.READ in str(refused.value)
    assert what_to_do in str(refused.value)


async def read(name, content, **limits):
    return await DocumentReader(**limits).read(name, content)


async def test_a_child_process_reads_a_document_and_its_tables_lose_what_is_empty():
    document = await read("plan.csv", b"Step,,Owner\n,,\nBuild,,CI\n")
    assert document.tables[0].rows == (("Step", "Owner"), ("Build", "CI"))


async def test_more_than_four_megabytes_and_more_than_a_hundred_kilobytes_of_text_are_refused():
    with pytest.raises(Permanent, match="larger than 4 MB"):
        await read("a.pdf", b"%PDF-" + b"0" * 4_000_000)
    with pytest.raises(Permanent, match="longer than 100 kB"):
        await read("a.txt", b"Build it. " * 10_001)


async def test_a_document_that_takes_too_long_is_given_up_and_its_child_ends():
    with pytest.raises(Permanent, match="not be read in time"):
        await read("a.txt", b"1. Build", patience=0.0)
    assert not [each for each in asyncio.all_tasks() if "communicate" in repr(each)]


async def test_a_refusal_reaches_the_person_through_the_child():
    with pytest.raises(Permanent, match="protected by a password"):
        await read("a.pdf", pdf("1. Build", encrypted=True))
