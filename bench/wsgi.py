"""The application and, on the same server, a bare Flask page to compare with: /bare/."""

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from app import create_app

bare = Flask("bare")


@bare.get("/")
def page() -> str:
    """As little as Flask can say."""
    return "<!doctype html><title>bare</title><p>bare</p>"


application = create_app()
app = DispatcherMiddleware(application.wsgi_app, {"/bare": bare.wsgi_app})
