"""The area proposals: reading, writing, tabling and comparing candidate common practices."""

from flask import Blueprint

blueprint = Blueprint("proposals", __name__)
