"""Mentoring and coaching pairings: two people, many sessions, private words."""

from workflows.pairings import effects as effects
from workflows.pairings import looking_back as looking_back
from workflows.pairings import sessions as sessions
from workflows.pairings.flow import PairingFlow as PairingFlow
from workflows.pairings.model import Pairing as Pairing
