"""Settings: what is read, what is refused, and whether every refusal says which setting to change."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from config import (
    DEVELOPMENT_SEALING_KEY,
    DEVELOPMENT_SECRET_KEY,
    SETTINGS,
    Environment,
    MailChannel,
    Settings,
    SmtpSecurity,
    UnsafeSettings,
    settings_table,
)
from tests.signing import Signer

KEY: Final = "Rk3-9wQz_7LmTx2vBn8sYd4fGh6jPc1aEu5i"
SEALING_KEY: Final = "pL4-2hNs_8QeXk5rTz9wUc7yMb3vGj6dFa1o"
OLD_KEY: Final = "zX8-4cVb_1NmQw6eRt9yUi3oPa7sDf2gHj5k"
README: Final = Path(__file__).resolve().parents[2] / "README.md"

SAFE: Final[Mapping[str, str]] = {
    "SECRET_KEY": KEY,
    "ALONGSIDE_SEALING_KEY": SEALING_KEY,
    "ALONGSIDE_BASE_URL": "https://alongside.example.org",
    "DATABASE_URL": "postgresql://alongside:word@db.example.org/alongside",
}


def problems_of(environ: Mapping[str, str]) -> tuple[str, ...]:
    with pytest.raises(UnsafeSettings) as refused:
        Settings.from_environment(environ)
    return refused.value.problems


def test_production_is_what_is_meant_unless_something_else_is_said() -> None:
    assert Settings.from_environment(SAFE).is_production


def test_with_nothing_set_every_missing_setting_is_named_at_once() -> None:
    named = [problem.split()[0] for problem in problems_of({})]

    assert named == ["SECRET_KEY", "ALONGSIDE_SEALING_KEY", "ALONGSIDE_BASE_URL"]


def test_the_refusal_lists_every_problem_in_one_message() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        Settings.from_environment({"ALONGSIDE_PROXY_HOPS": "two"})

    message = str(refused.value)
    assert message.startswith("Alongside cannot start with these settings:\n  - ")
    assert all(f"\n  - {problem}" in message for problem in refused.value.problems)
    assert len(refused.value.problems) == 4


@pytest.mark.parametrize(
    ("change", "named", "advice"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY", "Make one with"),
        ({"SECRET_KEY": KEY[:31]}, "SECRET_KEY", "too short"),
        ({"SECRET_KEY": "x" * 64}, "SECRET_KEY", "too short"),
        ({"SECRET_KEY": DEVELOPMENT_SECRET_KEY}, "SECRET_KEY", "known to everybody"),
        ({"SECRET_KEY_FALLBACKS": f"{OLD_KEY},short"}, "SECRET_KEY_FALLBACKS", "Leave it out"),
        ({"ALONGSIDE_SEALING_KEY": ""}, "ALONGSIDE_SEALING_KEY", "Make one with"),
        ({"ALONGSIDE_SEALING_KEY": SEALING_KEY[:31]}, "ALONGSIDE_SEALING_KEY", "too short"),
        ({"ALONGSIDE_SEALING_KEY": DEVELOPMENT_SEALING_KEY}, "ALONGSIDE_SEALING_KEY", "known to everybody"),
        ({"ALONGSIDE_SEALING_KEY": KEY}, "ALONGSIDE_SEALING_KEY", "the same as SECRET_KEY"),
        ({"SECRET_KEY_FALLBACKS": SEALING_KEY}, "ALONGSIDE_SEALING_KEY", "the same as SECRET_KEY"),
        ({"ALONGSIDE_SEALING_KEY_FALLBACKS": "short"}, "ALONGSIDE_SEALING_KEY_FALLBACKS", "Leave it out"),
        ({"ALONGSIDE_BASE_URL": ""}, "ALONGSIDE_BASE_URL", "is missing"),
        ({"ALONGSIDE_BASE_URL": "http://alongside.example.org"}, "ALONGSIDE_BASE_URL", "https://"),
        ({"ALONGSIDE_DEBUG": "yes"}, "ALONGSIDE_DEBUG", "Remove it"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG", "Remove it"),
        ({"ALONGSIDE_DEMO_MODE": "yes"}, "ALONGSIDE_DEMO_MODE", "Remove it"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL", "nothing would be kept"),
        ({"DATABASE_URL": "postgresql://db.example.org"}, "DATABASE_URL", "names no database"),
        (
            {"ALONGSIDE_SMTP_USERNAME": "post", "ALONGSIDE_SMTP_SECURITY": "none"},
            "ALONGSIDE_SMTP_SECURITY",
            "password in clear",
        ),
    ],
)
def test_production_refuses_what_is_unsafe_and_names_it(
    change: dict[str, str], named: str, advice: str
) -> None:
    (problem,) = problems_of({**SAFE, **change})

    assert problem.split()[0] == named
    assert advice in problem


@pytest.mark.parametrize("environment", ["development", "demo", "test"])
def test_elsewhere_nothing_has_to_be_set(environment: str) -> None:
    settings = Settings.from_environment({"ALONGSIDE_ENVIRONMENT": environment})

    assert settings.environment == environment
    assert settings.database_url.startswith("sqlite:////")
    assert settings.mail_channel is MailChannel.MAILBOX


def test_only_a_demo_lets_anybody_in_by_itself() -> None:
    modes = {
        one.value: Settings.from_environment({**SAFE, "ALONGSIDE_ENVIRONMENT": one}).demo_mode
        for one in Environment
    }

    assert modes == {"production": False, "development": False, "demo": True, "test": False}


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("ALONGSIDE_ENVIRONMENT", "live", "one of production, development, demo, test"),
        ("ALONGSIDE_BASE_URL", "alongside.example.org", "must be an address"),
        ("ALONGSIDE_BASE_URL", "https://alongside.example.org/app", "without a path"),
        ("ALONGSIDE_BASE_URL", "https://alongside.example.org:port", "must be an address"),
        ("DATABASE_URL", "mysql://db.example.org/alongside", "postgresql://"),
        ("DATABASE_URL", "a database", "postgresql://"),
        ("ALONGSIDE_MAIL_CHANNEL", "pigeon", "one of mailbox, smtp, sendgrid"),
        ("ALONGSIDE_MAIL_FROM", "Alongside", "Alongside <alongside@example.org>"),
        ("ALONGSIDE_REPLY_ADDRESS", "no-reply@example.org", "not a no-reply one"),
        ("ALONGSIDE_REPLY_ADDRESS", "NoReply@example.org", "not a no-reply one"),
        ("ALONGSIDE_REPLY_ADDRESS", "do_not_reply@example.org", "not a no-reply one"),
        ("ALONGSIDE_REPLY_ADDRESS", "Dates <dates@example.org>", "such as dates@"),
        ("ALONGSIDE_REPLY_ADDRESS", "dates+more@example.org", "letters, digits, dots"),
        ("ALONGSIDE_REPLY_ADDRESS", f"{'d' * 25}@example.org", "at most 24"),
        ("ALONGSIDE_TAKES_MAIL", "sometimes", "yes or no"),
        ("ALONGSIDE_SENDGRID_EVENTS_KEY", "SG.an-api-key", "verification key"),
        ("ALONGSIDE_SENDGRID_INBOUND_KEY", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE", "verification key"),
        ("ALONGSIDE_SMTP_PORT", "65536", "from 1 to 65535"),
        ("ALONGSIDE_SMTP_PORT", "²", "whole number"),
        ("ALONGSIDE_MAX_UPLOAD_MB", "0", "whole number from 1"),
        ("ALONGSIDE_MAX_UPLOAD_MB", "2.5", "whole number"),
        ("ALONGSIDE_PROXY_HOPS", "-1", "from 0 to 10"),
        ("ALONGSIDE_LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("ALONGSIDE_DEBUG", "perhaps", "yes or no"),
        ("ALONGSIDE_SESSION_IDLE_MINUTES", "1", "from 5"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_everywhere(name: str, value: str, advice: str) -> None:
    (problem,) = problems_of({"ALONGSIDE_ENVIRONMENT": "development", **SAFE, name: value})

    assert problem.startswith(name)
    assert advice in problem


def test_a_refused_database_address_is_not_repeated_because_it_holds_a_password() -> None:
    (problem,) = problems_of({**SAFE, "DATABASE_URL": "mysql://alongside:opensesame@db/alongside"})

    assert "opensesame" not in problem


def test_a_misspelt_setting_is_refused_with_the_name_that_was_probably_meant() -> None:
    (problem,) = problems_of({**SAFE, "ALONGSIDE_SMTPHOST": "mail.example.org"})

    assert problem == "ALONGSIDE_SMTPHOST is not a setting. Did you mean ALONGSIDE_SMTP_HOST?"


@pytest.mark.parametrize(
    ("channel", "needed"),
    [
        ("smtp", {"ALONGSIDE_SMTP_HOST": "mail.example.org"}),
        ("sendgrid", {"ALONGSIDE_SENDGRID_API_KEY": "SG.key"}),
    ],
)
def test_a_channel_that_sends_needs_what_it_sends_with(channel: str, needed: dict[str, str]) -> None:
    chosen = {**SAFE, "ALONGSIDE_MAIL_CHANNEL": channel}
    complete = {**chosen, **needed, "ALONGSIDE_MAIL_FROM": "Alongside <post@example.org>"}

    missing = {problem.split()[0] for problem in problems_of(chosen)}

    assert missing == {*needed, "ALONGSIDE_MAIL_FROM"}
    assert Settings.from_environment(complete).mail_channel == channel


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("postgres://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
        ("postgresql://u:p@h:5433/n?sslmode=require", "postgresql+psycopg://u:p@h:5433/n?sslmode=require"),
        ("postgresql+psycopg://u@h/n", "postgresql+psycopg://u@h/n"),
        ("sqlite:////srv/alongside.db", "sqlite:////srv/alongside.db"),
    ],
)
def test_a_database_address_in_any_usual_form_is_understood(given: str, read: str) -> None:
    assert Settings.from_environment({**SAFE, "DATABASE_URL": given}).database_url == read


def test_values_are_typed() -> None:
    settings = Settings.from_environment(
        {
            **SAFE,
            "ALONGSIDE_BASE_URL": "https://alongside.example.org/",
            "ALONGSIDE_TRUSTED_HOSTS": "alongside.example.org, www.example.org,",
            "ALONGSIDE_SMTP_SECURITY": "TLS",
            "ALONGSIDE_FILES_FOLDER": "/srv/files",
            "ALONGSIDE_PROXY_HOPS": "2",
            "SECRET_KEY_FALLBACKS": OLD_KEY,
        }
    )

    assert settings.base_url == "https://alongside.example.org"
    assert settings.trusted_hosts == ("alongside.example.org", "www.example.org")
    assert settings.smtp_security is SmtpSecurity.TLS
    assert settings.files_folder == Path("/srv/files")
    assert settings.proxy_hops == 2
    assert settings.secret_key_fallbacks == (OLD_KEY,)


def test_flask_is_told_what_keeps_a_session_safe_in_production() -> None:
    told = Settings.from_environment(SAFE).for_flask()

    assert told["SESSION_COOKIE_NAME"] == "__Host-alongside"
    assert told["SESSION_COOKIE_SECURE"] is True
    assert told["SESSION_COOKIE_HTTPONLY"] is True
    assert told["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert told["PERMANENT_SESSION_LIFETIME"] == timedelta(hours=12)
    assert told["TRUSTED_HOSTS"] == ["alongside.example.org"]
    assert told["SECRET_KEY"] == KEY
    assert told["TESTING"] is told["DEBUG"] is False
    engine = told["SQLALCHEMY_ENGINE_OPTIONS"]
    assert engine["pool_pre_ping"] is engine["hide_parameters"] is True
    assert engine["execution_options"] == {"sealing_keys": (SEALING_KEY,)}


def test_flask_is_told_to_keep_long_forms() -> None:
    told = Settings.from_environment({**SAFE, "ALONGSIDE_MAX_UPLOAD_MB": "5"}).for_flask()

    assert told["WTF_CSRF_TIME_LIMIT"] is None
    assert told["MAX_CONTENT_LENGTH"] == 6 * 1024 * 1024
    assert told["MAX_FORM_MEMORY_SIZE"] == 2 * 1024 * 1024


def test_a_machine_of_ones_own_is_reached_without_tls_and_by_its_usual_names() -> None:
    told = Settings.from_environment({"ALONGSIDE_ENVIRONMENT": "development"}).for_flask()

    assert told["SESSION_COOKIE_NAME"] == "alongside"
    assert told["SESSION_COOKIE_SECURE"] is False
    assert "localhost" in told["TRUSTED_HOSTS"]


def test_settings_in_a_log_show_no_secret() -> None:
    environ = {
        **SAFE,
        "SECRET_KEY_FALLBACKS": OLD_KEY,
        "ALONGSIDE_SMTP_PASSWORD": "opensesame",
        "ALONGSIDE_SENDGRID_API_KEY": "SG.key",
        "ALONGSIDE_SEALING_KEY_FALLBACKS": OLD_KEY[::-1],
    }

    shown = repr(Settings.from_environment(environ))

    assert not [
        secret
        for secret in (KEY, OLD_KEY, SEALING_KEY, OLD_KEY[::-1], "opensesame", "SG.key", "word")
        if secret in shown
    ]


def test_every_setting_says_what_it_is_for() -> None:
    assert len({one.name for one in SETTINGS}) == len(SETTINGS)
    assert [one.name for one in SETTINGS if not one.about.endswith(".")] == []


def test_a_verification_key_is_taken_as_sendgrid_shows_it_or_as_a_file_has_it() -> None:
    key = Signer().public
    lines = f"-----BEGIN PUBLIC KEY-----\n{key[:64]}\n{key[64:]}\n-----END PUBLIC KEY-----\n"
    for given in (key, lines, lines.replace("\n", " ")):
        settings = Settings.from_environment({**SAFE, "ALONGSIDE_SENDGRID_EVENTS_KEY": given})
        assert settings.sendgrid_events_key == key


@pytest.mark.skipif(not README.exists(), reason="there is no README yet")
def test_the_readme_has_the_settings_as_they_are() -> None:
    assert settings_table() in README.read_text(encoding="utf-8")


def test_answers_go_to_the_address_that_mail_comes_from_unless_another_is_set() -> None:
    given = {**SAFE, "ALONGSIDE_MAIL_FROM": "Alongside <post@example.org>"}

    assert Settings.from_environment(given).answers_to == "post@example.org"
    named = {**given, "ALONGSIDE_REPLY_ADDRESS": "dates@example.org"}
    assert Settings.from_environment(named).answers_to == "dates@example.org"


@pytest.mark.parametrize("sender", ["no-reply", "alongside-news-of-the-whole-trust", "post+news"])
def test_an_installation_whose_sender_cannot_take_answers_has_to_name_an_address_for_them(
    sender: str,
) -> None:
    given = {**SAFE, "ALONGSIDE_MAIL_FROM": f"Alongside <{sender}@example.org>"}

    [problem] = problems_of(given)
    assert problem.startswith("ALONGSIDE_REPLY_ADDRESS is missing.")
    named = {**given, "ALONGSIDE_REPLY_ADDRESS": "dates@example.org"}
    assert Settings.from_environment(named).answers_to == "dates@example.org"
