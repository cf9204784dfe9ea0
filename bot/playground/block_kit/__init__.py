"""Block Kit as Slack checks it: one entrance for messages, one for views."""

from bot.playground.block_kit.files import check_slack_files, slack_file_problems
from bot.playground.block_kit.surfaces import check_message_blocks, check_view, view_problems
from bot.playground.block_kit.surfaces import message_problems as message_problems
from bot.playground.block_kit.tidy import tidy_blocks

__all__ = [
    "check_message_blocks",
    "check_slack_files",
    "check_view",
    "message_problems",
    "slack_file_problems",
    "tidy_blocks",
    "view_problems",
]
