"""The pages of the area proposals."""

from flask import Blueprint

blueprint = Blueprint("proposals", __name__)
