"""Connect sessions: somebody offers an hour about something that works, and colleagues sign up."""

from workflows.connect import effects as effects
from workflows.connect.flow import ConnectFlow as ConnectFlow
from workflows.connect.model import ConnectSession as ConnectSession
