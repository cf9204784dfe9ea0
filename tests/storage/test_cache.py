from __future__ import annotations

from storage.cache import Bounded, Caches, Found
from tests.storage.building import started


def test_what_was_used_longest_ago_is_forgotten_first():
    kept = Bounded[str, int](10)
    kept.put("a", 1, 5)
    kept.put("b", 2, 5)
    kept.get("a")
    kept.put("c", 3, 5)
    assert [kept.get(each) for each in "abc"] == [1, None, 3]
    assert kept.weight == 10


def test_what_is_heavier_than_all_is_not_kept():
    kept = Bounded[str, int](10)
    kept.put("a", 1, 11)
    assert kept.get("a") is None
    assert kept.weight == 0


def test_an_older_state_never_takes_the_place_of_a_newer_one():
    caches, newer = Caches(100), started().saved()
    older = started()
    for each in (newer, older):
        caches.remember(Found(loaded={each.id: each}))
    assert caches.executions.get(newer.id) == newer


def test_a_commit_that_was_not_heard_of_leaves_nothing_remembered():
    caches, state = Caches(100), started()
    caches.remember(Found(loaded={state.id: state}))
    caches.doubt(Found(saved={state.id: state.saved()}))
    assert caches.executions.get(state.id) is None


def test_a_rollback_keeps_only_what_was_there_before():
    caches, state = Caches(100), started()
    found = Found(loaded={state.id: state}, saved={state.id: state.saved()})
    caches.remember_committed(found)
    assert caches.executions.get(state.id) == state
