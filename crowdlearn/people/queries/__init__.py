"""Reading people: who leads whom, who holds which role, what an organisation adopted."""

from .adoption import AdoptionFacts, adoption_of, organisation_id_for
from .lines import (
    Approver,
    approvers_above,
    is_acting_for,
    leads_anyone,
    manager_of,
    managers_led_by,
    reporting_line,
)
from .relations import relations, relations_at_large
from .roles import grants_of, holders, holds

__all__ = [
    "AdoptionFacts",
    "Approver",
    "adoption_of",
    "approvers_above",
    "grants_of",
    "holders",
    "holds",
    "is_acting_for",
    "leads_anyone",
    "manager_of",
    "managers_led_by",
    "organisation_id_for",
    "relations",
    "relations_at_large",
    "reporting_line",
]
