"""The area differences."""

from flask import Blueprint

blueprint = Blueprint("differences", __name__)
