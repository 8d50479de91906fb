"""The area audit: the event log, and whether its chain is whole."""

from flask import Blueprint

blueprint = Blueprint("audit", __name__)
