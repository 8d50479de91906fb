"""Who reaches a view at all: every view is marked public or for signed-in people; finer rights are policies."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.models import User

P = ParamSpec("P")
R = TypeVar("R")


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that anybody may open."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Mark a view that only signed-in people open; others are sent to sign in and come back afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if not current_user.is_authenticated:
            came_for = request.full_path.rstrip("?") if request.method == "GET" else ""
            return redirect(url_for("accounts.sign_in", next=came_for or None))
        return view(*args, **kwargs)

    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def viewer() -> User:
    """The signed-in person as the real object, for queries and actions."""
    return cast(User, cast(Any, current_user)._get_current_object())


def came_from(fallback: str) -> str:
    """Where the address says that one came from to do something, or the fallback: never another site."""
    return safe_target(request.args.get("next"), fallback)


def safe_target(target: str | None, fallback: str) -> str:
    """A path of this site to go on to, or the fallback: never another site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return fallback
    return fallback if any(ord(c) < 32 for c in target) else target
