"""What is handed back to somebody whose press could not be carried out."""

from io import BytesIO

from werkzeug.datastructures import FileStorage, MultiDict

from webapp.kept import Kept, keep


def test_what_was_typed_is_kept_in_its_order_and_tokens_are_not_shown() -> None:
    kept = keep(
        MultiDict(
            [("csrf_token", "t"), ("success_measures", "80%"), ("form_key", "k"), ("tag", "a"), ("tag", "b")]
        )
    )

    assert [(one.label, one.value) for one in kept.fields] == [
        ("Success measures", "80%"),
        ("Tag", "a"),
        ("Tag", "b"),
    ]


def test_all_of_it_can_be_sent_again_tokens_included() -> None:
    pairs = [("csrf_token", "t"), ("form_key", "k"), ("version", "3"), ("need", "Help")]

    assert list(keep(MultiDict(pairs)).again) == pairs


def test_a_secret_is_neither_shown_nor_sent_again() -> None:
    for name in ("password", "new-password", "code", "backup_code_2"):
        kept = keep(MultiDict([("email", "a@b.uk"), (name, "hunter2 hunter2")]))

        assert "hunter2" not in repr(kept)
        assert kept.again == ()
        assert kept.fields == (Kept("email", "Email", "a@b.uk"),)


def test_a_word_that_only_holds_a_secret_one_is_no_secret() -> None:
    assert keep(MultiDict([("postcode", "AB1 2CD")])).texts == (Kept("postcode", "Postcode", "AB1 2CD"),)


def test_files_cannot_be_sent_again_and_that_is_known() -> None:
    form = MultiDict([("note", "See the file")])
    chosen = MultiDict([("file", FileStorage(BytesIO(b"x"), filename="a.pdf"))])
    none_chosen = MultiDict([("file", FileStorage(BytesIO(), filename=""))])

    assert (keep(form, chosen).had_files, keep(form, chosen).again) == (True, ())
    assert keep(form, none_chosen).again == (("note", "See the file"),)


def test_only_fields_with_words_are_worth_showing() -> None:
    assert keep(MultiDict([("a", " "), ("b", "x")])).texts == (Kept("b", "B", "x"),)
