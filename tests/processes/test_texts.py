"""Is a pasted text something to read? And which process does a typed name mean?"""

from dataclasses import dataclass, field

import pytest

from orchestration.errors import Rejected
from orchestration.processes.lookup import process_named
from orchestration.processes.texts import LONGEST_TEXT, readable
from orchestration.values import telling_slug


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x01", "\u200b\u200b", "\xa0\n\xa0"])
def test_a_text_of_nothing_is_refused_with_what_to_paste(text):
    with pytest.raises(Rejected, match="nothing to draft from"):
        readable(text)


def test_a_text_that_is_a_file_is_refused():
    with pytest.raises(Rejected, match="does not look like text"):
        readable("PK" + "\x00\x03\x04" * 50)


def test_a_text_can_be_so_long_and_no_longer():
    assert readable("x" * LONGEST_TEXT)
    for text in ("x" * (LONGEST_TEXT + 1), "é" * (LONGEST_TEXT // 2 + 1)):
        with pytest.raises(Rejected, match="longer than 100 kB"):
            readable(text)


def test_every_end_of_line_is_one():
    text = "a\r\nb\rc\nd\u2028e\u2029f\x0cg\x0bh"
    assert readable(text).splitlines() == list("abcdefgh")


def test_words_pasted_with_wide_or_unbreakable_spaces_stay_apart():
    assert readable("Build\xa0the\u3000app\u2009now") == "Build the app now"


def test_a_text_full_of_unbreakable_spaces_is_still_a_text():
    assert readable("a\xa0b\xa0c\xa0d\xa0") == "a b c d "


def test_indentation_and_other_scripts_stay():
    text = "1. Сборка\n\t- לבדוק\n    - 构建 🚀"
    assert readable(text) == text


def test_control_characters_and_hidden_marks_go():
    assert readable("Bui\x1bld the \u202eapp, then deploy it") == "Build the app, then deploy it"


@dataclass
class Listed:
    name: str
    id: str = ""

    def __post_init__(self):
        self.id = self.id or telling_slug(self.name, fallback="process")


@dataclass
class Processes:
    """As much of a transaction as finding a process reads."""

    listed: list[Listed] = field(default_factory=list)

    @property
    def processes(self):
        return self

    def list(self):
        return self.listed

    def latest(self, process_id):
        return process_id


KNOWN = Processes(
    [
        Listed("Web release"),
        Listed("Web hotfix"),
        Listed("Мобильный релиз"),
        Listed("Релиз"),
        Listed("🚀"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("web-release", "web-release"),
        ("  WEB  Release ", "web-release"),
        ("“Web release”", "web-release"),
        ("web h", "web-hotfix"),
        ("релиз", KNOWN.listed[3].id),
        ("моб", KNOWN.listed[2].id),
        ("🚀", KNOWN.listed[4].id),
    ],
)
def test_a_process_is_found_by_id_name_or_beginning(typed, found):
    assert process_named(KNOWN, typed) == found


@pytest.mark.parametrize("typed", ["Отчёт", "🔥", "???", "", "web"])
def test_a_name_of_no_or_of_several_processes_finds_none(typed):
    with pytest.raises(Rejected, match="There is no process"):
        process_named(KNOWN, typed)


def test_a_near_miss_is_suggested():
    with pytest.raises(Rejected, match=r"Did you mean “Web hotfix”"):
        process_named(KNOWN, "web hotfx")


def test_where_there_is_no_process_at_all_the_way_to_one_is_named():
    with pytest.raises(Rejected, match=r"/release draft"):
        process_named(Processes(), "web")
