"""Which passwords are refused, and how they are kept."""

import pytest

from workflows import passwords

ABOUT = ("Priya Nair", "priya.nair@saltmarsh.example", "Harbour Learning Partnership")


@pytest.mark.parametrize(
    "password",
    [
        "password12345!",
        "Password2026!!",
        "P@ssw0rdP@ssw0rd",
        "qwertyuiop123",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012345",
        "Summer2026School!",
        "headteacher2026",
        "letmeinletmein1",
        "1qaz2wsx3edc4rfv",
        "welcome welcome",
    ],
)
def test_what_anybody_would_try_early_is_refused(password: str) -> None:
    assert "try early" in passwords.problem_with(password, about=ABOUT)


@pytest.mark.parametrize(
    "password", ["priyanair2026!", "SaltmarshNair1", "harbour-priya-99", "LearningHarbour7"]
)
def test_ones_own_name_address_and_trust_are_refused(password: str) -> None:
    assert "Leave your name" in passwords.problem_with(password, about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "lanterns over wet slate",
        "correct horse battery staple",
        "harbour otters sing thursdays",
        "Zq7!vR2mKx9w",
        "482910375629",
        "ünïcödé pässwörter 北京",
        "x" * 3 + "kettle drums, mostly" + "y" * 3,
    ],
)
def test_what_is_hard_to_guess_is_accepted_whatever_characters_it_has(password: str) -> None:
    assert passwords.problem_with(password, about=ABOUT) == ""


def test_length_counts_from_twelve_to_a_hundred_and_twenty_eight() -> None:
    phrase = "otters under the pier, mostly at night; " * 4

    assert "12 characters or more" in passwords.problem_with("otters sing", about=ABOUT)
    assert passwords.problem_with(phrase[:128]) == ""
    assert "128 characters or fewer" in passwords.problem_with(phrase[:129])


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = (passwords.hash_of("lanterns over wet slate") for _ in range(2))

    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.fits("lanterns over wet slate", first)
    assert not passwords.fits("lanterns over dry slate", first)
    assert not passwords.is_outdated(first)


def test_where_nothing_is_stored_nothing_fits_and_it_is_checked_all_the_same() -> None:
    assert not passwords.fits("somebody who does not exist", None)
    assert not passwords.fits("lanterns over wet slate", "no hash at all")
