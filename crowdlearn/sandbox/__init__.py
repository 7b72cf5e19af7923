"""A stand-in for the card processor: it speaks Stripe's wire format to the unmodified stripe-python. No money moves.

Demo and tests only. It runs in process, through the library's own `http_client` hook, and is stricter than friendly:
keys replay, parameters are checked against the library's own types, holds lapse, answers can be lost.
"""
