"""Private words as they are stored: sealed with a key of the place they belong to, which is sealed itself.

Each place (a pairing; the trust, for what is being typed) has a key of its own, made at random. It seals the
words with AES-256-GCM (NIST SP 800-38D), bound to the place and to what they are, so that none can be put
elsewhere unnoticed. The place's key is stored sealed by the installation's key, which only the settings know;
so a new installation key seals those few again (`rotate`), and words whose place's key is gone are gone too.

The installation's keys come with the engine (its execution option `sealing_keys`, the present key first).
"""

from __future__ import annotations

import json
import secrets
import zlib
from base64 import urlsafe_b64encode
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ForeignKey, LargeBinary, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflows.clock import now
from workflows.database import Model, Scoped, db

KEYS: Final = "sealing_keys"
"""The engine's execution option that holds the installation's keys."""
_HELD: Final = "keys of places"
_KEY_BITS: Final = 256
_NONCE_BYTES: Final = 12
_PLACES: Final = b"alongside sealing"
_BROWSER: Final = b"alongside carried by a browser"


class CannotUnseal(RuntimeError):
    """Sealed words that no key of this installation opens, or that were changed or moved."""


class SealingKey(Scoped, Model):
    """The key of one place, sealed by the installation's; without it the place's private words are lost."""

    __tablename__ = "sealing_keys"

    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


def seal(said: Any, *, place_id: int, trust_id: int, what: str) -> bytes:
    """What was said (anything JSON can hold), sealed for this place; `what` has to be named to open it.

    Raises CannotUnseal where the place has a key that cannot be opened.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    words = _as_bytes(said)
    return nonce + AESGCM(_key_of(place_id) or _new_key(place_id, trust_id)).encrypt(
        nonce, words, _bound(place_id, what)
    )


def unseal(sealed: bytes, *, place_id: int, what: str) -> Any:
    """What was said. Raises CannotUnseal."""
    key = _key_of(place_id)
    if key is None:
        raise CannotUnseal("The key of this place is gone.")
    try:
        words = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(place_id, what))
    except (InvalidTag, ValueError) as error:  # a ValueError where hardly a byte is left
        raise CannotUnseal("These words were changed, or belong elsewhere.") from error
    return json.loads(words)


def seal_for_browser(said: Any) -> str:
    """What was said, sealed by the installation, to be held by a browser whose reader is not known yet."""
    return _installation(_BROWSER).encrypt(zlib.compress(_as_bytes(said))).decode()


def unseal_from_browser(token: str) -> Any:
    """What was said. Raises CannotUnseal."""
    try:
        return json.loads(zlib.decompress(_installation(_BROWSER).decrypt(token.encode())))
    except InvalidToken as error:
        raise CannotUnseal("What the browser brought back was not sealed here.") from error


def forget(place_id: int) -> None:
    """Throw the key of a place away: from then on nobody can read its private words."""
    key = db.session.get(SealingKey, place_id)
    if key is not None:
        db.session.delete(key)


def rotate() -> int:
    """Seal every place's key with the installation's present key; gives how many.

    The words themselves stay as they are, so it takes moments. Raises CannotUnseal if any does not open.
    """
    keys = db.session.scalars(select(SealingKey).order_by(SealingKey.place_id).with_for_update()).all()
    left_over = 0
    for key in keys:
        try:
            key.sealed = _opened_by_installation("rotate", key)
        except CannotUnseal:
            left_over += 1
    if left_over:
        raise CannotUnseal(
            f"{left_over} of {len(keys)} stored keys open with none of the keys in ALONGSIDE_SEALING_KEY and"
            " ALONGSIDE_SEALING_KEY_FALLBACKS. Add the key that was in use before to the fallbacks."
        )
    return len(keys)


def _as_bytes(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


def _bound(place_id: int, what: str) -> bytes:
    return f"{place_id}:{what}".encode()


def _key_of(place_id: int) -> bytes | None:
    key = db.session.get(SealingKey, place_id)
    # Held, so that a page with many sealed words reads their key once.
    db.session().info.setdefault(_HELD, {})[place_id] = key
    return None if key is None else _opened_by_installation("decrypt", key)


def _opened_by_installation(verb: str, key: SealingKey) -> bytes:
    try:
        made: bytes = getattr(_installation(), verb)(key.sealed)
    except InvalidToken as error:
        raise CannotUnseal(
            "No key in ALONGSIDE_SEALING_KEY or ALONGSIDE_SEALING_KEY_FALLBACKS opens the private words."
        ) from error
    return made


def _new_key(place_id: int, trust_id: int) -> bytes:
    """A key for the place; of two made at once, the one that is stored."""
    row = {
        "trust_id": trust_id,
        "place_id": place_id,
        "sealed": _installation().encrypt(AESGCM.generate_key(_KEY_BITS)),
        "made_at": now(),
    }
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    db.session.execute(insert(SealingKey).values(row).on_conflict_do_nothing(index_elements=["place_id"]))
    return _opened_by_installation("decrypt", db.session.get_one(SealingKey, place_id))


def _installation(purpose: bytes = _PLACES) -> MultiFernet:
    return _ring(tuple(db.engine.get_execution_options()[KEYS]), purpose)


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...], purpose: bytes) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str, purpose: bytes) -> bytes:
    """A key of the right length from whatever the settings hold, another for each purpose (RFC 5869)."""
    return urlsafe_b64encode(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
    )
