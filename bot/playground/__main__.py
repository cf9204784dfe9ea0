"""`python -m bot.playground`: a simulated Slack workspace as a process of its own."""

import argparse
from pathlib import Path

from bot.playground.config import (
    DEMO_APP_TOKEN,
    DEMO_BOT_TOKEN,
    DEMO_SIGNING_SECRET,
    PlaygroundConfig,
)
from bot.playground.server import run


def read_config() -> PlaygroundConfig:
    """The configuration the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=3100, help="0 picks a free port")
    parser.add_argument("--file", type=Path, help="where the workspace is kept; default: memory")
    parser.add_argument("--bot-url", help="where signed HTTP deliveries go without Socket Mode")
    parser.add_argument("--signing-secret", default=DEMO_SIGNING_SECRET)
    parser.add_argument("--bot-token", default=DEMO_BOT_TOKEN)
    parser.add_argument("--app-token", default=DEMO_APP_TOKEN)
    parser.add_argument("--command", default="/release", help="the app's slash command")
    parser.add_argument("--no-rate-limits", action="store_true")
    parser.add_argument("--seed", choices=("demo", "bare"), default="demo")
    parser.add_argument(
        "--event-retry-delays",
        default="0,60,300",
        help="seconds before each redelivery of an event; Slack: at once, 1 min, 5 min",
    )
    given = parser.parse_args()
    return PlaygroundConfig(
        file=given.file,
        host=given.host,
        port=given.port,
        bot_url=given.bot_url,
        signing_secret=given.signing_secret,
        bot_token=given.bot_token,
        app_token=given.app_token,
        command=given.command,
        seed=given.seed,
        rate_limits=not given.no_rate_limits,
        event_retry_delays=tuple(
            float(each) for each in given.event_retry_delays.split(",") if each
        ),
    )


if __name__ == "__main__":
    run(read_config())
