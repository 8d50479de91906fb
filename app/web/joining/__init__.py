"""The area joining: how far joining cities are, and the pages on which one takes its position on each decision."""

from flask import Blueprint

blueprint = Blueprint("joining", __name__)
