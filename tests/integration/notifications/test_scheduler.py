"""The clock and the commands: rounds that run by themselves, and stop when they are told to."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from config import Environment, MailChannel, Settings, SmtpSecurity
from notifications import cli, scheduler
from notifications.channels.mailbox import Mailbox
from notifications.channels.sendgrid import SendGrid
from notifications.channels.smtp import Smtp
from notifications.rounds import Round
from notifications.scheduler import Clock, start_in_background, work_until_told_to_stop
from notifications.setup import channel_of, setup_of
from tests.mail_servers import smtp_server
from tests.post import statuses, write
from tests.world import World, build
from workflows.database import choose_every_trust, db
from workflows.messages import Reason

ENOUGH = 60
"""Seconds in which anything that is waited for must have happened; only a failure takes as long."""


@pytest.fixture
def world(database: SQLAlchemy) -> World:
    """It is the hour that it is: the set-up is that of a demonstration, in which nothing waits."""
    built = build()
    choose_every_trust()
    return built


@pytest.fixture
def running(world: World, database_url: str) -> Iterator[Flask]:
    """An application of its own on the same database, as a worker's process has it."""
    app = Flask("worker")
    settings = Settings(environment=Environment.DEMO, demo_mode=True, database_url=database_url)
    app.config.from_mapping(settings.for_flask())
    db.init_app(app)
    cli.register(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + ENOUGH
    while not happened() and time.monotonic() < until:
        time.sleep(0.02)
    assert happened()


def test_the_clock_begins_at_once_and_goes_on(world: World, running: Flask) -> None:
    first = write(world, "tom")
    clock = Clock(running, every=0.1)
    clock.start()
    wait_for(lambda: statuses(first) == {"sent": 1})
    second = write(world, "tom")
    wait_for(lambda: statuses(second) == {"sent": 1})
    clock.stop()
    third = write(world, "tom")
    time.sleep(0.3)

    assert statuses(third) == {"queued": 1}


def test_the_clock_has_static_jobs_in_memory_that_never_pile_up(running: Flask) -> None:
    clock = start_in_background(running)
    jobs = clock._scheduler.get_jobs()
    clock.stop()

    assert {job.executor for job in jobs} == {"mail", "planning"}, "a plan takes a minute, and mail goes on"
    for job in jobs:
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    assert type(clock._scheduler._jobstores["default"]).__name__ == "MemoryJobStore"


def test_a_clock_that_never_started_can_be_stopped(running: Flask) -> None:
    Clock(running).stop()


def test_a_worker_finishes_the_mail_in_hand_when_it_is_told_to_stop(world: World, database_url: str) -> None:
    ids = write(world, *(["lena", "asha"] * 200), reason=Reason.ACCOUNT)
    with smtp_server() as server:
        settings = Settings(
            environment=Environment.TEST,
            database_url=database_url,
            mail_channel=MailChannel.SMTP,
            smtp_host="127.0.0.1",
            smtp_port=server.port,
            smtp_security=SmtpSecurity.NONE,
        )
        app = Flask("worker")
        app.config.from_mapping(settings.for_flask())
        db.init_app(app)

        def tell_it_to_stop() -> None:
            wait_until = time.monotonic() + ENOUGH
            while len(server.received) < 5 and time.monotonic() < wait_until:
                time.sleep(0.005)
            os.kill(os.getpid(), signal.SIGTERM)

        telling = threading.Thread(target=tell_it_to_stop)
        telling.start()
        work_until_told_to_stop(app)
        telling.join()
        with app.app_context():
            db.engine.dispose()

    found = statuses(ids)
    assert set(found) == {"sent", "queued"}
    assert found["sent"] == len(server.received) >= 5
    assert set(server.ids.values()) == {1}


def test_tick_runs_one_round_and_says_what_it_did(world: World, running: Flask) -> None:
    write(world, "tom", "priya")
    with running.app_context():
        result = running.test_cli_runner().invoke(args=["tick"])

    assert result.exit_code == 0, result.output
    assert result.output == "0 turns lapsed, 0 reminders, 0 digests, messages: 2 sent\n"


def test_tick_fails_when_a_step_broke_off(running: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.cli.one_round", lambda _: Round(broken=["delivery"]))
    result = running.test_cli_runner().invoke(args=["tick"])

    assert result.exit_code == 1
    assert "broke off: delivery" in result.output


def test_worker_says_that_it_is_at_work_and_that_it_stopped(
    running: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.cli.work_until_told_to_stop", lambda _: None)
    result = running.test_cli_runner().invoke(args=["worker"])

    assert result.exit_code == 0
    assert result.output.startswith("At work")
    assert "Stopped" in result.output


def test_mail_hurries_only_in_a_demonstration(running: Flask) -> None:
    assert setup_of(running).hurry
    assert scheduler.EVERY_IN_A_HURRY < scheduler.EVERY
    real = Settings(environment=Environment.PRODUCTION)
    made_up = Settings(environment=Environment.DEMO, demo_mode=True, mail_channel=MailChannel.SMTP)
    for settings, hurries in ((real, False), (made_up, True)):
        app = Flask("another")
        app.config["SETTINGS"] = settings
        assert setup_of(app).hurry is hurries


def test_the_channel_is_the_one_that_the_settings_name() -> None:
    smtp = channel_of(
        Settings(mail_channel=MailChannel.SMTP, smtp_host="mail.example", smtp_port=2525, smtp_username="a")
    )
    sendgrid = channel_of(
        Settings(mail_channel=MailChannel.SENDGRID, sendgrid_api_key="k", sendgrid_host="https://eu.example")
    )

    assert smtp == Smtp(host="mail.example", port=2525, security="starttls", username="a")
    assert sendgrid == SendGrid(api_key="k", host="https://eu.example")
    assert isinstance(channel_of(Settings()), Mailbox)
