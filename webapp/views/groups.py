"""What pages of hubs and of forums show alike: the meetings of a group, and the ways on from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from webapp.words import Teller, Words, listed, paragraphs, text_of
from workflows.cases import Case
from workflows.groups import meets


@dataclass(frozen=True)
class WayOn:
    """A page on which something is begun for the group."""

    text: str
    href: str


def ways_on(group: Case, *, may_lead: bool) -> list[WayOn]:
    """Where whoever leads the group plans its meetings."""
    if not (may_lead and meets(group)):
        return []
    return [
        WayOn("Plan a meeting", url_for("meetings.new", group=group.reference)),
        WayOn("Lay out a year of dates", url_for("year_plans.new", group=group.reference)),
    ]


# What happened, in words that both kinds share


def lead_changed(verb: str) -> Teller:
    """ "Tom Achebe coordinates it now"."""

    def tell(details: dict[str, Any]) -> Words:
        joined = text_of(details, "joined")
        left = names_in(details, "left")
        before = f"Before: {listed(left)}." if left else ""
        meetings = details.get("meetings")
        along = "Its meetings went over as well." if isinstance(meetings, int) and meetings else ""
        note = paragraphs(text_of(details, "reason"), " ".join(filter(None, (before, along))))
        return f"{joined} {verb} it now" if joined else "", note

    return tell


def names_in(details: dict[str, Any], name: str) -> list[str]:
    """A list of names among the details; empty where it is missing or was erased."""
    found = details.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list | tuple) else []
