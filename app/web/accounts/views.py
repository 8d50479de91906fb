"""The pages of the area accounts."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
