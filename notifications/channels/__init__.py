"""The ways in which mail leaves, and what can become of one mail."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from notifications.mail import Mail


@dataclass(frozen=True)
class Sent:
    """The provider has taken it on."""

    provider_id: str = ""
    #: for a channel that keeps mail in our own database: the row, written together with the outcome
    letter: dict[str, Any] | None = None


@dataclass(frozen=True)
class Temporary:
    """It has certainly not been taken on, and may be later; `retry_at` if the provider named a moment."""

    reason: str
    retry_at: datetime | None = None
    #: nothing can be sent at present, so that it is no use to try the next mail at once
    concerns_all: bool = False


@dataclass(frozen=True)
class Permanent:
    """It never will be taken on like this."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """It was handed over, and no answer came: nobody here can know whether it was taken on."""

    reason: str


Outcome = Sent | Temporary | Permanent | Unknown

HandOver = Callable[[], None]
"""Called by a line at the last moment before the provider has all it needs to send the mail.

It commits that fact, so that whatever dies before it has certainly sent nothing, and what dies after it is
in doubt. It raises LeaseLost when somebody else has taken the mail on meanwhile; the mail must then not go.
"""


class LeaseLost(Exception):
    """This worker was so slow that another one has taken the message on."""


class Line(Protocol):
    """An open connection for a batch of mail."""

    def send(self, mail: Mail, hand_over: HandOver) -> Outcome:
        """Send one mail. Raises LeaseLost (from `hand_over`) and nothing else."""


class Channel(Protocol):
    """A way for mail to leave."""

    @property
    def batch(self) -> int:
        """How many messages are claimed at once."""

    @property
    def is_ours(self) -> bool:
        """Mail stays in our own database, so that a whole batch and its outcomes are one transaction."""

    @property
    def reports_back(self) -> bool:
        """The provider tells what became of each mail, so that silence means that it never had it."""

    def open(self) -> AbstractContextManager[Line]:
        """A line for one batch; whatever cannot be opened shows as the outcome of `send`."""
