"""The area discussion: comments and concerns, take-home items, each city's caucus, and attached files."""

from flask import Blueprint

blueprint = Blueprint("discussion", __name__)
