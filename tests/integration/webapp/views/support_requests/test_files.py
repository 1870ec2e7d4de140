"""Files of a request: taken by their content, kept out of reach, handed out to its readers alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from config import Settings
from tests.client import Browser, main_words
from tests.pressing import form_on, sent_by
from tests.story import Story
from tests.world import World
from webapp.views import files
from workflows.database import EVERY_TRUST, db, scope
from workflows.files import File
from workflows.people import Post
from workflows.support_requests import SupportRequest

TEXT = "Zoë's phonics data\n".encode()


def add(story: Story, who: str, content: bytes, name: str, **typed: Any) -> TestResponse:
    browser = story.of(who)
    fields = sent_by(form_on(browser.get(f"{story.home}/attach"))) | typed
    return browser.post(f"{story.home}/attach", data={**fields, "file": (io.BytesIO(content), name)})


def only_file(story: Story) -> File:
    with story.app.app_context(), scope(EVERY_TRUST):
        return db.session.scalars(select(File)).one()


def test_a_file_is_added_and_handed_out_as_an_attachment(story: Story, settings: Settings) -> None:
    story.is_released()
    assert add(story, "priya", TEXT, "C:\\data\\Phonics <b>.txt", title="Phonics data").status_code == 303
    page = story.page("tom")
    assert "Phonics data (TXT, 20 bytes)" in main_words(page)
    file = only_file(story)
    answer = story.of("tom").get(f"{story.home}/files/{file.id}")
    assert answer.data == TEXT
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "no-store"
    assert file.stored_as not in page.text
    assert (settings.files_folder / file.stored_as).read_bytes() == TEXT
    answer.close()


def test_without_a_title_a_file_keeps_its_own_name(story: Story) -> None:
    story.is_released()
    add(story, "priya", TEXT, "Autumn data.txt")
    assert "Autumn data (TXT" in story.reads("tom")


def test_only_readers_of_its_case_get_a_file(
    story: Story, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    story.is_released()
    add(story, "priya", TEXT, "data.txt")
    address = f"{story.home}/files/{only_file(story).id}"
    for who in ("sam", "una", "gita", "ada"):
        assert story.of(who).get(address).status_code == 404
    assert sign_in_as("lena", fellside).get(address).status_code == 404
    other = Story(story.world, story.become, story.app)
    other.begins("priya")
    assert other.of("priya").get(f"{other.home}/files/{only_file(story).id}").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<svg/>", "x.svg", "Web pages and SVG pictures are not taken"),
        (b"<!doctype html>", "x.html", "Web pages and SVG pictures are not taken"),
        (b"<html>", "x.pdf", "This file is not what its name says it is"),
        (b"MZ", "x.exe", "Choose a file of one of these kinds"),
        (b"", "x.pdf", "This file is empty"),
    ],
)
def test_what_is_not_taken_is_refused_and_nothing_is_kept(
    content: bytes, name: str, sentence: str, story: Story, settings: Settings
) -> None:
    story.is_released()
    answer = add(story, "priya", content, name, title="Kept title")
    assert answer.status_code == 422
    assert sentence in main_words(answer)
    assert "Kept title" in answer.text
    assert not settings.files_folder.exists() or not list(settings.files_folder.iterdir())


def test_no_file_is_asked_for_plainly(story: Story) -> None:
    story.is_released()
    browser = story.of("priya")
    answer = browser.post(f"{story.home}/attach", data=sent_by(form_on(browser.get(f"{story.home}/attach"))))
    assert answer.status_code == 422
    assert "Choose a file" in main_words(answer)


def test_a_file_over_the_limit_is_told_before_it_is_kept(story: Story, settings: Settings) -> None:
    story.is_released()
    story.app.config["SETTINGS"] = replace(settings, max_upload_mb=0)
    answer = add(story, "priya", TEXT, "x.txt")
    assert answer.status_code == 422
    assert "Choose a file of 0 MB or less" in main_words(answer)
    story.app.config["MAX_CONTENT_LENGTH"] = 1000
    assert add(story, "priya", b"x" * 2000, "x.txt").status_code == 413


def test_a_file_that_has_gone_from_the_folder_is_not_found(story: Story, settings: Settings) -> None:
    story.is_released()
    add(story, "priya", TEXT, "data.txt")
    (settings.files_folder / only_file(story).stored_as).unlink()
    assert story.of("priya").get(f"{story.home}/files/{only_file(story).id}").status_code == 404


def test_where_a_kind_of_case_keeps_its_files_for_some_of_its_readers_the_others_get_none(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.is_released()
    add(story, "priya", TEXT, "Autumn data.txt")
    address = f"{story.home}/files/{only_file(story).id}"
    own = files.OF_KIND[SupportRequest]
    kept = replace(own, sees=lambda case, posts: Post("giver", case.id) in posts)
    monkeypatch.setattr(files, "OF_KIND", {SupportRequest: kept})

    assert address in story.page("tom").text
    assert address not in story.page("lena").text
    with story.of("tom").get(address) as answer:
        assert answer.status_code == 200
    assert story.of("lena").get(address).status_code == 404
    assert story.of("priya").get(f"{story.home}/attach").status_code == 404
