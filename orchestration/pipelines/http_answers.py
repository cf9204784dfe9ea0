"""What a server's JSON says of a run: its id, status, outputs, link and log."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.command_runner import VALUE_LENGTH
from orchestration.pipelines.http_calls import Answer
from orchestration.pipelines.http_entry import HttpPipeline, StatusUrl
from orchestration.pipelines.http_paths import text_at
from orchestration.pipelines.log_tail import tail_of
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.values import plain_line

LONGEST_ID: Final = 200
LONGEST_LINK: Final = 2_000


def run_id_at(path: str | None, document: JsonValue) -> str:
    """The run's id; empty where there is none, or none that could be part of an address."""
    found = text_at(path, document) if path else None
    return found if found and len(found) <= LONGEST_ID and found.isprintable() else ""


def web_address(text: str) -> str:
    """The text where it can be shown as a link; otherwise nothing."""
    fit = text.startswith(("https://", "http://")) and len(text) <= LONGEST_LINK
    return text if fit and text.isprintable() and " " not in text else ""


class Reader:
    """Reads one pipeline's answers; the secrets it was asked with are blanked in all it says."""

    def __init__(self, entry: HttpPipeline, key: str, secrets: tuple[str, ...]) -> None:
        self._entry = entry
        self._key = key
        self._secrets = {
            part for each in secrets for part in (each, each.rpartition(" ")[2]) if len(part) > 3
        }

    def blanked(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def json_of(self, answer: Answer, said: str) -> JsonValue:
        """The body of a good answer; `said` tells of one that is not."""
        if not answer.good:
            raise Permanent(said)
        try:
            document: JsonValue = answer.json()
        except ValueError as error:
            raise Transient(f"{self._entry.name}: the answer is not JSON: {error}") from error
        return document

    def running(self, document: JsonValue, run_id: str, link: str) -> RunReport:
        link = link or self.link_in(document)
        return RunReport(key=self._key, status=RunStatus.RUNNING, run_id=run_id, link=link)

    def report(self, status: StatusUrl, document: JsonValue, run_id: str, link: str) -> RunReport:
        """What the words mean by the pipelines file; raises `Permanent` for one it lacks."""
        word = text_at(status.path, document)
        if word is None:
            raise Permanent(f"{self._entry.name}: its answer has no status at {status.path}")
        means = self._meaning(status, word)
        reason = text_at(status.reason, document) if status.reason and means.ended else None
        log = text_at(status.log, document) if status.log and means.ended else None
        outputs, missed = self._outputs(document)
        succeeded = means is RunStatus.SUCCEEDED
        if succeeded:
            log = "\n".join(filter(None, (log, *missed)))
        default = "" if succeeded or not means.ended else f"it ended as “{plain_line(word, 80)}”"
        return RunReport(
            key=self._key,
            status=means,
            run_id=run_id,
            reason="" if succeeded else self.blanked(plain_line(reason or default, 500)),
            link=link,
            outputs=outputs if succeeded else {},
            log_tail=tail_of(self.blanked(log or "")),
        )

    def _meaning(self, status: StatusUrl, word: str) -> RunStatus:
        lists = {
            RunStatus.SUCCEEDED: status.succeeded,
            RunStatus.FAILED: status.failed,
            RunStatus.CANCELLED: status.cancelled,
            RunStatus.RUNNING: status.running,
        }
        for means, words in lists.items():
            if word.casefold() in {each.casefold() for each in words}:
                return means
        if not status.running:
            return RunStatus.RUNNING
        raise Permanent(
            f"{self._entry.name}: its status is “{plain_line(word, 80)}”, which the pipelines file"
            " does not list"
        )

    def _outputs(self, document: JsonValue) -> tuple[dict[str, str], list[str]]:
        outputs, missed = dict[str, str](), list[str]()
        for name, path in self._entry.outputs.items():
            value = text_at(path, document)
            if value is None:
                missed.append(f"drumbeat: there is no output {name} at {path}")
            elif len(value) > VALUE_LENGTH:
                missed.append(f"drumbeat: output {name} is longer than {VALUE_LENGTH} characters")
            else:
                outputs[name] = self.blanked(value)
        return outputs, missed

    def link_in(self, document: JsonValue) -> str:
        path = self._entry.link
        return web_address(text_at(path, document) or "") if path.startswith("$") else ""
