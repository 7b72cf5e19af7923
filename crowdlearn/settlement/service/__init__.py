"""Use-cases and steps of settlement."""

from .arrivals import Seen, record_money, send_back, undo_money
from .changing import follow_pledge, freeze, lose_clearance, report_cancelled
from .checking import run_checks
from .claims import confirm_write_off, note_organisation_money, propose_write_off, record_repayment
from .closing import close_what_is_due
from .completing import complete_all, complete_when_settled
from .documents import Proof, refuse_document, say_complete, show_document, take_back_document, verify_document
from .keeping import Balance, note_balance, note_export, settle_now, write_instruction
from .locking import weigh, weigh_pitch
from .paying import PayoutPlan, confirm_payout, propose_payout, withdraw_payout
from .refunding import confirm_refunds, propose_refund, propose_savings, withdraw_refunds
from .reminding import remind
from .sending import fail_refund, send_refund, send_refunds
from .substituting import clear_substitute, decide_substitutes, object_to_substitute, propose_substitute
from .topping_up import add_top_up

__all__ = [
    "Balance",
    "PayoutPlan",
    "Proof",
    "Seen",
    "add_top_up",
    "clear_substitute",
    "close_what_is_due",
    "complete_all",
    "complete_when_settled",
    "confirm_payout",
    "confirm_refunds",
    "confirm_write_off",
    "decide_substitutes",
    "fail_refund",
    "follow_pledge",
    "freeze",
    "lose_clearance",
    "note_balance",
    "note_export",
    "note_organisation_money",
    "object_to_substitute",
    "propose_payout",
    "propose_refund",
    "propose_savings",
    "propose_substitute",
    "propose_write_off",
    "record_money",
    "record_repayment",
    "refuse_document",
    "remind",
    "report_cancelled",
    "run_checks",
    "say_complete",
    "send_back",
    "send_refund",
    "send_refunds",
    "settle_now",
    "show_document",
    "take_back_document",
    "undo_money",
    "verify_document",
    "weigh",
    "weigh_pitch",
    "withdraw_payout",
    "withdraw_refunds",
    "write_instruction",
]
