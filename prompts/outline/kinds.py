"""Automated or manual: what a step's words and commands say about how it is done."""

from __future__ import annotations

import re
from typing import Final, Literal

from prompts.outline.cues import AUTOMATIC, without_code

SHELL: Final = frozenset("sh bash shell console zsh shell-session terminal fish powershell ps1 cmd bat "
                         "sh-session shellsession batch".split())  # fmt: skip
_COMMAND = re.compile(
    r"(?m)^\s*(?:[$%>#]\s+)?(?:sudo |time |env )?(?:[A-Z_]+=\S+ )?(?:git|gh|hub|svn|hg|npm|npx|yarn|pnpm|pip3?|python3?|poetry|uv|twine|tox|nox|make|cmake|mvn|\./\S+|gradle|"
    r"docker|podman|kubectl|helm|terraform|ansible\S*|aws|gcloud|az|cargo|go|rustup|bundle|gem|rake|bin/\S+|scripts?/\S+|curl|wget|scp|rsync|ssh|gpg2?|tar|zip|unzip|sha\d+sum|shasum|export|cd|sed|"
    r"bash|sh|dch|debuild|dput|dotnet|nuget|sbt|lein|mix|brew|fastlane|goreleaser|krel|kpromo|oc|cp|mv|rm|mkdir|cat|echo|for|while|if|perl|php|composer|java|node|deno|bazel|buck|just|task|tools/\S+|"
    r"hatch|flit|bump2?version|bumpversion|towncrier|sphinx-build|mkdocs|cosign|syft|skopeo|rpmbuild|fedpkg|koji|bodhi|osc|snapcraft|flatpak|xcodebuild|pod|ninja|meson|\w+ctl)\b"
)
_SLASH = re.compile(r"`/[\w-]{2,}[^`]{0,200}`|`![\w-]{2,}[^`]{0,200}`")
_INLINE = re.compile(r"`([^`\n]{3,300})`")
_TOOL = re.compile(
    r"(?i)\b(?:using|via|with|through|by running|running)\s+(?:the )?`([a-z][\w-]{2,40}(?:\.py|\.sh)?)`"
)
_RUNS = re.compile(
    r"(?i)\b(?:run(?:s|ning)?|execut\w+|trigger\w*|invok\w+|call(?:ing)?|using|use|via|with|through|type|issue|start)\b"
)
_MACHINE_VERBS: Final = frozenset(
    "build rebuild commit compile deploy redeploy re-deploy run rerun execute trigger tag retag push pull upload download sync rollback generate "
    "regenerate package sign codesign notarize mirror stage promote fetch clone checksum bootstrap provision snapshot scale restart reindex backup "
    "invoke apply compress unzip untar zip flip toggle kick publish migrate bake export launch rebase cherry-pick fast-forward wait ramp roll".split()
)
_HUMAN_VERBS: Final = frozenset(
    "review approve announce ask decide discuss draft write edit email e-mail send notify inform tell post tweet publicize mail communicate "
    "remind invite agree confirm verify check validate inspect evaluate assess plan propose open merge close file fill update document triage nominate "
    "sign-off signoff vote monitor watch observe smoke-test test join thank celebrate schedule coordinate contact escalate finalize finalise "
    "ensure negotiate assign request submit raise brief prepare complete create determine identify read share let give hold double-check".split()
)
_HUMAN_WORDS = re.compile(
    r"(?i)\b(?:pull request|merge request|\bPRs?\b|\bMRs?\b|e-?mail|web console|console|web ui|\bui\b|app store connect|appstoreconnect|play console|jira|ticket|meeting|by hand|manually|spreadsheet|wiki|"
    r"confluence|blog post|announcement|notice|newsletter|intranet|release notes|changelog|change log|news|mailing list|slack channel|milestone|web ?site|label|click|sign-?off|approval|decision|checklist|issue)\b"
)
_RUN_THING = re.compile(
    r"(?i)\b(?:job|pipeline|workflow|script|action|build|lane|playbook|ci|automation|task|target|command|suite)s?\b"
)


_CHECKS = re.compile(
    r"(?i)\b(?:checks|tests|builds|runs?) (?:on \w+ )?(?:to|pass|finish|complete|succeed|are|have)\b|\bgreen\b"
)


def is_command(code: str, language: str) -> bool:
    """True for a block that is typed or run; configuration, output and e-mail texts are not."""
    if language in SHELL:
        return True
    if language not in ("", "indented", "text", "none", "plain", "code", "plaintext"):
        return False
    return bool(_COMMAND.search(code[:2000])) and not re.match(
        r"(?i)\s*(?:to|subject|from|hi|hello|dear)\b[: ]", code
    )


def inline_command(text: str) -> str:
    """A chat command, or a command in backticks that the sentence says to run."""
    if found := _SLASH.search(text):
        return found.group(0).strip("`")
    if found := _TOOL.search(text):
        return found.group(1)
    for found in _INLINE.finditer(text):
        body = found.group(1)
        if _COMMAND.match(body) and " " in body:
            return body
        if (" " in body or body.endswith((".sh", ".py"))) and _RUNS.search(
            text[max(0, found.start() - 30) : found.start()]
        ):
            return body
    return ""


def kind_of(
    text: str, verb: str, *, command: str, machine: bool, approval: bool, owner: str = ""
) -> Literal["automated", "manual"]:
    """A machine, a command or a machine's verb makes it automated; a human's act wins over words."""
    if approval:
        return "manual"
    words = without_code(text)
    if (
        verb in ("create", "update", "make", "send", "open", "submit", "merge", "raise", "file")
        and _HUMAN_WORDS.search(words)
        and not (machine or re.search(r"(?i)\bautomatic", words))
    ):
        return "manual"
    if machine or command:
        return "automated"
    if owner and verb in _HUMAN_VERBS and not re.search(r"(?i)\bautomatic", words):
        return "manual"
    if (
        re.search(r"(?i)\bautomatic(?:ally)?\b|\bautomated\b|\bautomatisch\b", words)
        and "test" not in verb
    ):
        return "automated"
    if (
        verb in ("run", "execute", "perform")
        and owner
        and re.search(r"(?i)\b(?:regression|tests?|testing|suite|uat|test cases)\b", words)
        and not re.search(r"(?i)\bautomated|job|pipeline", words)
    ):
        return "manual"
    if verb in _MACHINE_VERBS:
        if verb in (
            "publish",
            "promote",
            "migrate",
            "launch",
            "roll",
            "stage",
            "sign",
        ) and _HUMAN_WORDS.search(words):
            return "manual"
        if (
            verb == "run"
            and not _RUN_THING.search(words)
            and re.search(r"(?i)\bregression|exploratory|meeting|manual|through\b", words)
        ):
            return "manual"
        if verb == "wait":
            runs = _RUN_THING.search(words) or AUTOMATIC.search(words) or _CHECKS.search(words)
            return "automated" if runs else "manual"
        return "automated"
    if verb in _HUMAN_VERBS:
        if verb in ("watch", "test") and re.search(
            r"(?i)\b(?:job|logs?|pipeline|ci|workflow|build finish)\b", words
        ):
            return "automated"
        return "manual"
    return "automated" if AUTOMATIC.search(words) and _RUN_THING.search(words) else "manual"
