"""The pages of the area manual."""

from flask import Blueprint

blueprint = Blueprint("manual", __name__)
