"""The round of letters: every address gets what is new to it, at most once, and nothing is dropped silently."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from reports.digest import Edition, edition
from reports.mail import FateUnknownError, NotTakenError, is_loopback, send
from storage import issues
from storage.clock import shanghai_day
from storage.errors import BadInput, CannotRun
from storage.settings import Mail
from storage.workspace import Workspace, clock_kind, lock

PASSWORD = "GONGKAI_SMTP_PASSWORD"  # noqa: S105  (the name of the variable, not a password)
ADDRESS = re.compile(r"[!-~]+@[!-~]+")


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a round went. `unknown` holds every mail, of this round or an earlier one, whose fate nobody knows."""

    sent: int
    refused: tuple[str, ...]
    already: int
    unknown: tuple[str, ...]


def deliver(
    workspace: Workspace, now: datetime, environ: Mapping[str, str], tls: ssl.SSLContext | None = None
) -> Delivery:
    """Mails each address of gongkai.toml what happened since its own last letter.

    A quiet week is told too; only the very same letter on the same day is not sent again. A refused letter is
    tried again next time from where its reader stands, one of unknown fate never: a person decides.
    Raises BadInput when the settings do not suffice, CannotRun when another call is mailing.
    """
    mail, password = workspace.settings.mail, environ.get(PASSWORD, "")
    check_settings(mail, password, clock_kind(workspace.facts) == "simulated")
    with lock(workspace.folder, "post") as ours:
        if not ours:
            raise CannotRun("another call is mailing the digest; wait until it has ended")
        return _round(workspace, now, password, tls)


def check_settings(mail: Mail, password: str, simulated: bool) -> None:
    """Refuses to mail with settings that lack something or would let a letter go astray. Raises BadInput."""
    for key in ("host", "sender", "to"):
        if not getattr(mail, key):
            raise BadInput(f"gongkai.toml [mail] {key} is missing; set it to mail the digest")
    for address in (mail.sender, *mail.to):
        if not ADDRESS.fullmatch(address):
            raise BadInput(f"gongkai.toml [mail] {address!r} is no mail address; write for example desk@example.org")
    if mail.user and not password:
        raise BadInput(f"the password for [mail] user {mail.user!r} is missing; set the variable {PASSWORD}")
    if not (mail.user + password).isascii():
        raise BadInput(f"[mail] user and {PASSWORD} must be plain ASCII; ask the mail server's owner for such a login")
    if not 0 < mail.port < 65536:
        raise BadInput(f"gongkai.toml [mail] port = {mail.port} is no port; common are 587 and 465")
    if mail.security == "none" and not is_loopback(mail.host):
        raise BadInput("gongkai.toml [mail] security = 'none' is for loopback only; use starttls or tls")
    if simulated and not is_loopback(mail.host):
        raise BadInput(
            f"a simulated workspace mails to loopback only, not to {mail.host}; set [mail] host = '127.0.0.1'"
        )


def _round(workspace: Workspace, now: datetime, password: str, tls: ssl.SSLContext | None) -> Delivery:
    mail, people = workspace.settings.mail, workspace.people
    sent, already, refused = 0, 0, list[str]()
    for address in dict.fromkeys(mail.to):
        letter = edition(workspace, now, issues.mailed(people, address))
        message_id = name(workspace, letter, address)
        if issues.mailing_state(people, address, message_id) in ("pending", "sent"):
            already += 1
            continue
        issues.begin_mailing(people, address, letter.reached, message_id, now)
        try:
            send(mail, password, letter, address, message_id, tls)
            issues.end_mailing(people, address, message_id, "sent")
            sent += 1
        except NotTakenError as refusal:
            issues.end_mailing(people, address, message_id, "refused", str(refusal))
            refused.append(f"{address}: {refusal}")
        except FateUnknownError as doubt:
            issues.end_mailing(people, address, message_id, "pending", str(doubt))
    unknown = tuple(_doubt(row) for row in issues.pending_mailings(people))
    return Delivery(sent, tuple(refused), already, unknown)


def _doubt(row: Mapping[str, str]) -> str:
    why = row["note"] or "the process ended while handing it over"
    return f"{row['address']}: nobody knows whether {row['message_id']} arrived ({why}); ask, it is not sent again"


def name(workspace: Workspace, letter: Edition, address: str) -> str:
    """The Message-ID of a letter: the same for the same reader, the same last event and the same day."""
    reader = sha256(f"{workspace.folder}\n{address}".encode()).hexdigest()[:16]
    domain = workspace.settings.mail.sender.rpartition("@")[2]
    return f"<digest.{letter.reached}.{shanghai_day(letter.made):%Y%m%d}.{reader}@{domain}>"
