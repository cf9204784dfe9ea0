"""Which drafter the settings amount to."""

from __future__ import annotations

import httpx
import pytest
from pydantic import ValidationError

from bot.drafters import drafter_of
from bot.settings import Settings
from prompts.drafter import ModelDrafter
from prompts.outline_drafter import OutlineDrafter


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OPENAI_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)


def settings(**given):
    return Settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, OutlineDrafter),
        ({"OPENAI_API_KEY": " ", "OPENAI_BASE_URL": ""}, OutlineDrafter),
        ({"OPENAI_MODEL": "some-model"}, OutlineDrafter),
        ({"OPENAI_API_KEY": "sk-1"}, ModelDrafter),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:8903/v1"}, ModelDrafter),
    ],
)
async def test_a_model_reads_where_a_key_or_an_endpoint_is_set(given, kind):
    async with httpx.AsyncClient() as http:
        assert isinstance(drafter_of(settings(**given), http), kind)


@pytest.mark.parametrize(
    "given",
    [
        {"OPENAI_BASE_URL": "model.example"},
        {"OPENAI_BASE_URL": "http://host:port/v1"},
        {"OPENAI_BASE_URL": "file:///etc/passwd"},
        {"OPENAI_API_KEY": "sk-“quoted”"},
        {"OPENAI_API_KEY": "sk-two\nlines"},
        {"OPENAI_TIMEOUT": "0"},
        {"OPENAI_TIMEOUT": "3600"},
        {"OPENAI_TIMEOUT": "soon"},
    ],
)
def test_what_cannot_work_is_refused_at_the_start_without_showing_the_key(given):
    with pytest.raises(ValidationError) as refused:
        settings(**given)
    messages = [each["msg"] for each in refused.value.errors()]
    assert messages
    assert "sk-" not in str(messages)


def test_a_setting_left_empty_is_its_default():
    made = settings(OPENAI_MODEL="", OPENAI_TIMEOUT=" ")
    assert (made.openai_model, made.openai_timeout) == ("gpt-4.1-mini", 90)


def test_the_key_is_not_shown_with_the_settings():
    made = settings(OPENAI_API_KEY=" sk-4711 ")
    assert "4711" not in repr(made)
    assert made.openai_api_key.get_secret_value() == "sk-4711"
