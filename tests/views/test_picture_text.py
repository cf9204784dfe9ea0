"""A picture in words."""

from bot.views.picture_text import ALT_TEXT, alt_text
from orchestration.read_models.process_picture import process_picture
from tests.pictures.gallery import hostile, large, pages


def test_the_shape_of_a_process_is_said_in_words():
    assert alt_text(pages()["example"]) == (
        "Northwind web release: 3 phases, 4 activities. "
        "Build (starts at once): Build and test, pipeline, Engineer. "
        "Sign-offs (after Build): Sign off the regression results, sign-off, QA lead; "
        "Sign off the release notes, sign-off, Product owner. "
        "Production (after Sign-offs): Deploy to production, run by hand, Engineer."
    )


def test_what_follows_what_and_what_may_be_left_out_is_said():
    said = alt_text(pages()["train"])
    assert "Load test, pipeline, after Deploy everything to staging, optional" in said


def test_every_page_fits_slack_however_large_or_odd_it_is():
    every = [*process_picture(large(20, 30)), *process_picture(large(1, 200)), pages()["hostile"]]
    every += process_picture(hostile().model_copy(update={"name": "👩‍💻" * 900}))
    assert max(len(alt_text(each).encode("utf-16-le")) // 2 for each in every) <= ALT_TEXT
    assert "Part 20 (after Part 19): 30 activities" in alt_text(every[0])
