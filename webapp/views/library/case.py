"""The page of one entry, its versions, and its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.library import (
    AGAIN,
    KINDS,
    ChangeForm,
    FileGoneForm,
    NewOwnerForm,
    ReviewForm,
    TriedForm,
    TriedGoneForm,
)
from forms.steps import ReasonForm, StepForm
from webapp.access import access
from webapp.reader import current
from webapp.views.files import shown
from webapp.views.library.blueprint import blueprint, entry_reader, entry_taker
from webapp.views.library.page import EntryPage, compared_with, timeline
from webapp.views.steps import Step, StepPages, take
from webapp.views.visits.asking import may_ask
from workflows.case_history import Happening
from workflows.library import LibraryEntry
from workflows.library.queries import files_of, open_entry, versions_of
from workflows.machine import Transition
from workflows.visibility import may_see, posts_on

_CHANGE: Final = Step(
    ChangeForm,
    "What stood there before is kept, and everybody can read it. It is looked at again in a year.",
    button="Save",
    template="library/change.html",
    names_no_pupils=True,
)
STEPS: Final[Mapping[str, Step]] = {
    "consent": Step(about="Everybody who works in the trust can read it from now on."),
    "refuse": Step(ReasonForm, "It does not go into the library. Whoever offered it is told why."),
    "take_back": Step(about="It does not go into the library. You can offer it again at any time."),
    "edit": _CHANGE,
    "revise": _CHANGE,
    "still_good": Step(
        ReviewForm, "Nothing changes but the day on which you are asked again.", button="Save"
    ),
    "hand_over": Step(NewOwnerForm, "They are told, and are asked when it is time to look at it again."),
    "name_owner": Step(NewOwnerForm, "They are told, and are asked when it is time to look at it again."),
    "take_down": Step(
        ReasonForm,
        "Nobody finds it any more. That it was there, and why it was taken down, is kept.",
        button="Take it down",
        warns=True,
    ),
    "remove_file": Step(FileGoneForm, "Nobody can download it any more.", button="Remove it", warns=True),
    "thank": Step(about="Whoever answers for it reads from which schools thanks come."),
    "take_thanks_back": Step(about="Your thanks are not counted any more."),
    "say_tried": Step(
        TriedForm,
        "A few lines for the next school: what worked, and what did not. Everybody who works in the trust "
        "reads it, with your name and school.",
        button="Share it",
        names_no_pupils=True,
    ),
    "remove_tried": Step(TriedGoneForm, "Nobody can read the note any more.", button="Remove it", warns=True),
}
"""Each transition that a person can make, with its page; a file is added by `webapp.views.files`."""


@blueprint.get("/library/<reference>")
@access(entry_reader)
def show(case: LibraryEntry) -> str:
    file = open_entry(case, current.person.id, current.posts_on(case))
    source = case.came_from
    sees_source = source is not None and may_see(source, posts_on(current.person.id, source))
    standing = files_of(case.id)
    return render_template(
        "library/show.html",
        case=case,
        file=file,
        page=EntryPage(case, file, current),
        files=[one for one in shown(case, file.history) if one.details.get("file_id") in standing],
        may_ask=may_ask(current),
        own_school_id=current.person.school_id,
        source=source if sees_source else None,
        timeline=timeline(file.history),
        kinds=KINDS,
        again=AGAIN,
    )


@blueprint.get("/library/<reference>/versions")
@access(entry_reader)
def versions(case: LibraryEntry) -> str:
    return render_template("library/versions.html", case=case, versions=versions_of(case.id))


@blueprint.get("/library/<reference>/versions/<int:number>")
@access(entry_reader)
def version(case: LibraryEntry, number: int) -> str:
    known = {one.number: one for one in versions_of(case.id)}
    if number not in known:
        raise NotFound
    now, before = known[number], known.get(number - 1)
    return render_template(
        "library/version.html",
        case=case,
        version=now,
        before=before,
        changes=compared_with(before, now) if before else (),
        kinds=KINDS,
    )


def _words(
    case: LibraryEntry, doing: Transition, form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    return {"changes": timeline(changes), "home": url_for(".show", reference=case.reference)}


def _onwards(case: LibraryEntry, doing: Transition) -> str:
    if doing.name == "take_down":
        return url_for(".index")
    anchor = {"say_tried": "tried", "remove_tried": "tried"}.get(doing.name)
    return url_for(".show", reference=case.reference, _anchor=anchor)


PAGES: Final = StepPages(STEPS, "library/step.html", _words, _onwards)


@blueprint.route("/library/<reference>/<transition>", methods=["GET", "POST"])
@access(entry_taker)
def step(case: LibraryEntry, transition: str) -> Response:
    return take(case, transition, PAGES)
