"""The pages of the area ballots."""

from flask import Blueprint

blueprint = Blueprint("ballots", __name__)
