"""The pages of the area groups."""

from flask import Blueprint

blueprint = Blueprint("groups", __name__)
