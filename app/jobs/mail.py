"""Delivering the outbox by SMTP."""

import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from app.actions.mail import claim_next_mail, mark_failed, mark_sent
from app.config import Settings
from app.extensions import Database
from app.models import MailEnclosure, OutgoingMail
from app.transaction import transaction

logger = logging.getLogger(__name__)

SECONDS = 30
MOST_AT_ONCE = 50
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class _Letter:
    """A claimed mail, free of the session that read it."""

    id: int
    message: EmailMessage


def deliver_mail(database: Database, settings: Settings) -> int:
    """Send what waits in the outbox and return how many went; without SMTP_URL everything goes on waiting."""
    if settings.smtp_url is None:
        return 0
    sent = 0
    for _ in range(MOST_AT_ONCE):
        letter = _claim(database, settings)
        if letter is None:
            break
        sent += _send(database, settings.smtp_url, letter)
    return sent


def _claim(database: Database, settings: Settings) -> _Letter | None:
    with database.scope(), transaction():
        mail = claim_next_mail()
        return _Letter(mail.id, _message(mail, settings)) if mail else None


def _send(database: Database, address: str, letter: _Letter) -> bool:
    # No transaction is open here: a slow mail server must not keep anybody from writing.
    try:
        _hand_over(address, letter.message)
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail %s could not be sent: %s", letter.id, type(error).__name__)
        with database.scope(), transaction():
            mark_failed(letter.id, f"{type(error).__name__}: {error}")
        return False
    with database.scope(), transaction():
        mark_sent(letter.id)
    return True


def _hand_over(address: str, message: EmailMessage) -> None:
    parts = urlsplit(address)
    host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _message(mail: OutgoingMail, settings: Settings) -> EmailMessage:
    """The mail as it goes out; its Message-ID comes from its key, so that a mail sent twice is known as one."""
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}.{mail.created_at:%Y%m%d%H%M%S}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, charset="utf-8", cte="base64")
    if mail.enclosure:
        _enclose(message, mail.enclosure)
    return message


def _enclose(message: EmailMessage, file: MailEnclosure) -> None:
    """Attach a file byte for byte; a calendar keeps the line ends that its own format wants."""
    maintype, _, subtype = file.media_type.partition(";")[0].partition("/")
    message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=file.name)
    *_, attached = message.iter_attachments()
    attached.replace_header("Content-Type", file.media_type)
