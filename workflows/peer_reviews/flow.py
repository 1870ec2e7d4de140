"""The workflow of a peer review: read this first."""

from __future__ import annotations

from workflows.actions import ActionDetails
from workflows.dates.steps import date_steps
from workflows.details import FileDetails, NoteDetails, PauseDetails, PersonChange, Reason
from workflows.machine import (
    ITS_CASE,
    NEW,
    THE_CLOCK,
    Role,
    State,
    Workflow,
    each,
    on_date,
    working_days,
)
from workflows.peer_reviews.details import (
    ActivityChange,
    ActivityDetails,
    ActivityOff,
    CommentAnswer,
    CommentDetails,
    CommentWithdrawn,
    DaysMoved,
    EstimatesDetails,
    FeedbackDetails,
    ImpactAgain,
    ImpactDetails,
    OutsideRelease,
    PlanDetails,
    PracticeOffer,
    ReadersDeclared,
    ReleaseDetails,
    ReleaseEnd,
    ScopeDetails,
    SectionDetails,
    SelfReviewDetails,
    TeamDetails,
    ThemesDetails,
    ViewDetails,
    VisitDays,
    WorkshopPlan,
    WorkshopRecord,
)
from workflows.peer_reviews.entries import EvidenceDetails, EvidenceStruck

lead_reviewer = Role("lead_reviewer")
reviewer = Role("reviewer")
coordinator = Role("coordinator")
colleague = Role("host_colleague")
workshop_leader = Role("workshop_leader")
host_head = Role("head", at="host_school")
host_leaders = Role("senior_leader", at="host_school")
central_team = Role("improvement_lead", at="trust")
trust_coordinator = Role("coordinator", at="trust")

TEAM = (lead_reviewer, reviewer)
HOST = (host_head, host_leaders)
PLANNERS = (coordinator, central_team)
BOTH = (lead_reviewer, host_head)
EVERYBODY = (*BOTH, reviewer, coordinator)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class PeerReviewFlow(Workflow):
    slug, prefix, noun = "reviews", "PR", "Peer review"
    #: how much of it each of them sees is in `workflows.peer_reviews.private`
    readers = (Role("*"), host_head, host_leaders, central_team, trust_coordinator)
    dates_are_private = True
    goes_on_beside = frozenset(
        {"log_evidence", "strike_evidence", "write_section", "answer_date", "add_note", "attach"}
    )

    planned = State(
        "Planned", stage="Planned", turn_of=coordinator, within=working_days(10),
        ask="Form the team for", doing="forming the team for",
    )
    team_formed = State(
        "Team formed", stage="Prepared", turn_of=host_head, within=on_date("self_review_due_on"),
        ask="Share the self-review of", doing="writing the self-review of",
    )
    self_review_shared = State(
        "Self-review shared", stage="Prepared", turn_of=each(lead_reviewer, host_head),
        within=on_date("scope_due_on"), ask="Agree the questions for", doing="agreeing the questions for",
    )
    scoped = State(
        "Scoped", stage="Prepared", turn_of=lead_reviewer, within=on_date("ready_by"),
        ask="Finish the timetable for", doing="making the timetable for",
    )
    ready = State(
        "Ready", stage="Visited", turn_of=lead_reviewer, within=on_date("visit_starts_on"), overdue="arrive",
        ask="Begin the visit to", doing="getting ready to visit",
    )
    on_site = State(
        "On site", stage="Visited", turn_of=lead_reviewer, within=on_date("visit_ends_on"),
        ask="Give feedback to", doing="on site for",
    )
    feedback_given = State(
        "Feedback given", stage="Reported", turn_of=lead_reviewer, within=working_days(2),
        ask="Begin the report on", doing="beginning the report on",
    )
    draft_report = State(
        "Draft report", stage="Reported", turn_of=lead_reviewer, within=on_date("report_due_on"),
        ask="Write the report on", doing="writing the report on",
    )
    factual_check = State(
        "Factual check", stage="Reported", turn_of=host_head, within=working_days(5),
        ask="Check the facts in the report on", doing="checking the facts in the report on",
    )
    agreed = State(
        "Agreed", stage="Acted on", turn_of=host_head, within=working_days(15),
        ask="Hold the improvement workshop for", doing="arranging the improvement workshop for",
    )
    workshop_held = State(
        "Workshop held", stage="Acted on", turn_of=host_head, within=working_days(10),
        ask="Finish the action plan for", doing="writing the action plan for",
    )
    action_plan = State(
        "Action plan", stage="Acted on", turn_of=host_head, within=on_date("impact_due_on"),
        ask="Say what has changed at", doing="putting into practice what came of",
    )
    impact_review = State(
        "Impact review", stage="Looked back on", turn_of=lead_reviewer, within=working_days(10),
        overdue="close_quietly", ask="Add your view of what has changed at",
        doing="looking back on",
    )
    postponed = State(
        "Postponed", turn_of=coordinator, within=on_date("look_again_on"), stops_clock=True,
        ask="Find new days for", doing="finding new days for",
    )
    closed = State("Closed", stage="Looked back on", final=True)
    stopped = State("Stopped", final=True)

    with_team = team_formed | self_review_shared | scoped | ready
    before_visit = planned | with_team
    visiting = ready | on_site
    reporting = feedback_given | draft_report | factual_check
    after = agreed | workshop_held | action_plan | impact_review
    every_open = before_visit | on_site | reporting | after | postponed
    keeps_evidence = visiting | reporting | after | closed

    plan = NEW.to(
        planned, by=(central_team, trust_coordinator), needs=PlanDetails, tells=(host_head,),
        label="Plan a review", done="Review planned",
    )
    plan_in_round = NEW.to(
        planned, by=ITS_CASE, needs=PlanDetails, tells=(host_head,), label="Plan it in the year's round",
        done="Review planned",
    )
    form_team = planned.to(
        team_formed, by=PLANNERS, needs=TeamDetails, tells=TEAM, label="Form the team", done="Team formed"
    )
    change_people = every_open.stays(
        by=(*PLANNERS, lead_reviewer), needs=PersonChange, label="Change who is involved",
        done="People changed", aside=True,
    )
    step_down = (with_team | on_site | reporting).stays(
        by=TEAM, needs=Reason, tells=(coordinator, lead_reviewer), also_turn_of=coordinator,
        also_within=working_days(3), also_ask="Find somebody else to review",
        label="I can no longer take part", done="Stepped down", aside=True,
    )
    doubt_team = (with_team | on_site | reporting).stays(
        by=THE_CLOCK, also_turn_of=coordinator, also_within=working_days(3), also_ask="Look at the team for",
        label="Somebody can no longer take part", done="The team needs a look",
    )
    doubt_days = with_team.stays(
        by=THE_CLOCK, also_turn_of=coordinator, also_within=working_days(3), also_ask="Look at the days for",
        label="A school is closed", done="The days need a look",
    )
    move_visit = before_visit.stays(
        by=(*PLANNERS, *BOTH), needs=DaysMoved, tells=EVERYBODY, label="Move the visit", done="Visit moved",
        aside=True,
    )

    declare_readers = (planned | team_formed | self_review_shared).stays(
        by=PLANNERS, needs=ReadersDeclared, tells=BOTH, label="Say who else will read the report",
        done="Wider readers declared", aside=True,
    )
    write_self_review = team_formed.stays(
        by=HOST, needs=SelfReviewDetails, label="Write the self-review", done="Self-review written"
    )
    share_self_review = team_formed.to(
        self_review_shared, by=host_head, tells=TEAM, label="Share the self-review with the team",
        done="Self-review shared",
    )
    write_scope = self_review_shared.stays(
        by=BOTH, needs=ScopeDetails, restarts=True, label="Write or change the questions",
        done="Questions changed",
    )
    agree_scope = self_review_shared.to(
        scoped, by=each(lead_reviewer, host_head), tells=(reviewer, coordinator), label="Agree the questions",
        done="Questions agreed",
    )
    reopen_scope = (scoped | ready).to(
        self_review_shared, by=BOTH, needs=Reason, label="Go back to the questions",
        done="Questions opened again", aside=True,
    )
    add_activity = (scoped | visiting).stays(
        by=(*TEAM, *HOST), needs=ActivityDetails, label="Add an activity", done="Activity added"
    )
    change_activity = (scoped | visiting).stays(
        by=(*TEAM, *HOST), needs=ActivityChange, label="Change an activity", done="Activity changed",
        aside=True,
    )
    drop_activity = (scoped | visiting).stays(
        by=(*TEAM, *HOST), needs=ActivityOff, label="Take out an activity", done="Activity taken out",
        aside=True,
    )
    confirm_timetable = scoped.to(
        ready, by=lead_reviewer, tells=(host_head, reviewer, coordinator), label="Confirm the timetable",
        done="Timetable confirmed",
    )

    begin_visit = ready.to(
        on_site, by=(*TEAM, *HOST), label="Begin the visit", done="Visit begun"
    )
    arrive = ready.to(on_site, by=THE_CLOCK, label="The visit begins", done="Visit begun")
    log_evidence = keeps_evidence.stays(
        by=TEAM, needs=EvidenceDetails, label="Log evidence", done="Evidence logged"
    )
    strike_evidence = keeps_evidence.stays(
        by=TEAM, needs=EvidenceStruck, label="Take an entry out", done="Evidence taken out", aside=True
    )
    give_feedback = on_site.to(
        feedback_given, by=lead_reviewer, needs=FeedbackDetails, tells=(host_head, reviewer),
        label="Feedback is given", done="Feedback given",
    )

    begin_report = feedback_given.to(
        draft_report, by=TEAM, label="Begin the report", done="Report begun"
    )
    write_section = draft_report.stays(
        by=TEAM, needs=SectionDetails, label="Write a section", done="Section written", aside=True
    )
    write_themes = draft_report.stays(
        by=TEAM, needs=ThemesDetails, label="Say what the report is about", done="Themes chosen", aside=True
    )
    write_estimates = draft_report.stays(
        by=TEAM, needs=EstimatesDetails, label="Give peer estimates", done="Peer estimates given", aside=True
    )
    answer_comment = draft_report.stays(
        by=TEAM, needs=CommentAnswer, label="Answer a comment", done="Comment answered", aside=True
    )
    send_report = draft_report.to(
        factual_check, by=lead_reviewer, tells=(reviewer, host_leaders),
        label="Send it to the host for a check of the facts", done="Sent for a check of the facts",
    )
    comment = factual_check.stays(
        by=HOST, needs=CommentDetails, label="Comment on a fact", done="Comment made"
    )
    withdraw_comment = factual_check.stays(
        by=HOST, needs=CommentWithdrawn, label="Withdraw a comment", done="Comment withdrawn", aside=True
    )
    return_report = factual_check.to(
        draft_report, by=host_head, tells=(reviewer,), label="Return it with comments",
        done="Returned with comments",
    )
    agree_report = factual_check.to(
        agreed, by=host_head, tells=(*TEAM, coordinator), label="Agree the report", done="Report agreed"
    )

    release = (after | closed).stays(
        by=host_head, needs=ReleaseDetails, label="Let somebody read the report", done="Report released",
        aside=True,
    )
    release_outside = (after | closed).stays(
        by=host_head, needs=OutsideRelease, label="Send a link to somebody outside the trust",
        done="Link to the report sent", aside=True,
    )
    end_release = (after | closed | stopped).stays(
        by=host_head, needs=ReleaseEnd, label="Take the report back", done="Reader ended", aside=True
    )
    delete_evidence = (after | closed | stopped).stays(
        by=THE_CLOCK, label="The evidence log ends", done="Evidence log deleted"
    )

    plan_workshop = agreed.stays(
        by=(host_head, coordinator), needs=WorkshopPlan, tells=(host_head,), label="Plan the workshop",
        done="Workshop planned",
    )
    hold_workshop = agreed.to(
        workshop_held, by=(host_head, workshop_leader), needs=WorkshopRecord, tells=(coordinator,),
        label="The workshop has been held", done="Workshop held",
    )
    agree_action = (workshop_held | action_plan).stays(
        by=HOST, needs=ActionDetails, label="Agree an action", done="Action agreed"
    )
    settle_plan = workshop_held.to(
        action_plan, by=host_head, tells=(coordinator, workshop_leader), label="The action plan is ready",
        done="Action plan ready",
    )
    review_impact = action_plan.to(
        impact_review, by=host_head, needs=ImpactDetails, tells=(coordinator,), label="Say what has changed",
        done="Impact reviewed",
    )
    add_view = impact_review.to(
        closed, by=lead_reviewer, needs=ViewDetails, tells=(host_head, coordinator), label="Add your view",
        done="Closed with the lead's view",
    )
    look_again = impact_review.to(
        action_plan, by=host_head, needs=ImpactAgain, tells=(coordinator, lead_reviewer),
        label="Look again later", done="To be looked at again",
    )
    close_quietly = impact_review.to(
        closed, by=THE_CLOCK, tells=(host_head, coordinator), label="Closes by itself", done="Closed"
    )
    offer_practice = (after | closed).stays(
        by=host_head, needs=PracticeOffer, label="Offer excellent practice to the library",
        done="Practice offered to the library", aside=True,
    )

    postpone = (before_visit | on_site).to(
        postponed, by=(*PLANNERS, host_head), needs=PauseDetails, tells=EVERYBODY, label="Postpone",
        done="Postponed", aside=True,
    )
    set_days = postponed.back(
        by=PLANNERS, needs=VisitDays, restarts=True, tells=EVERYBODY, label="Set new days",
        done="New days set",
    )
    stop = every_open.to(
        stopped, by=(*PLANNERS, host_head), needs=Reason, tells=EVERYBODY, label="Stop the review",
        done="Stopped", aside=True,
    )
    add_note = (every_open | closed).stays(
        by=(*TEAM, *HOST), needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
    attach = every_open.stays(
        by=(*TEAM, *HOST), needs=FileDetails, label="Add a file", done="File added", aside=True
    )
    #: the call in which the questions are agreed, say; the visit and its activities move by the steps above
    dates = date_steps(every_open, by=(*BOTH, coordinator))
