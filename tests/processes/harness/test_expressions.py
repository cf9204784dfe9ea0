# ruff: noqa: E501 - a table of expressions reads best in rows
"""Expressions of both dialects mean the same here; what has no counterpart is refused in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.processes.expressions import Refusal, parse_expression, parse_template, printed
from orchestration.processes.harness.expressions import translated_condition
from orchestration.processes.harness.texts import translated_text
from orchestration.processes.harness.tokens import Untranslatable


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("<+releaseInput.global.DeployVersion>", "{{ inputs.DeployVersion }}"),
        ("<+releaseInput.phase.Region>", "{{ inputs.Region }}"),
        ("<+releaseInput.environment>", "{{ inputs.environment }}"),
        ("<+activityInput.environment>", "{{ inputs.environment }}"),
        ("<+process.phase1.output.phaseOutput1>", "{{ phases.phase1.outputs.phaseOutput1 }}"),
        ("<+process.phase1.activityA.output.name>", "{{ phases.phase1.activities.activityA.outputs.name }}"),
        ("<+process.p.output.output.name>", "{{ phases.p.activities.output.outputs.name }}"),
        ("<+phase.build.activity.app.outputs.URL>", "{{ phases.build.activities.app.outputs.URL }}"),
        ("<+phase.build.activity.app.outputs.URL.host>", "{{ phases.build.activities.app.outputs.URL.host }}"),
        ("<+pipeline.stages.s.spec.execution.steps.t.output.outputVariables.V>", "{{ pipeline.outputs.V }}"),
        ("${releaseVersion}-qa", "{{ inputs.releaseVersion }}-qa"),
        ("${global.timeout}", "{{ inputs.timeout }}"),
        ("v<+releaseInput.global.a>.<+releaseInput.global.b>", "v{{ inputs.a }}.{{ inputs.b }}"),
        ("<+<+releaseInput.global.env>.toLowerCase()>", "{{ inputs.env | lower }}"),
        ('<+"v" + <+releaseInput.global.a>>', '{{ "v" ~ inputs.a }}'),
        ("{<+releaseInput.global.a>}", '{{ "{" }}{{ inputs.a }}}'),
        ("{{ not ours }}", '{{ "{{" }} not ours }}'),
        ("a > b", "a > b"),
    ],
)  # fmt: skip
def test_a_value_reads_the_same_thing(theirs, ours):
    assert translated_text(theirs).text == ours
    assert not isinstance(parse_template(ours), Refusal)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("<+<+activityInput.shouldDeploy> == true>", "inputs.shouldDeploy | boolean == true"),
        ('<+<+activityInput.env> == "prod">', 'inputs.env == "prod"'),
        ("<+<+<+activityInput.deploy> == true> && <+<+releaseInput.global.prod> == true>>", "inputs.deploy | boolean == true and inputs.prod == true"),
        ('<+releaseInput.environment> == "production"', 'inputs.environment == "production"'),
        ("<+ <+ <+releaseInput.global.n> > 3 > || <+process.p.a.output.x> != 'y' >", 'inputs.n > 3 or phases.p.activities.a.outputs.x != "y"'),
        ("<+releaseInput.global.n> >= 3", "inputs.n >= 3"),
        ("<+process.p.a.output.n> < 3", "phases.p.activities.a.outputs.n | number < 3"),
        ("!<+process.p.a.output.ok>", "not phases.p.activities.a.outputs.ok | boolean"),
        ("<+releaseInput.global.go>", "inputs.go"),
        ("<+process.p.a.output.ok> and <+releaseInput.global.go>", "phases.p.activities.a.outputs.ok | boolean and inputs.go"),
        ("<+releaseInput.global.v>.contains('rc') || false", '"rc" in inputs.v or false'),
        ("(<+releaseInput.global.a> eq 'x' or true) and not false", '(inputs.a == "x" or true) and not false'),
        ("true", "true"),
    ],
)  # fmt: skip
def test_a_condition_says_the_same(theirs, ours):
    found = translated_condition(theirs)
    assert str(found) == ours
    assert printed(parse_expression(ours)) == ours


@pytest.mark.parametrize(
    ("theirs", "says"),
    [
        ("<+90>", "90 is neither true nor false"),
        ('<+secrets.getValue("account.token")>', "env:NAME"),
        ("<+pipeline.variables.branch>", "Only the pipeline itself knows it"),
        ("<+pipeline...X>", "A name is missing after the dot"),
        ("<+phase.x.activity.y.OUTPUT>", "Compare the ids"),
        ("<+phase.Version Generation.activity.y.outputs.V>", "“phase.Version” is nothing that a process here can read"),
        ("<+a", "never closed by >"),
        ("${version == '1' ? true : false}", "Make two activities"),
        ("<+releaseInput.global.a> + 1 == 2", "no arithmetic"),
        ("<+releaseInput.global.a>.matches('x')", "“.matches()” has no counterpart"),
        ("<+releaseInput.global.a> == 'x", "A quote is never closed"),
        ("<+releaseInput.global.a> =~ 'x'", "“=~” cannot stand there"),
        ("<+__class__.__mro__>", "is nothing that a process here can read"),
        ("<+releaseInput.global.__class__>", "is not an expression here"),
        ("<+" * 31 + "a" + ">" * 31, "nested deeper"),
        ("(" * 200 + "true" + ")" * 200, "nested deeper"),
        ("!" * 200 + "true", "nested deeper"),
        ("<+a>" * 3000, "more than 10,000 characters"),
        ("", "Something is missing"),
    ],
)  # fmt: skip
def test_what_has_no_counterpart_says_what_to_do(theirs, says):
    with pytest.raises(Untranslatable) as refused:
        translated_condition(theirs)
    assert says in f"{refused.value.what} {refused.value.mend}"


SIGNS = "<+ ${ > } . 'x' \" 3 == && || ! ( ) + ? {{ { [ ] releaseInput global process a true é"
WORDS = st.sampled_from([*SIGNS.split(), " "])


@settings(max_examples=500, deadline=None)
@given(st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=40))
def test_any_text_is_translated_to_what_parses_here_or_refused(text):
    try:
        assert not isinstance(parse_template(translated_text(text).text), Refusal)
    except Untranslatable as refused:
        assert refused.what
    try:
        assert not isinstance(parse_expression(str(translated_condition(text))), Refusal)
    except Untranslatable as refused:
        assert refused.what
