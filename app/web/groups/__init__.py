"""The area groups: the map of all working groups, and the page of each."""

from flask import Blueprint

blueprint = Blueprint("groups", __name__)
