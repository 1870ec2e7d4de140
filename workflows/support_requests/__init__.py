"""Support requests: a head asks another academy for support, and gets it."""

from workflows.support_requests import effects as effects
from workflows.support_requests import visits as visits
from workflows.support_requests.flow import SupportRequestFlow as SupportRequestFlow
from workflows.support_requests.model import SupportRequest as SupportRequest
