"""The report as it stood when it was sent or agreed: everything in it, kept once and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Mapper

from workflows.database import JsonObject, db
from workflows.peer_reviews.details import Section
from workflows.peer_reviews.model import PeerReview, ReportVersion
from workflows.peer_reviews.team import team_of


class VersionsStay(RuntimeError):
    """Something tried to change or to remove a version of a report."""


@event.listens_for(ReportVersion, "before_update")
@event.listens_for(ReportVersion, "before_delete")
def _refuse(_: Mapper[Any], __: Any, version: ReportVersion) -> None:
    raise VersionsStay(f"version {version.number} of a report stays as it is")


def keep_version(review: PeerReview, *, why: str, at: datetime, agreed: bool = False) -> ReportVersion:
    """Keep the report as it stands now."""
    version = ReportVersion(
        trust_id=review.trust_id,
        review_id=review.id,
        number=len(review.versions) + 1,
        made_at=at,
        why=why,
        said=said_now(review),
        agreed=agreed,
    )
    db.session.add(version)
    db.session.flush()
    db.session.expire(review, ["versions"])
    return version


def said_now(review: PeerReview) -> JsonObject:
    """Everything that the report says as it stands, names of school and team included."""
    team = team_of(review)
    return {
        "school": review.host_school.name,
        "team": [one.name for one in team.everybody],
        "days": [day.isoformat() for day in review.visit_days],
        "foci": [one.focus_area.name for one in review.foci],
        "sections": {one.section.value: one.text for one in review.sections},
        "themes": sorted([one.focus_area.name, one.kind.value] for one in review.themes),
        "estimates": _estimates(review) if review.with_estimates else [],
    }


def _estimates(review: PeerReview) -> list[list[str]]:
    return [
        [one.focus_area.name, one.estimate.value, one.estimated_because]
        for one in review.foci
        if one.estimate is not None
    ]


@dataclass(frozen=True)
class Report:
    """A report to be read: one of its versions, or as it stands."""

    school: str
    team: tuple[str, ...]
    days: tuple[date, ...]
    foci: tuple[str, ...]
    sections: tuple[tuple[Section, str], ...]
    #: focus area and which way it points
    themes: tuple[tuple[str, str], ...]
    #: focus area, estimate, why
    estimates: tuple[tuple[str, str, str], ...]


def report_of(said: JsonObject) -> Report:
    """What a version says."""
    texts = said["sections"]
    return Report(
        school=said["school"],
        team=tuple(said["team"]),
        days=tuple(date.fromisoformat(day) for day in said["days"]),
        foci=tuple(said["foci"]),
        sections=tuple((one, texts.get(one.value, "")) for one in Section),
        themes=tuple((area, kind) for area, kind in said["themes"]),
        estimates=tuple((area, estimate, because) for area, estimate, because in said["estimates"]),
    )
