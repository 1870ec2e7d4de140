"""How the foci come about: proposals, the vote, ties, and decisions without a vote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from sqlalchemy import delete, select

from workflows import ballots
from workflows.ballots import Ballot, HasVoted, Method
from workflows.clock import day_in_words, today
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.giving import FocusArea
from workflows.people import Post
from workflows.perform import Act
from workflows.places import OPEN, School
from workflows.school_calendar import CENTRAL
from workflows.trust_sessions.days import TO_VOTE, VOTE, schedule
from workflows.trust_sessions.details import (
    Decision,
    MergeDetails,
    PlanWithoutVote,
    ProposalChosen,
    ProposalDetails,
    TieDetails,
    VoteDetails,
)
from workflows.trust_sessions.flow import TrustSessionFlow as Flow
from workflows.trust_sessions.model import Proposal, SessionFocus, TrustSession
from workflows.trust_sessions.planning import open_schools

LEADING: Final = ("head", "delegate")
"""Who proposes and votes for a school."""


def schools_spoken_for(session: TrustSession, posts: Iterable[Post]) -> list[int]:
    """The schools with a vote for which somebody with these posts can speak."""
    led = {post.place_id for post in posts if post.role in LEADING}
    return [one for one in session.voting_school_ids if one in led]


# Proposals


@Flow.on("proposals_open", "ask_for_proposals")
def refresh_electorate(session: TrustSession, _: None, act: Act) -> None:
    """Schools have joined or closed since it was planned."""
    session.electorate = open_schools()
    if act.actor is not None and act.today < session.proposals_on:
        session.proposals_on = act.today


@Flow.guard("proposals_open")
def proposals_may_open(session: TrustSession, _: object) -> None:
    if session.proposals_on > today():
        raise NotYet("Proposals open on the day that was announced.")


@Flow.on("propose")
def keep_proposal(session: TrustSession, details: ProposalDetails, act: Act) -> None:
    schools = schools_spoken_for(session, act.posts)
    if act.actor is None or not schools:
        raise InvalidDetails({"title": "A head proposes for their school, or a delegate of theirs"})
    school_id = act.actor.school_id if act.actor.school_id in schools else schools[0]
    title = _title(details)
    if any(one.title.casefold() == title.casefold() for one in standing(session)):
        raise InvalidDetails({"title": f"“{title}” has been proposed already. You can vote for it"})
    db.session.add(
        Proposal(
            trust_id=session.trust_id,
            session_id=session.id,
            focus_area_id=details.focus_area_id,
            title=title,
            why=details.why.strip(),
            school_id=school_id,
            proposed_by_id=act.actor.id,
            proposed_at=act.at,
        )
    )
    act.facts["title"] = title
    _refresh(session, "proposed")


def _title(details: ProposalDetails) -> str:
    if details.focus_area_id is None:
        return " ".join(details.title.split())
    area = db.session.get(FocusArea, details.focus_area_id)
    if area is None:
        raise InvalidDetails({"focus_area_id": "Choose from the list"})
    return area.name


def standing(session: TrustSession) -> list[Proposal]:
    """What can be voted for."""
    return [one for one in session.proposed if one.stands]


def _standing_one(session: TrustSession, proposal_id: int, field: str) -> Proposal:
    found = next((one for one in standing(session) if one.id == proposal_id), None)
    if found is None:
        raise InvalidDetails({field: "Choose a proposal that stands"})
    return found


@Flow.on("withdraw_proposal")
def withdraw(session: TrustSession, details: ProposalChosen, act: Act) -> None:
    proposal = _standing_one(session, details.proposal_id, "proposal_id")
    if proposal.school_id not in schools_spoken_for(session, act.posts):
        raise InvalidDetails({"proposal_id": "You can withdraw the proposals of your own school"})
    proposal.withdrawn_at = act.at
    act.facts["title"] = proposal.title
    _refresh(session, "proposed")


@Flow.on("merge_proposals")
def merge(session: TrustSession, details: MergeDetails, act: Act) -> None:
    """One goes on in the other; whoever proposed either hears why."""
    going = _standing_one(session, details.proposal_id, "proposal_id")
    staying = _standing_one(session, details.into_id, "into_id")
    going.merged_into_id, going.merged_because = staying.id, details.reason.strip()
    act.facts |= {"title": going.title, "into": staying.title}
    act.tell_people += [going.proposed_by_id, staying.proposed_by_id]
    act.tell_posts += [Post("head", one.school_id) for one in (going, staying)]
    for earlier in session.proposed:
        if earlier.merged_into_id == going.id:
            earlier.merged_into_id = staying.id
    _refresh(session, "proposed")


def _refresh(session: TrustSession, *names: str) -> None:
    db.session.flush()
    db.session.expire(session, names)


# The vote


@Flow.guard("vote_opens", "open_vote")
def there_is_a_choice(session: TrustSession, _: object) -> None:
    if len(standing(session)) <= session.foci_wanted:
        raise NotYet(
            "There are not more proposals than foci, so there is nothing to vote on. Gather more, or ask the"
            " improvement lead to decide without a vote."
        )


@Flow.guard("vote_opens")
def vote_may_open(session: TrustSession, _: object) -> None:
    if session.vote_on > today():
        raise NotYet("The vote opens on the day that was announced.")


@Flow.on("vote_opens", "open_vote")
def begin_vote(session: TrustSession, _: None, act: Act) -> None:
    """Who has a vote, and what there is to vote for, is written down and stays."""
    session.electorate = open_schools()
    if act.today != session.vote_on:  # earlier, or held up because there was nothing to choose from
        session.vote_closes_on = _closes_on(session, act)
        session.vote_on = act.today
    method = Method.RANKING if act.trust.ranks_votes else Method.APPROVAL
    ids = [one.id for one in standing(session)]
    ballots.open_vote(session, ids, method=method, places=session.foci_wanted)
    _refresh(session, "vote")
    act.facts |= {"closes_on": session.vote_closes_on.isoformat(), "proposals": len(ids)}


def _closes_on(session: TrustSession, act: Act) -> date:
    if act.today < session.vote_on:
        return session.vote_closes_on
    late = schedule(session.on, act.today, since=VOTE).vote_closes_on
    return max(session.vote_closes_on, late, CENTRAL.add_working_days(act.today, TO_VOTE))


@Flow.on("vote")
def put_into_the_box(session: TrustSession, details: VoteDetails, act: Act) -> None:
    """The event says who voted for which school, and no more."""
    vote, school = session.vote, db.session.get(School, details.school_id)
    if act.actor is None or vote is None or school is None:
        raise InvalidDetails({"school_id": "Choose the school that you vote for"})
    if school.id not in schools_spoken_for(session, act.posts):
        raise InvalidDetails({"school_id": "A school votes by its head, or by a delegate of theirs"})
    if school.status not in OPEN:
        raise InvalidDetails({"school_id": f"{school.name} has closed, so it has no vote any more"})
    if act.today > session.vote_closes_on:
        raise InvalidDetails({"school_id": f"The vote closed on {day_in_words(session.vote_closes_on)}"})
    try:
        ballots.cast(
            vote, details.choices, school=school, person=act.actor, receipt=details.receipt, on=act.today
        )
    except HasVoted as error:
        raise InvalidDetails({"school_id": has_voted(error.voter, act.actor.id)}) from error
    except ValueError as error:
        raise InvalidDetails({"choices": f"{str(error)[:1].upper()}{str(error)[1:]}"}) from error
    act.facts["school"] = school.name
    act.settles += [Post("head", school.id)]


def has_voted(voter: ballots.Voter, reader_id: int) -> str:
    """ "Saltmarsh Primary has voted: Priya Nair did, on Friday 4 December. A vote is final"."""
    who = "you" if voter.person_id == reader_id else voter.person.name
    return f"{voter.school.name} has voted: {who} did, on {ballots.day_of(voter)}. A vote is final"


@Flow.guard("close_vote")
def everybody_has_voted(session: TrustSession, _: object) -> None:
    if session.schools_to_vote_ids:
        raise NotYet(
            f"The vote stays open until {day_in_words(session.vote_closes_on)}, or until all have voted."
        )


@Flow.guard("vote_closes")
def vote_may_close(session: TrustSession, _: object) -> None:
    if session.vote_closes_on >= today():
        raise NotYet("The vote closes at the end of the day that was announced.")


@Flow.on("vote_closes", "close_vote")
def count_the_votes(session: TrustSession, _: None, act: Act) -> None:
    if session.vote is None:
        raise NotYet("There is no vote.")
    count = ballots.close(session.vote, act.at)
    act.facts |= {"ballots": count.ballots, "schools": len(session.voting_school_ids)}
    if count.tied:
        act.lands_in = Flow.tied
        act.facts["tied"] = _titles(session, count.tied)
    else:
        _name_foci(session, _chosen(session, count.chosen))
        act.facts["foci"] = _titles(session, count.chosen)


def _titles(session: TrustSession, ids: Sequence[int]) -> list[str]:
    return [one.title for one in _chosen(session, ids)]


def _chosen(session: TrustSession, ids: Sequence[int]) -> list[Proposal]:
    by_id = {one.id: one for one in session.proposed}
    return [by_id[one] for one in ids if one in by_id]


@Flow.on("settle_tie")
def settle(session: TrustSession, details: TieDetails, act: Act) -> None:
    count = session.vote.published if session.vote else None
    if count is None or not set(details.proposal_ids) <= set(count.tied):
        raise InvalidDetails({"proposal_ids": "Choose among those that are tied"})
    if len(set(details.proposal_ids)) != count.left:
        raise InvalidDetails({"proposal_ids": f"Choose {count.left}: so many places are left"})
    session.decided_because = details.reason.strip()
    foci = _chosen(session, [*count.chosen, *details.proposal_ids])
    _name_foci(session, foci)
    act.facts["foci"] = [one.title for one in foci]


def _name_foci(session: TrustSession, proposals: Iterable[Proposal]) -> None:
    _write_foci(session, [(one.title, one.focus_area_id, one.id) for one in proposals])


def _write_foci(session: TrustSession, named: Sequence[tuple[str, int | None, int | None]]) -> None:
    db.session.execute(delete(SessionFocus).where(SessionFocus.session_id == session.id))
    for position, (title, area_id, proposal_id) in enumerate(named, start=1):
        db.session.add(
            SessionFocus(
                trust_id=session.trust_id,
                session_id=session.id,
                position=position,
                title=title,
                focus_area_id=area_id,
                proposal_id=proposal_id,
            )
        )
    _refresh(session, "foci")


# Without a vote


@Flow.on("decide_without_vote", "plan_without_vote")
def decide(session: TrustSession, details: Decision | PlanWithoutVote, act: Act) -> None:
    areas = db.session.scalars(
        select(FocusArea).where(FocusArea.id.in_(details.focus_area_ids)).order_by(FocusArea.id)
    ).all()
    proposals = [_standing_one(session, one, "proposal_ids") for one in details.proposal_ids]
    if len(areas) != len(set(details.focus_area_ids)):
        raise InvalidDetails({"focus_area_ids": "Choose from the list"})
    named: list[tuple[str, int | None, int | None]] = [(p.title, p.focus_area_id, p.id) for p in proposals]
    named += [(area.name, area.id, None) for area in areas]
    if own := " ".join(details.own_words.split()):
        named.append((own, None, None))
    session.decided_because = details.reason.strip()
    _write_foci(session, named)
    act.facts["foci"] = [title for title, _, _ in named]


# What a receipt shows


def ballot_of(session: TrustSession, receipt: str) -> tuple[Ballot, list[Proposal]] | None:
    """The ballot that was given this receipt, with what it chose; None where the closed vote has none."""
    found = ballots.ballot_with(session.vote, receipt) if session.vote else None
    return (found, _chosen(session, found.choices)) if found else None
