"""What the fields of a log are called where somebody reads them."""

from __future__ import annotations

from typing import Final

LOG_LABELS: Final = {
    "focus": "What it was about",
    "observed": "What was observed",
    "advice": "Advice",
    "action_step": "Action step",
    "rehearsal": "Rehearsal",
    "next_look": "What to look at next time",
    "goal": "Goal",
    "reality": "Where things are now",
    "options": "Options",
    "will": "What the mentee will do",
}
