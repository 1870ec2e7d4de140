"""The trust calendar, and the calendars that people subscribe to."""

from webapp.views.calendar import feed as feed
from webapp.views.calendar import pages as pages
from webapp.views.calendar import subscribing as subscribing
from webapp.views.calendar.blueprint import blueprint as blueprint
