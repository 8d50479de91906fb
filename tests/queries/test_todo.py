"""What waits for a person and for the person's city: derived from the stages (L3), most urgent first."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actions.differences import hold, open_survey
from app.actions.discussion import resolve_concern
from app.actions.meetings import answer_remark
from app.clock import now, travel
from app.domain.ball import BallKind, OwnTask
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.meetings import MinutesState, RemarkOutcome
from app.models import User
from app.queries.todo import Task, tasks_of
from app.transaction import transaction
from tests.builders.adoption import adopted_by
from tests.builders.ballots import a_ballot, cast_letters
from tests.builders.council import (
    a_chair,
    a_deputy,
    a_group,
    a_manager,
    a_member,
    a_partner,
    a_representative,
    a_secretary,
    an_observer,
)
from tests.builders.differences import a_difference, a_practice, a_surveying_difference, all_practices
from tests.builders.discussion import a_concern, a_reply, a_take_home_item
from tests.builders.manual import a_decision, an_edition
from tests.builders.meetings import a_remark, confirmed, done, some_minutes
from tests.builders.proposals import a_difference_on_the_table
from tests.builders.signoff import DEPARTMENT, SECTION, an_escalation, sign_city
from tests.conftest import Installation
from tests.support.queries import counted


def _acts(person: User, *, own: bool = True) -> list[object]:
    return [task.act for task in tasks_of(person, now()) if task.own is own]


def test_a_survey_waits_for_the_citys_people_until_the_city_answered(session: Session) -> None:
    difference = a_surveying_difference()
    group = difference.group
    home, neighbour = group.cities[0].city, group.cities[1].city
    people = [
        a_representative(group, home),
        a_deputy(group, home),
        a_member(group, home),
        a_chair(group, home),
    ]

    for person in people:
        (task,) = tasks_of(person, now())
        assert (task.act, task.own, task.difference) == (BallKind.STATE_PRACTICE, True, difference)
        assert task.due == difference.survey_due_at
    a_practice(difference, home, author=people[0])
    assert _acts(people[1]) == []
    assert _acts(a_member(group, neighbour)) == [BallKind.STATE_PRACTICE]


def test_nothing_waits_for_those_who_only_watch(session: Session) -> None:
    difference = a_surveying_difference()
    group = difference.group
    watching = [an_observer(group, group.cities[0].city), a_partner(group), a_manager(group.cities[0].city)]

    assert [_acts(person) for person in watching] == [[], [], []]


def test_a_held_survey_waits_for_nobody(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()
    person = a_representative(difference.group, difference.group.cities[0].city)
    with transaction():
        day = tokyo_date(now()) + timedelta(days=30)
        hold(difference.number, secretary, reason="国の通知待ち", review_on=day)

    assert _acts(person) == []


def test_a_ballot_waits_for_who_may_act_and_is_shown_to_the_others_of_the_city(session: Session) -> None:
    ballot = a_ballot()
    city = ballot.cities[0]
    deputy, member = a_deputy(ballot.group, city), a_member(ballot.group, city)

    assert _acts(ballot.voice(0)) == _acts(deputy) == [BallKind.TAKE_POSITION]
    assert (_acts(member), _acts(member, own=False)) == ([], [BallKind.TAKE_POSITION])
    (task,) = tasks_of(deputy, now())
    assert task.due == ballot.round.closes_at
    cast_letters(ballot, "a..")
    assert _acts(ballot.voice(0)) == _acts(deputy) == []
    assert _acts(ballot.voice(1)) == [BallKind.TAKE_POSITION]


def test_a_sealed_ballot_tells_a_city_whether_it_has_acted_itself(session: Session) -> None:
    ballot = a_ballot(sealed=True)
    cast_letters(ballot, "a..")

    assert _acts(ballot.voice(0)) == []
    assert _acts(ballot.voice(1)) == [BallKind.TAKE_POSITION]


def test_a_signature_waits_for_the_manager_whose_step_has_come(session: Session) -> None:
    signing = an_escalation()
    first, second = signing.manager(0, SECTION), signing.manager(0, DEPARTMENT)

    assert (_acts(first), _acts(second)) == ([BallKind.SIGN], [])
    sign_city(signing, 0, (SECTION,))
    assert (_acts(first), _acts(second)) == ([], [BallKind.SIGN])


def test_a_concern_waits_for_who_raised_it_once_somebody_replied(session: Session) -> None:
    difference = a_difference_on_the_table()
    author = a_representative(difference.group, difference.group.cities[0].city)
    concern = a_concern(difference, author)
    a_reply(concern, author)
    assert _acts(author) == []

    a_reply(concern, a_secretary())

    assert _acts(author) == [BallKind.SETTLE_CONCERNS]
    with transaction():
        resolve_concern(concern.id, author, resolution="了解した。")
    assert _acts(author) == []


def test_a_take_home_item_waits_for_its_owner_or_for_the_whole_city(session: Session) -> None:
    difference = a_difference_on_the_table()
    group = difference.group
    city = group.cities[0].city
    owner, colleague = a_representative(group, city), a_member(group, city)
    day = tokyo_date(now()) + timedelta(days=2)
    a_take_home_item(difference, city, owner_id=owner.id, due_on=day)

    (task,) = tasks_of(owner, now())
    assert (task.act, task.own, task.due) == (OwnTask.DO_TAKE_HOME, True, end_of_day_tokyo(day))
    assert (_acts(colleague), _acts(colleague, own=False)) == ([], [OwnTask.DO_TAKE_HOME])
    a_take_home_item(difference, city, owner_id=None)
    assert _acts(colleague) == [OwnTask.DO_TAKE_HOME]
    assert _acts(a_member(group, group.cities[1].city), own=False) == []


def test_m5_circulated_minutes_wait_for_the_cities_that_have_not_confirmed(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    first, second, _third = sitting.voices
    member = a_member(sitting.meeting.group, sitting.cities[0])

    (task,) = tasks_of(first, now())
    assert (task.act, task.own, task.meeting) == (OwnTask.CONFIRM_MINUTES, True, sitting.meeting)
    assert _acts(member, own=False) == [OwnTask.CONFIRM_MINUTES]
    confirmed(sitting, [first])
    assert (_acts(first), _acts(second)) == ([], [OwnTask.CONFIRM_MINUTES])


def test_m5_a_remark_on_minutes_waits_for_those_who_lead_the_group_until_it_is_answered(
    session: Session,
) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    group = sitting.meeting.group
    chair, elsewhere = (
        a_chair(group, sitting.cities[1]),
        a_chair(a_group([], code="TAX-01"), sitting.cities[0]),
    )
    a_remark(sitting)

    for leader in (chair, sitting.secretary):
        assert OwnTask.ANSWER_REMARKS in _acts(leader)
    assert OwnTask.ANSWER_REMARKS not in _acts(elsewhere)
    answer = {"outcome": RemarkOutcome.TAKEN_OVER}
    done(answer_remark, sitting.minutes.id, 1, 1, sitting.secretary, **answer)
    assert OwnTask.ANSWER_REMARKS not in _acts(sitting.secretary)


def test_a_chair_sees_what_is_to_be_set_going_in_the_own_groups_only(session: Session) -> None:
    group, elsewhere = a_group(), a_group([], code="TAX-01")
    chair = a_chair(group)
    a_difference(elsewhere)
    raised, answered = a_difference(group), a_surveying_difference(group)
    all_practices(answered)

    tasks = {task.difference: task.act for task in tasks_of(chair, now())}
    assert tasks == {raised: BallKind.OPEN_SURVEY, answered: BallKind.CLOSE_SURVEY}


def test_a_hold_comes_up_when_its_day_is_near(session: Session) -> None:
    group = a_group()
    chair, difference = a_chair(group), a_difference(group)
    with transaction():
        day = tokyo_date(now()) + timedelta(days=10)
        hold(difference.number, chair, reason="国の通知待ち", review_on=day)

    assert _acts(chair) == []
    travel(timedelta(days=9))
    assert _acts(chair) == [BallKind.REVIEW_HOLD]
    travel(timedelta(days=9))
    assert tasks_of(chair, now())[0].urgency(now()) == "overdue"


def test_the_secretariat_sees_decisions_to_publish_and_surveys_to_close(session: Session) -> None:
    decision = a_decision()
    group = decision.difference.group
    answered = a_surveying_difference(group)
    all_practices(answered)
    a_difference(group)

    assert set(_acts(a_secretary())) == {BallKind.PUBLISH, BallKind.CLOSE_SURVEY}


def test_what_is_due_first_stands_first_and_says_how_urgent_it_is(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    person = a_representative(group, group.cities[0].city)
    for days in (30, 2, 0):
        difference = a_difference(group)
        with transaction():
            open_survey(difference.number, secretary, due_on=tokyo_date(now()) + timedelta(days=days))
    some_minutes(group, until=MinutesState.CIRCULATED)
    travel(timedelta(days=1))

    tasks = tasks_of(person, now())
    assert [task.urgency(now()) for task in tasks] == ["overdue", "soon", "normal", "normal"]
    assert [task.act for task in tasks][-1] is OwnTask.CONFIRM_MINUTES, "what has no date stands last"


def test_many_tasks_take_as_many_queries_as_few(session: Session, installation: Installation) -> None:
    group = a_group()
    person = a_chair(group, group.cities[0].city)
    a_surveying_difference(group)
    a_difference(group)

    def queries() -> tuple[int, list[Task]]:
        session.expire_all()
        session.refresh(person)
        with counted(installation.database) as statements:
            tasks = tasks_of(person, now())
        return len(statements), tasks

    few, _ = queries()
    for _number in range(9):
        a_surveying_difference(group)
        a_difference(group)
    many, tasks = queries()
    assert len(tasks) == 20
    assert many <= few


def test_a_published_decision_waits_for_each_city_until_it_works_by_it(session: Session) -> None:
    difference = a_decision().difference
    group = difference.group
    home = group.cities[0].city
    voice, member = a_representative(group, home), a_member(group, home)
    an_edition()

    (task,) = tasks_of(voice, now())
    assert (task.act, task.own, task.difference) == (BallKind.PUT_INTO_EFFECT, True, difference)
    assert _acts(member, own=False) == [BallKind.PUT_INTO_EFFECT]
    adopted_by(voice, difference)
    assert _acts(voice) == _acts(member, own=False) == []
    assert _acts(a_representative(group, group.cities[1].city)) == [BallKind.PUT_INTO_EFFECT]
