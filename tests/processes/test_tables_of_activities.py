"""Tables in which a row is an activity: columns by heading, and the text their rows become."""

import pytest

from orchestration.errors import Rejected
from orchestration.processes.tabular.as_text import text_of
from orchestration.processes.tabular.headings import columns_of, meaning_of
from orchestration.processes.tabular.model import Columns, Table, squared
from prompts.outline import read_outline


def table(*lines):
    """Rows as they are written in a message, cells between bars."""
    return Table(rows=squared([[cell.strip() for cell in line.split("|")] for line in lines]))


def drafted(*lines, columns=None):
    """What the outline drafter makes of the table, as `name: what it waits for`."""
    of = table(*lines)
    draft = read_outline(text_of(of, columns or columns_of(of), title="Plan"))
    return {each.name: each for each in draft.activities()}, draft


SIX = "order step owner date depends approval"


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        ("# | Task | Owner | Due date | Depends on | Sign-off", SIX),
        ("Nr. | Aufgabe | Verantwortlich | Termin | Vorgänger | Freigabe durch", SIX),
        ("N° | Étape | Responsable | Échéance | Prédécesseurs | Validé par", SIX),
        ("Nº | Tarea | Encargado | Fecha límite | Depende de | Aprobado por", SIX),
        ("Nº | Atividade | Responsável | Prazo | Dependências | Aprovação", SIX),
        ("Phase | Step name | Task owner (team) | Notes / comments", "phase step owner details"),
        ("Step ID | Step description | Assigned to", "order step owner"),
        ("FÄLLIG AM: | *Tätigkeit* | wer?", "date step owner"),
    ],
)  # fmt: skip
def test_columns_are_found_by_their_headings_in_several_languages(headings, meant):
    row = "x | " * headings.count("|") + "x"
    found = columns_of(table(headings, row)).of
    assert sorted(found, key=found.get) == meant.split()


def test_a_sentence_is_no_heading():
    assert meaning_of("The team that owns the release decides when it ships") is None


def test_headings_are_found_below_the_titles_that_stand_over_them():
    of = table("Web shop release | |", "Owner: | Dana |", "Step | Who | When", "Build | CI | T-3")
    columns = columns_of(of)
    assert columns.heading == 2
    assert columns.of == {"step": 0, "owner": 1, "date": 2}


def test_a_table_without_headings_has_its_wordiest_column_as_steps_and_loses_no_row():
    of = table("1 | Build the release candidate | CI", "2 | Deploy to production | Ops")
    columns = columns_of(of)
    assert (columns.heading, columns.of) == (-1, {"step": 1})
    assert len(read_outline(text_of(of, columns)).activities()) == 2


def test_what_a_person_corrected_is_what_is_read():
    columns = Columns(heading=-1, of={"step": 1, "owner": 2})
    found, _ = drafted("1 | Build | CI", "2 | Test by hand | QA", columns=columns)
    assert found["Test by hand"].owner == "QA"


def test_without_a_column_of_steps_the_person_is_asked_to_choose_one():
    with pytest.raises(Rejected, match="Choose the column"):
        text_of(table("a | b", "c | d"), Columns())


def test_rows_are_put_in_the_order_that_their_numbers_say():
    found, _ = drafted(
        "No | Step | Who", "10 | Announce | PM", "2 | Deploy | Ops", "1 | Build | CI"
    )
    assert list(found) == ["Build", "Deploy", "Announce"]


def test_rows_of_one_number_go_side_by_side():
    found, _ = drafted(
        "Order | Task | Who",
        "1 | Build | CI",
        "2 | Test on iOS | QA",
        "2 | Test on Android | QA",
        "3 | Ship | PM",
    )
    assert found["Test on Android"].depends_on == ("Build",)
    assert found["Ship"].depends_on == ("Test on iOS", "Test on Android")


def test_a_row_waits_for_what_it_names_by_number_or_by_name_even_below_it():
    found, _ = drafted(
        "ID | Step | Depends on",
        "A1 | Announce | A3, Write the notes",
        "A2 | Write the notes | -",
        "A3 | Deploy | A2",
    )
    assert list(found) == ["Write the notes", "Deploy", "Announce"]
    assert found["Announce"].depends_on == ("Deploy", "Write the notes")
    assert found["Write the notes"].depends_on == ()


def test_rows_that_wait_for_one_another_stay_as_they_are_written():
    found, _ = drafted("Step | After", "Build | Deploy", "Deploy | Build")
    assert list(found) == ["Build", "Deploy"]
    assert found["Deploy"].depends_on == ("Build",)


def test_a_phase_holds_for_the_rows_below_it_until_another_is_named():
    _, draft = drafted(
        "Phase | Step | Owner | Command",
        "Prepare | Cut the branch | PM |",
        " | Run the suite | QA | make test",
        "Ship | Deploy | SRE | make deploy",
    )
    assert [(each.name, len(each.activities)) for each in draft.phases] == [
        ("Prepare", 2),
        ("Ship", 1),
    ]
    assert draft.phases[1].activities[0].command == "make deploy"


def test_a_row_that_only_names_a_part_is_a_phase():
    _, draft = drafted(
        "No | Step | Owner", "Prepare | |", "1 | Build | CI", "Ship | |", "2 | Go | PM"
    )
    assert [each.name for each in draft.phases] == ["Prepare", "Ship"]


def test_an_approval_is_a_sign_off_of_the_row_or_of_whom_its_cell_names():
    found, draft = drafted(
        "Step | Owner | Freigabe | Depends on",
        "Release go | PM | ja |",
        "Deploy | Ops | QA lead | Release go",
        "Announce | PM | nein | Deploy",
    )
    assert found["Release go"].approval
    assert not found["Deploy"].approval
    gate = draft.activities()[2]
    assert (gate.approval, gate.owner, gate.depends_on) == (True, "QA lead", ("Deploy",))
    assert found["Announce"].depends_on == (gate.name,)


def test_dates_and_notes_come_along_and_bars_in_a_cell_break_nothing():
    of = Table(rows=(("Step", "Date", "Notes"), ("Build a|b", "2026-11-24", "on the Mac")))
    (found,) = read_outline(text_of(of, columns_of(of))).activities()
    assert (found.when, found.description) == ("2026-11-24", "on the Mac")
    assert "a/b" in found.name


def test_a_table_of_any_size_is_bounded():
    rows = squared([["x" * 5_000] * 100] * 3_000)
    assert (len(rows), len(rows[0]), len(rows[0][0])) == (2_000, 40, 2_000)
