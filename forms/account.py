"""Forms about one's own account."""

from forms.fields import Form, PasswordField, RadiosField, TextField, choice
from forms.sign_in import NewPasswordForm
from workflows.people import MailPreference


class NameForm(Form):
    """What somebody is called."""

    name = TextField("Your name", required="Enter your name", max_length=120)


class MailForm(Form):
    """How somebody likes their mail."""

    preference = RadiosField(
        "When should we write to you?",
        required="Choose when we should write to you",
        coerce=MailPreference,
        choices=[
            choice(MailPreference.INSTANT, "As things happen", "A message for each thing that concerns you."),
            choice(
                MailPreference.TURNS,
                "When it becomes my turn",
                "At once when something is asked of you; reminders and news gathered in one message a day.",
            ),
            choice(
                MailPreference.DIGEST,
                "Once a day",
                "Everything gathered in one message in the morning. Invitations to dates come at the same "
                "time, each by itself; one that cannot wait comes at once.",
            ),
        ],
    )
    news = RadiosField(
        "News about work that you are part of",
        required="Choose whether you want news by email",
        hint="What is asked of you, and invitations to dates, reach you either way: they cannot be switched "
        "off, only kept for the morning.",
        choices=[choice("yes", "Send me news"), choice("no", "Only what is asked of me")],
        coerce=str,
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password and the next one."""

    old = PasswordField("Present password", required="Enter your present password")

    field_order = ("old", "password")
