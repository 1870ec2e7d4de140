"""Attendance and the code at the door, for every kind of case that people gather for."""

from webapp.views.sign_ups import attendance as attendance
from webapp.views.sign_ups import door as door
from webapp.views.sign_ups.blueprint import blueprint as blueprint
