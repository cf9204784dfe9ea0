"""The few shapes every module of the simulated workspace passes around, and Slack's refusal."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A refusal with one of Slack's documented error codes; `extra` joins the response body."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    @classmethod
    def arguments(cls, *messages: str) -> "SlackError":
        """`invalid_arguments` with the messages where Slack puts them."""
        return cls("invalid_arguments", response_metadata={"messages": list(messages)})

    def body(self) -> Json:
        return {"ok": False, "error": self.code, **self.extra}


class Refused(Exception):  # noqa: N818 - what a person cannot do in the workspace, said in a sentence
    """A person tried what Slack's client would not let them do; the control API answers 4xx."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
