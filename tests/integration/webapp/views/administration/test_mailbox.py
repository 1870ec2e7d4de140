"""The mailbox, where mail is kept to be read."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from config import MailChannel, Settings
from notifications.channels.mailbox import Letter
from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office
from workflows.database import db


def letter_of(office: Office) -> int:
    with office.looking():
        return db.session.scalars(select(Letter.id)).one()


def test_what_waits_is_delivered_on_request_and_read(office: Office, ada: Browser) -> None:
    assert "Invitation, to Tom Harbour: leaves with the next round" in main_words(ada.get("/mailbox"))

    assert ada.post("/mailbox/deliver").status_code == 303

    text = main_words(ada.get("/mailbox"))
    assert "Delivered: 1." in text
    assert "To tom@harbour.example" in text
    path = f"/mailbox/{letter_of(office)}"
    assert f'src="{path}/page"' in ada.get(path).text
    assert "Hello Tom" in main_words(ada.get(f"{path}?text=yes"))
    assert "Message-ID" in main_words(ada.get(path))


def test_a_letters_page_runs_nothing_and_its_links_open_on_top(office: Office, ada: Browser) -> None:
    ada.post("/mailbox/deliver")

    page = ada.get(f"/mailbox/{letter_of(office)}/page")

    assert '<base target="_top">' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "sandbox" in page.headers["Content-Security-Policy"]


def test_a_letter_is_downloaded_as_it_is(office: Office, ada: Browser) -> None:
    ada.post("/mailbox/deliver")

    answer = ada.get(f"/mailbox/{letter_of(office)}/download")

    assert answer.mimetype == "message/rfc822"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"To: Tom Harbour <tom@harbour.example>" in answer.data


def test_letters_are_listed_for_one_person(office: Office, ada: Browser) -> None:
    ada.post(f"/administration/people/{office.world.people['sam']}/invite")
    ada.post("/mailbox/deliver")

    text = main_words(ada.get("/mailbox?to=sam@harbour.example"))

    assert "To sam@harbour.example" in text
    assert "To tom@harbour.example" not in text


def test_only_administrators_read_the_mailbox_of_a_real_trust(
    office: Office, ada: Browser, sign_in_as: Callable[..., Browser]
) -> None:
    ada.post("/mailbox/deliver")
    lena, path = sign_in_as("lena"), f"/mailbox/{letter_of(office)}"

    for page in ("/mailbox", path, f"{path}/page", f"{path}/download"):
        assert lena.get(page).status_code == 404, page
    assert lena.post("/mailbox/deliver").status_code == 404


def test_in_a_demonstration_everybody_reads_the_mailbox(
    office: Office, app: Flask, sign_in_as: Callable[..., Browser]
) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, demo_mode=True)

    assert sign_in_as("sam").get("/mailbox").status_code == 200


def test_there_is_no_mailbox_where_mail_really_leaves(office: Office, app: Flask, ada: Browser) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, mail_channel=MailChannel.SMTP, smtp_host="mail.example")

    assert ada.get("/mailbox").status_code == 404
    assert ada.post("/mailbox/deliver").status_code == 404


def test_letters_of_another_trust_are_not_there(
    office: Office, ada: Browser, fellside: object, sign_in_as: Callable[..., Browser]
) -> None:
    ada.post("/mailbox/deliver")
    other = sign_in_as("ada", world=fellside)

    assert other.get(f"/mailbox/{letter_of(office)}").status_code == 404
    assert "tom@harbour.example" not in main_words(other.get("/mailbox"))
