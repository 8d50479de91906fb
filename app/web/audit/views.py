"""The pages of the area audit."""

from flask import Blueprint

blueprint = Blueprint("audit", __name__)
