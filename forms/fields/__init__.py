"""The fields that our forms are made of: each checks what was typed and says plainly what to do.

Every field takes `required`: the sentence shown when it is left empty ("Enter a title"), or "" where it
may be; and `hint`. Characters that no database can store are taken out and told of; space around text is
dropped. `Form` and `FilterForm` are the bases of all our forms.
"""

from forms.fields.checks import Between, MaxLength, Presence, tidy, tidy_line
from forms.fields.choices import CheckboxesField, CheckboxField, RadiosField, SelectField, YesNoField, choice
from forms.fields.dates import CalendarDateField, DateField, TimeField
from forms.fields.files import FileField, FilesField
from forms.fields.form import FilterForm, Form, Problem, new_form_key
from forms.fields.numbers import DaysField, WholeNumberField
from forms.fields.text import EmailField, HiddenField, LongTextField, PasswordField, SearchField, TextField

__all__ = [
    "Between",
    "CalendarDateField",
    "CheckboxField",
    "CheckboxesField",
    "DateField",
    "DaysField",
    "EmailField",
    "FileField",
    "FilesField",
    "FilterForm",
    "Form",
    "HiddenField",
    "LongTextField",
    "MaxLength",
    "PasswordField",
    "Presence",
    "Problem",
    "RadiosField",
    "SearchField",
    "SelectField",
    "TextField",
    "TimeField",
    "WholeNumberField",
    "YesNoField",
    "choice",
    "new_form_key",
    "tidy",
    "tidy_line",
]
