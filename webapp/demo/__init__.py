"""A demonstration: two fictional trusts with a school year of their cases, the same for the same day.

For each kind of case: its scene (who is in it), its deeds (what they do), its topics (what they say) and its
stories (in which order, and how long ago).
"""

from webapp.demo.people import Somebody as Somebody
from webapp.demo.people import people_of_the_story as people_of_the_story
