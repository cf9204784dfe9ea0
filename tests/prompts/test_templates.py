"""The prompts as they are sent, held to kept copies: a changed prompt is a change to be read.

DRUMBEAT_GOLDEN=write pytest tests/prompts/test_templates.py     writes them anew
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import prompts
from prompts.render import new_fence, render

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = sorted(Path(prompts.__path__[0]).glob("*.md.j2"))
VARIABLES = {
    "draft_system": {"most_phases": 60, "most_activities": 300},
    "draft_user": {
        "fence": "TEXT-0123456789abcdef",
        "text": "# Ship\n\n1. Build {{ it }} {% now %}\n2. <b>Tell</b> & wait\n\n    make ship\n",
    },
    "repair": {"problems": ["phases.0.n: Field required", "activity 4 waits for activity 9"]},
}


@pytest.mark.parametrize("name", VARIABLES)
def test_a_prompt_reads_as_it_was_last_agreed(name):
    rendered = render(name, **VARIABLES[name])
    kept = GOLDEN / f"{name}.md"
    if os.environ.get("DRUMBEAT_GOLDEN") == "write":
        kept.write_text(rendered)
    assert rendered == kept.read_text()


@pytest.mark.parametrize("name", VARIABLES)
def test_a_missing_variable_is_an_error(name):
    for missing in VARIABLES[name]:
        with pytest.raises(UndefinedError, match=missing):
            render(name, **{k: v for k, v in VARIABLES[name].items() if k != missing})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_opens_with_what_it_is_for_and_its_variables(path):
    opening = re.match(r"\{#(.+?)#\}", path.read_text(), re.DOTALL)
    assert opening
    name = path.name.removesuffix(".md.j2")
    _, _, listed = opening[1].partition("Variables:")
    assert all(each in listed for each in VARIABLES[name])


def test_two_fences_are_never_the_same():
    assert len({new_fence() for _ in range(1000)}) == 1000
