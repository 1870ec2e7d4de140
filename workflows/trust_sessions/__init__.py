"""Trust-wide sessions: three a year, with foci that the heads decide by a secret vote."""

from workflows.trust_sessions import choosing as choosing
from workflows.trust_sessions import planning as planning
from workflows.trust_sessions import running as running
from workflows.trust_sessions.flow import TrustSessionFlow as TrustSessionFlow
from workflows.trust_sessions.model import TrustSession as TrustSession
