"""The pages of the area discussion."""

from flask import Blueprint

blueprint = Blueprint("discussion", __name__)
