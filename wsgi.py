"""The WSGI application that a server runs."""

import sys

from app import create_app
from app.config import SettingError

try:
    app = create_app()
except SettingError as error:
    sys.exit(f"Suriawase cannot start: {error}.")
