"""TLS as it really is on portals: certificates of all kinds, and servers whose handshake is out of date."""

import os
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from warnings import catch_warnings, simplefilter

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from monitor.demo.web import MiniatureWeb, Site

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=30)
EARLIER = NOW - timedelta(days=30)
# The second group of RFC 2409, of 1024 bits: once usual, now too short. As an ASN.1 sequence of prime and generator.
SHORT_DH = bytes.fromhex(
    "30818702818100FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF95"
    "19B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24"
    "117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF020102"
)


@dataclass(frozen=True)
class Authority:
    """Who issues certificates."""

    name: str
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def issue(self, folder: Path, host: str = "127.0.0.1", begins: datetime = EARLIER, ends: datetime = LATER) -> Path:
        """A certificate for a host, with its key, in one file."""
        key = rsa.generate_private_key(65537, 2048)
        return _written(folder, key, _signed(host, key, self.name, self.key, begins, ends, _named(host)))


def authority(name: str) -> Authority:
    """A new authority."""
    key = rsa.generate_private_key(65537, 2048)
    usage = x509.BasicConstraints(ca=True, path_length=None)
    return Authority(name, key, _signed(name, key, name, key, EARLIER, LATER, usage))


def self_signed(folder: Path, host: str = "127.0.0.1") -> Path:
    """A certificate that vouches for itself."""
    key = rsa.generate_private_key(65537, 2048)
    return _written(folder, key, _signed(host, key, host, key, EARLIER, LATER, _named(host)))


def _named(host: str) -> x509.SubjectAlternativeName:
    try:
        return x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
    except ValueError:
        return x509.SubjectAlternativeName([x509.DNSName(host)])


def _signed(
    subject: str, key: rsa.RSAPrivateKey, issuer: str, by: rsa.RSAPrivateKey, begins: datetime, ends: datetime,
    extension: x509.ExtensionType,
) -> x509.Certificate:  # fmt: skip
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, issuer)]
    draft = x509.CertificateBuilder().subject_name(names[0]).issuer_name(names[1]).public_key(key.public_key())
    draft = draft.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
    return draft.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints)).sign(by, SHA256())


def _written(folder: Path, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> Path:
    place = folder / f"{certificate.serial_number}.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return place


def trust(roots: Path) -> None:
    """A spell for the crawl: the roots of this machine are those of the test."""
    os.environ["SSL_CERT_FILE"] = str(roots)


Setting = Callable[[ssl.SSLContext], object]


def short_dh(folder: Path) -> Setting:
    """The key exchange of an old server: DH of 1024 bits and nothing else."""
    place = folder / "dh.pem"
    body = b64encode(SHORT_DH).decode()
    place.write_text(f"-----BEGIN DH PARAMETERS-----\n{body}\n-----END DH PARAMETERS-----\n")

    def set_up(context: ssl.SSLContext) -> None:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
        context.load_dh_params(str(place))

    return set_up


def old_protocol(context: ssl.SSLContext) -> None:
    """A server that stopped at TLS 1.1."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1


def old_ciphers(context: ssl.SSLContext) -> None:
    """A server that offers nothing but SHA-1, with a key that is exchanged by RSA."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA:@SECLEVEL=0")


def open_with_tls(web: MiniatureWeb, site: Site, certificate: Path, set_up: Setting | None = None) -> Site:
    """Puts a portal on a port of its own, behind https."""
    web.open(site)
    server = web.servers[-1]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if set_up:
        set_up(context)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a visitor who turns away is no news
    site.url = site.url.replace("http:", "https:")
    return site


# A ServerHello of TLS 1.2 (TLS_RSA_WITH_AES_128_CBC_SHA) without the extension of RFC 5746.
OLD_HELLO = bytes.fromhex("160303002a02000026" + "0303") + b"\x07" * 32 + bytes.fromhex("00" + "002f" + "00")


def old_handshake() -> str:
    """The address of a server that never heard of secure renegotiation."""
    place = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            visitor, _ = place.accept()
            with visitor, suppress(OSError):
                visitor.recv(65536)
                visitor.sendall(OLD_HELLO)
                visitor.recv(65536)

    threading.Thread(target=serve, daemon=True).start()
    return f"https://127.0.0.1:{place.getsockname()[1]}"
