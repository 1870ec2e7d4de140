"""What somebody had typed when their press could not be carried out, so that a page can hand it back."""

import re
from dataclasses import dataclass, field

from werkzeug.datastructures import FileStorage, MultiDict

#: Never shown or sent again: tokens are not what anybody typed, and secrets are typed anew.
_TOKENS = {"csrf_token", "form_key", "version"}
_SECRET_WORDS = {"password", "passphrase", "code", "secret", "token"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One field as it was typed; `name` is the form's, `label` is for people."""

    name: str
    label: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """All that was typed into a form, and what can be done with it."""

    fields: tuple[Kept, ...] = ()
    #: Every field to send again as it was, tokens included; empty where a secret or a file is missing.
    again: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    had_files: bool = False

    @property
    def texts(self) -> tuple[Kept, ...]:
        """Return the fields worth showing: those with words in them."""
        return tuple(kept for kept in self.fields if kept.value.strip())


def keep(form: MultiDict[str, str], files: MultiDict[str, FileStorage] | None = None) -> KeptForm:
    """Return what a request carried that its sender would not want to type again."""
    pairs = tuple(form.items(multi=True))
    had_files = any(file.filename for file in files.values()) if files else False
    typed = tuple(Kept(name, label_of(name), value) for name, value in pairs if not _is_hidden(name))
    whole = not had_files and not any(_is_secret(name) for name, _ in pairs)
    return KeptForm(typed, again=pairs if whole else (), had_files=had_files)


def label_of(name: str) -> str:
    """Return "Success measures" of `success_measures`."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _is_hidden(name: str) -> bool:
    return name in _TOKENS or _is_secret(name)


def _is_secret(name: str) -> bool:
    return name not in _TOKENS and not _SECRET_WORDS.isdisjoint(re.split(r"[-_\d]", name.lower()))
