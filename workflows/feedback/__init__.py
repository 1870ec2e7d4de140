"""What comes after people have met: three questions, and next half-term whether it changed practice."""

from workflows.feedback.asking import ask_afterwards, forget, takes_feedback
from workflows.feedback.model import FeedbackAsked, FeedbackSheet, SheetKind

__all__ = ["FeedbackAsked", "FeedbackSheet", "SheetKind", "ask_afterwards", "forget", "takes_feedback"]
