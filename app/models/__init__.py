"""The tables: columns, named constraints, relationships and tiny questions about themselves."""

from app.models.absence import Absence, AbsenceDeputy, LaterReading
from app.models.adoption import AdoptionEvidence, AdoptionItem
from app.models.amendment import Amendment
from app.models.attachment import Attachment
from app.models.ballot import Disposition, Position, PositionAct, Round, RoundCity
from app.models.base import Base
from app.models.board import BoardFinding
from app.models.calendar_link import CalendarLink
from app.models.city import City, Membership
from app.models.clerical import ClericalCorrection
from app.models.consent import ConsentItem
from app.models.convening import CalledPerson, MeetingCall
from app.models.council import Council
from app.models.decision import Adoption, Decision, DecisionSeries
from app.models.difference import Difference, Practice, PracticeRevision
from app.models.discussion import CaucusEntry, CaucusFile, CaucusPosition, Comment, Mention, TakeHomeItem
from app.models.download import FileOrder, FilePiece
from app.models.event import Event
from app.models.exception import DecisionException
from app.models.finding import Finding
from app.models.floor import Floor
from app.models.group import Domain, Group, GroupCity, GroupRole, StandardBusiness
from app.models.importing import Import
from app.models.inquiry import Inquiry, InquiryReply
from app.models.joining import Joining, PositionTask
from app.models.manual import (
    DomainIntroduction,
    Edition,
    EditionParagraph,
    ManualPlacement,
    ManualReading,
    ManualSection,
    ManualText,
)
from app.models.meeting import (
    AgendaItem,
    Attendance,
    CorrectionConfirmation,
    Meeting,
    Minutes,
    MinutesConfirmation,
    MinutesCorrection,
    MinutesVersion,
)
from app.models.minutes_register import MinutesNumber, MinutesSeries
from app.models.minutes_remark import MinutesRemark, MinutesUrging
from app.models.notice import ActKey, MailEnclosure, Notice, OutgoingMail
from app.models.person import AccountToken, Post, PostHolding, SignInAttempt, User
from app.models.proposal import Proposal, ProposalVersion
from app.models.redaction import Redaction
from app.models.reminder import Reminder
from app.models.round_note import RoundNote
from app.models.saving import PostageRate, RealisedSaving, SavingLine
from app.models.search import SearchDocument
from app.models.signoff import (
    CityRoute,
    Escalation,
    Route,
    RouteStep,
    RouteStepPost,
    Signature,
    SignoffHolder,
    SignoffStep,
)

__all__ = [
    "Absence",
    "AbsenceDeputy",
    "AccountToken",
    "ActKey",
    "Adoption",
    "AdoptionEvidence",
    "AdoptionItem",
    "AgendaItem",
    "Amendment",
    "Attachment",
    "Attendance",
    "Base",
    "BoardFinding",
    "CalendarLink",
    "CalledPerson",
    "CaucusEntry",
    "CaucusFile",
    "CaucusPosition",
    "City",
    "CityRoute",
    "ClericalCorrection",
    "Comment",
    "ConsentItem",
    "CorrectionConfirmation",
    "Council",
    "Decision",
    "DecisionException",
    "DecisionSeries",
    "Difference",
    "Disposition",
    "Domain",
    "DomainIntroduction",
    "Edition",
    "EditionParagraph",
    "Escalation",
    "Event",
    "FileOrder",
    "FilePiece",
    "Finding",
    "Floor",
    "Group",
    "GroupCity",
    "GroupRole",
    "Import",
    "Inquiry",
    "InquiryReply",
    "Joining",
    "LaterReading",
    "MailEnclosure",
    "ManualPlacement",
    "ManualReading",
    "ManualSection",
    "ManualText",
    "Meeting",
    "MeetingCall",
    "Membership",
    "Mention",
    "Minutes",
    "MinutesConfirmation",
    "MinutesCorrection",
    "MinutesNumber",
    "MinutesRemark",
    "MinutesSeries",
    "MinutesUrging",
    "MinutesVersion",
    "Notice",
    "OutgoingMail",
    "Position",
    "PositionAct",
    "PositionTask",
    "Post",
    "PostHolding",
    "PostageRate",
    "Practice",
    "PracticeRevision",
    "Proposal",
    "ProposalVersion",
    "RealisedSaving",
    "Redaction",
    "Reminder",
    "Round",
    "RoundCity",
    "RoundNote",
    "Route",
    "RouteStep",
    "RouteStepPost",
    "SavingLine",
    "SearchDocument",
    "SignInAttempt",
    "Signature",
    "SignoffHolder",
    "SignoffStep",
    "StandardBusiness",
    "TakeHomeItem",
    "User",
]
