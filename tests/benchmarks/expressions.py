"""Expressions: 10,000 evaluated, 10,000 read, and the slowest refusal of the list of attacks.

The attacks are those of `tests/processes/expressions/attacks.py`. Each is read and evaluated three
times in a round and its quickest counts: what is asked is what it costs, not what else ran.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from orchestration.processes.expressions import (
    Refusal,
    evaluate,
    parse_expression,
    parse_template,
    render,
)
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.processes.expressions.asking import DATA, value_of
from tests.processes.expressions.attacks import ATTACKS

SOURCES = (
    'inputs.region == "eu" and not (phases.build-web.activities.image.outputs.skip | boolean)',
    "inputs.replicas >= 2 or inputs.urgent",
    'inputs.region in ["eu", "us", "ap"]',
    "inputs.tenant | default(variables.region) | upper",
    "phases.build-web.activities.image.outputs.digest",
)
TEXTS = ("{{ group }} {{ date | format('%G-W%V') }}", "{{ release.name }} to {{ inputs.region }}")
ASKED = 10_000
AIM_SECONDS = 1.0
AIM_REFUSAL = 50.0


def run(*, extent: Extent) -> Sheet:
    quick = extent.quick
    sheet = Sheet("expressions")
    rounds, number = (2, 500) if quick else (5, ASKED)
    evaluating: list[float] = []
    reading: list[float] = []
    refusing: list[float] = []
    slowest = ""
    for each in range(rounds):
        evaluating.append(_seconds(_evaluated, number) * ASKED / number)
        reading.append(_seconds(_read, number) * ASKED / number)
        milliseconds, slowest = max((_refused(attack), attack) for attack in ATTACKS)
        refusing.append(milliseconds)
        say(f"expressions: round {each + 1} of {rounds}")
    for what, found in (("evaluated", evaluating), ("read and evaluated", reading)):
        met = None if quick else sorted(found)[rounds // 2] <= AIM_SECONDS
        sheet.add(f"10,000 {what}", "s", found, aim=f"≤ {AIM_SECONDS:.0f}", met=met)
    sheet.add(
        f"slowest refusal of {len(ATTACKS)}",
        "ms",
        refusing,
        aim=f"≤ {AIM_REFUSAL:.0f}",
        met=None if quick else max(refusing) <= AIM_REFUSAL,
        note=slowest[:60],
    )
    return sheet


def _seconds(work: Callable[[int], None], number: int) -> float:
    begun = time.perf_counter()
    work(number)
    return time.perf_counter() - begun


def _evaluated(number: int) -> None:
    trees = [parse_expression(each) for each in SOURCES]
    templates = [parse_template(each) for each in TEXTS]
    for _ in range(number // (len(SOURCES) + len(TEXTS)) + 1):
        for tree in trees:
            assert not isinstance(evaluate(tree, DATA), Refusal)
        for template in templates:
            assert not isinstance(render(template, DATA), Refusal)


def _read(number: int) -> None:
    for _ in range(number // (len(SOURCES) + len(TEXTS)) + 1):
        for each in SOURCES:
            assert not isinstance(evaluate(parse_expression(each), DATA), Refusal)
        for each in TEXTS:
            assert not isinstance(render(parse_template(each), DATA), Refusal)


def _refused(attack: str) -> float:
    """Milliseconds, the least of three."""
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        assert isinstance(value_of(attack), Refusal)
        taken.append(time.perf_counter() - begun)
    return min(taken) * 1000
