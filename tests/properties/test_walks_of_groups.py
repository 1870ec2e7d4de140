"""Walks through hubs and forums: whoever tries what, every promise holds, and so do their members' parts."""

from __future__ import annotations

from sqlalchemy import select

from tests import forums, hubs
from tests.group_meetings import planned
from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from workflows.clock import clock_at
from workflows.database import db
from workflows.forums import Forum, ForumFlow
from workflows.groups import lead_of
from workflows.hubs import HubCase, HubFlow
from workflows.meetings import Meeting
from workflows.people import Post, holders
from workflows.places import schools_of_hub


@walk
def test_a_hub_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    hub = begun_hub(walker)
    walker.follow(hub, walker.beginning(hubs.BOOK))
    for _ in range(STEPS):
        walker.step(hub)
        check_hub(hub, walker)
    check_promises(walker)


@walk
def test_a_forum_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    forum = begun_forum(walker)
    walker.follow(forum, walker.beginning(forums.BOOK))
    for _ in range(STEPS):
        walker.step(forum)
        check_forum(forum, walker)
    check_promises(walker)


def begun_hub(walker: Walker) -> HubCase:
    with clock_at(walker.moment):
        hub = hubs.form(walker.world, name="North hub")
        planned(hub, walker.world)
        db.session.commit()
    return hub


def begun_forum(walker: Walker) -> Forum:
    with clock_at(walker.moment):
        forum = forums.proposed(walker.world, name="Forum of the coast")
        planned(forum, walker.world)
        db.session.commit()
    return forum


def check_hub(hub: HubCase, walker: Walker) -> None:
    """The directory says what the case says: what is closed has neither schools nor a coordinator."""
    with clock_at(walker.moment):
        assert hub.hub.name == hub.title
        if not hub.is_open:
            assert not schools_of_hub(hub.hub_id, walker.moment.date())
            assert lead_of(hub) is None
        check_meetings(hub, walker)


def check_forum(forum: Forum, walker: Walker) -> None:
    """One chair at a time; nobody reports to themselves; it is known by when an open one has to meet."""
    assert forum.meet_by
    assert forum.reports_to_id != forum.id
    with clock_at(walker.moment):
        post = Post("chair", forum.id)
        assert len(holders([post])[post]) <= 1
        check_meetings(forum, walker)


def check_meetings(group: HubCase | Forum, walker: Walker) -> None:
    """Whoever leads the group chairs its meetings and arranges their dates; a closed group has none ahead."""
    lead = lead_of(group)
    for meeting in db.session.scalars(select(Meeting).where(Meeting.group_id == group.id)):
        if not group.is_open:
            assert not meeting.is_open
        if meeting.is_open and lead is not None and meeting.entry is not None:
            post = Post("chair", meeting.id)
            assert [one.person_id for one in holders([post])[post]] == [lead.id]
            if meeting.ends_at > walker.moment:
                assert meeting.entry.organiser_id == lead.id


def test_the_books_of_hubs_and_forums_reach_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    hub = begun_hub(walker)
    assert {hub.state} | walker.follow(hub, hubs.BOOK) == set(HubFlow.states)
    forum = begun_forum(walker)
    seen = {forum.state} | walker.follow(forum, forums.BOOK)
    with clock_at(walker.moment):
        other = forums.proposed(world, name="Another forum")
        db.session.commit()
    seen |= walker.follow(other, [("decline", "lena")])
    assert seen == set(ForumFlow.states)
    check_promises(walker)
