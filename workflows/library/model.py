"""An entry of the library, every wording that it has had, who thanks for it and who has tried it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from workflows.cases import Case
from workflows.database import Model, Scoped, text_enum
from workflows.giving import FocusArea
from workflows.library.details import Again, EntryKind
from workflows.library.flow import LibraryFlow
from workflows.people import Person, Post
from workflows.places import Phase, School


class LibraryEntry(Case):
    """One piece of practice, template or resource that a school lets others learn from."""

    __tablename__ = "library_entries"
    __table_args__ = (
        CheckConstraint("(shared_at IS NULL) = (consented_by_id IS NULL)", name="shared_by_consent"),
        CheckConstraint("wording > 0", name="wording_counts"),
        Index(
            "ix_library_entries_looked_on",
            "looked_on",
            "id",
            sqlite_where=text("shared_at IS NOT NULL"),
            postgresql_where=text("shared_at IS NOT NULL"),
        ),
    )

    flow = LibraryFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: what it is, and how somebody else could begin with it where that was written down
    what: Mapped[str]
    how: Mapped[str]
    of_kind: Mapped[EntryKind] = mapped_column(text_enum(EntryKind, "of_kind"), default=EntryKind.PRACTICE)
    #: the phase that it was seen in; none where it suits every one
    phase: Mapped[Phase | None] = mapped_column(text_enum(Phase, "phase"))
    #: whose practice it is, and who answers for the entry there
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    #: the visit or review that it comes from
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    #: since when others read it, and the head of the school who agreed to that
    shared_at: Mapped[datetime | None]
    consented_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: of the words above: one more whenever they change
    wording: Mapped[int] = mapped_column(default=1)
    #: when the owner looks whether it still holds
    review_on: Mapped[date | None]
    #: the last day on which the clock looked at it
    looked_on: Mapped[date | None]

    school: Mapped[School] = relationship(foreign_keys=[school_id])
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    consented_by: Mapped[Person | None] = relationship(foreign_keys=[consented_by_id])
    came_from: Mapped[Case | None] = relationship(foreign_keys=[came_from_id], remote_side=Case.id)
    focus_areas: Mapped[list[FocusArea]] = relationship(
        secondary="library_focus_areas", order_by=FocusArea.name, viewonly=True
    )

    __mapper_args__ = {
        "polymorphic_identity": LibraryFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def is_there(self) -> bool:
        """Whether it stands in the library, for everybody who works in the trust."""
        return self.state_now in LibraryFlow.there.members

    def is_there_for(self, posts: frozenset[Post]) -> bool:
        """Whether a reader with these posts finds it: before and after its time, those who look after it."""
        keepers = {
            Post("owner", self.id),
            Post("head", self.school_id),
            Post("improvement_lead", self.trust_id),
        }
        return self.is_there or bool(keepers & posts)


class LibraryFocus(Scoped, Model):
    """An area that an entry is about."""

    __tablename__ = "library_focus_areas"

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"), primary_key=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True, index=True)


class LibraryVersion(Scoped, Model):
    """A wording of an entry, the present one too. It is written once and never changed."""

    __tablename__ = "library_versions"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"))
    number: Mapped[int]
    title: Mapped[str]
    what: Mapped[str]
    how: Mapped[str]
    of_kind: Mapped[EntryKind] = mapped_column(text_enum(EntryKind, "of_kind"))
    phase: Mapped[Phase | None] = mapped_column(text_enum(Phase, "phase"))
    #: the names of its areas, as they were called then
    areas: Mapped[str]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="")

    written_by: Mapped[Person] = relationship()


class VersionsStay(RuntimeError):
    """Something tried to change or to remove a wording of an entry."""


@event.listens_for(LibraryVersion, "before_update")
@event.listens_for(LibraryVersion, "before_delete")
def _refuse(_: Mapper[Any], __: Any, version: LibraryVersion) -> None:
    raise VersionsStay(f"version {version.number} of an entry stays as it is")


class LibraryThanks(Scoped, Model):
    """Somebody's thanks for an entry: one a person."""

    __tablename__ = "library_thanks"

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    #: where they worked then; none for the central team
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    thanked_at: Mapped[datetime]


class LibraryTrial(Scoped, Model):
    """“We tried this”: what another school did with an entry, and what happened."""

    __tablename__ = "library_trials"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    written_at: Mapped[datetime]
    did: Mapped[str]
    happened: Mapped[str]
    again: Mapped[Again] = mapped_column(text_enum(Again, "again"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    school: Mapped[School | None] = relationship(foreign_keys=[school_id])


class LibraryWords(Scoped, Model):
    """What an entry is found by: its words without accents, capitals and stops.

    Kept beside the entry, because the names in it are those of people, schools, areas and files. The database
    keeps its own index of it (below), which knows no trust: a search joins the entries.
    """

    __tablename__ = "library_words"

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"), primary_key=True)
    title: Mapped[str]
    #: school, owner, areas, files
    about: Mapped[str]
    body: Mapped[str]


_FTS = (
    "INSERT INTO library_fts(rowid, title, about, body)"
    " VALUES (new.entry_id, new.title, new.about, new.body);"
)
_OUT = (
    "INSERT INTO library_fts(library_fts, rowid, title, about, body)"
    " VALUES ('delete', old.entry_id, old.title, old.about, old.body);"
)
INDEXES = {
    "sqlite": (
        "CREATE VIRTUAL TABLE library_fts USING fts5("
        "title, about, body, content='library_words', content_rowid='entry_id')",
        f"CREATE TRIGGER library_words_come AFTER INSERT ON library_words BEGIN {_FTS} END",
        f"CREATE TRIGGER library_words_go AFTER DELETE ON library_words BEGIN {_OUT} END",
        f"CREATE TRIGGER library_words_change AFTER UPDATE ON library_words BEGIN {_OUT} {_FTS} END",
    ),
    "postgresql": (
        "ALTER TABLE library_words ADD COLUMN found tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', about), 'B')"
        " || setweight(to_tsvector('simple', body), 'D')) STORED",
        "CREATE INDEX ix_library_words_found ON library_words USING gin (found)",
    ),
}
"""What each database searches by; no model describes it, and the revision has the same words."""

for _dialect, _statements in INDEXES.items():
    for _statement in _statements:
        _made = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(LibraryWords.__table__, "after_create", _made)
