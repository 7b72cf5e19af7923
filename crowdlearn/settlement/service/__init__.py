"""Use-cases and steps of settlement."""

from .announcing import (
    tell_of_cancellation,
    tell_of_completion,
    tell_of_end,
    tell_of_freeze,
    tell_of_funding,
    tell_of_substitute,
    tell_of_substitute_decided,
)
from .arrivals import Seen, record_money, send_back, undo_money
from .balancing import note_processor_balance
from .changing import follow_pledge, freeze, lose_clearance, report_cancelled
from .checking import run_checks
from .claims import confirm_write_off, note_organisation_money, propose_write_off, record_repayment
from .closing import close_what_is_due
from .completing import complete_all, complete_when_settled
from .deciding import follow_hold, follow_holds
from .documents import Proof, refuse_document, say_complete, show_document, take_back_document, verify_document
from .holding import begin_holds
from .keeping import Balance, note_balance, settle_now, write_instruction
from .paying import PayoutPlan, confirm_payout, propose_payout, withdraw_payout
from .refunding import confirm_refunds, propose_refund, propose_savings, withdraw_refunds
from .reminding import remind
from .returning import follow_refund, follow_refunds, send_refunds_to_cards
from .sending import fail_refund, send_refund, send_refunds
from .substituting import answer_substitute, clear_substitute, decide_substitutes, propose_substitute
from .telling import (
    tell_of_arrival,
    tell_of_claim,
    tell_of_document,
    tell_of_drop,
    tell_of_lock,
    tell_of_organisation_money,
    tell_of_payout,
    tell_of_proposed_payout,
    tell_of_proposed_refunds,
    tell_of_refund,
    tell_of_reminder,
    tell_of_top_up,
    tell_of_verdict,
    tell_of_waiting_money,
    tell_to_pay,
)
from .telling_cards import tell_of_charge, tell_of_debit, tell_of_refused_card, tell_to_confirm_card
from .telling_trouble import tell_of_decided_dispute, tell_of_dispute, tell_of_failed_refund, tell_of_strangers
from .topping_up import add_top_up
from .weighing import weigh, weigh_pitch

__all__ = [
    "Balance",
    "PayoutPlan",
    "Proof",
    "Seen",
    "add_top_up",
    "answer_substitute",
    "begin_holds",
    "clear_substitute",
    "close_what_is_due",
    "complete_all",
    "complete_when_settled",
    "confirm_payout",
    "confirm_refunds",
    "confirm_write_off",
    "decide_substitutes",
    "fail_refund",
    "follow_hold",
    "follow_holds",
    "follow_pledge",
    "follow_refund",
    "follow_refunds",
    "freeze",
    "lose_clearance",
    "note_balance",
    "note_organisation_money",
    "note_processor_balance",
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
    "send_refunds_to_cards",
    "settle_now",
    "show_document",
    "take_back_document",
    "tell_of_arrival",
    "tell_of_cancellation",
    "tell_of_charge",
    "tell_of_claim",
    "tell_of_completion",
    "tell_of_debit",
    "tell_of_decided_dispute",
    "tell_of_dispute",
    "tell_of_document",
    "tell_of_drop",
    "tell_of_end",
    "tell_of_failed_refund",
    "tell_of_freeze",
    "tell_of_funding",
    "tell_of_lock",
    "tell_of_organisation_money",
    "tell_of_payout",
    "tell_of_proposed_payout",
    "tell_of_proposed_refunds",
    "tell_of_refund",
    "tell_of_refused_card",
    "tell_of_reminder",
    "tell_of_strangers",
    "tell_of_substitute",
    "tell_of_substitute_decided",
    "tell_of_top_up",
    "tell_of_verdict",
    "tell_of_waiting_money",
    "tell_to_confirm_card",
    "tell_to_pay",
    "undo_money",
    "verify_document",
    "weigh",
    "weigh_pitch",
    "withdraw_payout",
    "withdraw_refunds",
    "write_instruction",
]
