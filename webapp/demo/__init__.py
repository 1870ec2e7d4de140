"""A demonstration: two fictional trusts with a school year of requests, the same for the same day."""

from webapp.demo.people import Somebody as Somebody
from webapp.demo.people import people_of_the_story as people_of_the_story
