"""The area savings: estimates, what was realised, the register of both, and the rates of postage."""

from flask import Blueprint

blueprint = Blueprint("savings", __name__)
