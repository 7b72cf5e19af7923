"""The blueprint of these pages."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)
