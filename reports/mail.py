"""One letter to one address over SMTP, and an honest answer whether it was taken."""

import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, formataddr
from ipaddress import ip_address
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPException, SMTPResponseException

from reports.digest import Edition
from storage.settings import Mail

TIMEOUT_SECONDS = 30
SENDER_NAME = "公开观察"


class NotTakenError(Exception):
    """The server did not take this mail, in its words; it certainly did not go out."""


class FateUnknownError(Exception):
    """The connection broke while the mail was handed over: it may have gone out or not."""


def is_loopback(host: str) -> bool:
    """Whether a mail host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def compose(edition: Edition, sender: str, address: str, message_id: str) -> EmailMessage:
    """The letter as a mail: the text for those who read text, the HTML for the others."""
    message = EmailMessage()
    message["From"] = formataddr((SENDER_NAME, sender), "utf-8")
    message["To"] = address
    message["Subject"] = edition.subject
    message["Date"] = format_datetime(edition.made)
    message["Message-ID"] = message_id
    message["List-Id"] = f"gongkai-watch <gongkai-watch.{sender.rpartition('@')[2]}>"
    message["List-Unsubscribe"] = f"<mailto:{sender}?subject=unsubscribe>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(edition.text, cte="base64")
    message.add_alternative(edition.html, subtype="html", cte="base64")
    return message


def send(
    mail: Mail,
    password: str,
    edition: Edition,
    address: str,
    message_id: str,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Hands one letter over; when it returns, the server has taken it.

    Raises NotTakenError when it has not, FateUnknownError when nobody can tell.
    """
    letter = compose(edition, mail.sender, address, message_id).as_bytes(policy=WIRE)
    server = _connect(mail, tls or ssl.create_default_context())
    try:
        _log_in(server, mail.user, password)
        _hand_over(server, mail.sender, address, letter)
    finally:
        with suppress(SMTPException, OSError):
            server.quit()
        server.close()


def _connect(mail: Mail, tls: ssl.SSLContext) -> SMTP:
    try:
        if mail.security == "tls":
            return SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_SECONDS, context=tls)
        server = SMTP(mail.host, mail.port, timeout=TIMEOUT_SECONDS)
        if mail.security == "starttls":
            _start_tls(server, tls)
    except (SMTPException, OSError, UnicodeError) as fault:
        raise NotTakenError(f"{mail.host}:{mail.port}: {_words(fault)}") from None
    return server


def _start_tls(server: SMTP, tls: ssl.SSLContext) -> None:
    try:
        server.starttls(context=tls)
    except BaseException:
        server.close()
        raise


def _log_in(server: SMTP, user: str, password: str) -> None:
    if not user:
        return
    try:
        server.login(user, password)
    except (SMTPException, OSError) as fault:
        raise NotTakenError(f"login as {user}: {_words(fault)}") from None


def _hand_over(server: SMTP, sender: str, address: str, letter: bytes) -> None:
    try:
        server.ehlo_or_helo_if_needed()
        _agreed(server.mail(sender))
        _agreed(server.rcpt(address))
    except (SMTPException, OSError) as fault:
        raise NotTakenError(_words(fault)) from None
    try:
        answer = server.data(letter)
    except SMTPDataError as refusal:  # refused before a byte of the letter was handed over
        raise NotTakenError(_words(refusal)) from None
    except (SMTPException, OSError) as fault:
        raise FateUnknownError(_words(fault)) from None
    _agreed(answer)


def _agreed(answer: tuple[int, bytes]) -> None:
    code, words = answer
    if not 200 <= code < 300:
        raise NotTakenError(f"{code} {words.decode('utf-8', 'replace')}")


def _words(fault: Exception) -> str:
    if isinstance(fault, SMTPResponseException):
        words = fault.smtp_error.decode("utf-8", "replace") if isinstance(fault.smtp_error, bytes) else fault.smtp_error
        return f"{fault.smtp_code} {words}"
    return str(fault) or type(fault).__name__
