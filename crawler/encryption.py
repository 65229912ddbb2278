"""How https is spoken: certificates are verified, their faults are named, and single hosts may be excepted.

A fault ends a connection before anything is asked. A host that gongkai.toml excepts (`tls` of `[portals]`) is asked all
the same, and every answer says what was overlooked.
"""

import ssl
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from OpenSSL import SSL
from OpenSSL.crypto import TYPE_DSA, TYPE_RSA, X509
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from storage.portals import portal_host

VERIFIED, UNVERIFIED, LEGACY, LEGACY_UNVERIFIED = "verified", "unverified", "legacy", "legacy-unverified"
WRONG_NAME = "证书不是发给这个域名的"
UNNAMED = "证书有误，OpenSSL 错误号 {}"
# OpenSSL's numbers (X509_V_ERR_*) for what is wrong with a certificate.
FAULTS = {
    2: "证书的签发者不明，或证书链不全", 9: "证书尚未生效", 10: "证书已过期", 18: "自签名的证书",
    19: "证书链止于自签名的根证书", 20: "证书的签发者不明，或证书链不全", 21: "证书的签发者不明，或证书链不全",
    23: "证书已被吊销", 24: "签发证书的机构无权签发", 26: "证书不是用于网站的", 28: "证书不被信任",
    66: "证书的密钥过短", 67: "签发者的密钥过短", 68: "证书的签名算法过弱",
}  # fmt: skip
# What servers need that were last cared for long ago: shorter keys, older ciphers and protocols, a handshake without
# RFC 5746. OpenSSL speaks TLS 1.0 and 1.1 at level 0 alone, where it does not ask how strong certificates are.
LEGACY_CIPHERS = b"DEFAULT:@SECLEVEL=0"
USUAL_CIPHERS = b"DEFAULT:@SECLEVEL=2"
FEWEST_BITS = {TYPE_RSA: 1024, TYPE_DSA: 1024}
FEWEST_OTHER_BITS = 160
BROKEN_DIGESTS = (b"md2", b"md4", b"md5")


class BadCertificate(Exception):  # noqa: N818  (named by what happened)
    """The server's certificate does not prove that it is the host that was asked for."""


@implementer(IPolicyForHTTPS)
class Encryption:
    """The manner in which each host is spoken to. `overlooked` are the faults met at hosts that are excepted."""

    def __init__(self, manners: Mapping[str, str]) -> None:
        self.manners = manners
        self.overlooked: defaultdict[str, set[str]] = defaultdict(set)

    def creatorForNetloc(self, hostname: bytes, port: int) -> "Handshake":  # noqa: N802  (Twisted's name)
        """Who opens a connection to a host."""
        name = hostname.decode("ascii")
        key = portal_host(f"https://{f'[{name}]' if ':' in name else name}:{port}")
        return Handshake(name, self.manners.get(key, VERIFIED), self.overlooked[key])


@implementer(IOpenSSLClientConnectionCreator)
class Handshake:
    """Opens connections to one host, and judges the certificates that it shows."""

    def __init__(self, host: str, manner: str, overlooked: set[str]) -> None:
        self.host = host
        self.manner = manner
        self.overlooked = overlooked

    def clientConnectionForTLS(self, protocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802  (Twisted's name)
        """One connection, about to shake hands."""
        connection = SSL.Connection(_context(self.manner in (LEGACY, LEGACY_UNVERIFIED)))
        if not _is_address(self.host):
            connection.set_tlsext_host_name(self.host.encode("ascii"))

        def judge(_: SSL.Connection, certificate: X509, error: int, depth: int, sound: int) -> bool:
            faults = [] if sound else [FAULTS.get(error, UNNAMED.format(error))]
            faults += list(weaknesses(certificate))
            faults += [WRONG_NAME] if depth == 0 and not names(certificate, self.host) else []
            if self.manner in (UNVERIFIED, LEGACY_UNVERIFIED):
                self.overlooked.update(faults)
                return True
            if faults:
                protocol.failVerification(Failure(BadCertificate(faults[0])))  # type: ignore[no-untyped-call]
            return not faults

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, judge)
        return connection


def weaknesses(certificate: X509) -> Iterator[str]:
    """What makes a certificate worthless at any level: a key anybody can break, a digest anybody can forge."""
    key = certificate.get_pubkey()
    if key.bits() < FEWEST_BITS.get(key.type(), FEWEST_OTHER_BITS):
        yield FAULTS[66]
    if certificate.get_signature_algorithm().lower().startswith(BROKEN_DIGESTS):
        yield FAULTS[68]


def names(certificate: X509, host: str) -> bool:
    """Whether a certificate was issued to a host."""
    own: ServiceID = IPAddress_ID(host) if _is_address(host) else DNS_ID(host)
    try:
        verify_service_identity(extract_patterns(certificate), [own], [])
    except (VerificationError, CertificateError, ValueError):
        return False
    return True


def has_roots() -> bool:
    """Whether this machine has any roots to verify certificates with; without them every one seems faulty."""
    places = ssl.get_default_verify_paths()
    return bool(places.cafile or (places.capath and next(Path(places.capath).iterdir(), None)))


def certificate_fault(fault: BaseException) -> str | None:
    """What was wrong with a certificate, where a download failed for that."""
    return next((str(one) for one in _causes(fault) if isinstance(one, BadCertificate)), None)


def handshake_fault(fault: BaseException) -> str | None:
    """Why no encrypted connection came about, in OpenSSL's words, where a download failed for that."""
    for one in _causes(fault):
        if isinstance(one, SSL.Error):
            said: Any = one.args[0] if one.args else ()
            return "; ".join(str(line[-1]) for line in said if isinstance(line, tuple)) or type(one).__name__
    return None


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    """A fault, what it came from, and the faults it gathers."""
    while fault is not None:
        yield fault
        for reason in getattr(fault, "reasons", ()):
            yield from _causes(reason.value)
        fault = fault.__cause__


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@cache
def _context(legacy: bool) -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_default_verify_paths()
    context.set_mode(SSL.MODE_RELEASE_BUFFERS)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_min_proto_version(SSL.TLS1_VERSION if legacy else SSL.TLS1_2_VERSION)
    context.set_cipher_list(LEGACY_CIPHERS if legacy else USUAL_CIPHERS)
    if legacy:
        context.set_options(SSL.OP_LEGACY_SERVER_CONNECT)
    return context
