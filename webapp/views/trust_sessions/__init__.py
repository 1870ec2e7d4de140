"""The pages of trust-wide sessions: the year, planning one, the page of one and its steps, the vote."""

from webapp.views.trust_sessions import case as case
from webapp.views.trust_sessions import index as index
from webapp.views.trust_sessions import voting as voting
from webapp.views.trust_sessions.blueprint import blueprint as blueprint
