"""The pages of the area decisions."""

from flask import Blueprint

blueprint = Blueprint("decisions", __name__)
