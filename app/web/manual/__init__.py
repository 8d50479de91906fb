"""The area manual: editions to read and compare, the next one to prepare and cut, the chapters' order; adoption."""

from flask import Blueprint

blueprint = Blueprint("manual", __name__)
