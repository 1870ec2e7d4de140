"""A message of the outbox as it reads, or would read, without sending it."""

from __future__ import annotations

from notifications.loading import load
from notifications.mail import Mail
from notifications.rendering import Stationery, render
from workflows.messages import Message


def preview(message: Message, stationery: Stationery) -> Mail:
    """The mail of this message, written from what is known today; a link that has been wiped is left out."""
    return render(load([message.id])[message.id].telling, stationery)
