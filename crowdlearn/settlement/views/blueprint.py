"""The blueprint of the money pages."""

from flask import Blueprint

blueprint = Blueprint("settlement", __name__)
