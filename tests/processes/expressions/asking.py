"""A release under way, as an activity's expressions see it, and short ways to ask."""

from __future__ import annotations

from datetime import UTC, date, datetime

from orchestration.processes.expressions import (
    Refusal,
    SecretRef,
    evaluate,
    parse_expression,
    parse_template,
    render,
)

DATA = {
    "inputs": {
        "version": "1.42.0",
        "region": "eu",
        "replicas": 3,
        "share": 0.25,
        "urgent": True,
        "notes": None,
        "services": ["web", "api"],
        "none-yet": [],
        "labels": {"team": "payments", "größe": "XL"},
        "token": SecretRef("env:DEPLOY_TOKEN"),
        "go-live": "2026-12-01",
    },
    "variables": {"region": "eu-central-1"},
    "phases": {
        "build-web": {
            "outputs": {"summary": "built"},
            "activities": {
                "image": {"outputs": {"digest": "sha256:4f2a", "skip": "false", "size": "512"}},
                "2fa-check": {"outputs": {}},
            },
        }
    },
    "release": {"name": "Payments 1.42", "reference": "PAY-142"},
    "group": "Payments",
    "date": date(2026, 11, 23),
    "starts": datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
}


def value_of(source, data=DATA):
    """The value of an expression, or why there is none."""
    tree = parse_expression(source)
    return tree if isinstance(tree, Refusal) else evaluate(tree, data)


def text_of(source, data=DATA):
    """The same of a text with `{{ … }}` in it."""
    template = parse_template(source)
    return template if isinstance(template, Refusal) else render(template, data)


def refusal_of(source, data=DATA):
    found = value_of(source, data)
    assert isinstance(found, Refusal), f"{source} is {found!r}"
    return found
