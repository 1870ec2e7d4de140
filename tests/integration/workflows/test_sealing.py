"""Private words open with the installation's key, at their own place, as what they are, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Barrier, Thread
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from config import DEVELOPMENT_SEALING_KEY as KEY
from tests.canary import PRIVATE
from tests.databases import connected
from tests.world import World, build
from workflows import sealing
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.sealing import CannotUnseal, SealingKey

NEW, OTHER = "another-key-of-this-installation-2027", "a-key-of-some-other-installation-2026"
SAID = {"focus": PRIVATE, "steps": ["Één vraag", "🪿", 3, None]}


@pytest.fixture
def world(database: SQLAlchemy) -> World:
    built = build()
    choose_trust(built.trust_id)
    return built


@pytest.fixture
def with_keys(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AbstractContextManager[None]]:
    """`with with_keys(NEW, KEY)`: the installation has these keys, the present one first."""

    @contextmanager
    def keys(*chosen: str) -> Iterator[None]:
        engine = db.engine
        before = engine.get_execution_options()
        engine.update_execution_options(**{sealing.KEYS: chosen})
        try:
            yield
        finally:
            engine.update_execution_options(**before)

    return keys


def sealed(world: World, place: str = "saltmarsh", what: str = "notes", said: Any = SAID) -> bytes:
    return sealing.seal(said, place_id=world.schools[place], trust_id=world.trust_id, what=what)


def opened(world: World, words: bytes, place: str = "saltmarsh", what: str = "notes") -> Any:
    return sealing.unseal(words, place_id=world.schools[place], what=what)


def test_what_was_said_comes_back_and_is_never_stored_twice_alike(world: World) -> None:
    first, second = sealed(world), sealed(world)
    db.session.commit()

    assert opened(world, first) == opened(world, second) == SAID
    assert first[:12] != second[:12]
    assert first[12:] != second[12:]
    assert db.session.scalar(select(func.count()).select_from(SealingKey)) == 1


def test_a_hundred_thousand_characters_and_half_of_a_pair_come_back(world: World) -> None:
    said = "é" * 100_000 + "\ud83e"

    assert opened(world, sealed(world, said=said)) == said


@pytest.mark.parametrize("at", [0, 11, 12, 40, -1])
def test_a_changed_byte_is_noticed_wherever_it_is(world: World, at: int) -> None:
    changed = bytearray(sealed(world))
    changed[at] ^= 1

    with pytest.raises(CannotUnseal, match="changed"):
        opened(world, bytes(changed))


@pytest.mark.parametrize("left", [0, 1, 11, 12, 20])
def test_words_of_which_little_is_left_do_not_open(world: World, left: int) -> None:
    with pytest.raises(CannotUnseal):
        opened(world, sealed(world)[:left])


def test_words_open_nowhere_else_and_as_nothing_else(world: World) -> None:
    words, _ = sealed(world), sealed(world, "gull_rock")

    for where in ({"place": "gull_rock"}, {"what": "goals"}):
        with pytest.raises(CannotUnseal, match="belong elsewhere"):
            opened(world, words, **where)


def test_another_installation_opens_nothing_and_says_which_setting_is_wrong(
    world: World, with_keys: Callable[..., AbstractContextManager[None]]
) -> None:
    words = sealed(world)
    with with_keys(OTHER):
        for attempt in (lambda: opened(world, words), lambda: sealed(world)):
            with pytest.raises(CannotUnseal, match="ALONGSIDE_SEALING_KEY") as refused:
                attempt()
            assert OTHER not in str(refused.value)
            assert KEY not in repr(refused.value)


def test_without_its_key_a_place_has_no_words_any_more(world: World) -> None:
    words = sealed(world)
    sealing.forget(world.schools["saltmarsh"])
    db.session.commit()

    with pytest.raises(CannotUnseal, match="is gone"):
        opened(world, words)
    again = sealed(world)
    with pytest.raises(CannotUnseal):
        opened(world, words)
    assert opened(world, again) == SAID


def test_of_two_first_words_at_once_both_open(world: World, database_url: str) -> None:
    both, found = Barrier(2), []

    def write(said: str) -> None:
        with connected(database_url), scope(world.trust_id):
            both.wait()
            found.append((said, sealed(world, said=said)))
            db.session.commit()

    db.session.commit()
    threads = [Thread(target=write, args=(said,)) for said in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {opened(world, words) == said for said, words in found} == {True}
    assert len(found) == 2


# Another key of the installation


def test_after_a_rotation_the_old_key_can_go(
    world: World, with_keys: Callable[..., AbstractContextManager[None]]
) -> None:
    words = {place: sealed(world, place) for place in world.schools}
    with with_keys(NEW, KEY):
        assert sealing.rotate() == 3
        db.session.commit()
    with with_keys(NEW):
        assert all(opened(world, words[place], place) == SAID for place in words)
    with with_keys(KEY), pytest.raises(CannotUnseal):
        opened(world, words["saltmarsh"])


def test_a_rotation_that_is_killed_half_way_leaves_every_word_open(
    world: World, with_keys: Callable[..., AbstractContextManager[None]]
) -> None:
    words = {place: sealed(world, place) for place in world.schools}
    db.session.commit()
    with with_keys(NEW, KEY):
        sealing.rotate()
        db.session.flush()
        db.session.rollback()
    with with_keys(KEY):
        assert all(opened(world, words[place], place) == SAID for place in words)
    with with_keys(NEW, KEY):
        sealing.rotate()
        assert sealing.rotate() == 3
        assert all(opened(world, words[place], place) == SAID for place in words)


def test_two_rotations_at_once_are_as_good_as_one(
    world: World, database_url: str, with_keys: Callable[..., AbstractContextManager[None]]
) -> None:
    words, both = sealed(world), Barrier(2)
    db.session.commit()
    counts: list[int] = []

    def rotate() -> None:
        with connected(database_url), scope(EVERY_TRUST):
            db.engine.update_execution_options(**{sealing.KEYS: (NEW, KEY)})
            both.wait()
            counts.append(sealing.rotate())
            db.session.commit()

    threads = [Thread(target=rotate) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.expire_all()
    assert counts == [1, 1]
    with with_keys(NEW):
        assert opened(world, words) == SAID


def test_a_rotation_without_the_key_that_was_in_use_changes_nothing_and_says_how_many_are_left(
    world: World, with_keys: Callable[..., AbstractContextManager[None]]
) -> None:
    words = sealed(world)
    with with_keys(OTHER):
        sealed(world, "gull_rock")
    db.session.commit()
    with with_keys(NEW, KEY), pytest.raises(CannotUnseal, match="1 of 2 stored keys") as refused:
        sealing.rotate()
    db.session.rollback()

    assert "FALLBACKS" in str(refused.value)
    assert opened(world, words) == SAID


# What a browser holds for a while


def test_what_a_browser_holds_opens_here_alone_and_only_whole(
    world: World, with_keys: Callable[..., AbstractContextManager[None]]
) -> None:
    held = sealing.seal_for_browser(SAID)

    assert sealing.unseal_from_browser(held) == SAID
    with with_keys(NEW, KEY):
        assert sealing.unseal_from_browser(held) == SAID
    place_key = db.session.scalars(select(SealingKey.sealed)).first()
    for wrong in (held[:-4] + "AAAA", "", "nonsense", "ü", (place_key or b"x").decode()):
        with pytest.raises(CannotUnseal):
            sealing.unseal_from_browser(wrong)
    with with_keys(OTHER), pytest.raises(CannotUnseal):
        sealing.unseal_from_browser(held)


def test_no_key_stands_in_what_the_database_or_its_engine_say_of_themselves(world: World) -> None:
    sealed(world)
    row = db.session.scalars(select(SealingKey)).one()

    said = f"{row!r} {db.engine!r} {db.session.connection()!r} {sealing._installation()!r}"
    assert KEY not in said
    assert row.sealed.decode() not in said
