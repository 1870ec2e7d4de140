"""A report in words: headings, paragraphs and lists, and what changed between two versions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from webapp.compared import Line, compared
from webapp.words import in_words, listed
from workflows.peer_reviews.details import CommentOutcome, Section
from workflows.peer_reviews.model import FactualComment, PeerReview, ReportVersion
from workflows.peer_reviews.versions import Report, report_of

HEADINGS: Final = {
    Section.CONTEXT: "Context",
    Section.QUESTIONS: "Questions",
    Section.METHODS: "Methods",
    Section.STRENGTHS: "Strengths",
    Section.EXCELLENT: "Excellent practice to share",
    Section.DEVELOP: "Areas to develop",
    Section.NEXT_STEPS: "Suggested next steps",
}
BY_ADDRESS: Final = {one.name.lower(): one for one in Section}
"""Each section by the word for it in addresses."""
OUTCOMES: Final = {
    CommentOutcome.WAITING: ("Waits for an answer", "soon"),
    CommentOutcome.CHANGED: ("Report changed", "good"),
    CommentOutcome.KEPT: ("Kept as it was", "info"),
    CommentOutcome.WITHDRAWN: ("Withdrawn", "plain"),
}
_BULLETS: Final = ("- ", "* ", "• ")


@dataclass(frozen=True)
class Block:
    """A paragraph with its lines, or a list with its points."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """What somebody typed; lines that begin with a dash and a space are points of a list."""
    found: list[Block] = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        lines = (line.strip() for line in paragraph.split("\n") if line.strip())
        for is_list, some in groupby(lines, key=lambda line: line.startswith(_BULLETS)):
            found.append(Block(is_list, tuple(line[2:].strip() if is_list else line for line in some)))
    return found


@dataclass(frozen=True)
class Changed:
    """A section that says something else than before."""

    heading: str
    lines: tuple[Line, ...]


def changes(before: Report, after: Report) -> list[Changed]:
    """The sections that differ, line by line."""
    earlier = dict(before.sections)
    return [
        Changed(HEADINGS[section], compared(earlier[section], text))
        for section, text in after.sections
        if earlier[section] != text
    ]


def section_called(address: str) -> Section | None:
    """The section that an address names; None for no such one."""
    return BY_ADDRESS.get(address)


def told(comment: FactualComment) -> dict[str, Any]:
    """What became of a comment, as a tag says it."""
    text, tone = OUTCOMES[comment.outcome]
    return {"text": text, "tone": tone}


def version_name(version: ReportVersion) -> str:
    """ "Version 3, agreed on 14 January 2027"."""
    done = "agreed" if version.agreed else "sent for a check of the facts"
    return f"Version {version.number}, {done} on {in_words.full_day(version.made_at)}"


def about(report: Report) -> list[dict[str, str]]:
    """What stands at the top of a report."""
    rows = [
        ("School", report.school),
        ("About", listed(report.foci)),
        ("Visit", listed(in_words.full_day(day) for day in report.days)),
        ("Review team", listed(report.team)),
    ]
    return [{"name": name, "value": value} for name, value in rows if value]


def theme_rows(report: Report) -> list[tuple[str, str]]:
    """Focus areas and which way they point: "Strength", "To develop"."""
    return [(area, kind.capitalize()) for area, kind in report.themes]


def contents(case: PeerReview, version: ReportVersion) -> dict[str, Any]:
    """What the document says: data alone."""
    report = report_of(version.said)
    return {
        "title": f"Peer review of {report.school}",
        "about": [[row["name"], row["value"]] for row in about(report)] + [["Reference", case.reference]],
        "version": version_name(version),
        "day": [version.made_at.year, version.made_at.month, version.made_at.day],
        "sections": [
            {
                "heading": HEADINGS[section],
                "blocks": [{"is_list": one.is_list, "lines": list(one.lines)} for one in blocks(text)],
            }
            for section, text in report.sections
        ],
        "themes": [list(row) for row in theme_rows(report)],
        "estimates": [[area, estimate.capitalize(), because] for area, estimate, because in report.estimates],
    }
