"""Reading clearances for pages."""

from .page import DecisionPage, decision_page
from .queue import Queue, QueueLine, queue, waits_for
from .relations import relations_at_large, relations_to_request
from .trail import Agreed, Consent, Party, consent_trail

__all__ = [
    "Agreed",
    "Consent",
    "DecisionPage",
    "Party",
    "Queue",
    "QueueLine",
    "consent_trail",
    "decision_page",
    "queue",
    "relations_at_large",
    "relations_to_request",
    "waits_for",
]
