"""Mail about a date: in order for each diary, newest state only, and never when it has stopped being true."""

from __future__ import annotations

import threading
import time as clock
from dataclasses import dataclass
from datetime import time, timedelta

from notifications.about_dates import NEVER_HEARD
from notifications.channels import HandOver, Outcome, Sent, Temporary, Unknown
from notifications.delivery import Claim, Result, claim, hand_over, record
from notifications.mail import Mail
from tests.diaries import FRIDAY
from tests.integration.notifications.dates import (
    MINUTES,
    PRIYA,
    SAM,
    THURSDAY,
    TOM,
    Case,
    assert_in_order,
    for_diaries,
    to,
)
from tests.post import HOUR, MINUTE, Told, round_at, rounds, rounds_at_once, setup
from tests.world import MONDAY
from workflows.clock import clock_at, local, now
from workflows.database import choose_every_trust
from workflows.messages import OVERTAKEN, Message, MessageStatus


def test_a_date_reaches_a_diary_moves_in_it_and_leaves_it(case: Case) -> None:
    told = Told()
    entry = case.asks("tom")
    round_at(MINUTES[0], setup(told))
    with clock_at(MINUTES[1]):
        case.moves(entry, THURSDAY)
    round_at(MINUTES[2], setup(told))
    with clock_at(MINUTES[3]):
        case.calls_off(entry)
    round_at(MINUTES[4], setup(told))

    tom = for_diaries(to(told, TOM))
    assert [(one.method, one.sequence) for one in tom] == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    assert [one.status for one in tom] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert tom[1].starts_at == local(THURSDAY, time(15, 30))
    assert_in_order(for_diaries(told.sent))
    assert [mail.subject.partition(":")[0] for mail in to(told, TOM)] == ["Invitation", "Moved", "Called off"]
    assert case.became("tom") == [("invited", "sent"), ("changed", "sent"), ("called_off", "sent")]


def test_the_organiser_has_it_in_their_own_diary_too(case: Case) -> None:
    told = Told()
    case.asks("tom")
    round_at(MINUTES[0], setup(told))

    [own] = to(told, PRIYA)
    assert own.subject.startswith("In your diary: Planning meeting")
    assert for_diaries([own])[0].method == "REQUEST"


def test_a_change_of_which_no_invitation_left_is_the_invitation(case: Case) -> None:
    told = Told()
    entry = case.asks("tom")
    case.moves(entry, THURSDAY)
    round_at(MINUTES[0], setup(told))

    [mail] = to(told, TOM)
    assert mail.subject == "Invitation: Planning meeting, Thursday 26 November, 3:30pm to 4:30pm"
    assert for_diaries([mail])[0].sequence == 1
    assert case.became("tom") == [("invited", "superseded"), ("changed", "sent")]


def test_nobody_hears_that_something_is_off_of_which_they_had_never_heard(case: Case) -> None:
    told = Told()
    entry = case.asks("tom")
    case.calls_off(entry)
    round_at(MINUTES[0], setup(told))

    assert told.sent == []
    assert [one.problem for one in case.mails("tom")] == [OVERTAKEN, NEVER_HEARD]
    assert {status for _, status in case.became("tom")} == {"superseded"}


def test_two_changes_in_a_row_are_one_mail(case: Case) -> None:
    told = Told()
    entry = case.asks("tom")
    round_at(MINUTES[0], setup(told))
    with clock_at(MINUTES[1]):
        case.moves(entry, THURSDAY)
        case.moves(entry, FRIDAY, starts=time(9, 0))
    round_at(MINUTES[2], setup(told))

    assert [one.sequence for one in for_diaries(to(told, TOM))] == [0, 2]
    assert_in_order(for_diaries(told.sent))


def test_adding_and_removing_somebody_touches_nobody_else(case: Case) -> None:
    told = Told()
    entry = case.asks("tom", "sam")
    round_at(MINUTES[0], setup(told))
    before = len(told.sent)
    with clock_at(MINUTES[1]):
        case.adds(entry, "lea")
        case.removes(entry, "sam")
    round_at(MINUTES[2], setup(told))

    assert sorted(mail.to_address.partition("@")[0] for mail in told.sent[before:]) == ["lea", "sam"]
    [_, gone] = for_diaries(to(told, SAM))
    assert (gone.method, gone.status) == ("CANCEL", "CANCELLED")
    assert to(told, SAM)[1].subject.startswith("You need not come: Planning meeting")


def test_whoever_is_asked_again_is_invited_anew(case: Case) -> None:
    told = Told()
    entry = case.asks("tom", "sam")
    for number, step in enumerate((None, case.removes, case.adds)):
        with clock_at(MINUTES[2 * number]):
            if step:
                step(entry, "sam")
        round_at(MINUTES[2 * number + 1], setup(told))
    with clock_at(MINUTES[10]):
        case.moves(entry, THURSDAY)
    round_at(MINUTES[11], setup(told))

    assert [one.method for one in for_diaries(to(told, SAM))] == ["REQUEST", "CANCEL", "REQUEST", "REQUEST"]
    assert [mail.subject.partition(":")[0] for mail in to(told, SAM)][2:] == ["Invitation", "Moved"]
    assert_in_order(for_diaries(told.sent))


# While an earlier one is under way


@dataclass
class Held:
    """A worker that has claimed what was due, and stands still."""

    claims: dict[int, Claim]

    def ends(self, message_id: int, outcome: Outcome) -> None:
        using = setup(Told())
        if not isinstance(outcome, Temporary):
            hand_over(self.claims[message_id], using)
        record([Result(self.claims[message_id], outcome, now())], using)


def another_worker_claims() -> Held:
    choose_every_trust()
    return Held({one.message_id: one for one in claim(setup(Told()))})


def only(mails: list[Message], kind: str) -> int:
    [found] = [mail.id for mail in mails if mail.kind == f"dates/{kind}"]
    return found


def test_a_later_mail_waits_while_an_earlier_one_is_under_way(case: Case) -> None:
    told = Told()
    entry = case.asks("tom")
    held = another_worker_claims()
    with clock_at(MINUTES[1]):
        case.moves(entry, THURSDAY)
        case.asks("tom", title="Another one")
    round_at(MINUTES[1], setup(told))
    assert [mail.subject.partition(",")[0] for mail in to(told, TOM)] == ["Invitation: Another one"]

    with clock_at(MINUTES[2]):
        held.ends(only(case.mails("tom", entry), "invited"), Sent("taken on"))
    round_at(MINUTES[3], setup(told))
    assert [mail.subject.partition(":")[0] for mail in to(told, TOM)] == ["Invitation", "Moved"]


def test_an_earlier_one_that_failed_for_now_is_not_tried_again_after_a_later_one(case: Case) -> None:
    told = Told()
    entry = case.asks("tom")
    held = another_worker_claims()
    with clock_at(MINUTES[1]):
        case.moves(entry, THURSDAY)
        held.ends(only(case.mails("tom"), "invited"), Temporary("Later"))
    rounds(MINUTES[1], MINUTES[20], every=3 * MINUTE, using=setup(told))

    assert [mail.subject.partition(":")[0] for mail in to(told, TOM)] == ["Invitation"]
    assert for_diaries(to(told, TOM))[0].sequence == 1
    assert [one.problem for one in case.mails("tom")] == [OVERTAKEN, ""]


def test_what_may_have_arrived_is_taken_back_and_its_change_is_a_change(case: Case) -> None:
    told = Told()
    off, moved = case.asks("tom"), case.asks("tom", title="Another one")
    held = another_worker_claims()
    with clock_at(MINUTES[1]):
        for entry in (off, moved):
            held.ends(only(case.mails("tom", entry), "invited"), Unknown("No answer came"))
        case.calls_off(off)
        case.moves(moved, THURSDAY)
    round_at(MINUTES[2], setup(told))

    assert sorted(mail.subject.partition(":")[0] for mail in to(told, TOM)) == ["Called off", "Moved"]


def test_one_in_doubt_is_not_sent_again_once_a_later_one_has_left(case: Case) -> None:
    told = Told(reports_back=True)
    entry = case.asks("tom")
    held = another_worker_claims()
    with clock_at(MINUTES[1]):
        held.ends(only(case.mails("tom"), "invited"), Unknown("No answer came"))
        case.moves(entry, THURSDAY)
    rounds(MINUTES[2], MONDAY + 3 * HOUR, every=10 * MINUTE, using=setup(told))

    assert len(to(told, TOM)) == 1
    assert [one.problem for one in case.mails("tom")] == [OVERTAKEN, ""]


def test_one_in_doubt_is_sent_again_where_nothing_newer_is_known(case: Case) -> None:
    told = Told(reports_back=True)
    case.asks("tom")
    held = another_worker_claims()
    with clock_at(MINUTES[1]):
        held.ends(only(case.mails("tom"), "invited"), Unknown("No answer came"))
    rounds(MINUTES[2], MONDAY + 3 * HOUR, every=10 * MINUTE, using=setup(told))

    assert [mail.subject.partition(":")[0] for mail in to(told, TOM)] == ["Invitation"]


def test_one_in_doubt_that_was_then_turned_away_is_taken_back_all_the_same(case: Case) -> None:
    told = Told(reports_back=True)
    entry = case.asks("tom")
    held = another_worker_claims()
    with clock_at(MINUTES[1]):
        for mail in case.mails("tom") + case.mails("priya"):
            held.ends(mail.id, Unknown("No answer came"))
    later = MONDAY + 3 * HOUR
    turned_away = Told(iter([Temporary("Later", retry_at=later + HOUR)] * 2), reports_back=True)
    round_at(later, setup(turned_away))
    assert len(turned_away.sent) == 2
    with clock_at(later + MINUTE):
        case.calls_off(entry)
    round_at(later + 2 * MINUTE, setup(told))

    assert [one.method for one in for_diaries(to(told, TOM))] == ["CANCEL"]
    assert case.became("tom") == [("invited", "superseded"), ("called_off", "sent")]


def test_a_worker_that_died_over_an_earlier_one_holds_a_later_one_up_for_its_lease_alone(case: Case) -> None:
    told = Told()
    entry = case.asks("tom")
    held = another_worker_claims()
    first = only(case.mails("tom"), "invited")
    hand_over(held.claims[first], setup(told))
    with clock_at(MINUTES[1]):
        case.moves(entry, THURSDAY)
    round_at(MINUTES[2], setup(told))
    assert to(told, TOM) == []
    round_at(MINUTES[6], setup(told))

    assert [mail.subject.partition(":")[0] for mail in to(told, TOM)] == ["Moved"]
    assert case.became("tom") == [("invited", "unknown"), ("changed", "sent")]


def test_the_news_of_one_in_doubt_goes_with_the_next_daily_mail(case: Case) -> None:
    told = Told()
    case.asks("tom")
    held = another_worker_claims()
    held.ends(only(case.mails("tom"), "invited"), Unknown("No answer came"))
    round_at(local(MONDAY.date() + timedelta(days=1), time(7, 0)), setup(told))

    [digest] = to(told, TOM)
    assert "In case these did not reach you" in digest.text
    assert "Invitation: Planning meeting" in digest.text
    assert digest.calendar is None


class Slow(Told):
    """A provider that takes its time, differently for each mail, and now and then takes none."""

    def __init__(self) -> None:
        super().__init__(batch=3)
        self._writing = threading.Lock()
        self._given = 0

    def send(self, mail: Mail, hand_over: HandOver) -> Outcome:
        clock.sleep((mail.message_id * 7 % 5) / 500)
        hand_over()
        clock.sleep((mail.message_id * 3 % 5) / 500)
        with self._writing:
            self._given += 1
            if self._given % 6 == 0:
                return Temporary("Later")
            self.sent.append(mail)
        return Sent("accepted")


def test_workers_at_once_keep_the_order_while_dates_are_changed(case: Case) -> None:
    told = Slow()
    entries = [case.asks("tom", "sam", "lea", title=f"Meeting {number}") for number in range(3)]
    for number in range(12):
        moment = MONDAY + number * 6 * MINUTE
        with clock_at(moment):
            for entry in entries[number % 2 :]:
                case.moves(entry, (THURSDAY, FRIDAY)[number % 2])
        rounds_at_once(moment, *[setup(told) for _ in range(3)])
    rounds(MONDAY + 72 * MINUTE, MONDAY + 2 * HOUR, every=6 * MINUTE, using=setup(told))

    assert_in_order(for_diaries(told.sent))
    for who in ("tom", "sam", "lea"):
        for entry in entries:
            assert case.mails(who, entry)[-1].status is MessageStatus.SENT
