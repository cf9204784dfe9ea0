"""The verbs release documents give orders with, and the forms English bends them into."""

from __future__ import annotations

from typing import Final

STRONG: Final = frozenset(
    """
    attempt liaise drive circulate chase encourage rehearse formulate
    activate add adjust advance advertise agree alert align allocate amend announce append apply
    approve archive arrange ask assemble assess assign attach attend audit authenticate authorise
    authorize backport back-up backup begin block book bootstrap branch brief build bump bundle
    calculate call cancel capture celebrate certify change check cherry-pick cherrypick clean
    cleanup clear clone close codesign collate collect combine commit communicate compare compile
    complete compose compress conclude conduct configure confirm consolidate contact convene
    convert coordinate copy create cross-check customize cut cycle debug decide declare decommission
    define delegate delete deliver demote deploy deprecate destroy determine disable discuss
    dispatch distribute document double-check download draft drain draw drop duplicate edit email
    e-mail
    enable end engage ensure escalate establish evaluate examine execute export extend extract
    failover fast-forward fetch file finalise finalize finish fix flag flip flush force-push fork
    forward
    freeze gather generate get give grant halt hand hold host identify implement import incorporate
    increase increment inform initiate inspect install integrate introduce investigate invite invoke
    issue join kick label land launch leave let lift link list load lock log-in mail make mark
    measure merge message migrate minimize mirror modify monitor move name notarize notify nominate
    obtain observe open order organise organize package pack patch pause perform pin ping plan
    poll port post prepare present print prioritize proceed process produce promote propose
    provision prune publish pull purge push put quarantine raise ramp re-enable re-run rebase
    rebuild
    receive recheck reconcile record recreate redeploy refresh register regenerate reindex release
    reload remind remove rename render reopen repeat report republish request rerun reschedule
    reserve reset resolve restart restore resume retag retest retire retrieve retry revert
    review revise revoke rewrite roll rollback rotate run sanity-check scale scan schedule
    screenshot seal seed send share ship shut sign sign-off signoff smoke-test snapshot soak solicit
    spin split spot-check squash stage start stop submit summarise summarize suspend swap switch
    sync synchronise synchronize tag take tar tell terminate test thank tidy toggle track transfer
    transition translate triage trigger turn tweet unassign unblock undeploy unfreeze uninstall
    unlock unpack unpin unpublish unzip update upgrade upload validate verify vet vote wait walk
    warm watch wipe withdraw write yank zip advise retarget bisect compute craft create-tag re-tag
    re-deploy re-build re-open re-test dogfood dismiss reboot redirect reflect regress reproduce
    lead bring reroute resubmit sanitize stabilise stabilize stash store upsert version-bump weigh whitelist
    """.split()
)
"""Acts: a sentence that opens with one of these tells somebody to do something."""

GESTURES: Final = frozenset(
    """
    choose click enter expand fill find follow go hit input insert inspect-element log locate login
    look navigate paste pick press replace scroll select set tap tick type uncheck use visit source
    export cd read consider keep save add-to highlight
    """.split()
)
"""Movements inside a step: steps of their own only where a list gives them a number."""

NOUNY: Final = frozenset(
    """
    release test build change branch tag process support schedule plan report review document vote
    issue patch debug host package list log stage deploy sign file label load mark post queue book
    export import rollback back backup signoff sign-off read transfer triage draft register open
    """.split()
)
"""Orders that are as often nouns: alone in a title they order nothing."""

DUTIES: Final = frozenset(
    """
    act assist be collaborate facilitate foster help maintain manage mentor oversee own participate
    promote-culture provide represent serve strive support
    """.split()
)
"""Standing duties of a role: they describe a job, not a step of one release."""

ASIDES: Final = frozenset(
    """
    see note notes remember refer beware bear don't do never avoid consult learn warning caution
    important tip hint example examples tbd todo e.g. eg i.e. ie n/a feel assume imagine
    fyi ps disclaimer background
    """.split()
)
"""Openings that mark advice, a pointer or an example."""

IRREGULAR: Final = {
    "begun": "begin", "brought": "bring", "built": "build", "cut": "cut", "done": "do",
    "drawn": "draw", "frozen": "freeze", "given": "give", "got": "get", "held": "hold",
    "kept": "keep", "led": "lead", "left": "leave", "let": "let", "made": "make", "met": "meet", "put": "put",
    "rebuilt": "rebuild", "rerun": "rerun", "rewritten": "rewrite", "run": "run", "sent": "send",
    "set": "set", "shut": "shut", "spun": "spin", "split": "split", "taken": "take",
    "told": "tell", "withdrawn": "withdraw", "written": "write", "unfrozen": "unfreeze",
}  # fmt: skip
_DOUBLING: Final = frozenset("cut drop flag flip get log pin plan put run set ship shut spin split "
                             "stop submit swap tag commit step wrap zip unpin scan prune bump".split()) - {
    "prune", "bump"
}  # fmt: skip


def third_person(verb: str) -> str:
    """`publish` → `publishes`: the form after `QA …`."""
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def _stem(verb: str) -> str:
    return verb + verb[-1] if verb in _DOUBLING else verb


def participle(verb: str) -> str:
    """`tag` → `tagged`: the regular form after `is` or `must be`."""
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{_stem(verb)}ed"


def gerund(verb: str) -> str:
    """`merge` → `merging`: the form titles are written in."""
    return f"{verb[:-1]}ing" if verb.endswith("e") and verb[-2:] != "ee" else f"{_stem(verb)}ing"


KNOWN: Final = STRONG | GESTURES | DUTIES | frozenset({"do", "lead", "bring", "support", "decide"})
THIRD: Final = {third_person(verb): verb for verb in KNOWN} | {
    "does": "do",
    "goes": "go",
    "has": "have",
}
PARTICIPLES: Final = {participle(verb): verb for verb in STRONG | DUTIES} | IRREGULAR
GERUNDS: Final = {gerund(verb): verb for verb in STRONG}
