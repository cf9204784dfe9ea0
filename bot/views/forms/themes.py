"""Every form of the editor by its name."""

from __future__ import annotations

from bot.views.forms.activity import ACTIVITY_CONDITIONS, ACTIVITY_TIMES, ACTIVITY_VALUES
from bot.views.forms.asked import FIELD
from bot.views.forms.declared import INPUT, INPUT_LIMITS
from bot.views.forms.phase import PHASE_RULES, PHASE_VALUES
from bot.views.forms.process import PROCESS_ABOUT, PROCESS_RULES
from bot.views.forms.task import TASK, TASK_RULES
from bot.views.forms.theme import Theme

OF_PROCESS = (PROCESS_ABOUT, PROCESS_RULES)
OF_PHASE = (PHASE_RULES, PHASE_VALUES)
OF_ACTIVITY = (ACTIVITY_CONDITIONS, ACTIVITY_TIMES, ACTIVITY_VALUES)
OF_LISTS = (INPUT, INPUT_LIMITS, TASK, TASK_RULES, FIELD)
THEMES: dict[str, Theme] = {
    each.name: each for each in (*OF_PROCESS, *OF_PHASE, *OF_ACTIVITY, *OF_LISTS)
}
