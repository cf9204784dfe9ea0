"""What an expression reads is known without evaluating it."""

from __future__ import annotations

from orchestration.processes.expressions import parse_expression, parse_template, references


def read_by(source):
    return [(str(each), each.at) for each in references(parse_expression(source))]


def test_every_path_is_named_with_its_place_wherever_it_stands():
    source = "a.b == c and not [d.e, 'x'] | join(f) ~ g[0] or (h in i)"
    found = read_by(source)
    assert [path for path, _ in found] == ["a.b", "c", "d.e", "f", "g[0]", "h", "i"]
    assert all(source.startswith(path, at) for path, at in found)


def test_what_is_not_evaluated_is_read_all_the_same():
    assert read_by("true or inputs.x") == [("inputs.x", 8)]


def test_those_of_a_text_are_counted_from_its_beginning():
    template = parse_template("Deploy {{ inputs.version }} to {{ variables['region'] | upper }}")
    found = [(each.path, each.at) for each in references(template)]
    assert found == [(("inputs", "version"), 10), (("variables", "region"), 34)]


def test_a_default_mends_what_stands_before_it_and_not_its_own_argument():
    read = references(parse_expression("a.b | upper | default(c.d) | join(e.f) ~ g.h"))
    assert {str(each): each.has_default for each in read} == {
        "a.b": True,
        "c.d": False,
        "e.f": False,
        "g.h": False,
    }


def test_a_default_after_a_default_mends_the_first_one_s_argument():
    read = references(parse_expression("a.b | default(c.d) | default('x')"))
    assert all(each.has_default for each in read)
