"""A message of the outbox as it reads, or would read, without sending it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from notifications.loading import load
from notifications.mail import Mail
from notifications.rendering import Stationery, render
from workflows.messages import Message

TO_LOOK_AT: Final = "signs links that open nothing"


def preview(message: Message, stationery: Stationery) -> Mail:
    """The mail of this message, written from what is known today.

    A link that has been wiped is left out, and signed ones open nothing: whoever looks at another's mail must
    not be able to answer for them.
    """
    telling = load([message.id])[message.id].telling
    return render(telling, replace(stationery, keys=(TO_LOOK_AT,)))
