"""Floors on real release documents; only with DRUMBEAT_CORPUS=/path/to/corpus."""

import json
import os
from pathlib import Path

import pytest

from tests.benchmarks.drafting import score_documents, score_prompts

CORPUS = os.environ.get("DRUMBEAT_CORPUS", "")
pytestmark = pytest.mark.skipif(not CORPUS, reason="needs DRUMBEAT_CORPUS: real release documents")


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    return score_documents(Path(CORPUS), tmp_path_factory.mktemp("predictions"))


def test_most_steps_are_found_in_every_document(scores):
    assert scores["macro_mean"]["activities.f1"] >= 0.70
    assert min(each["activities"]["f1"] for each in scores["per_doc"].values()) >= 0.45


@pytest.mark.parametrize(
    ("figure", "floor"),
    [
        ("type_accuracy", 0.85),
        ("owner_accuracy", 0.70),
        ("order_agreement", 0.90),
        ("evidence_grounded", 0.98),
    ],
)
def test_types_owners_order_and_quotations_hold(scores, figure, floor):
    assert scores["macro_mean"][figure] >= floor


def test_no_draft_has_a_cycle(scores):
    assert not any(each["predicted_has_cycle"] for each in scores["per_doc"].values())


def test_short_prompts_are_read_too(tmp_path):
    found = score_prompts(Path(CORPUS), tmp_path)
    assert found["composite_where_gold"] >= 0.70, json.dumps(found, indent=1)
