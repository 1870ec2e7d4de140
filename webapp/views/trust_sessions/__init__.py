"""The pages of trust-wide sessions."""

import workflows.trust_sessions
from webapp.views.trust_sessions.blueprint import blueprint as blueprint
