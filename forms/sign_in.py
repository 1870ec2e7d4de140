"""Forms of the way in: sign-in, a forgotten password, a new one."""

from forms.fields import EmailField, Form, HiddenField, PasswordField


class SignInForm(Form):
    """Who somebody is. `next` and `carried` come along from the page that they wanted."""

    email = EmailField(required="Enter your email address")
    password = PasswordField()
    next = HiddenField(max_length=2000)
    carried = HiddenField(max_length=1_500_000)


class ForgottenPasswordForm(Form):
    """Where to send a link for a new password."""

    email = EmailField(
        required="Enter your email address", hint="The one that your trust's messages come to."
    )


class NewPasswordForm(Form):
    """A password that somebody chooses."""

    password = PasswordField(
        "New password",
        required="Enter a password",
        hint="12 characters or more. Three or four words that do not belong together are good.",
        new=True,
    )
