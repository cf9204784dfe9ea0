"""For all tests: no language model is asked, what takes longest begins first, Hypothesis is told
how hard to try."""

from __future__ import annotations

import os

import pytest

from tests import trying

for name in [each for each in os.environ if each.startswith("OPENAI_")]:
    del os.environ[name]  # no test asks the one that the developer's own environment names

trying.load()

WHOLE_PROGRAMS = {"stories", "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories come first, so that at the end no processor waits for one of them.

    `make test` tells xdist to keep this order; by itself it begins with the files of most tests.
    """
    items.sort(key=lambda each: not WHOLE_PROGRAMS.intersection(each.path.parts))
