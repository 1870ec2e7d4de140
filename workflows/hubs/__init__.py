"""Hubs: standing groups of schools with a coordinator, from forming them to closing them."""

from workflows.hubs import effects as effects
from workflows.hubs.flow import HubFlow as HubFlow
from workflows.hubs.model import HubCase as HubCase
