"""Reports that were agreed, as rows alone, for the picture across many of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from tests.world import MONDAY, World
from workflows.database import db
from workflows.giving import FocusArea, FocusKind
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.details import ThemeKind
from workflows.peer_reviews.model import ReportTheme, ReportVersion
from workflows.places import Place, PlaceKind


class Agreed:
    """Reports that were agreed one after the other, as rows alone."""

    def __init__(self, world: World, *, begins: datetime = MONDAY) -> None:
        self.world, self.count, self.begins = world, 0, begins
        self.areas = {"Reading": world.focus_area_id}
        for name in ("Maths", "Behaviour"):
            self.areas[name] = self._area(name)

    def _area(self, name: str) -> int:
        known = db.session.scalars(select(FocusArea).where(FocusArea.name == name)).first()
        if known is None:
            known = FocusArea(trust_id=self.world.trust_id, kind=FocusKind.AREA, name=name)
            db.session.add(known)
            db.session.flush()
        return known.id

    def report(
        self, year: int, *about: str, kind: ThemeKind = ThemeKind.DEVELOP, agreed: bool = True
    ) -> None:
        self.count += 1
        at = self.begins + timedelta(hours=self.count)
        review = self._review(year, at)
        db.session.add(
            ReportVersion(
                trust_id=review.trust_id,
                review_id=review.id,
                number=1,
                made_at=at,
                why="",
                said={},
                agreed=agreed,
            )
        )
        for name in about:
            db.session.add(
                ReportTheme(
                    trust_id=review.trust_id, review_id=review.id, focus_area_id=self.areas[name], kind=kind
                )
            )
        db.session.commit()

    def _review(self, year: int, at: datetime) -> PeerReview:
        number = int((at - MONDAY).total_seconds() // 3600)
        reference, on = f"PR-{year}-{number:04d}", date(year, 11, 10)
        review = PeerReview(
            trust_id=self.world.trust_id,
            title=reference,
            reference=reference,
            state="agreed",
            opened_at=at,
            state_since=at,
            host_school_id=self.world.schools["saltmarsh"],
            visit_starts_on=on,
            visit_ends_on=on,
            place=Place(trust_id=self.world.trust_id, kind=PlaceKind.CASE, name=reference),
            version=1,
        )
        db.session.add(review)
        db.session.flush()
        return review
