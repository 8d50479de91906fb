"""The savings of the demo: estimates made of lines, and what the cities realised."""

from collections.abc import Callable, Sequence
from datetime import date

from app.actions.proposals import TypedLine, TypedPrice, estimate_saving
from app.actions.savings import record_saving
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.fiscal import fiscal_year
from app.domain.postage import PostalItem
from app.domain.savings import SavingKind
from app.extensions import db
from app.models import City, Decision, Proposal, User

P, K = PostalItem, SavingKind
VOLUMES = (18_400, 16_900, 17_200)


def estimate(proposal_id: int, example: str, actor: User, members: Sequence[City], on: date) -> None:
    """Estimate a proposal by one of the examples."""
    base = db.session.get_one(Proposal, proposal_id).last_version
    lines = EXAMPLES[example](members)
    estimate_saving(proposal_id, actor, lines, rates_on=on, base=base, note="削減見込額の内訳")


def realise(decision: Decision, actor: User, place: int) -> None:
    """A city records what it saved in the running fiscal year; the first corrects itself, the last had a cost."""
    year = fiscal_year(tokyo_date(now()))
    yen = (184_000, 152_300, -36_000)[place % 3]
    basis = ("上半期の後納郵便料の実績", "上半期の印刷・郵便の支出命令", "様式の切替えに伴う印刷費の増")[
        place % 3
    ]
    record_saving(decision.id, actor, year=year, yen=yen, basis=basis)
    if place == 0:
        record_saving(decision.id, actor, year=year, yen=yen - 6_500, basis=f"{basis}(返戻分を除く)", seen=1)


def _joint_printing(members: Sequence[City]) -> list[TypedLine]:
    """One printer and one sorted posting for all cities."""
    letters = [
        TypedLine(
            K.POSTAGE,
            "納入通知書の発送(区分郵便による割引)",
            volume,
            before=TypedPrice(item=P.LETTER_50),
            after=TypedPrice(item=P.LETTER_50, discount=15),
            city_id=city.id,
        )
        for city, volume in zip(members, VOLUMES, strict=True)
    ]
    paper = TypedLine(K.PRINTING, "封筒と用紙の共同調達", 52_500, TypedPrice(yen=24), TypedPrice(yen=17))
    return [*letters, paper]


def _postcards(members: Sequence[City]) -> list[TypedLine]:
    """A postcard instead of a letter, and fewer hours at the desk."""
    cards = [
        TypedLine(
            K.POSTAGE,
            "封書からはがきへの変更",
            volume // 4,
            before=TypedPrice(item=P.LETTER_25),
            after=TypedPrice(item=P.POSTCARD),
            city_id=city.id,
        )
        for city, volume in zip(members, VOLUMES, strict=True)
    ]
    hours = TypedLine(K.STAFF_HOURS, "封入・封かんの作業", 210, before=TypedPrice(yen=2_600))
    return [*cards, hours]


def _system(members: Sequence[City]) -> list[TypedLine]:
    """A setting costs something, the extra tool of one city falls away."""
    tool = TypedLine(
        K.SYSTEM, "独自の補助ツールの保守", 12, before=TypedPrice(yen=88_000), city_id=members[0].id
    )
    setting = TypedLine(K.SYSTEM, "設定値の維持管理", 12, after=TypedPrice(yen=21_000))
    return [tool, setting]


EXAMPLES: dict[str, Callable[[Sequence[City]], list[TypedLine]]] = {
    "joint_printing": _joint_printing,
    "postcards": _postcards,
    "system": _system,
}
