"""What the page of one review shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from flask import url_for

from webapp.views.case_page import Button, CasePage
from webapp.views.dates import words
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.peer_reviews import story
from webapp.views.peer_reviews.steps import STEPS
from workflows.case_history import Happening
from workflows.dates.model import CalendarEntry
from workflows.machine import Role, Transition
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import coordinator, host_head, lead_reviewer, reviewer, workshop_leader
from workflows.peer_reviews.queries import ReviewFile
from workflows.people import Holder, Post, role_label

AT_ONCE: Final = frozenset({"agree_scope", "begin_visit", "confirm_timetable", "settle_plan"})
"""One press does it: everything that there is to think about stands on the page already."""
SAYS_WHY: Final = frozenset({"confirm_timetable", "begin_visit"})
"""A press says what stands in the way, which takes too long to find out for every look at the page."""
ON_PAGES: Final = {
    "add_activity": ("timetable", "Make the timetable"),
    "log_evidence": ("evidence", "Open the evidence log"),
    "give_feedback": ("report/give_feedback", "Feedback is given"),
    "begin_report": ("report/begin_report", "Begin the report"),
    "write_section": ("report/write", "Write the report"),
    "comment": ("report/check", "Read the draft report"),
    "release": ("readers", "Choose who reads the report"),
}
"""Steps that are made on a page of their own: what it is called in addresses, and what its button says."""
BESIDE: Final = frozenset(
    {"add_note", "attach", "change_people", "change_activity", "drop_activity", *DATE_STEPS}
)
"""Offered beside what they are about."""
_FIRST: Final = {
    "planned": ("form_team",),
    "team_formed": ("share_self_review", "write_self_review"),
    "self_review_shared": ("agree_scope", "write_scope"),
    "scoped": ("add_activity", "confirm_timetable"),
    "ready": ("begin_visit", "log_evidence"),
    "on_site": ("log_evidence", "give_feedback"),
    "feedback_given": ("begin_report", "log_evidence"),
    "draft_report": ("write_section", "log_evidence"),
    "factual_check": ("comment", "log_evidence"),
    "agreed": ("plan_workshop", "hold_workshop", "release"),
    "workshop_held": ("agree_action", "settle_plan", "release"),
    "action_plan": ("review_impact", "agree_action", "release"),
    "impact_review": ("add_view", "look_again"),
    "postponed": ("set_days",),
}
"""The main steps of each state, the most likely first; whatever else there is to do stands further down."""

_ASKED_BESIDE: Final = (
    (Flow.doubt_team.also_ask, "change_people"),
    (Flow.step_down.also_ask, "change_people"),
    (Flow.doubt_days.also_ask, "move_visit"),
)
"""What the coordinator may be asked for beside the turn of the state, and the step that answers it."""


class ReviewPage(CasePage[PeerReview, ReviewFile]):
    """The page of one review."""

    step_endpoint, called = "peer_reviews.step", "this review"
    at_once, elsewhere = AT_ONCE, BESIDE

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """The head, the team, who coordinates, and who leads the workshop."""
        return [
            {"name": holder.name, "role": f"{role_label(self.reader.trust, role.name)}{at}"}
            for role, holder, at in self._holding()
        ]

    @cached_property
    def dates(self) -> list[dict[str, Any]]:
        """The days of the visit, with who has said what for those between whom it is."""
        href = url_for("dates.reviews", reference=self.case.reference) if self.has_dates else ""
        return [self._day(day.on, day.entry, href) for day in self.case.days]

    @cached_property
    def has_dates(self) -> bool:
        """Whether the reader is one of those who are asked to dates of this review."""
        is_near = any(post.place_id == self.case.id for post in self.reader.posts_on(self.case))
        return is_near and self.case.has_dates

    @property
    def keeps_evidence(self) -> frozenset[str]:
        """The states in which there is an evidence log."""
        return frozenset(state.name for state in Flow.keeps_evidence.members)

    @property
    def has_report(self) -> frozenset[str]:
        """The states in which there is a report."""
        states = (Flow.draft_report, Flow.factual_check, *Flow.after.members, Flow.closed)
        return frozenset(state.name for state in states)

    @property
    def has_days(self) -> bool:
        """Whether the visit has taken place or is to; else its days are those for which it was planned."""
        if self.case.state == Flow.postponed.name:
            return False
        came = any(one.to_state == Flow.on_site.name for one in self.moves())
        return came or self.case.state != Flow.stopped.name

    @property
    def workshop_leader(self) -> str:
        """Who leads the workshop; empty while nobody does."""
        return self.file.name_of(workshop_leader)

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def moves(self) -> Iterable[Happening]:
        return self.file.moves

    def place_name(self, post: Post) -> str:
        school = self.case.host_school
        return school.name if post.place_id == school.id else ""

    def makes_sense(self, transition: Transition) -> bool:
        name = transition.name
        if name == "agree_scope":
            return bool(self.file.own_turns and self.file.questions)
        if name in SAYS_WHY:
            return name != "confirm_timetable" or bool(self.file.activities)
        if name == "hold_workshop" and self._workshop_is_ahead:
            return False
        return (name in STEPS or name in ON_PAGES or name == "attach") and super().makes_sense(transition)

    def is_main(self, transition: Transition) -> bool:
        return transition.name in self.first()

    def first(self) -> tuple[str, ...]:
        return _FIRST.get(self.case.state, ())

    def text_of(self, transition: Transition) -> str:
        name = transition.name
        if name in ON_PAGES:
            return self._text_of_page(name)
        return {
            "write_self_review": "Carry on writing" if self._has_begun else transition.label,
            "write_scope": "Change the questions" if self.file.questions else "Write the questions",
            "plan_workshop": "Plan the workshop anew" if self._workshop_is_ahead else transition.label,
        }.get(name, transition.label)

    def href_of(self, transition: Transition) -> str:
        page = ON_PAGES.get(transition.name)
        return self.page_href(page[0]) if page else super().href_of(transition)

    def page_href(self, page: str) -> str:
        """The address of a page of the review that is called so."""
        return f"{url_for('peer_reviews.show', reference=self.case.reference)}/{page}"

    @cached_property
    def buttons(self) -> list[Button]:
        """What a coordinator is asked for beside the turn of the state comes first."""
        asked = story.asked_beside(self.file)
        names = {name: None for ask, name in _ASKED_BESIDE if ask in asked and name in self.may}
        return [*map(self._button_of, names), *super().buttons]

    @cached_property
    def more(self) -> list[Button]:
        """What else the reader may do, each page once."""
        taken = {one.href for one in self.buttons}
        found = {one.href: one for one in super().more if one.href not in taken}
        return list(found.values())

    def _button_of(self, name: str) -> Button:
        return self._button(next(one for one in self._open_to_reader if one.name == name))

    def _text_of_page(self, name: str) -> str:
        if name == "add_activity" and (self.file.activities or self.case.state != Flow.scoped.name):
            return "Open the timetable"
        return ON_PAGES[name][1]

    @property
    def _has_begun(self) -> bool:
        return story.left_to_write(self.file) < story.parts_to_write(self.file)

    @property
    def _workshop_is_ahead(self) -> bool:
        entry = self.case.workshop_entry
        return entry is not None and entry.is_ahead

    def _holding(self) -> Iterator[tuple[Role, Holder, str]]:
        host = self.case.host_school
        for role in (host_head, lead_reviewer, reviewer, coordinator, workshop_leader):
            for holder in self.file.holding(role):
                place = host.name if role == host_head else self.file.schools.get(holder.school_id or 0, "")
                yield role, holder, f", {place}" if place else ""

    def _day(self, on: Any, entry: CalendarEntry | None, href: str) -> dict[str, Any]:
        plain = {"on": on, "title": "Visit", "place": self.case.host_school.name}
        if entry is None or not self.file.sight.inside:
            return plain
        tags = [words.answer_tag(one) for one in entry.asked]
        return words.coming(entry, href=href, tags=tags) if entry.is_ahead else plain
