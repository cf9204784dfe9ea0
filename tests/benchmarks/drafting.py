"""Scores of the outline drafter: `python -m tests.benchmarks.drafting --corpus PATH`.

PATH holds documents (`NAME.md`), readings made by hand (`NAME.gold.json`) and `score.py`, which
runs as a process of its own. Without a corpus the benchmark only times itself on a text it makes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from prompts.outline import read_outline, to_json

FIGURES = (
    ("F1", "activities.f1"),
    ("precision", "activities.precision"),
    ("recall", "activities.recall"),
    ("type", "type_accuracy"),
    ("owner", "owner_accuracy"),
    ("approval", "approval.f1"),
    ("order", "order_agreement"),
    ("grouping", "phase_grouping.f1"),
    ("quoted", "evidence_grounded"),
    ("composite", "composite"),
)


def score_documents(corpus: Path, scratch: Path) -> dict[str, Any]:
    """Read every document that has a gold reading, and let the corpus's own scorer judge."""
    for gold in sorted(corpus.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        draft = read_outline((corpus / f"{name}.md").read_text(encoding="utf-8"))
        (scratch / f"{name}.json").write_text(json.dumps(to_json(draft)), encoding="utf-8")
    return _run(corpus, str(corpus), str(scratch))


def score_prompts(corpus: Path, scratch: Path) -> dict[str, Any]:
    """The same for short messages; the draft's questions are the reply."""
    replies = scratch / "replies.jsonl"
    lines = (corpus / "prompts.jsonl").read_text(encoding="utf-8").splitlines()
    with replies.open("w", encoding="utf-8") as out:
        for line in filter(None, lines):
            asked = json.loads(line)
            process = to_json(read_outline(asked["prompt"]))
            reply = " ".join(process["questions"])
            out.write(json.dumps({"id": asked["id"], "reply": reply, "process": process}) + "\n")
    return _run(corpus, "--prompts", str(corpus / "prompts.jsonl"), str(replies))


def _run(corpus: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(corpus / "score.py"), *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def figure(scores: dict[str, Any], path: str) -> float | None:
    found: Any = scores.get(path)
    if found is None:
        found = scores
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    return found


def table(scores: dict[str, Any]) -> str:
    width = max(len(name) for name in [*scores["per_doc"], "mean"])
    rows = [f"{'':{width}} " + " ".join(f"{title:>9}" for title, _ in FIGURES)]
    for name, each in [*scores["per_doc"].items(), ("mean", scores["macro_mean"])]:
        cells = [figure(each, path) for _, path in FIGURES]
        rows.append(
            f"{name:{width}} " + " ".join(f"{'-' if c is None else f'{c:.2f}':>9}" for c in cells)
        )
    return "\n".join(rows)


def milliseconds() -> float:
    """The quickest of three readings of a made-up 200 kB document."""
    text = "".join(
        f"## Part {n}\n\n1. QA tests build {n} on staging\n2. Run `make part-{n}`\n\n"
        f"The team wrote part {n} in a summer, and it has served the company well ever since.\n\n"
        for n in range(1_250)
    )[:200_000]
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        read_outline(text)
        taken.append(time.perf_counter() - started)
    return round(min(taken) * 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, help="directory with documents, gold readings and score.py"
    )
    parser.add_argument("--json", type=Path, help="write the figures here instead of printing them")
    asked = parser.parse_args()
    result: dict[str, Any] = {"drafter": "outline", "ms_for_200_kB": milliseconds()}
    print(f"outline drafter: {result['ms_for_200_kB']} ms for 200 kB")
    if asked.corpus is None:
        print("no corpus given (--corpus PATH): nothing was scored")
    else:
        with tempfile.TemporaryDirectory() as scratch:
            scores = score_documents(asked.corpus, Path(scratch))
            result |= {
                "documents": {
                    name: {title: figure(each, path) for title, path in FIGURES}
                    for name, each in scores["per_doc"].items()
                },
                "mean": {title: figure(scores["macro_mean"], path) for title, path in FIGURES},
            }
            print(table(scores))
            if (asked.corpus / "prompts.jsonl").exists():
                prompts = score_prompts(asked.corpus, Path(scratch))
                result["prompts"] = {k: v for k, v in prompts.items() if k != "rows"}
                print("prompts:", json.dumps(result["prompts"]))
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    else:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
