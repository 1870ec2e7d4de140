"""Every kind of mail, word by word, and what no mail may do whatever somebody has typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from typing import Any

import html5lib
import pytest

from notifications.mail import Mail, NotAnAddress, read
from notifications.rendering import TEMPLATES, Stationery, render
from notifications.sample_words import PEOPLE
from notifications.samples import FLOWS, Sample, samples
from notifications.telling import Happening, Reader, Telling, Turn
from notifications.unsubscribe import person_of
from tests.as_before import FOLDER, assert_as_before
from workflows.clock import clock_at
from workflows.forums.missed import MISSED_TWICE
from workflows.machine import Workflow
from workflows.messages import Reason

KEY = "a-key-for-tests-that-signs-nothing-of-worth"
STATIONERY = Stationery(
    base_url="https://alongside.example.org",
    sender="Alongside <post@alongside.example.org>",
    keys=(KEY,),
    reply_address="dates@alongside.example.org",
    takes_mail=True,
)
SAMPLES = {sample.name: sample for sample in samples()}
HOSTILE = '</p><script>alert(1)</script>"\r\nBcc: everybody@example.org\r\n\r\n<b>“{{ 7 * 7 }}” \x1e\u2028end'


def mail_of(telling: Telling) -> Mail:
    with clock_at(telling.created_at):
        return render(telling, STATIONERY)


def sample(name: str) -> Telling:
    return SAMPLES[name].telling


def as_sent(mail: Mail) -> EmailMessage:
    return read(mail.raw)


def body(mail: Mail, kind: str) -> str:
    part = as_sent(mail).get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


@pytest.mark.parametrize("one", SAMPLES.values(), ids=str)
def test_each_kind_of_mail_reads_as_agreed(one: Sample) -> None:
    mail = mail_of(one.telling)
    headers = "".join(f"{name}: {value}\n" for name, value in mail.headers.items())

    assert_as_before(f"mail/{one.name}.txt", f"Subject: {mail.subject}\n{headers}\n{mail.text}")


@pytest.mark.parametrize(
    "name",
    [
        "support-release-turn",
        "support-release-told",
        "digest",
        "account-invitation",
        "dates-invited",
        "dates-called_off",
        "dates-times_offered",
        "dates-reminder-organiser",
        "dates-took_place",
        "pairings-share-beside",
    ],
)
def test_the_layout_in_html_looks_as_agreed(name: str) -> None:
    assert_as_before(f"mail/{name}.html", mail_of(sample(name)).html)


def test_no_snapshot_is_left_of_a_kind_that_is_gone() -> None:
    assert {path.stem for path in (FOLDER / "mail").glob("*.txt")} == set(SAMPLES)


@pytest.mark.parametrize("one", SAMPLES.values(), ids=str)
def test_each_mail_is_html_as_it_should_be(one: Sample) -> None:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page = parser.parse(mail_of(one.telling).html)

    assert page.get("lang") == "en-GB"
    assert len(page.findall(".//h1")) == 1
    assert all(cell.get("role") == "presentation" for cell in page.findall(".//table"))


@pytest.mark.parametrize("one", SAMPLES.values(), ids=str)
def test_text_and_html_have_the_same_words_and_links(one: Sample) -> None:
    mail = mail_of(one.telling)
    page = html5lib.parse(mail.html, namespaceHTMLElements=False)
    in_html = " ".join("".join(page.itertext()).split()).lower()
    said = [word for word in mail.text.lower().split() if word.isalpha()]

    assert [word for word in said if word not in in_html] == []
    links = {link.get("href") for link in page.findall(".//a")}
    assert {word for word in mail.text.split() if word.startswith("https://")} == links


@pytest.mark.parametrize("flow", FLOWS)
def test_each_transition_that_tells_somebody_has_words_of_its_own(flow: type[Workflow]) -> None:
    told = {name.split("-")[1] for name in SAMPLES if name.startswith(f"{flow.slug}-")}
    ours = {path.stem for folder in (flow.slug, "dates") for path in (TEMPLATES / folder).glob("*.j2")}

    assert told - ours == set()
    own = {path.stem for path in (TEMPLATES / flow.slug).glob("[!_]*.j2")}
    assert {f"{flow.slug}/{name}" for name in own - set(flow.transitions)} <= {MISSED_TWICE}


def hostile() -> Telling:
    telling = sample("support-decline-turn")
    assert telling.case is not None
    assert telling.event is not None
    return replace(
        telling,
        reader=Reader(7, HOSTILE, "marta@gull-rock.example"),
        trust=HOSTILE,
        colour='red"><script>',
        case=replace(telling.case, title=HOSTILE, state=HOSTILE, places={"receiving_school": HOSTILE}),
        event=replace(
            telling.event,
            actor=HOSTILE,
            actor_as=HOSTILE,
            details={"reason": HOSTILE, "school": HOSTILE, "giver": HOSTILE},
        ),
        turn=Turn(ask=HOSTILE, due_on=date(2026, 11, 27), who=(HOSTILE,), role=HOSTILE),
    )


@pytest.mark.parametrize("one", SAMPLES.values(), ids=str)
def test_no_words_of_people_become_markup(one: Sample) -> None:
    telling = replace(
        hostile(),
        kind=one.telling.kind,
        reason=one.telling.reason,
        items=(hostile(),) if one.telling.items else (),
    )
    page = html5lib.parse(mail_of(telling).html, namespaceHTMLElements=False)

    assert page.findall(".//script") == []
    assert page.findall(".//b") == []
    assert "49" not in "".join(page.itertext())


@pytest.mark.parametrize("one", SAMPLES.values(), ids=str)
def test_no_words_of_people_become_headers(one: Sample) -> None:
    mail = mail_of(replace(hostile(), kind=one.telling.kind, reason=one.telling.reason))
    sent = as_sent(mail)

    assert sent.defects == []
    assert sent["Bcc"] is None
    assert set(sent.keys()) - {"List-Unsubscribe", "List-Unsubscribe-Post", "References"} == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_words_of_people_stay_in_the_paragraph_that_they_were_put_in() -> None:
    text = mail_of(hostile()).text

    assert not any(line.startswith("Bcc:") for line in text.splitlines())


def test_a_mail_says_who_it_is_to_whatever_their_name_is() -> None:
    for name in ("O'Brien, Máire", '"Q" <x@y.example>', "张伟", "a b " * 40 + "c"):
        mail = replace(mail_of(sample("digest")), to_name=name)
        sent = as_sent(mail)

        assert sent["To"].addresses[0].addr_spec == mail.to_address
        # Python's parser leaves spaces between encoded words that RFC 2047 joins.
        assert sent["To"].addresses[0].display_name.replace(" ", "") == name.replace(" ", "")
        assert len(sent["To"].addresses) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@x.example",
        "a@",
        "a b@x.example",
        "a@x.example, b@x.example",
        "ä@x.example",
        '"a b"@x.example',
        "a..b@x.example",
        "a@x..example",
        "a@-x.example",
        "a@x\r\n.org",
    ],
)
def test_what_is_no_address_is_refused_before_it_is_sent(address: str) -> None:
    with pytest.raises(NotAnAddress):
        _ = replace(mail_of(sample("digest")), to_address=address).raw


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [("o'brien+x@sub.x.example", "o'brien+x@sub.x.example"), ("a@bücher.example", "a@xn--bcher-kva.example")],
)
def test_unusual_addresses_that_mail_servers_take_are_sent_to(address: str, sent_to: str) -> None:
    sent = as_sent(replace(mail_of(sample("digest")), to_address=address))

    assert sent["To"].addresses[0].addr_spec == sent_to


@pytest.mark.parametrize(
    "subject", ["Short", "x" * 66, "long and plain " * 20, "“Zoë” " * 30, "张" * 100, "😀" * 50]
)
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    mail = replace(mail_of(sample("digest")), subject=subject)

    assert as_sent(mail)["Subject"] == subject.strip()
    assert all(len(line) <= 78 for line in mail.raw.split(b"\r\n\r\n")[0].split(b"\r\n") if b"=?" in line)


def test_a_long_title_is_cut_at_a_word_in_the_subject() -> None:
    telling = sample("support-offer-turn")
    assert telling.case is not None
    mail = mail_of(replace(telling, case=replace(telling.case, title="phonics " * 2000)))

    assert len(mail.subject) < 200
    assert "phonics…”" in mail.subject
    assert all(len(line) <= 998 for line in mail.raw.split(b"\r\n"))


def test_a_case_without_a_title_is_called_what_it_is() -> None:
    telling = sample("support-return_draft-turn")
    assert telling.case is not None

    assert "the support request" in mail_of(replace(telling, case=replace(telling.case, title=""))).subject


def test_every_mail_says_that_no_answer_is_wanted_from_a_machine() -> None:
    for one in SAMPLES.values():
        sent = as_sent(mail_of(one.telling))

        assert sent["Auto-Submitted"] == "auto-generated"
        assert sent["Precedence"] is None


def test_mails_of_a_case_lie_together_and_each_has_an_id_of_its_own_that_stays() -> None:
    first, second = mail_of(sample("support-offer-turn")), mail_of(sample("support-release-turn"))
    again = mail_of(replace(sample("support-offer-turn"), today=date(2027, 1, 4)))

    assert as_sent(first)["References"] == as_sent(second)["References"]
    assert first.mail_id == again.mail_id
    assert mail_of(replace(sample("support-offer-turn"), message_id=1043)).mail_id != first.mail_id
    assert len(first.mail_id) < 60


@pytest.mark.parametrize("one", SAMPLES.values(), ids=str)
def test_news_can_be_stopped_with_one_click_and_nothing_else_can(one: Sample) -> None:
    sent, is_owed = as_sent(mail_of(one.telling)), one.telling.case and one.telling.case.owes_news
    if one.telling.reason not in (Reason.TOLD, Reason.DIGEST) or is_owed:
        assert sent["List-Unsubscribe"] is None
        return
    link = sent["List-Unsubscribe"].strip("<>")
    start = "https://alongside.example.org/mail/unsubscribe/"

    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith(start)
    assert person_of(link.removeprefix(start), (KEY,)) == one.telling.reader.person_id


def test_links_go_to_the_address_of_the_installation_and_nowhere_else() -> None:
    for one in SAMPLES.values():
        page = html5lib.parse(mail_of(one.telling).html, namespaceHTMLElements=False)
        links = {link.get("href", "") for link in page.findall(".//a")}
        online = {one.telling.date.link} if one.telling.date else set()
        assert all(link.startswith("https://alongside.example.org/") for link in links - online)


def test_a_kind_without_a_template_says_who_did_what() -> None:
    mail = mail_of(sample("default"))

    assert "Giver released" in mail.subject
    assert "giver released" in mail.text
    assert PEOPLE["head"][0] in mail.text


def test_a_template_that_fails_leaves_the_default_to_tell_it() -> None:
    telling = replace(sample("support-offer-turn"), event=None, reason=Reason.TOLD, turn=None)

    assert "SR-2026-0042" in mail_of(telling).text


def test_an_event_whose_words_were_erased_still_tells_what_happened() -> None:
    for one in SAMPLES.values():
        event = one.telling.event
        telling = replace(one.telling, event=replace(event, details={}) if event else None)

        assert "None" not in mail_of(telling).text


def telling_of(**changes: Any) -> Telling:
    return replace(sample("reminder-before"), **changes)


def test_a_date_far_away_has_its_year_and_one_nearby_does_not() -> None:
    near, far = (
        telling_of(turn=Turn(ask="Look back on", due_on=day, who=("Priya Nair",), role="Head"))
        for day in (date(2027, 1, 8), date(2027, 7, 9))
    )

    assert "by Friday 8 January" in mail_of(near).subject
    assert "2027" not in mail_of(near).subject
    assert "by Friday 9 July 2027" in mail_of(far).subject


def test_a_brand_colour_that_is_none_gives_way_to_our_own() -> None:
    html = mail_of(hostile()).html

    assert "#0f5c4d" in html
    assert "red" not in html.split("<body")[0]


def test_a_digest_has_a_turn_and_its_reminder_as_one_line() -> None:
    turn = sample("support-offer-turn")
    digest = replace(sample("digest"), items=(turn, replace(turn, kind="reminder", reason=Reason.REMINDER)))

    assert mail_of(digest).text.count("Release a giver for") == 1


def test_what_happened_is_told_with_the_part_in_which_somebody_acted() -> None:
    event = Happening(name="release", done="Giver released", actor="Marta", actor_as="Head, Gull Rock")

    assert event.who == "Marta (Head, Gull Rock)"
    assert Happening(name="chase", done="No answer in time", actor_as="Alongside").who == "Alongside"
