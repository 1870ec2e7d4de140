"""Bringing a file to import, choosing whose schools, and confirming what was shown."""

from __future__ import annotations

from forms.fields import CheckboxField, FileField, FilterForm, Form, HiddenField, TextField

ENDINGS = (".csv", ".txt", ".xlsx")


class ListFileForm(Form):
    """A file to import."""

    file = FileField("File", required="Choose a file", accept=ENDINGS)


class SchoolsFileForm(ListFileForm):
    """An export of the national register."""

    file = FileField(
        "File from the register",
        required="Choose the file that you downloaded from the register",
        hint="It is called something like edubasealldata20261123.csv.",
        accept=ENDINGS,
    )


class PeopleFileForm(ListFileForm):
    """A list of people."""

    file = FileField(
        "List of people",
        required="Choose the list of people",
        hint="A CSV file or an Excel workbook (.xlsx).",
        accept=ENDINGS,
    )


class TrustFilter(FilterForm):
    """Whose schools to take from a file that has those of several trusts."""

    only = TextField(
        "Only the schools of one trust",
        hint="Its code or its name, as it stands in the file. Leave this empty for all of them.",
        width=30,
    )


class ConfirmForm(Form):
    """Import what was shown."""

    #: stands for what was shown; see `Outcome.fingerprint`
    expected = HiddenField()
    #: of which trust the schools were chosen; see `TrustFilter`
    chosen = HiddenField()
    without_bad_rows = CheckboxField(
        "Leave out the rows that are wrong, and import the others",
    )
    invites = CheckboxField("Invite everybody who is new: they get an email with a link to choose a password")
