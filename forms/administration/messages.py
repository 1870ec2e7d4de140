"""Which messages of the log, which mail that came in, and which letters of the mailbox, to list."""

from __future__ import annotations

from forms.fields import CalendarDateField, FilterForm, SearchField, SelectField, TextField


class MessageFilter(FilterForm):
    """Which messages to list."""

    person = SearchField("To whom", hint="A name or an email address")
    reference = TextField("Case", hint="Such as SR-2026-0042", width=20)
    kind = SelectField("What it tells", blank="Anything")
    status = SelectField("Where it is", blank="Anywhere")
    from_on = CalendarDateField("Written from")
    until_on = CalendarDateField("Written until")


class InboundFilter(FilterForm):
    """Which mail that came in to list."""

    status = SelectField("What became of it", blank="Anything")


class MailboxFilter(FilterForm):
    """Whose letters to list."""

    to = SelectField("To", blank="Everybody")
