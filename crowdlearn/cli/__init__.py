"""What an operator says to the program: `flask worker`, `flask doctor`, `flask backup` and their like."""

from flask import Flask

from . import accounts, backup, books, demo, finding, payments, serving


def register(app: Flask) -> None:
    """Give the application its commands."""
    for command in (
        serving.worker,
        serving.doctor,
        demo.demo,
        books.check,
        books.audit,
        backup.backup,
        backup.restore,
        accounts.user,
        finding.search,
        payments.payments,
    ):
        app.cli.add_command(command)
