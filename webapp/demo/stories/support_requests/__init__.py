"""Support requests: for each who is in it, what they do, and how long ago they last did."""

from webapp.demo.stories.support_requests.arranging import HARBOUR_ARRANGING
from webapp.demo.stories.support_requests.fellside import FELLSIDE as FELLSIDE
from webapp.demo.stories.support_requests.looking_back import HARBOUR_LOOKING_BACK
from webapp.demo.stories.support_requests.past import HARBOUR_PAST
from webapp.demo.stories.support_requests.under_way import HARBOUR_UNDER_WAY

HARBOUR = (*HARBOUR_PAST, *HARBOUR_LOOKING_BACK, *HARBOUR_UNDER_WAY, *HARBOUR_ARRANGING)
