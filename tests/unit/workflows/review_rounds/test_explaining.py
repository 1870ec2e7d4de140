"""Whatever could not be had is named, with the names of schools and people, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.review_rounds import MATHS, MONDAY, READING, oak_year, person, school, weekdays, year
from workflows.review_rounds.explaining import Unmet, explain
from workflows.review_rounds.planning import Limits, make_plan
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Bar, Decided, Problem, Wanted, Wishes
from workflows.review_rounds.unplaced import Unplaced

NOTHING = Plan(reviews=())
SECOND_MONDAY = MONDAY + timedelta(days=7)
DAYS = (MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
LATER = tuple(day + timedelta(days=7) for day in DAYS)


def unplaced(problem: Problem, plan: Plan | None = None) -> Unplaced:
    """Why the one school without a place has none, in the plan that is made or in this one."""
    made = plan or make_plan(problem, limits=Limits(work=0.5)).plan
    assert made is not None
    [found] = explain(problem, made).unplaced
    return found


def unmet(problem: Problem, plan: Plan, wish: str) -> Unmet:
    [found] = [one for one in explain(problem, plan).unmet if one.wish == wish]
    return found


def planned(school_id: int, lead: int, *reviewers: int, later: bool = False) -> Planned:
    return Planned(
        school_id=school_id,
        days=LATER if later else DAYS,
        lead_id=lead,
        reviewer_ids=tuple(sorted(reviewers)),
    )


def test_a_school_that_is_never_open_long_enough_has_no_days() -> None:
    mondays = frozenset(MONDAY + timedelta(days=7 * n) for n in range(3))
    problem = oak_year(schools=[school(1, "Oak", school_days=mondays), *oak_year().schools[1:]])

    assert unplaced(problem).text == (
        "Oak could not be placed because it has no 2 school days in a row in any week of the round."
    )


def test_a_pinned_week_in_which_a_school_is_closed_is_named() -> None:
    problem = oak_year(decided=Decided(weeks={1: MONDAY + timedelta(days=70)}))

    assert unplaced(problem).text == (
        "Oak could not be placed because it was pinned to the week of 15 March, in which it has no 2 school "
        "days in a row that may be used."
    )


def test_weeks_that_were_all_ruled_out_by_hand_are_named() -> None:
    never = frozenset((1, MONDAY + timedelta(days=7 * n)) for n in range(3))

    assert unplaced(oak_year(decided=Decided(never_weeks=never))).text.endswith(
        "no 2 school days in a row in any week that was not ruled out by hand."
    )


def test_somebody_pinned_who_has_a_conflict_of_interest_is_named() -> None:
    problem = oak_year(decided=Decided(people=frozenset({(21, 1)})), barred={(21, 1): Bar.CONFLICT})

    assert unplaced(problem).text == (
        "Oak could not be placed because Ana was pinned to it and cannot review this school."
    )


def test_two_people_pinned_to_lead_the_same_review_are_named() -> None:
    problem = oak_year(decided=Decided(leads=frozenset({(21, 1), (31, 1)})))

    assert "Ana and Eva were all pinned to lead it" in unplaced(problem).text


def test_somebody_pinned_to_lead_who_is_not_trained_to_is_named() -> None:
    people = [replace(one, leads=one.person_id != 21) for one in oak_year().people]
    problem = oak_year(people=people, decided=Decided(leads=frozenset({(21, 1)})))

    assert "Ana was pinned to lead it and is not trained to lead" in unplaced(problem).text


def test_somebody_pinned_who_is_away_all_the_time_is_named() -> None:
    people = [replace(one, away=((MONDAY, MONDAY + timedelta(days=30)),)) for one in oak_year().people[:1]]
    problem = oak_year(people=[*people, *oak_year().people[1:]], decided=Decided(people=frozenset({(21, 1)})))

    assert "Ana was pinned to it and cannot be there on any days" in unplaced(problem).text


def test_where_nobody_may_lead_each_is_named_with_the_reason() -> None:
    people = [person(11, "Olu", 1), person(21, "Ana", 2), person(31, "Eva", 3, leads=False)]
    problem = oak_year(people=people, barred={(21, 1): Bar.LINE_MANAGEMENT})

    assert unplaced(problem).text == (
        "Oak could not be placed because nobody trained to lead may review it: Olu works there and Ana is "
        "managed or appraised by its head, or the other way round."
    )


def test_where_nobody_is_trained_to_lead_that_is_said() -> None:
    people = [replace(one, leads=False) for one in oak_year().people]

    assert unplaced(oak_year(people=people)).text.endswith("nobody trained to lead is in this round.")


def test_where_no_school_is_strong_in_the_focus_it_is_named() -> None:
    problem = oak_year(hosts=[Wanted(school_id=1, foci=(MATHS,))])

    assert unplaced(problem).text.endswith("nobody from a school strong in Mathematics is in this round.")


def test_where_leads_are_all_away_when_it_could_be_visited_that_is_said() -> None:
    away = ((MONDAY, MONDAY + timedelta(days=30)),)
    people = [replace(one, away=away) for one in oak_year().people]

    assert unplaced(oak_year(people=people)).text == (
        "Oak could not be placed because nobody trained to lead can be there on any days on which it could "
        "be visited."
    )


def test_where_a_team_is_never_free_together_that_is_said() -> None:
    first, second = ((MONDAY + timedelta(7), MONDAY + timedelta(30)),), ((MONDAY, MONDAY + timedelta(6)),)
    people = [person(21, "Ana", 2, away=first), person(31, "Eva", 3, away=second)]

    assert (
        "on no days a lead, somebody strong in the focus and one more"
        in unplaced(oak_year(people=people)).text
    )


def two_hosts(**other: object) -> Problem:
    """Oak and Ivy are to be reviewed, and there are two people for both, who take on one review each."""
    schools = [*oak_year().schools, school(5, "Ivy")]
    people = [person(21, "Ana", 2, limit=1), person(31, "Eva", 3, limit=1, leads=False)]
    hosts = [Wanted(school_id=1, foci=(READING,)), Wanted(school_id=5, foci=(READING,))]
    return year(**{"schools": schools, "people": people, "hosts": hosts, **other})  # type: ignore[arg-type]


def test_whoever_has_reached_their_limit_is_named_with_the_way_out() -> None:
    found = unplaced(two_hosts(), Plan(reviews=(planned(5, 21, 31),)))

    assert found.text == (
        "Oak could not be placed because nobody trained to lead is free for it: "
        "1 is in as many reviews as they can take on."
    )
    assert found.ways == (
        "There would be a place in the week of 11 January with Ana leading and Eva, but Ana takes part in "
        "1 review already, which is their limit; Eva takes part in 1 review already, which is their limit.",
    )


def test_what_the_year_is_short_of_is_counted() -> None:
    told = explain(two_hosts(), NOTHING)

    assert told.shortages == (
        "2 schools are to be reviewed, and those who are trained to lead can take on 1 review between them.",
        "2 reviews need 4 people at least, and those who are trained can take on 2 places between them.",
    )


def test_a_direct_swap_is_named_as_what_stands_in_the_way() -> None:
    people = [person(11, "Olu", 1), person(21, "Ana", 2), person(31, "Eva", 3)]
    schools = [school(1, "Oak"), school(2, "Ash"), school(3, "Elm", most_sent=1)]
    hosts = [Wanted(school_id=1, foci=(READING,)), Wanted(school_id=2, foci=(READING,))]
    found = unplaced(year(schools, people, hosts), Plan(reviews=(planned(2, 11, 31),)))

    assert "1 is from schools to which the host sends somebody" in found.text
    assert "Ana works at Ash, to which Oak sends somebody" in found.ways[0]
    assert "Eva works at Elm, which sends as many people as it can" in found.ways[0]


def test_a_place_that_the_search_had_no_time_to_find_is_shown() -> None:
    found = unplaced(oak_year(), NOTHING)

    assert found.text == "Oak has no place yet because the search ended too early. Plan again from here."
    assert found.ways == ("There would be a place in the week of 4 January with Ana leading and Al.",)


def test_somebody_from_the_hosts_hub_is_told_with_who_could_come_instead_and_at_what_price() -> None:
    schools = [
        replace(one, hubs=frozenset({"North"}) if one.name in ("Oak", "Ash") else one.hubs)
        for one in oak_year().schools
    ]
    schools[3] = replace(schools[3], spot=replace(schools[3].spot, easting=600_000))
    problem = oak_year(schools=schools, people=[*oak_year().people[:1], *oak_year().people[2:]])
    problem = replace(problem, wishes=Wishes(reviewers=1))
    found = unmet(problem, Plan(reviews=(planned(1, 21, 31),)), "same_hub")

    assert found.text == "Ana (Ash) reviews Oak, and both schools are in North."
    assert (
        found.why
        == "Fay (Fir) could come instead, and the plan would be better for it. Plan again for longer."
    )
    cheap = replace(problem, wishes=Wishes(reviewers=1, same_hub=1))
    assert unmet(cheap, Plan(reviews=(planned(1, 21, 31),)), "same_hub").why == (
        "Fay (Fir) could come instead, at the price of 224 miles more travel."
    )


def test_a_small_team_is_told_with_what_keeps_the_others_away() -> None:
    people = [person(21, "Ana", 2), person(31, "Eva", 3), person(41, "Fay", 4, away=((MONDAY, LATER[1]),))]
    found = unmet(oak_year(people=people), Plan(reviews=(planned(1, 21, 31),)), "short")

    assert found.text == "Oak has 1 reviewer beside the lead rather than 2 reviewers."
    assert found.why == "Nobody else could come as well: 1 is away on these days."


def test_a_team_larger_than_wished_is_told() -> None:
    found = unmet(
        replace(oak_year(), wishes=Wishes(reviewers=1)), Plan(reviews=(planned(1, 21, 31, 41),)), "extra"
    )

    assert found.text == "Oak has 2 reviewers beside the lead rather than 1 reviewer."


def test_going_where_ones_school_went_last_year_is_told() -> None:
    problem = oak_year(last_year=frozenset({(2, 1)}))
    found = unmet(problem, Plan(reviews=(planned(1, 21, 31, 41),)), "again")

    assert found.text == "Ana (Ash) reviews Oak, to which Ash went last year."
    assert found.why.startswith("Nobody else could come instead")


def test_two_people_of_one_school_in_a_team_are_told() -> None:
    found = unmet(oak_year(), Plan(reviews=(planned(1, 21, 22, 31),)), "doubled")

    assert found.text == "Al (Ash) is not the only one from Ash in the team for Oak."
    assert found.why.startswith("Fay (Fir) could come instead")


def test_a_school_that_sends_fewer_days_than_it_receives_is_told_and_why() -> None:
    found = unmet(oak_year(), Plan(reviews=(planned(1, 21, 31, 41),)), "balance")

    assert found.text == "Oak sends 6 days fewer than it receives."
    assert found.why == "Nobody there is trained to review."


def test_a_school_all_of_whose_people_are_at_their_limit_is_told_as_such() -> None:
    people = [person(11, "Olu", 1, limit=1), person(31, "Eva", 3), person(41, "Fay", 4), person(21, "Ana", 2)]
    schools = [school(1, "Oak"), school(2, "Ash"), school(3, "Elm"), school(4, "Fir"), school(5, "Ivy")]
    hosts = [Wanted(school_id=1, days=3), Wanted(school_id=5, days=1)]
    oak = Planned(
        school_id=1, days=tuple(MONDAY + timedelta(n) for n in range(3)), lead_id=21, reviewer_ids=(31, 41)
    )
    ivy = Planned(school_id=5, days=(SECOND_MONDAY,), lead_id=11, reviewer_ids=(31,))
    told = explain(year(schools, people, hosts), Plan(reviews=(oak, ivy)))

    [found] = [one for one in told.unmet if one.wish == "balance" and one.school_id == 1]
    assert found.why == "Everybody there who is trained takes part in as many reviews as they can."


def test_people_in_more_reviews_than_an_even_share_are_named() -> None:
    people = [person(21, "Ana", 2), person(31, "Eva", 3), person(41, "Fay", 4), person(42, "Flo", 4)]
    schools = [*oak_year().schools, school(5, "Ivy")]
    hosts = [Wanted(school_id=1), Wanted(school_id=5)]
    found = unmet(
        year(schools, people, hosts),
        Plan(reviews=(planned(1, 21, 31), planned(5, 21, 41, later=True))),
        "load",
    )

    assert found.text == "An even share would be 1 review. These take part in more: Ana (2)."
    assert found.why == "1 person who could review take part in none."


def test_a_week_with_more_visits_than_wished_is_told() -> None:
    schools = [*oak_year().schools, school(5, "Ivy")]
    problem = year(
        schools,
        list(oak_year().people),
        [Wanted(school_id=1), Wanted(school_id=5)],
        wishes=Wishes(most_a_week=1),
        ends_on=MONDAY + timedelta(days=4),
    )
    found = unmet(problem, Plan(reviews=(planned(1, 21, 31), planned(5, 41, 22))), "crowded")

    assert found.text == "The week of 4 January has 2 visits; the most wished is 1."
    assert found.why == "The round has 1 week for 2 visits."


def test_school_days_are_those_of_every_school_involved() -> None:
    closed = school(2, "Ash", school_days=weekdays(3) - set(DAYS))
    problem = oak_year(schools=[oak_year().schools[0], closed, *oak_year().schools[2:]])
    made = make_plan(problem, limits=Limits(work=0.5)).plan

    assert made is not None
    [review] = made.reviews
    assert 21 not in review.team or not set(review.days) & set(DAYS)
