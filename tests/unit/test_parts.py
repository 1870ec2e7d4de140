"""The parts that pages are made of, each as a browser would read it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from forms.fields import FilterForm, Form, SelectField, TextField
from tests.reading import all_of, only, pages_alone, part, text_of

SVG = "{http://www.w3.org/2000/svg}svg"
FRIDAY = date(2026, 11, 27)
MOMENT = datetime(2026, 11, 16, 16, 10, tzinfo=UTC)


class Request(Form):
    title = TextField("Title", required="Enter a title")


class Filter(FilterForm):
    state = SelectField("State", blank="Any")


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    with pages_alone() as app:
        yield app


def test_a_form_carries_its_token_its_key_and_its_version() -> None:
    form = Request(formdata=None, version=3)
    root = part(
        "{{ forms.form_start(f, autosave='/save') }}{{ f.title }}{{ forms.form_end(autosave=true) }}", f=form
    )

    (form_element,) = [each for each in all_of(root, "form") if each.get("data-autosave") == "/save"]
    hidden = {
        each.get("name"): each.get("value")
        for each in all_of(form_element, "input")
        if each.get("type") == "hidden"
    }
    assert set(hidden) == {"csrf_token", "form_key", "version"}
    assert hidden["version"] == "3"
    assert only(form_element, "p", "app-autosave").get("role") == "status"


def test_a_button_that_posts_carries_a_key_of_its_own() -> None:
    source = (
        "{{ forms.post_button('Remove', '/x', 'warning', fields={'person': 7}, version=2, label='Tom') }}" * 2
    )
    root = part(source)

    posts = [each for each in all_of(root, "form") if each.get("action") == "/x"]
    keys = [
        each.get("value")
        for form in posts
        for each in all_of(form, "input")
        if each.get("name") == "form_key"
    ]
    assert len(set(keys)) == 2
    assert text_of(only(posts[0], "button")) == "Remove Tom"


@pytest.mark.parametrize(
    ("until", "late_by", "told"),
    [
        (FRIDAY, None, "It is your turn, until Friday 27 November"),
        (None, None, "It is your turn"),
        (date(2026, 11, 19), 2, "It is your turn: this was due on Thursday 19 November"),
    ],
)
def test_the_readers_turn_is_told_with_its_day(until: date | None, late_by: int | None, told: str) -> None:
    root = part("{{ turn.your_turn(until, 'Sign it.', late_by) }}", until=until, late_by=late_by)

    panel = only(root, "section", "app-turn")
    assert text_of(only(panel, "h2")) == told
    assert [text_of(each) for each in all_of(panel, "span", "app-tag")] == (
        ["2 days late"] if late_by else []
    )


def test_waiting_for_somebody_tells_whom_and_until_when() -> None:
    root = part("{{ turn.waiting('Marta, Head of <Gull Rock>', until) }}", until=FRIDAY)

    assert text_of(only(root, "h2")) == "Waiting for Marta, Head of <Gull Rock>, until Friday 27 November"


def test_the_turn_list_links_each_matter_and_tells_its_day() -> None:
    items = [{"title": "Sign <it>", "href": "/a", "about": "Gull Rock has signed", "due": FRIDAY}]

    row = only(part("{{ turn.turn_list(items) }}", items=items), "li", "app-turns__item")

    assert text_of(row) == "Sign <it> Gull Rock has signed By Friday"


def test_what_is_weeks_away_is_folded_below_what_is_to_be_done_now() -> None:
    def turns(*ahead: int) -> list[dict[str, object]]:
        return [{"title": f"In {days}", "href": "/a", "due": FRIDAY + timedelta(days=days)} for days in ahead]

    root = part("{{ turn.turn_list(items) }}", items=turns(0, 5, 40, 41, 42))

    folded = only(root, "details", "govuk-details")
    assert text_of(only(folded, "summary")) == "3 more, from Wednesday 6 January on"
    assert len(all_of(folded, "li", "app-turns__item")) == 3
    assert len(all_of(root, "li", "app-turns__item")) == 5
    for few in (turns(0, 40, 41), turns(40, 41, 42)):
        assert all_of(part("{{ turn.turn_list(items) }}", items=few), "details", "govuk-details") == []


def test_those_waited_for_are_told_in_one_sentence_each() -> None:
    items = [
        {"who": "Asha Bell", "doing": "is finding support for", "title": "SEND", "href": "/a", "due": FRIDAY}
    ]

    row = only(part("{{ turn.waiting_list(items) }}", items=items), "li", "app-waits__item")

    assert text_of(row) == "Asha Bell is finding support for SEND, by Friday."


def test_a_cancelled_date_says_so_in_words() -> None:
    items = [
        {
            "on": FRIDAY,
            "at": MOMENT,
            "title": "Moderation",
            "off": True,
            "tags": [{"text": "Tom: yes", "tone": "good"}],
        }
    ]

    row = only(part("{{ turn.coming_up(items) }}", items=items), "li", "app-dates__item")

    assert "Fri 27 Nov, 4:10pm" in text_of(row)
    assert [text_of(each) for each in all_of(row, "span", "app-tag")] == ["Cancelled", "Tom: yes"]


def test_the_stages_are_an_ordered_list_that_says_which_is_now() -> None:
    stages = [
        {"name": "Asked", "state": "done", "on": date(2026, 11, 2)},
        {"name": "Offered", "state": "skipped"},
        {"name": "Agreeing", "state": "now", "due": FRIDAY},
        {"name": "Under way", "state": "ahead"},
    ]

    rows = all_of(only(part("{{ stages.stage_track(s) }}", s=stages), "ol", "app-stages"), "li")

    assert [text_of(each) for each in rows] == [
        "Done: Asked 2 Nov",
        "Left out: Offered",
        "Agreeing by 27 Nov",
        "Under way",
    ]
    assert [each.get("aria-current") for each in rows] == [None, None, "step", None]


def test_facts_name_what_their_links_change() -> None:
    rows = [{"name": "Days", "value": "4 <days>", "more": "6 left", "href": "/a"}]

    assert (
        text_of(only(part("{{ facts.answers(rows) }}", rows=rows), "dl"))
        == "Days 4 <days> 6 left Change days"
    )


def test_facts_can_be_written_by_hand() -> None:
    source = (
        "{% call facts.fact_list() %}{% call facts.fact('Focus') %}<b>Phonics</b>{% endcall %}{% endcall %}"
    )

    assert text_of(only(part(source), "dl")) == "Focus Phonics"


def test_people_files_and_events_are_lists() -> None:
    source = "{{ facts.people(p) }}{{ facts.files(f) }}{{ facts.timeline(e) }}"
    root = part(
        source,
        p=[{"name": "Priya Nair", "role": "Head", "href": "/p"}, {"name": "Tom"}],
        f=[{"name": "Data.pdf", "href": "/f", "size": 214_000, "about": "Added by Tom"}],
        e=[
            {"title": "Signed", "by": "Tom", "at": MOMENT, "note": "One\n<two>"},
            {"title": "Asked", "at": MOMENT},
        ],
    )

    assert text_of(only(root, "ul", "app-people")) == "PN Priya Nair Head T Tom"
    assert text_of(only(root, "ul", "app-files")) == "Data (PDF, 214 KB) Added by Tom"
    first, second = all_of(only(root, "ol", "app-timeline"), "li")
    assert text_of(first) == "Signed by Tom 16 November 2026, 4:10pm One<two>"
    assert text_of(second) == "Asked 16 November 2026, 4:10pm"


def table(**how: Any) -> Element:
    source = (
        "{% call(row) tables.table('People', columns, rows, **how) %}"
        "{{ tables.cell('Name', row.name, head=true, about='PN') }}"
        "{% call tables.cell('Role') %}{{ row.role }}{% endcall %}"
        "{{ tables.cell('Days', 3, number=true) }}{% endcall %}"
    )
    columns = [
        {"label": "Name", "sort": "name"},
        {"label": "Role"},
        {"label": "Days", "sort": "days", "number": True},
    ]
    return only(part(source, columns=columns, rows=[{"name": "Priya", "role": ""}], how=how), "table")


def test_a_table_names_its_columns_in_every_cell_for_a_phone() -> None:
    cells = [each for each in table().iter() if each.get("data-label")]

    assert [(each.tag, each.get("data-label")) for each in cells] == [
        ("th", "Name"),
        ("td", "Role"),
        ("td", "Days"),
    ]
    assert "app-table__blank" in (cells[1].get("class") or "")


def test_a_sorted_column_says_so_and_turns_round_when_pressed_again() -> None:
    heads = {
        text_of(each).split(",")[0]: each
        for each in all_of(table(sort="days"), "th")
        if each.get("scope") == "col"
    }

    assert {name: each.get("aria-sort") for name, each in heads.items()} == {
        "Name": None,
        "Role": None,
        "Days": "ascending",
    }
    assert only(heads["Days"], "a").get("href") == "/support?sort=days&order=down"
    assert only(heads["Name"], "a").get("href") == "/support?sort=name"
    assert all_of(table(sort="days", descending=True), "a")[-1].get("href") == "/support?sort=days"


def test_filters_search_pages_and_downloads_are_links_and_forms_that_only_ask() -> None:
    source = (
        "{% call tables.filter_panel('/support', clear='/support') %}{{ f.state }}{% endcall %}"
        "{{ tables.chosen([{'text': 'Late', 'href': '/l'}]) }}{{ tables.chosen([]) }}"
        "{{ tables.search_box(f.state, '/find', keep={'hub': 'east'}) }}"
        "{{ tables.pages(later='/b') }}{{ tables.pages() }}"
        "{{ tables.downloads([{'text': 'CSV', 'href': '/c'}]) }}"
    ).replace("f.state, '/find'", "'', '/find'")
    root = part(source, f=Filter(MultiDict()))

    main = only(root, "main")
    assert {each.get("method") for each in all_of(main, "form")} == {"get"}
    assert text_of(only(main, "ul", "app-chosen")) == "Take away Late"
    assert text_of(only(main, "nav", "app-pages")) == "Later"


def test_pictures_have_their_numbers_beside_them() -> None:
    source = "{{ pictures.given_received(7, 3.5) }}{{ pictures.progress(9, 15, '9 of 15 days used') }}"
    root = part(source)

    assert text_of(only(root, "dl", "app-bars")) == "Given 7 days Received 3½ days"
    widths = [each.get("width") for each in all_of(only(root, "dl", "app-bars"), SVG)]
    assert widths == ["58.0%", "29.0%"]
    assert "9 of 15 days used" in text_of(root)


def test_pictures_of_nothing_are_empty_not_broken() -> None:
    root = part(
        "{{ pictures.given_received(0, 0) }}{{ pictures.bars([]) }}{{ pictures.progress(0, 0, 'No days') }}"
    )

    assert {each.get("width") for each in all_of(all_of(root, "dl")[0], SVG)} == {"0.0%"}


def test_a_shortlist_tells_why_each_is_where_it_is() -> None:
    choices = [
        {
            "name": "Gull Rock",
            "href": "/g",
            "tag": {"text": "Strong match", "tone": "good"},
            "reasons": [{"name": "Distance", "value": "6 miles", "share": 0.7}],
        },
        {"name": "Cliff View", "about": "Rosa Lind", "reasons": []},
    ]
    source = (
        "{% call(one) pictures.ranked(choices) %}Offer {{ one.name }}{% endcall %}"
        "{{ pictures.not_ranked([{'name': 'North Quay', 'why': 'a conflict of interest'}]) }}"
    )

    root = part(source, choices=choices)

    first, second = all_of(only(root, "ol", "app-ranked"), "li")
    assert text_of(first) == "1 Gull Rock Strong match Distance 6 miles Offer Gull Rock"
    assert text_of(second) == "2 Cliff View Rosa Lind Offer Cliff View"
    assert text_of(only(root, "ul", "app-ranked")) == "North Quay: a conflict of interest"


def test_letters_are_shown_apart_from_the_page() -> None:
    message = {"from": "A <a@x.example>", "to": "P", "subject": "Sign <it>", "at": MOMENT}
    source = (
        "{{ letters.letter(m, page='/body') }}{{ letters.letter(m, text='Hello\n<b>you</b>') }}"
        "{{ letters.letter_list(l) }}"
    )

    root = part(
        source,
        m=message,
        l=[
            {
                "subject": "Sign",
                "href": "/s",
                "to": "P",
                "at": MOMENT,
                "state": {"text": "Sent", "tone": "good"},
            }
        ],
    )

    assert "allow-scripts" not in (only(root, "iframe").get("sandbox") or "")
    assert "Hello <b>you</b>" in text_of(all_of(root, "article")[1])
    assert "Mon 16 Nov, 4:10pm" in text_of(only(root, "ul", "app-letters"))


def test_the_people_of_the_story_are_one_press_away() -> None:
    people = [{"key": 7, "name": "Priya Nair", "role": "Head", "can": "Asks for support."}]

    root = part("{{ letters.story(people, '/become') }}", people=people)

    story = only(root, "ul", "app-story")
    assert text_of(only(story, "button")) == "Become Priya Nair"
    assert {each.get("name") for each in all_of(story, "input")} == {"csrf_token", "person"}


def test_the_small_parts_of_a_page_say_what_they_are() -> None:
    source = (
        "{{ page.section('Your turn', count=4) }}{{ page.section('Files', small=true, id='files', level=3) }}"
        "{{ page.back_link('/b') }}{{ page.tag('Late', 'late') }}"
        "{{ page.message('Take care', 'Now', 'soon') }}"
        "{{ page.empty('Nothing yet', 'It shows here.', 'Ask', '/ask') }}{{ page.empty('Nothing') }}"
        "{{ page.index([{'title': 'Schools', 'href': '/s', 'text': '12'}]) }}"
        "{{ page.index([{'title': 'Terms', 'href': '/t'}]) }}"
        "{% call page.confirm('Withdraw it?', 'All are told.', 'warning') %}"
        "{{ forms.text_link('Keep', '/k') }}{% endcall %}"
        "{{ page.written_text('<b>') }}{{ forms.button_link('Go', '/g') }}"
        "{{ forms.button('Save', name='a', value='b') }}"
        "{% call forms.buttons() %}{% endcall %}{% call forms.pair() %}{% endcall %}"
        "{{ turn.resting('Paused until Monday', 'On leave') }}"
    )

    told = text_of(only(part(source), "main"))

    for words in (
        "Your turn 4",
        "Take care Now",
        "Nothing yet It shows here. Ask",
        "Withdraw it? All are told.Keep",
        "<b>",
    ):
        assert words in told


def test_somebody_elses_change_is_shown_above_the_readers_own_words() -> None:
    changes = [{"title": "Days changed", "by": "Tom", "at": MOMENT}]

    told = text_of(only(part("{{ forms.changed_meanwhile(c, '/now') }}", c=changes), "main"))

    assert "Days changed by Tom" in told
    assert "Nothing of yours is lost" in told
