"""The area decisions: the register, one decision, and both as files."""

from flask import Blueprint

blueprint = Blueprint("decisions", __name__)
