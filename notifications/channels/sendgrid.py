"""Mail by SendGrid's v3 API."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr, parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final
from urllib.error import URLError

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from notifications.channels import HandOver, Outcome, Permanent, Sent, Temporary, Unknown
from notifications.mail import ICS_NAME, CalendarPart, Mail, NotAnAddress, checked_address, one_line
from workflows.clock import now

TIMEOUT: Final = 10
"""Seconds to wait for the answer. `SendGridAPIClient.send` has no time limit, so it is not used."""

TOO_MANY_REQUESTS: Final = 429
LONGEST_WAIT: Final = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class SendGrid:
    """An account at SendGrid. `host` can be the European one, or a stand-in of a test."""

    api_key: str = field(repr=False)
    host: str = "https://api.sendgrid.com"
    #: whether SendGrid's event webhook is connected, so that silence means that it never had a mail
    reports_back: bool = False
    timeout: float = TIMEOUT

    batch = 20
    is_ours = False

    @contextmanager
    def open(self) -> Iterator[SendGridLine]:
        """Every mail is a request of its own, so there is nothing to keep open."""
        yield SendGridLine(SendGridAPIClient(api_key=self.api_key, host=self.host), self.timeout)


class SendGridLine:
    """Sends mail one request each, and reads the answers."""

    def __init__(self, client: Any, timeout: float) -> None:
        self._client = client
        self._timeout = timeout

    def send(self, mail: Mail, hand_over: HandOver) -> Outcome:
        """Send one mail. There is no key by which SendGrid would know a repeat: no answer means in doubt."""
        try:
            body = request_body(mail)
        except NotAnAddress as error:
            return Permanent(str(error))
        hand_over()
        try:
            answer = self._client.client.mail.send.post(request_body=body, timeout=self._timeout)
        except HTTPError as error:
            return refusal(error)
        except URLError as error:  # raised while connecting; what breaks later is raised as it is
            return Temporary(f"SendGrid could not be reached: {error.reason}", concerns_all=True)
        except (OSError, HTTPException) as error:
            return Unknown(
                f"SendGrid was given the mail and did not answer: {str(error) or type(error).__name__}"
            )
        return Sent(provider_id=str(answer.headers.get("X-Message-Id", ""))[:200])


def request_body(mail: Mail) -> dict[str, Any]:
    """The mail as the v3 API wants it. Beyond it `custom_args` has our row's number alone."""
    name, address = parseaddr(mail.sender)
    return {
        "personalizations": [
            {"to": [{"email": checked_address(mail.to_address), "name": one_line(mail.to_name)}]}
        ],
        "from": {"email": address, "name": name},
        "subject": one_line(mail.subject),
        "content": [
            {"type": "text/plain", "value": mail.text},
            {"type": "text/html", "value": mail.html},
            *_calendar_content(mail.calendar),
        ],
        **_attachment(mail.calendar),
        **({"reply_to": {"email": checked_address(mail.reply_to)}} if mail.reply_to else {}),
        "headers": mail.headers,
        "custom_args": {"message": str(mail.message_id)},
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
        },
    }


def _calendar_content(calendar: CalendarPart | None) -> list[dict[str, str]]:
    """The last content, with its method and no other parameter: a second one is answered 400."""
    return [{"type": calendar.kind, "value": calendar.ics.decode()}] if calendar else []


def _attachment(calendar: CalendarPart | None) -> dict[str, Any]:
    if calendar is None:
        return {}
    file = {"content": b64encode(calendar.ics).decode(), "type": "application/ics", "filename": ICS_NAME}
    return {"attachments": [{**file, "disposition": "attachment"}]}


def refusal(error: HTTPError) -> Outcome:
    """What an answer other than yes means: 429 and 5xx pass, every other 4xx does not."""
    status = int(error.status_code)
    said = f"SendGrid answered {status} {_explanation(error)}".strip()
    if status == TOO_MANY_REQUESTS or status >= 500:
        return Temporary(said, retry_at=retry_moment(dict(error.headers or {})), concerns_all=True)
    return Permanent(said)


def retry_moment(headers: dict[str, str]) -> datetime | None:
    """When the provider asks us to try again (Retry-After, X-RateLimit-Reset); at most a day on."""
    named = {name.lower(): value.strip() for name, value in headers.items()}
    moment = _after(named.get("retry-after", "")) or _epoch(named.get("x-ratelimit-reset", ""))
    return min(moment, now() + LONGEST_WAIT) if moment else None


def _after(value: str) -> datetime | None:
    """Seconds or a date (RFC 9110, 10.2.3)."""
    if value.isdigit():
        return now() + timedelta(seconds=min(int(value), LONGEST_WAIT.total_seconds()))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _epoch(value: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _explanation(error: HTTPError) -> str:
    try:
        problems = error.to_dict["errors"]
        return "; ".join(one_line(problem["message"]) for problem in problems)[:300]
    except (ValueError, KeyError, TypeError, AttributeError):
        return one_line(error.reason or "")
