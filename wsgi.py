"""The WSGI application that a server runs, and the command that loads the demo into it."""

import sys

from app import create_app
from app.config import SettingError
from seed.load import seed_command

try:
    app = create_app()
except SettingError as error:
    sys.exit(f"Suriawase cannot start: {error}.")
app.cli.add_command(seed_command)
