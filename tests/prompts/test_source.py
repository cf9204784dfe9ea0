"""What may be said to stand in a text."""

from __future__ import annotations

import pytest

from prompts.source import Source

TEXT = """\
## Release day (`v1.2`)
- **Tag** the [release branch](https://git.example/b), then *push* it.
- <https://ci.example/x|the nightly job> must be green; <@U024BE7LH> looks after it
- Relase Engineering (RE) runs   `make ship --all`
  $ git push origin v1.2
- 品質保証チームが承認します
"""


@pytest.mark.parametrize(
    "quotation",
    [
        "Tag the release branch, then push it",
        "TAG THE RELEASE BRANCH",
        "“the nightly job must be green”",
        "Tag the release branch … the nightly job",
        "runs make ship --all",
        "品質保証チームが承認します",
        "[release branch](https://git.example/b)",
    ],
)
def test_words_that_stand_in_the_text_in_order_are_a_quotation(quotation):
    assert Source(TEXT).quoted(quotation)


@pytest.mark.parametrize(
    "quotation",
    ["", "…", "?!", "push the tag", "the nightly job … Tag the release", "Tag a release branch"],
)
def test_others_are_none(quotation):
    assert not Source(TEXT).quoted(quotation)


@pytest.mark.parametrize(
    ("owner", "held"),
    [
        ("Release engineer", "Release engineer"),
        ("<@U024BE7LH>", "U024BE7LH"),
        ("<@U024BE7LH|dana>", "U024BE7LH"),
        ("U024BE7LH", "U024BE7LH"),
        ("@RE", "RE"),
        ("Rollout Expert", "Rollout Expert"),
        ("U999BE7LH", None),
        ("<!channel>", None),
        ("none", None),
        ("N/A", None),
        ("", None),
        ("Astrologer", None),
        ("品質保証チーム", "品質保証チーム"),
    ],
)
def test_an_owner_is_one_the_text_speaks_of(owner, held):
    assert Source(TEXT).role(owner) == held


@pytest.mark.parametrize(
    ("command", "stands"),
    [
        ("make ship --all", True),
        ("git push origin v1.2", True),
        ("$ git push origin v1.2\nmake  ship --all", True),
        ("git push origin v1.2\nrm -rf /", False),
        ("make ship --all --force", False),
        ("", False),
        ("$ ", False),
    ],
)
def test_a_command_is_the_documents_own(command, stands):
    assert Source(TEXT).command(command) is stands
