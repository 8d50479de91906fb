"""The area ballots: lists of rounds, a round with its count, positions, opening and ending."""

from flask import Blueprint

blueprint = Blueprint("ballots", __name__)
