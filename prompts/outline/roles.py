"""The words by which documents name who does a step, and the machines that are nobody."""

from __future__ import annotations

import re
from typing import Final

HEADS: Final = frozenset(
    """
    auditor auditors counsel counsels regulator regulators trustee trustees
    admin admins administrator administrators advocate analyst analysts packager packagers caller callers releaser releasers approver approvers architect
    architects assignee author authors authority board boards captain captains chair chairs chief
    coach commander committee committees committer committers community conductor coordinator
    coordinators council cto ceo cfo coo cio cpo ciso em vp designer designers dev developer developers devs devops
    devrel dba dbas director directors driver drivers editor editors engineer engineering engineers
    executive executives expert experts group guild head helpdesk incident infra infrastructure
    infosec
    lead leader leaders leads leadership legal liaison liaisons localization maintainer maintainers
    management manager managers marketing member members officer officers on-call oncall operations
    operator operators ops organizer organization owner owners partner partners peer peers pm pms
    pmc po ptl ptls qa qe requester requestor representative representatives reviewer reviewers rm
    releaser sales scrum security shepherd sponsor squad squads sre sres staff stakeholder
    stakeholders steward stewards support sysadmin team teams tester testers testing triager triagers
    tl tpm translator translators vendor volunteer volunteers writer writers cab src sig wg ux
    compliance accessibility deputy publisher publishers sheriff product comms communications
    entwickler entwicklerin entwickung entwicklung qs betrieb produktleitung teamleiter teamleitung
    leitung bereitschaft tester testerin releasemanager release-manager fachbereich produktmanager
    équipe equipe responsable développeur développeurs chef equipo responsável desarrollador
    desarrolladores gerente desenvolvedor jefe
    """.split()
)
"""A name for a doer ends in one of these (`release manager`, `QA lead`, `the security team`)."""

MACHINES: Final = re.compile(
    r"(?i)^(?:the |our |an? )?(?:\w+[ -]){0,3}?(?:ci|ci/cd|cd|jenkins|pipeline|pipelines|bot|"
    r"github actions?|gitlab|workflow|script|job|system|automation|cron|travis|circleci|buildkite|"
    r"argo(?: ?cd)?|fastlane|goreleaser|dependabot|renovate|semantic-release|release-please|release drafter|octopus|flux|terraform|ansible|spinnaker|scheduler|server|tool|build|nightly|webhook|teamcity|bamboo)s?$"
)
"""Subjects that are programs: what they do is automated and belongs to nobody."""

LITTLE: Final = frozenset("the an a each every our all any your its their one two three both "
                          "der die das den dem des ein eine einen le la les el los o os as un une una".split())  # fmt: skip

_MENTION = re.compile(r"<@[UW][A-Z0-9]+>|<!subteam\^[A-Z0-9]+>|(?<![\w.])@[A-Za-z][\w./-]{1,60}")


def mentions(text: str) -> list[str]:
    """Slack ids and @handles in the order they stand."""
    return _MENTION.findall(text)


def bare(word: str) -> str:
    return word.strip(".,;:()[]*_`\"'’“”!?").lower()


_CAPITALS: Final = frozenset("em pm pms po rm src sig wg tl vp ux cab ptl ptls dev".split())
"""Short forms that are words or units in small letters."""


def is_head(word: str) -> bool:
    """True when a noun phrase that ends here can name a doer; possessives and plurals count."""
    original = word
    word = bare(word)
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if word == "dev" and original[:1] == "D":
        return True
    if word in _CAPITALS and not original.strip(".,;:()[]*_`\"'’").removesuffix("s").isupper():
        return False
    if "/" in word:
        return any(part in HEADS for part in word.split("/"))
    return word in HEADS or (
        len(word) > 9 and word.endswith(("leitung", "team", "manager", "meister"))
    )


def looks_like_role(text: str) -> bool:
    """True for a short noun phrase that names a doer and nothing else."""
    words = text.split()
    if not 0 < len(words) <= 7 or len(text) > 70:
        return False
    if mentions(text):
        return True
    heads = [word for word in words if is_head(word)]
    return bool(heads) and (is_head(words[-1]) or (is_head(words[0]) and len(words) <= 4))


_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
_OF_SEVERAL = re.compile(
    rf"(?i)^(?:(?:at least|a minimum of|any) )?{_NUMBER} (?:out )?of (?:the |our |these )?(?:{_NUMBER} )?(?:(?:people|persons|members|representatives) (?:of|from|on|in) )?(?=\w)|^(?:at least |any )?{_NUMBER} (?:people|persons|members|representatives) (?:of|from|on|in) (?=\w)"
)
"""`Two of the three people of the board`: how many of them, which is no part of their name."""
_AMOUNTS: Final = frozenset("at least minimum four five six another other".split())


def ends_in_role(text: str) -> bool:
    """`QA lead`, but not `CAB approval`: the whole phrase names a doer."""
    words = text.split()
    return bool(words) and looks_like_role(text) and (is_head(words[-1]) or bool(mentions(text)))


def tidy(role: str) -> str:
    """`The release manager:` → `release manager`; mentions stay as Slack writes them."""
    found = mentions(role)
    if found:
        return " / ".join(dict.fromkeys(found))[:120]
    role = _OF_SEVERAL.sub("", role.replace("\ue000", " "))
    words = [word for word in role.strip(" .,;:()[]*_`!").split() if word]
    while words and bare(words[0]) in LITTLE | _AMOUNTS:
        words.pop(0)
    return " ".join(words).strip(" .,;:")[:120]
