"""Settings: read once from the environment, typed, and refused where they would be unsafe."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from difflib import get_close_matches
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from sqlalchemy.engine import make_url

import setting_values as values

INSTANCE: Final = Path(__file__).resolve().parent / "instance"
"""Where files of this installation go unless a setting says otherwise; never committed."""

DEVELOPMENT_SECRET_KEY: Final = "alongside-on-my-own-machine-not-a-secret"  # noqa: S105 - refused in production
DEVELOPMENT_SEALING_KEY: Final = "alongside-sealed-on-my-own-machine-only"
DEVELOPMENT_KEYS: Final = (DEVELOPMENT_SECRET_KEY, DEVELOPMENT_SEALING_KEY)
SHORTEST_SECRET_KEY: Final = 32
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")

_PREFIX: Final = "ALONGSIDE_"
_MEGABYTE: Final = 1024 * 1024
_NEW_KEY: Final = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"

T = TypeVar("T")


class Environment(StrEnum):
    """What this installation is for."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    DEMO = "demo"
    TEST = "test"


class MailChannel(StrEnum):
    """How messages leave: kept to be read on a page, or sent."""

    MAILBOX = "mailbox"
    SMTP = "smtp"
    SENDGRID = "sendgrid"


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class LogLevel(StrEnum):
    """The least serious kind of log line that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class UnsafeSettings(Exception):
    """The application must not start with these settings; `problems` has a sentence for each wrong one."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        listed = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"Alongside cannot start with these settings:\n{listed}")


@dataclass(frozen=True)
class Setting:
    """One line of the settings table: its name in the environment, its value unless set, what it is for."""

    name: str
    default: str
    about: str


def _setting(default: T, about: str, *, secret: bool = False, **told: Any) -> T:
    """Declare a setting; what is told besides is its `name`, `range` and default as `shown` in the table."""
    declared: Any = field(default=default, repr=not secret, metadata={"about": about, **told})
    return declared  # type: ignore[no-any-return] # the dataclass turns it into the default


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that may differ between one installation and another."""

    environment: Environment = _setting(
        Environment.PRODUCTION, "What this is for: `production`, `demo`, `development` or `test`."
    )
    base_url: str = _setting(
        "http://127.0.0.1:8000", "The address people use, such as `https://alongside.example.org`."
    )
    database_url: str = _setting(
        f"sqlite:///{INSTANCE / 'alongside.db'}",
        "The database: `postgresql://user:password@host/name` or `sqlite:////folder/file.db`.",
        name="DATABASE_URL",
        shown="a SQLite file in `instance/`",
        secret=True,
    )
    secret_key: str = _setting(
        DEVELOPMENT_SECRET_KEY,
        f"Signs cookies and links: {SHORTEST_SECRET_KEY} characters or more. Make one with `{_NEW_KEY}`.",
        name="SECRET_KEY",
        shown="none in production",
        secret=True,
    )
    secret_key_fallbacks: tuple[str, ...] = _setting(
        (),
        "Earlier secret keys, separated by commas, that still count while a new one takes over.",
        name="SECRET_KEY_FALLBACKS",
        secret=True,
    )
    sealing_key: str = _setting(
        DEVELOPMENT_SEALING_KEY,
        "Seals private words, such as coaching logs: another key of that length. Lose it, and they are lost.",
        shown="none in production",
        secret=True,
    )
    sealing_key_fallbacks: tuple[str, ...] = _setting(
        (),
        "Earlier sealing keys, separated by commas, until `flask rotate-sealing-key` has run.",
        secret=True,
    )
    mail_channel: MailChannel = _setting(
        MailChannel.MAILBOX, "`mailbox` keeps messages to be read on a page; `smtp` and `sendgrid` send them."
    )
    mail_from: str = _setting(
        "Alongside <alongside@localhost>", "Who they come from, such as `Alongside <alongside@example.org>`."
    )
    reply_address: str = _setting(
        "",
        "Where answers to invitations go: mail to `NAME@…` and to `NAME+anything@…`. Never a no-reply one.",
        shown="the address they come from",
    )
    takes_mail: bool = _setting(
        False, "`yes` once mail to the reply address reaches this installation, see `docs/inbound.md`."
    )
    smtp_host: str = _setting("", "The mail server, for the `smtp` channel.")
    smtp_port: int = _setting(587, "The mail server's port.", range=(1, 65_535))
    smtp_username: str = _setting("", "The account at the mail server, if it wants one.")
    smtp_password: str = _setting("", "The password of that account.", secret=True)
    smtp_security: SmtpSecurity = _setting(
        SmtpSecurity.STARTTLS, "How the connection is encrypted: `starttls`, `tls` (port 465) or `none`."
    )
    sendgrid_api_key: str = _setting("", "The API key, for the `sendgrid` channel.", secret=True)
    sendgrid_host: str = _setting(
        "https://api.sendgrid.com", "SendGrid's address; `https://api.eu.sendgrid.com` keeps mail in the EU."
    )
    sendgrid_events_key: str = _setting(
        "", "The verification key of SendGrid's event webhook, which then tells what becomes of each mail."
    )
    sendgrid_inbound_key: str = _setting(
        "", "The verification key of SendGrid's Inbound Parse, by which replies then come in."
    )
    files_folder: Path = _setting(
        INSTANCE / "files", "Where attached files are kept: back it up too.", shown="`instance/files`"
    )
    max_upload_mb: int = _setting(20, "The largest file, in megabytes, that may be attached.")
    trusted_hosts: tuple[str, ...] = _setting(
        (), "Host names that requests may ask for, separated by commas.", shown="the base URL's host"
    )
    proxy_hops: int = _setting(0, "How many proxies of your own stand in front of it.", range=(0, 10))
    log_level: LogLevel = _setting(LogLevel.INFO, "`debug`, `info`, `warning` or `error`.")
    debug: bool = _setting(False, "`yes` shows errors in the browser. Never in production.")
    session_idle_minutes: int = _setting(180, "Idle minutes that end a sign-in.", range=(5, 10_000))
    session_absolute_hours: int = _setting(12, "Hours that end a sign-in in any case.")
    demo_mode: bool = _setting(
        False, "`yes` lets anybody sign in as anybody. Never in production.", shown="`yes` in a `demo`"
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read every setting; raises UnsafeSettings with all that is unreadable, unknown or unsafe."""
        found, problems = _read(environ)
        if found.get("environment") is Environment.DEMO:
            found.setdefault("demo_mode", True)
        settings = cls(**found)
        problems += [*_unknown_names(environ), *_unsafe(settings, environ, set(found))]
        if problems:
            raise UnsafeSettings(tuple(_one_each(problems)))
        return settings

    @property
    def is_production(self) -> bool:
        """Whether real people's data is in here."""
        return self.environment is Environment.PRODUCTION

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation through TLS."""
        return values.parts_of(self.base_url).scheme == "https"

    @property
    def answers_to(self) -> str:
        """The address whose plus-addresses stand in invitations as their organiser."""
        return self.reply_address or parseaddr(self.mail_from)[1]

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names requests may come in for."""
        own = self.trusted_hosts or (values.parts_of(self.base_url).hostname or "",)
        return own if self.is_production else tuple(dict.fromkeys((*own, *LOOPBACK)))

    def for_flask(self) -> dict[str, Any]:
        """The same in the words of Flask and its extensions; these settings themselves are SETTINGS."""
        address = values.parts_of(self.base_url)
        on_postgresql = self.database_url.startswith("postgresql")
        return {
            "SETTINGS": self,
            "DEBUG": self.debug,
            "TESTING": self.environment is Environment.TEST,
            "SERVER_NAME": address.netloc,
            "PREFERRED_URL_SCHEME": address.scheme,
            "TRUSTED_HOSTS": list(self.hosts),
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.secret_key_fallbacks),
            "SESSION_COOKIE_NAME": "__Host-alongside" if self.is_https else "alongside",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=self.session_absolute_hours),
            "WTF_CSRF_TIME_LIMIT": None,  # a log typed for two hours must not be lost
            "MAX_CONTENT_LENGTH": (self.max_upload_mb + 1) * _MEGABYTE,  # the file and the form around it
            "MAX_FORM_MEMORY_SIZE": 2 * _MEGABYTE,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "pool_pre_ping": on_postgresql,
                "hide_parameters": True,  # what people type stays out of error reports
                "execution_options": {"sealing_keys": (self.sealing_key, *self.sealing_key_fallbacks)},
            },
        }


def _name_of(declared: Any) -> str:
    return str(declared.metadata.get("name", _PREFIX + declared.name.upper()))


def _default_of(declared: Any) -> str:
    worded = {"": "none", "()": "none", "False": "`no`"}
    usual = worded.get(str(declared.default), f"`{declared.default}`")
    return str(declared.metadata.get("shown", usual))


SETTINGS: Final = tuple(
    Setting(_name_of(declared), _default_of(declared), declared.metadata["about"])
    for declared in fields(Settings)
)


def settings_table() -> str:
    """The settings as the Markdown table that the README shows."""
    rows = (f"| `{one.name}` | {one.default} | {one.about} |" for one in SETTINGS)
    return "\n".join(("| Setting | Unless set | What it is for |", "| --- | --- | --- |", *rows))


def _read(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The values that are set and can be read, by field, and a problem for each that cannot be."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    for declared in fields(Settings):
        given = environ.get(_name_of(declared), "").strip()
        if not given:
            continue  # set to nothing means the same as not set
        try:
            found[declared.name] = _reader(declared)(given)
        except ValueError as error:
            problems.append(f"{_name_of(declared)} {error}.")
    return found, problems


def _reader(declared: Any) -> Callable[[str], Any]:
    if declared.type is int:
        return lambda given: values.whole_number(given, *declared.metadata.get("range", (1, 1000)))
    if isinstance(declared.type, type) and issubclass(declared.type, StrEnum):
        return lambda given: values.choice(given, declared.type)
    return _READERS_BY_FIELD.get(declared.name) or _READERS_BY_TYPE[declared.type]


_READERS_BY_FIELD: Final[dict[str, Callable[[str], Any]]] = {
    "base_url": values.web_address,
    "database_url": values.database,
    "mail_from": values.sender,
    "reply_address": values.reply_address,
    "sendgrid_host": values.web_address,
    "sendgrid_events_key": values.verification_key,
    "sendgrid_inbound_key": values.verification_key,
}
_READERS_BY_TYPE: Final[dict[Any, Callable[[str], Any]]] = {
    str: str,
    bool: values.yes_or_no,
    tuple[str, ...]: lambda given: tuple(part.strip() for part in given.split(",") if part.strip()),
    Path: lambda given: Path(given).expanduser().resolve(),
}


def _unknown_names(environ: Mapping[str, str]) -> Iterator[str]:
    """A misspelt setting would otherwise be a default that nobody notices."""
    known = [one.name for one in SETTINGS]
    for name in sorted(environ):
        if name.startswith(_PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1)
            yield f"{name} is not a setting." + (f" Did you mean {near[0]}?" if near else "")


def _one_each(problems: list[str]) -> list[str]:
    """The first problem of each setting: one that cannot be read is not missing as well."""
    names: dict[str, str] = {}
    for problem in problems:
        names.setdefault(problem.split()[0], problem)
    return list(names.values())


def _unsafe(settings: Settings, environ: Mapping[str, str], given: set[str]) -> Iterator[str]:
    yield from _mail_problems(settings, given)
    if settings.is_production:
        yield from _key_problems(settings, given)
        yield from _production_problems(settings, environ, given)


def _mail_problems(settings: Settings, given: set[str]) -> Iterator[str]:
    channel = settings.mail_channel
    if channel is MailChannel.SMTP and not settings.smtp_host:
        yield "ALONGSIDE_SMTP_HOST is missing. The smtp channel needs the name of the mail server."
    if channel is MailChannel.SENDGRID and not settings.sendgrid_api_key:
        yield "ALONGSIDE_SENDGRID_API_KEY is missing. The sendgrid channel needs an API key."
    if channel is not MailChannel.MAILBOX and "mail_from" not in given:
        yield f"ALONGSIDE_MAIL_FROM is missing. The {channel} channel needs the address messages come from."
    try:
        values.reply_address(settings.answers_to)
    except ValueError as error:
        yield (
            "ALONGSIDE_REPLY_ADDRESS is missing. Answers to invitations need an address, and the one in "
            f"ALONGSIDE_MAIL_FROM will not do: it {error}."
        )


def _key_problems(settings: Settings, given: set[str]) -> Iterator[str]:
    for name, kept_in in (("SECRET_KEY", "secret_key"), ("ALONGSIDE_SEALING_KEY", "sealing_key")):
        if kept_in not in given:
            yield f"{name} is missing. Make one with {_NEW_KEY} and keep it."
        elif _is_guessable(getattr(settings, kept_in)):
            yield f"{name} is too short or known to everybody. Make one with {_NEW_KEY}."
        if any(_is_guessable(key) for key in getattr(settings, f"{kept_in}_fallbacks")):
            yield f"{name}_FALLBACKS has a key that is too short or known to everybody. Leave it out."
    signing = {settings.secret_key, *settings.secret_key_fallbacks}
    if not signing.isdisjoint({settings.sealing_key, *settings.sealing_key_fallbacks}):
        yield "ALONGSIDE_SEALING_KEY is the same as SECRET_KEY. Make another: each is changed by itself."


def _is_guessable(key: str) -> bool:
    return key in DEVELOPMENT_KEYS or len(key) < SHORTEST_SECRET_KEY or len(set(key)) < 8


def _production_problems(settings: Settings, environ: Mapping[str, str], given: set[str]) -> Iterator[str]:
    flask_debug = environ.get("FLASK_DEBUG", "").strip().lower() not in ("", "0", "false", "no")
    in_clear = bool(settings.smtp_username) and settings.smtp_security is SmtpSecurity.NONE
    nowhere = make_url(settings.database_url).database in (None, "", ":memory:")
    checks = (
        (
            "base_url" not in given,
            "ALONGSIDE_BASE_URL is missing. Set it to the https:// address people use.",
        ),
        (not settings.is_https, "ALONGSIDE_BASE_URL must start with https:// in production."),
        (settings.debug, "ALONGSIDE_DEBUG shows the inside to strangers. Remove it in production."),
        (flask_debug, "FLASK_DEBUG shows the inside to strangers. Remove it in production."),
        (settings.demo_mode, "ALONGSIDE_DEMO_MODE lets anybody in. Remove it in production."),
        (nowhere, "DATABASE_URL names no database, so nothing would be kept. Add a name or a file."),
        (
            in_clear,
            "ALONGSIDE_SMTP_SECURITY is none, which sends the password in clear. Use starttls or tls.",
        ),
    )
    return (problem for is_wrong, problem in checks if is_wrong)
