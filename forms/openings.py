"""Asking for the opening of a private log."""

from __future__ import annotations

from forms.fields import CheckboxField, Form, LongTextField, TextField


class OpeningForm(Form):
    """Which pairing's log, and why."""

    pairing_id = TextField(
        "Reference of the pairing",
        required="Enter the reference of the pairing",
        hint="Such as MC-2026-0042. The pair and the coordinators see it on their pages.",
        max_length=20,
        width=10,
    )
    reason = LongTextField(
        "Why does it have to be read, and on whose word?",
        required="Say why it has to be read, and on whose word",
        hint="The other administrators read this, and so do the pair once it is open. It can never be "
        "changed or taken away. Name no pupils.",
        max_length=2000,
        rows=6,
    )
    understood = CheckboxField(
        "I have read what happens next",
        required="Read what happens next, and tick that you have",
    )
