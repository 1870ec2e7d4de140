"""Mail by a real SMTP server: one connection for a batch, and every way in which it can go wrong."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notifications.channels.smtp import Smtp
from tests.mail_servers import SmtpServer, certificate, only, smtp_server
from tests.post import MINUTE, message, round_at, setup, statuses, write
from tests.world import MONDAY, World
from workflows.messages import MessageStatus

TOM, PRIYA, MARTA = (f"{name}@harbour.example" for name in ("tom", "priya", "marta"))


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with smtp_server() as found:
        yield found


def plain(server: SmtpServer, **more: Any) -> Smtp:
    return Smtp(host="127.0.0.1", port=server.port, security="none", **more)


def test_a_batch_goes_over_one_connection(world: World, server: SmtpServer) -> None:
    ids = write(world, *(["tom", "priya", "marta"] * 5))
    round_at(MONDAY, setup(plain(server)))

    assert statuses(ids) == {"sent": 15}
    assert server.connections == 1
    assert set(server.ids.values()) == {1}
    assert message(ids[0]).provider_id == "Taken on"


def test_what_arrives_is_what_was_written(world: World, server: SmtpServer) -> None:
    world.person("tom").name = "Zoë “Tom” O'Brien"
    [one] = write(world, "tom")
    round_at(MONDAY, setup(plain(server)))

    [mail] = server.received
    assert mail["To"].addresses[0].display_name == "Zoë “Tom” O'Brien"
    assert mail["To"].addresses[0].addr_spec == TOM
    assert mail["From"].addresses[0].addr_spec == "post@alongside.example.org"
    assert mail["Message-ID"].startswith(f"<m{one}.")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.defects == []


def test_a_line_that_is_only_a_dot_arrives_as_one(world: World, server: SmtpServer) -> None:
    world.person("tom").name = ".\n.\n"
    write(world, "tom")
    round_at(MONDAY, setup(plain(server)))

    [mail] = server.received
    body = mail.get_body(("html",))
    assert body is not None
    assert body.get_content().rstrip().endswith("</html>")


@pytest.mark.parametrize("code", [450, 451, 452])
def test_a_recipient_who_is_busy_is_tried_again(world: World, server: SmtpServer, code: int) -> None:
    server.at_rcpt[TOM] = f"{code} Later"
    ids = write(world, "priya", "tom", "marta")
    round_at(MONDAY, setup(plain(server)))

    assert statuses(ids) == {"sent": 2, "queued": 1}
    assert f"{code} Later" in message(ids[1]).problem
    server.at_rcpt.clear()
    round_at(MONDAY + 6 * MINUTE, setup(plain(server)))
    assert statuses(ids) == {"sent": 3}
    assert set(server.ids.values()) == {1}


@pytest.mark.parametrize("where", ["at_rcpt", "at_end"])
def test_a_refused_recipient_fails_alone(world: World, server: SmtpServer, where: str) -> None:
    getattr(server, where)[TOM] = "550 No such mailbox"
    ids = write(world, "priya", "tom", "marta")
    round_at(MONDAY, setup(plain(server)))

    assert statuses(ids) == {"sent": 2, "failed": 1}
    assert message(ids[1]).problem == "The mail server answered 550 No such mailbox"
    assert server.connections == 1


def test_a_mail_that_is_refused_at_its_end_for_now_is_not_in_doubt(world: World, server: SmtpServer) -> None:
    server.at_end[TOM] = "451 Greylisted"
    [one] = write(world, "tom")
    round_at(MONDAY, setup(plain(server)))
    assert message(one).handed_over_at is None
    server.at_end.clear()
    round_at(MONDAY + 6 * MINUTE, setup(plain(server)))

    assert statuses([one]) == {"sent": 1}


def test_a_line_that_breaks_in_place_of_the_answer_leaves_the_mail_in_doubt(
    world: World, server: SmtpServer
) -> None:
    server.cut_after.add(TOM)
    server.cut_before.add(PRIYA)
    ids = write(world, "tom", "priya", "marta")
    round_at(MONDAY, setup(plain(server)))
    round_at(MONDAY + 30 * MINUTE, setup(plain(server)))

    assert [message(one).status for one in ids] == ["unknown", "unknown", "sent"]
    assert set(server.ids.values()) == {1}
    assert len(server.received) == 2


def test_a_server_that_says_goodbye_is_called_again_later(world: World, server: SmtpServer) -> None:
    server.at_rcpt[TOM] = "421 Closing"
    ids = write(world, "tom", "priya")
    round_at(MONDAY, setup(plain(server)))

    assert statuses(ids) == {"queued": 2}
    server.at_rcpt.clear()
    round_at(MONDAY + 6 * MINUTE, setup(plain(server)))
    assert statuses(ids) == {"sent": 2}


def test_a_server_that_is_not_there_is_tried_again(world: World) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ids = write(world, "tom", "priya")
    round_at(MONDAY, setup(Smtp(host="127.0.0.1", port=port, security="none")))

    assert statuses(ids) == {"queued": 2}
    assert "could not be reached" in message(ids[0]).problem
    assert message(ids[0]).send_after == MONDAY + 5 * MINUTE


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_line_is_encrypted_and_signed_in(world: World, tmp_path: Path, security: str) -> None:
    made = certificate(tmp_path)
    wrapped = {"ssl_context": made.server} if security == "tls" else {"tls_context": made.server}
    account = {"authenticator": only("alongside", "secret"), "auth_require_tls": security == "starttls"}
    ids = write(world, "tom", "priya")
    with smtp_server(**wrapped, **account) as server:
        wrong, right = (
            Smtp(
                host="localhost",
                port=server.port,
                security=security,
                username="alongside",
                password=password,
                tls=made.client,
            )
            for password in ("guess", "secret")
        )
        round_at(MONDAY, setup(wrong))
        assert statuses(ids) == {"queued": 2}
        round_at(MONDAY + 6 * MINUTE, setup(right))

    assert statuses(ids) == {"sent": 2}


def test_a_certificate_that_nobody_vouches_for_is_refused(world: World, tmp_path: Path) -> None:
    [one] = write(world, "tom")
    with smtp_server(tls_context=certificate(tmp_path).server) as server:
        round_at(MONDAY, setup(Smtp(host="localhost", port=server.port)))

    assert message(one).status == MessageStatus.QUEUED
    assert "certificate" in message(one).problem.lower()
    assert server.received == []


def test_the_password_is_not_in_what_is_logged() -> None:
    assert "secret" not in repr(Smtp(host="mail.example", username="alongside", password="secret"))
