"""Exceptions of cities to decisions, as a test needs them: asked for and granted by the actions themselves."""

from datetime import date, timedelta

from app.actions.exceptions import answer_exception, ask_exception
from app.clock import now
from app.domain.calendar import tokyo_date
from app.models import Decision, DecisionException, User
from app.transaction import transaction
from tests.builders.council import a_representative, a_secretary

BODY = "当分の間、通知は従来どおり11月に発送する。"
REASON = "封入の委託契約が年度末まで続くため。"


def an_exception(
    decision: Decision,
    asker: User | None = None,
    *,
    days: int = 60,
    last_day: date | None = None,
    key: str = "",
) -> DecisionException:
    """An exception that a city asked for: by default the first city, until so many days after the decision holds."""
    asker = asker or a_representative(decision.group, decision.group.cities[0].city)
    last = last_day or max(tokyo_date(now()), decision.effective_on) + timedelta(days=days)
    decision_id = decision.id
    with transaction():
        return ask_exception(decision_id, asker, body=BODY, reason=REASON, last_day=last, key=key)


def a_granted_exception(
    decision: Decision, asker: User | None = None, granter: User | None = None, *, days: int = 60
) -> DecisionException:
    """An exception that the secretariat granted."""
    exception_id = an_exception(decision, asker, days=days).id
    granter = granter or a_secretary()
    with transaction():
        return answer_exception(exception_id, granter, granted=True, reason="")
