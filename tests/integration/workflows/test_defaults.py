"""What a new trust starts with."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from workflows.administration.focus_areas import tree
from workflows.database import db, scope
from workflows.defaults import new_trust_defaults
from workflows.giving import FocusArea
from workflows.places import found_trust


def test_a_new_trust_starts_with_five_rings_and_is_given_them_once(database: SQLAlchemy) -> None:
    with scope("every"):
        trust = found_trust("The harbour trust", "harbour")
    with scope(trust.id):
        new_trust_defaults(trust)
        count = select(func.count()).select_from(FocusArea)
        planted = db.session.scalar(count)
        new_trust_defaults(trust)

        names = [branch.area.name for branch in tree()]
        assert names[:5] == [
            "Powerful learning",
            "Preconditions",
            "Classroom practice",
            "Organisational conditions",
            "The wider system",
        ]
        assert db.session.scalar(count) == planted
