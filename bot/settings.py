"""What an operator can set: environment variables, or a `.env` file beside where it runs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import (
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from orchestration.execution.state.facts import UNDO
from orchestration.people.model import is_slack_id
from orchestration.people.working_time import USUAL, WorkingWeek, working_week
from orchestration.values import UserId

HTTP_ADDRESS = TypeAdapter(HttpUrl)


class Settings(BaseSettings):
    """Every setting, each with the environment variable that carries it."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    slack_bot_token: SecretStr = Field(alias="SLACK_BOT_TOKEN", default=SecretStr(""))
    slack_signing_secret: SecretStr = Field(alias="SLACK_SIGNING_SECRET", default=SecretStr(""))
    slack_app_token: SecretStr = Field(alias="SLACK_APP_TOKEN", default=SecretStr(""))
    """Set: Socket Mode. Not set: Slack calls `/slack/events`."""
    slack_api_url: str = Field(alias="SLACK_API_URL", default="https://slack.com/api/")
    database_url: str = Field(alias="DATABASE_URL", default="sqlite:///drumbeat.db")
    host: str = Field(alias="HOST", default="0.0.0.0")  # noqa: S104 - a server for callbacks
    port: int = Field(alias="PORT", default=3000, ge=0, le=65535)
    url: str = Field(alias="DRUMBEAT_URL", default="", pattern=r"^(https?://[^\s?#]+)?$")
    """Where the outside reaches this web server, for callbacks of `http` pipelines."""
    admins: Annotated[tuple[UserId, ...], NoDecode] = Field(alias="DRUMBEAT_ADMINS", default=())
    """Slack ids, separated by commas; empty means the workspace's own admins."""
    channel: str = Field(alias="DRUMBEAT_CHANNEL", default="", pattern=r"^([CG][A-Z0-9]+)?$")
    """The id of the channel of the releases: `doctor` looks whether Drumbeat is in it."""
    pipelines: Path | None = Field(alias="DRUMBEAT_PIPELINES", default=None)
    """The file that lists the pipelines; without it every automated step is run by hand."""
    pictures: bool = Field(alias="DRUMBEAT_PICTURES", default=True)
    """Pictures of processes, drawn here and uploaded to Slack; off, the words stand alone."""
    runs: Path = Field(alias="DRUMBEAT_RUNS", default=Path("var/runs"))
    """Where runs of `command` pipelines leave their logs and results."""
    evidence: Path | None = Field(alias="DRUMBEAT_EVIDENCE", default=None)
    """The folder of evidence: files that people give are copied there; see `evidence_folder`."""
    command: str = Field(alias="DRUMBEAT_COMMAND", default="/release")
    working_hours: Annotated[WorkingWeek, NoDecode] = Field(
        alias="DRUMBEAT_WORKING_HOURS", default=USUAL
    )
    """When people are reminded, by the clock of their own zone: `Mon-Fri 9-18`, or `always`."""
    start_within: float = Field(alias="DRUMBEAT_START_WITHIN", default=4.0, gt=0, le=24 * 14)
    """Hours after its time in which a planned release without a group can be started."""
    undo: float = Field(alias="DRUMBEAT_UNDO", default=UNDO.total_seconds(), ge=0, le=3600)
    """Seconds in which an approval can be undone where its sign-off does not say; 0: none."""
    freeze_calendars: Annotated[tuple[str, ...], NoDecode] = Field(
        alias="DRUMBEAT_FREEZE_CALENDARS", default=()
    )
    """Addresses or paths of .ics files, by commas: their events are freezes (docs/freezes.md)."""
    log_level: str = Field(alias="LOG_LEVEL", default="INFO")
    openai_api_key: SecretStr = Field(alias="OPENAI_API_KEY", default=SecretStr(""))
    """Set, or `OPENAI_BASE_URL`: a language model reads what is pasted (docs/drafting.md)."""
    openai_base_url: str = Field(alias="OPENAI_BASE_URL", default="")
    """Any endpoint that speaks Chat Completions; empty means OpenAI's own."""
    openai_model: str = Field(alias="OPENAI_MODEL", default="gpt-4.1-mini")
    openai_timeout: float = Field(alias="OPENAI_TIMEOUT", default=90.0, ge=1, le=180)
    """Seconds for one answer of the model; a draft may take two."""
    openai_retries: int = Field(alias="OPENAI_RETRIES", default=2, ge=0, le=5)
    """How often a call is tried again that was limited, failed at the server or was cut off."""
    openai_price_in: Decimal | None = Field(alias="OPENAI_PRICE_IN", default=None, ge=0)
    openai_price_out: Decimal | None = Field(alias="OPENAI_PRICE_OUT", default=None, ge=0)
    """What a million tokens cost, in and out; both set: every call says its cost."""
    draft_tokens: int = Field(alias="DRUMBEAT_DRAFT_TOKENS", default=200_000, ge=0)
    """Tokens that one draft may take, repairs included; 0: as many as it takes."""
    draft_tokens_a_day: int = Field(alias="DRUMBEAT_DRAFT_TOKENS_A_DAY", default=2_000_000, ge=0)
    """Tokens of all calls of one day in UTC, over all replicas; 0: as many as they take."""
    draft_log: bool = Field(alias="DRUMBEAT_DRAFT_LOG", default=True)
    """What a model was asked and answered is kept; off: the figures alone."""
    draft_log_days: int = Field(alias="DRUMBEAT_DRAFT_LOG_DAYS", default=90, ge=1, le=3650)
    """Days for which it is kept."""
    otel_endpoint: str = Field(alias="OTEL_EXPORTER_OTLP_ENDPOINT", default="")
    """Where spans are sent, by OTLP over HTTP; empty: nobody traces (docs/operating.md)."""
    otel_headers: SecretStr = Field(alias="OTEL_EXPORTER_OTLP_HEADERS", default=SecretStr(""))
    """`name=value`, by commas: what the collector wants to know who sends."""

    @field_validator("admins", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [each.strip() for each in value.split(",") if each.strip()]
        wrong = [each for each in ids if not is_slack_id(each)]
        if wrong:
            raise ValueError(
                f"{', '.join(wrong)} is no Slack id. In Slack: profile, ⋮, *Copy member ID*."
            )
        return tuple(ids)

    @field_validator("freeze_calendars", mode="before")
    @classmethod
    def _calendars(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(each.strip() for each in value.split(",") if each.strip())

    @field_validator("pipelines", "evidence", mode="before")
    @classmethod
    def _none_when_empty(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("working_hours", mode="before")
    @classmethod
    def _a_week(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return working_week(value) if value.strip() else USUAL

    @field_validator("command")
    @classmethod
    def _with_slash(cls, value: str) -> str:
        return "/" + value.strip().lstrip("/")

    @field_validator(
        "openai_model",
        "openai_timeout",
        "openai_retries",
        "openai_price_in",
        "openai_price_out",
        "draft_tokens",
        "draft_tokens_a_day",
        "draft_log",
        "draft_log_days",
        "undo",
        "start_within",
        mode="before",
    )
    @classmethod
    def _default_when_empty(cls, value: object, info: ValidationInfo) -> object:
        field = cls.model_fields[info.field_name or ""]
        return field.default if isinstance(value, str) and not value.strip() else value

    @field_validator("openai_api_key")
    @classmethod
    def _sendable(cls, value: SecretStr) -> SecretStr:
        key = value.get_secret_value().strip()
        if not (key.isascii() and key.isprintable()):
            raise ValueError("this holds characters that no key has; copy it again")
        return SecretStr(key)

    @field_validator("openai_base_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        address = value.strip()
        if address:
            HTTP_ADDRESS.validate_python(address)
        return address

    @property
    def with_model(self) -> bool:
        return bool(self.openai_api_key.get_secret_value() or self.openai_base_url)

    @property
    def port_is_set(self) -> bool:
        """Said, not merely the default: an extra worker has a web server only then."""
        return "port" in self.model_fields_set

    @property
    def evidence_folder(self) -> Path:
        """Beside the database where that is a file; said, it is that."""
        if self.evidence is not None:
            return self.evidence
        kind, _, file = self.database_url.partition(":///")
        return Path(file).parent / "evidence" if kind.startswith("sqlite") else Path("var/evidence")

    @property
    def by_socket(self) -> bool:
        return bool(self.slack_app_token.get_secret_value())

    def missing(self) -> tuple[str, ...]:
        """What `serve` cannot do without, in words."""
        lacking = []
        if not self.slack_bot_token.get_secret_value():
            lacking.append("SLACK_BOT_TOKEN (xoxb-…: *OAuth & Permissions* of your Slack app)")
        if not self.by_socket and not self.slack_signing_secret.get_secret_value():
            lacking.append(
                "SLACK_APP_TOKEN (xapp-…, for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP): "
                "*Basic Information* of your Slack app"
            )
        return tuple(lacking)
