"""The letter over a real SMTP server on loopback: taken, refused, dropped, and never twice."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from reports.post import PASSWORD, Delivery, deliver
from storage import issues
from storage.errors import BadInput, CannotRun
from storage.workspace import Workspace, lock
from tests.watched import NOW, department, finding, government, keep, save, watched

DESK, EDITOR = "desk@reader.example", "editor@reader.example"
QINGHE = government("qinghe", "青禾县人民政府")
EDUCATION = department(QINGHE, "education", "青禾县教育局")


@dataclass
class Postbox:
    """An SMTP server's handler: keeps what it takes, refuses or hangs up where a test says so."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    refuse: str = ""
    hang_up_at: str = ""

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.hang_up_at == "RCPT":
            server.transport.close()
        if address == self.refuse:
            return "550 5.1.1 no such reader"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if self.hang_up_at == "DATA":
            server.transport.close()
        return "250 taken"

    @property
    def readers(self) -> list[str]:
        return [reader for reader, _ in self.taken]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-made certificate for 127.0.0.1, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    place = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    place.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return place


@contextmanager
def post_office(postbox: Postbox, certificate: Path | None = None, password: str = "") -> Iterator[int]:
    """A running server and its port; with a certificate it insists on STARTTLS, with a password on a login."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        # handled=False makes aiosmtpd answer a bad password itself; True would leave the client waiting
        return AuthResult(success=given.password == password.encode(), handled=False)

    tls = None
    if certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    controller = Controller(
        postbox,
        hostname="127.0.0.1",
        port=port,
        tls_context=tls,
        require_starttls=bool(tls),
        authenticator=check if password else None,
        auth_required=bool(password),
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


Open = Callable[..., Any]


@pytest.fixture
def workspace(tmp_path: Path) -> Open:
    """Opens the same simulated workspace again and again, with one finding to tell."""

    @contextmanager
    def opened(port: int, to: tuple[str, ...] = (DESK, EDITOR), **more: str) -> Iterator[Workspace]:
        keys = {"host": "127.0.0.1", "security": "none", "sender": "watch@watch.example", **more}
        lines = [f'{key} = "{value}"' for key, value in keys.items()]
        readers = ", ".join(f'"{address}"' for address in to)
        settings = "\n".join(["[mail]", f"port = {port}", f"to = [{readers}]", *lines])
        with watched(tmp_path, settings) as made:
            if not made.facts.table("agencies").count:
                save(made, QINGHE, EDUCATION)
                keep(made, finding(EDUCATION))
            yield made

    return opened


def send(workspace: Workspace, days: int = 0, tls: ssl.SSLContext | None = None, **environ: str) -> Delivery:
    return deliver(workspace, NOW + timedelta(days=days), environ, tls)


def test_letter_arrives_whole_over_starttls_and_login(workspace: Open, certificate: Path) -> None:
    postbox = Postbox()
    trusted = ssl.create_default_context(cafile=certificate)
    with (
        post_office(postbox, certificate, "right") as port,
        workspace(port, (DESK,), security="starttls", user="w") as w,
    ):
        delivery = send(w, tls=trusted, **{PASSWORD: "right"})
    assert delivery == Delivery(1, (), 0, ())
    letter = message_from_bytes(postbox.taken[0][1], policy=default)
    assert letter["Subject"].startswith("[模拟数据 SIMULATED] 公开观察 2025年2月10日：新发现 1 项")
    assert letter["To"] == DESK
    assert "公开观察" in letter["From"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<mailto:watch@watch.example?subject=unsubscribe>"
    assert letter["List-Id"]
    assert letter["Message-ID"].endswith("@watch.example>")
    assert letter["Date"].datetime == NOW
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert "青禾县教育局" in text.get_content()
    assert "青禾县教育局" in html.get_content()
    assert max(len(line) for line in postbox.taken[0][1].splitlines()) < 998


def test_wrong_password_is_answered_and_costs_no_letter(workspace: Open, certificate: Path) -> None:
    postbox = Postbox()
    trusted = ssl.create_default_context(cafile=certificate)
    with post_office(postbox, certificate, "right") as port, workspace(port, security="starttls", user="w") as w:
        failed = send(w, tls=trusted, **{PASSWORD: "wrong"})
        assert (failed.sent, len(failed.refused)) == (0, 2)
        assert "535" in failed.refused[0]
        assert "wrong" not in "".join(failed.refused)
        assert send(w, tls=trusted, **{PASSWORD: "right"}).sent == 2
    assert postbox.readers == [DESK, EDITOR]


def test_server_with_a_certificate_nobody_vouches_for_gets_nothing(workspace: Open, certificate: Path) -> None:
    postbox = Postbox()
    with post_office(postbox, certificate) as port, workspace(port, security="starttls") as w:
        delivery = send(w)
    assert (delivery.sent, postbox.taken) == (0, [])
    assert "certificate verify failed" in delivery.refused[0]


def test_server_without_starttls_gets_nothing(workspace: Open) -> None:
    postbox = Postbox()
    with post_office(postbox) as port, workspace(port, security="starttls") as w:
        delivery = send(w)
    assert (delivery.sent, postbox.taken) == (0, [])
    assert "STARTTLS" in delivery.refused[0]


def test_one_refused_reader_does_not_stop_the_others_and_loses_nothing(workspace: Open) -> None:
    postbox = Postbox(refuse=DESK)
    with post_office(postbox) as port, workspace(port) as w:
        delivery = send(w)
        assert delivery == Delivery(1, (f"{DESK}: 550 5.1.1 no such reader",), 0, ())
        assert issues.mailed(w.people, DESK) == 0
        postbox.refuse = ""
        assert send(w, days=1).sent == 2
    letters = {reader: message_from_bytes(letter, policy=default)["Subject"] for reader, letter in postbox.taken}
    assert postbox.readers == [EDITOR, DESK, EDITOR]
    assert "新发现 1 项" in letters[DESK]
    assert "没有新情况" in letters[EDITOR]


def test_letter_goes_out_once_a_day_unless_more_has_happened(workspace: Open) -> None:
    postbox = Postbox()
    with post_office(postbox) as port, workspace(port, (DESK,)) as w:
        assert send(w) == Delivery(1, (), 0, ())
        assert send(w) == Delivery(0, (), 1, ())
        keep(w, finding(QINGHE))
        assert send(w) == Delivery(1, (), 0, ())
        assert send(w, days=7) == Delivery(1, (), 0, ())
    ids = [message_from_bytes(letter)["Message-ID"] for _, letter in postbox.taken]
    assert len(set(ids)) == 3


def test_connection_lost_before_the_letter_is_a_refusal(workspace: Open) -> None:
    postbox = Postbox(hang_up_at="RCPT")
    with post_office(postbox) as port, workspace(port, (DESK,)) as w:
        delivery = send(w)
        assert (delivery.sent, len(delivery.refused), delivery.unknown) == (0, 1, ())
        postbox.hang_up_at = ""
        assert send(w).sent == 1
    assert postbox.readers == [DESK]


def test_connection_lost_during_the_letter_is_never_sent_again_and_is_shown(workspace: Open) -> None:
    postbox = Postbox(hang_up_at="DATA")
    with post_office(postbox) as port, workspace(port, (DESK,)) as w:
        delivery = send(w)
        assert (delivery.sent, delivery.refused, len(delivery.unknown)) == (0, (), 1)
        assert delivery.unknown[0].startswith(DESK)
        postbox.hang_up_at = ""
        again = send(w)
        assert (again.sent, again.already, again.unknown) == (0, 1, delivery.unknown)
    assert postbox.readers == [DESK]


def test_killed_between_mark_and_letter_is_shown_and_not_told_twice(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    postbox = Postbox()
    with post_office(postbox) as port, workspace(port, (DESK,)) as w:
        with monkeypatch.context() as patch:
            patch.setattr("reports.post.send", killed)
            with pytest.raises(KeyboardInterrupt):
                send(w)
        delivery = send(w, days=7)
    assert (delivery.sent, len(delivery.unknown)) == (1, 1)
    assert "没有新情况" in message_from_bytes(postbox.taken[0][1], policy=default)["Subject"]


def test_nobody_listens(workspace: Open) -> None:
    with workspace(1, (DESK,)) as w:
        delivery = send(w)
    assert "127.0.0.1:1: " in delivery.refused[0]


@pytest.mark.parametrize(
    ("to", "keys", "says"),
    [
        ((), {}, "to is missing"),
        ((DESK,), {"host": ""}, "host is missing"),
        ((DESK,), {"sender": ""}, "sender is missing"),
        ((DESK,), {"user": "w"}, "GONGKAI_SMTP_PASSWORD"),
        (("desk@reader.example, all@reader.example",), {}, "no mail address"),
        (("desk@reader.example\\nBcc: all@reader.example",), {}, "no mail address"),
        ((DESK,), {"user": "管理员"}, "GONGKAI_SMTP_PASSWORD"),
        ((DESK,), {"host": "smtp.reader.example"}, "loopback only"),
        ((DESK,), {"host": "smtp.reader.example", "security": "starttls"}, "simulated workspace"),
    ],
)
def test_settings_that_do_not_suffice(workspace: Open, to: tuple[str, ...], keys: dict[str, str], says: str) -> None:
    with workspace(1, to, **keys) as w, pytest.raises(BadInput, match=says):
        send(w)


def test_two_rounds_at_once(workspace: Open) -> None:
    with workspace(1, (DESK,)) as w, lock(w.folder, "post"), pytest.raises(CannotRun, match="another call"):
        send(w)
