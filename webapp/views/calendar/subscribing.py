"""The calendars that somebody subscribes to: made, shown with how to subscribe, moved, and stopped."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.calendar import FeedForm, words_for
from forms.fields import Form
from notifications.feeds import path_of
from notifications.setup import stationery_of
from webapp.access import access, oneself
from webapp.codes import code_of
from webapp.reader import current
from webapp.saving import saved
from webapp.views.calendar.blueprint import blueprint
from workflows.dates import feeds
from workflows.dates.feeds import Feed, Offered, Owner

AS_A_CODE: Final = "The address of this calendar as a code to scan"

Answer = str | Response | tuple[str, int]


@blueprint.route("/calendar/subscribe", methods=["GET", "POST"])
@access(oneself)
def subscribe() -> Answer:
    form, owner = FeedForm(), _owner()
    form.offer(feeds.offered_to(owner), trust=current.trust.name)
    made: list[Feed] = []
    if saved(form, lambda: made.append(feeds.make(form.details(), owner, actor=current.person))):
        flash("Your calendar is there. Now add it to your diary.", "success")
        where = url_for(".one", feed_id=made[0].id) if made else url_for(".subscribe")
        return redirect(where, 303)
    return _page("subscribe", form, feeds=[(one, _name(one)) for one in feeds.feeds_of(owner.person_id)])


@blueprint.get("/calendar/subscribe/<int:feed_id>")
@access(oneself)
def one(feed_id: int) -> str:
    feed = _own(feed_id)
    stationery = stationery_of(current_app)
    https = stationery.link(path_of(feed, stationery))
    webcal = f"webcal://{https.partition('://')[2]}"
    return render_template(
        "calendar/one.html",
        feed=feed,
        name=_name(feed),
        address=https,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.office.com/calendar/0/addfromweb?url={quote(https, safe='')}",
        picture=code_of(webcal, title=AS_A_CODE),
    )


@blueprint.route("/calendar/subscribe/<int:feed_id>/new-address", methods=["GET", "POST"])
@access(oneself)
def new_address(feed_id: int) -> Answer:
    feed, form = _own(feed_id), Form()
    if saved(form, lambda: feeds.rotate(feed, current.person)):
        flash("The calendar has a new address. The old one gives nothing any more.", "success")
        return redirect(url_for(".one", feed_id=feed_id), 303)
    return _page("new_address", form, feed=feed, name=_name(feed))


@blueprint.route("/calendar/subscribe/<int:feed_id>/stop", methods=["GET", "POST"])
@access(oneself)
def stop(feed_id: int) -> Answer:
    feed, form = _own(feed_id), Form()
    name = _name(feed)
    if saved(form, lambda: feeds.revoke(feed, current.person)):
        flash(f"“{name}” is stopped.", "success")
        return redirect(url_for(".subscribe"), 303)
    return _page("stop", form, feed=feed, name=name)


def _owner() -> Owner:
    return Owner(current.person.id, current.trust.id, current.person.school_id, current.posts)


def _own(feed_id: int) -> Feed:
    """A calendar of the reader's own that goes on; raises NotFound."""
    feed = feeds.feed_of(current.person.id, feed_id)
    if feed is None:
        raise NotFound
    return feed


def _name(feed: Feed) -> str:
    offered = Offered(feed.kind, feed.place_id, feed.place.name if feed.place else "")
    return words_for(offered, trust=current.trust.name)


def _page(template: str, form: Form, **more: Any) -> Answer:
    text = render_template(f"calendar/{template}.html", form=form, **more)
    return (text, 422) if request.method == "POST" else text
