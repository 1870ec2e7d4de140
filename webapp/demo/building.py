"""Builds the demo: founds both trusts a year ago and lets their year happen, up to last night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from webapp.demo.agenda import Entry, agenda
from webapp.demo.scene import Scene
from webapp.demo.settling import Settled, handover_on, settle
from webapp.demo.stories import Story
from webapp.demo.stories.arranging import HARBOUR_ARRANGING
from webapp.demo.stories.fellside import FELLSIDE
from webapp.demo.stories.past import HARBOUR_PAST
from webapp.demo.stories.under_way import HARBOUR_UNDER_WAY
from workflows.administration.leaving import leave
from workflows.clock import clock_at, local, today
from workflows.database import choose_trust, db

HARBOUR = (*HARBOUR_PAST, *HARBOUR_UNDER_WAY, *HARBOUR_ARRANGING)


def build(files: Path) -> None:
    present = today()
    with clock_at(local(present - timedelta(days=366), time(8, 0))):
        harbour, fellside = settle("harbour", present), settle("fellside", present)
    told = []
    for settled, stories in ((harbour, HARBOUR), (fellside, FELLSIDE)):
        choose_trust(settled.trust.id)
        told += [(story, Scene(settled, story.cast, files, present)) for story in stories]
    entries = agenda(told)
    left = False
    for entry in entries:
        if not left and entry.at.date() >= handover_on(present):
            left = True
            choose_trust(harbour.trust.id)
            with clock_at(local(handover_on(present), time(6, 0))):
                leave(harbour.people["sheila.danvers"], harbour.people["colin.pryce"])
        choose_trust(entry.scene.settled.trust.id)
        with clock_at(entry.at):
            try:
                entry.deed(entry.scene)
            except Exception as e:
                e.add_note(f"{entry.scene.cast.topic} at {entry.at}")
                raise
    db.session.commit()
