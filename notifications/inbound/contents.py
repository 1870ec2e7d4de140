"""What a mail that came in can be, once it has been read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflows.dates.model import Answer


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a diary sends back about an invitation, as it says itself. Nothing in it is proved."""

    #: which invitation it says it answers
    uid: str
    #: whose answer it says it is: an address in lower case
    attendee: str = ""
    answer: Answer = Answer.NONE
    comment: str = ""
    #: none where the diary leaves it out
    sequence: int | None = None
    stamp: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Answered(Reply):
    """Yes, maybe or no."""


@dataclass(frozen=True, kw_only=True)
class Countered(Reply):
    """Another time is proposed (RFC 5546, 3.2.7)."""

    starts_at: datetime | None = None
    #: none where it is as long as before
    ends_at: datetime | None = None
    all_day: bool = False


@dataclass(frozen=True, kw_only=True)
class Delegated(Reply):
    """Somebody else is to come instead (RFC 5546, 3.2.2.3)."""

    #: an address; empty where the diary does not say
    to: str = ""


@dataclass(frozen=True, kw_only=True)
class Undecided(Reply):
    """A reply with no answer in it."""


@dataclass(frozen=True)
class Unasked:
    """A calendar mail that we never act on: REQUEST, CANCEL, PUBLISH, ADD, DECLINECOUNTER."""

    method: str


@dataclass(frozen=True)
class Refresh:
    """A diary asks to be sent the date again (RFC 5546, 3.2.6)."""


@dataclass(frozen=True)
class Automatic:
    """Written by a machine, for nobody to answer: out of office, read receipts."""

    why: str


@dataclass(frozen=True)
class Report:
    """What became of a mail of ours (RFC 3464)."""

    #: "failed", "delayed", "delivered", "relayed", "expanded"
    action: str
    #: an enhanced status code such as "5.1.1"; empty where it has none
    status: str
    #: whom the mail did not reach
    recipient: str
    #: what the other server said
    diagnostic: str


@dataclass(frozen=True)
class Worded:
    """A letter that somebody wrote."""


@dataclass(frozen=True)
class Unreadable:
    """Nothing that could be made sense of."""

    why: str


Content = Reply | Unasked | Refresh | Automatic | Report | Worded | Unreadable


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A mail, as far as it could be read."""

    #: an address in lower case; empty where the mail does not say
    sender: str = ""
    sender_name: str = ""
    #: what somebody wrote in it, without what they quoted, cut short
    said: str = ""
    #: one, or several replies where their diary sent more than one
    contents: tuple[Content, ...]
