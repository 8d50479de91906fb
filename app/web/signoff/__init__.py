"""The area signoff: escalating, the inbox of signatures, one matter before the managers, signing it."""

from flask import Blueprint

blueprint = Blueprint("signoff", __name__)
