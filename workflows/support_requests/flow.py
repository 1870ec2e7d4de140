"""The workflow of a support request: read this first."""

from __future__ import annotations

from workflows.actions import ActionDetails
from workflows.dates.steps import date_steps
from workflows.details import FileDetails, NoteDetails, PauseDetails, PersonChange, Reason
from workflows.machine import (
    NEW,
    THE_CLOCK,
    Role,
    State,
    Workflow,
    each,
    no_deadline,
    on_date,
    working_days,
)
from workflows.support_requests.details import (
    EvaluationDetails,
    ExtendDetails,
    FollowUpDetails,
    GiverView,
    MidPointDetails,
    OfferDetails,
    PlanDetails,
    ReleaseDetails,
    RequestDetails,
    SignpostDetails,
    SummaryDetails,
    TriageDetails,
    VisitCancel,
    VisitMove,
    VisitPlan,
    VisitRecord,
    WaitDetails,
)

requester = Role("requester")
coordinator = Role("coordinator")
giver = Role("giver")
colleague = Role("member")
receiving_head = Role("head", at="receiving_school")
receiving_delegate = Role("delegate", at="receiving_school")
receiving_leaders = Role("senior_leader", at="receiving_school")
receiving_governors = Role("governor", at="receiving_school")
giving_head = Role("head", at="giving_school")
giving_leaders = Role("senior_leader", at="giving_school")
central_team = Role("improvement_lead", at="trust")

PEOPLE = (receiving_head, giving_head, giver, requester, coordinator, central_team)
ASKERS = (receiving_head, requester)


# A table, kept as one: a state or transition reads in three lines at the most.
# fmt: off
class SupportRequestFlow(Workflow):
    slug, prefix, noun = "support", "SR", "Support request"
    readers = (Role("*"), receiving_head, receiving_leaders, giving_head, giving_leaders, central_team)
    released_to = (receiving_governors,)

    draft = State(
        "Draft", stage="Asked", turn_of=requester,
        within=no_deadline("a draft is its writer's own until it is sent"),
        ask="Finish and send", doing="writing",
    )
    checking = State(
        "With the head", stage="Asked", turn_of=receiving_head, within=working_days(3),
        ask="Approve the request for", doing="checking",
    )
    submitted = State(
        "Submitted", stage="Triaged", turn_of=central_team, within=working_days(5),
        ask="Decide on", doing="deciding on",
    )
    finding = State(
        "Finding support", stage="Support found", turn_of=coordinator, within=working_days(10),
        ask="Find support for", doing="finding support for",
    )
    waiting = State(
        "On the waiting list", stage="Support found", turn_of=coordinator, within=on_date("look_again_on"),
        ask="Look again for support for", doing="waiting for somebody to be free for",
    )
    offered = State(
        "Offered", stage="Support found", turn_of=giving_head, within=working_days(3), overdue="chase",
        ask="Release a giver for", doing="deciding whom to release for",
    )
    agreeing = State(
        "Agreeing the plan", stage="Plan agreed", turn_of=each(receiving_head, giving_head, giver),
        within=working_days(10), ask="Sign the plan for", doing="agreeing the plan for",
    )
    under_way = State(
        "Under way", stage="Under way", turn_of=giver, within=on_date("act_by"),
        ask="Plan or record the next visit for", doing="giving support with",
    )
    evaluating = State(
        "Evaluating", stage="Evaluated", turn_of=(receiving_head, giver), within=working_days(10),
        ask="Say what has changed with", doing="judging what has changed with",
    )
    following_up = State(
        "Following up", stage="Followed up", turn_of=receiving_head, within=on_date("act_by"),
        ask="Look back after six weeks on", doing="looking back after six weeks on",
    )
    next_term = State(
        "Following up next term", stage="Followed up", turn_of=receiving_head, within=on_date("act_by"),
        ask="Look back next term on", doing="looking back next term on",
    )
    paused = State(
        "Paused", turn_of=coordinator, within=on_date("look_again_on"), stops_clock=True,
        ask="Decide whether to go on with", doing="keeping an eye on the paused",
    )
    closed = State("Closed", final=True)
    signposted = State("Signposted", final=True)
    withdrawn = State("Withdrawn", final=True)

    arranging = finding | waiting | offered | agreeing
    looking_back = following_up | next_term
    after_triage = arranging | under_way | evaluating | looking_back
    every_open = draft | checking | submitted | after_triage | paused

    start = NEW.to(
        draft, by=(receiving_head, receiving_delegate), label="Ask for support", done="Request begun"
    )
    submit = (draft | checking).to(
        submitted, by=receiving_head, tells=(requester,), label="Send the request", done="Request sent"
    )
    ask_head = draft.to(
        checking, by=requester, label="Ask your head to approve it", done="Sent to the head for approval"
    )
    return_draft = checking.to(
        draft, by=receiving_head, needs=Reason, label="Ask for changes", done="Returned for changes"
    )
    edit = draft.stays(by=ASKERS, needs=RequestDetails, label="Edit the request", done="Request edited")
    discard = (draft | checking).to(
        withdrawn, by=requester, needs=Reason, label="Discard the draft", done="Draft discarded"
    )

    triage = submitted.to(
        finding, by=central_team, needs=TriageDetails, tells=ASKERS,
        label="Accept and choose a coordinator", done="Accepted",
    )
    send_back = submitted.to(
        draft, by=central_team, needs=Reason, tells=(receiving_head,), label="Send back", done="Sent back"
    )
    signpost = (submitted | finding | waiting).to(
        signposted, by=(central_team, coordinator), needs=SignpostDetails, tells=ASKERS,
        label="Signpost elsewhere", done="Signposted",
    )

    offer = (finding | waiting).to(
        offered, by=coordinator, needs=OfferDetails, label="Ask a school", done="School asked"
    )
    wait = finding.to(
        waiting, by=coordinator, needs=WaitDetails, tells=ASKERS,
        label="Put on the waiting list", done="Put on the waiting list",
    )
    search_again = waiting.to(
        finding, by=coordinator, label="Search again", done="Search begun again"
    )

    release = offered.to(
        agreeing, by=giving_head, needs=ReleaseDetails, tells=(coordinator, requester),
        label="Release a giver", done="Giver released",
    )
    decline = offered.to(
        finding, by=giving_head, needs=Reason, label="Decline", done="Declined"
    )
    chase = offered.stays(
        by=THE_CLOCK, also_turn_of=coordinator, also_within=working_days(2),
        also_ask="Move on, or give them longer, for", label="No answer", done="No answer in time",
    )
    give_longer = offered.stays(
        by=coordinator, restarts=True, label="Give them three more days", done="Given three more days"
    )
    move_on = offered.to(
        finding, by=coordinator, needs=Reason, tells=(giving_head,),
        label="Move on to another school", done="Moved on to another school",
    )

    sign = agreeing.to(
        under_way, by=each(receiving_head, giving_head, giver), tells=(coordinator, requester),
        label="Sign the plan", done="Plan signed",
    )
    propose_plan = agreeing.stays(
        by=(giver, receiving_head, giving_head, coordinator), needs=PlanDetails, restarts=True,
        label="Write or change the plan", done="Plan changed",
    )
    step_back = agreeing.to(
        finding, by=(receiving_head, giving_head, coordinator), needs=Reason, tells=PEOPLE,
        label="Look for other support", done="Plan not agreed",
    )

    record_visit = under_way.stays(
        by=giver, needs=VisitRecord, restarts=True, tells=ASKERS,
        label="Record a visit", done="Visit recorded",
    )
    plan_visit = under_way.stays(
        by=(giver, receiving_head), needs=VisitPlan, restarts=True, tells=(receiving_head,),
        label="Plan a visit", done="Visit planned",
    )
    move_visit = under_way.stays(
        by=(giver, receiving_head), needs=VisitMove, restarts=True, tells=(receiving_head,),
        label="Move a visit", done="Visit moved", aside=True,
    )
    cancel_visit = under_way.stays(
        by=(giver, receiving_head), needs=VisitCancel, restarts=True, tells=(receiving_head,),
        label="Call off a visit", done="Visit called off", aside=True,
    )
    review_midpoint = under_way.stays(
        by=(receiving_head, giver), needs=MidPointDetails, restarts=True,
        tells=(receiving_head, giving_head, coordinator), label="Hold the mid-point review",
        done="Mid-point review held",
    )
    finish = under_way.to(
        evaluating, by=(giver, receiving_head), tells=(giving_head, coordinator),
        label="Finish the support", done="Support finished",
    )

    evaluate = evaluating.to(
        following_up, by=receiving_head, needs=EvaluationDetails, tells=(giver, giving_head, coordinator),
        label="Evaluate", done="Evaluated",
    )
    add_view = (evaluating | looking_back).stays(
        by=giver, needs=GiverView, ends_turn=True, tells=(receiving_head,),
        label="Add the giver's view", done="Giver's view added",
    )

    sustained = following_up.to(
        next_term, by=receiving_head, needs=FollowUpDetails, tells=(coordinator,),
        label="It is sustained", done="Sustained after six weeks",
    )
    still_sustained = next_term.to(
        closed, by=receiving_head, needs=FollowUpDetails, tells=(coordinator, giver, giving_head),
        label="It is still sustained", done="Sustained next term",
    )
    slipping = looking_back.to(
        following_up, by=receiving_head, needs=FollowUpDetails, tells=(coordinator, giver),
        label="It is slipping", done="Slipping",
    )
    extend = looking_back.to(
        agreeing, by=receiving_head, needs=ExtendDetails, tells=(coordinator,),
        label="Ask for more days", done="More days asked for",
    )
    reopen = (looking_back | closed).to(
        finding, by=(receiving_head, central_team), needs=Reason, tells=(coordinator, giver, giving_head),
        label="Reopen", done="Reopened",
    )

    pause = after_triage.to(
        paused, by=(receiving_head, coordinator, central_team), needs=PauseDetails, tells=PEOPLE,
        label="Pause", done="Paused", aside=True,
    )
    resume = paused.back(
        by=(coordinator, receiving_head, central_team), tells=PEOPLE, label="Go on", done="Resumed"
    )
    withdraw = (checking | submitted | arranging | under_way | paused).to(
        withdrawn, by=(receiving_head, central_team), needs=Reason, tells=PEOPLE,
        label="Withdraw", done="Withdrawn", aside=True,
    )

    add_note = (every_open | closed).stays(
        by=(*PEOPLE, colleague), needs=NoteDetails, label="Add a note", done="Note added", aside=True
    )
    attach = every_open.stays(
        by=(*PEOPLE, colleague), needs=FileDetails, label="Add a file", done="File added", aside=True
    )
    change_people = every_open.stays(
        by=(coordinator, central_team, receiving_head, giving_head), needs=PersonChange,
        label="Change who is involved", done="People changed", aside=True,
    )
    ask_for_action = (under_way | evaluating | looking_back).stays(
        by=(receiving_head, giver, coordinator, central_team), needs=ActionDetails,
        label="Agree an action", done="Action agreed", aside=True,
    )
    dates = date_steps(every_open, by=PEOPLE)
    release_summary = (under_way | evaluating | looking_back | closed).stays(
        by=receiving_head, needs=SummaryDetails, tells=(receiving_governors,),
        label="Release a summary to governors", done="Summary released to governors", aside=True,
    )
