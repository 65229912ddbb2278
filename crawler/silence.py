"""When no answer comes: which trouble it was, whether asking again may help, and how it is told."""

import zlib
from gzip import BadGzipFile
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionClosed

from crawler.encryption import certificate_fault, handshake_fault, has_roots
from crawler.page import Obstacle
from storage.terms import Outcome

TROUBLES: dict[type[BaseException], str] = {
    CannotResolveHostError: "dns",
    DownloadTimeoutError: "timeout",
    DownloadConnectionRefusedError: "refused",
    DownloadCancelledError: "too-large",
    ResponseDataLossError: "cut-short",
    DownloadFailedError: "connection",
    ConnectError: "connection",
    ConnectionClosed: "connection",
    BadGzipFile: "garbled",
    zlib.error: "garbled",
    EOFError: "garbled",
}
NO_ANSWER_WORDS = {
    "dns": "域名无法解析",
    "timeout": "超时",
    "refused": "拒绝连接",
    "cut-short": "传输中断",
    "connection": "连接中断",
    "garbled": "传来的数据无法解开",
    "tls-certificate": "证书有误",
    "tls-handshake": "加密连接失败",
}
CERTIFICATE, HANDSHAKE = "tls-certificate", "tls-handshake"
# Kinds of trouble that come of how a server is set up: asking again at once changes nothing.
LASTING = frozenset({CERTIFICATE, HANDSHAKE})
# Kinds of trouble with https after which the same host may well answer without it.
MAY_LACK_HTTPS = LASTING | {"timeout", "refused", "connection"}
# What OpenSSL calls a handshake that fails, and what it means.
HANDSHAKES = {
    "legacy renegotiation": "服务器只支持不安全的重新协商",
    "dh key too small": "服务器的 DH 密钥过短",
    "protocol version": "服务器只支持过时的加密协议",
    "unsupported protocol": "服务器只支持过时的加密协议",
    "handshake failure": "与服务器没有共同的加密方式",
    "wrong version number": "服务器在这个端口上说的不是 https",
    "packet length too long": "服务器在这个端口上说的不是 https",
    "record layer failure": "服务器在这个端口上说的不是 https",
}


def silence(url: str, fault: BaseException) -> Obstacle:
    """What an address without an answer is reported as."""
    host, kind = urlsplit(url).netloc, next(kind for trouble, kind in TROUBLES.items() if isinstance(fault, trouble))
    if kind == "too-large":
        return Obstacle(Outcome.BROKEN, kind, f"{url} 超过了允许的大小")
    if said := certificate_fault(fault):
        ours = "" if has_roots() else "；本机没有根证书，无从验证"
        return Obstacle(Outcome.UNREACHABLE, CERTIFICATE, f"{host} 的{said}{ours}")
    if said := handshake_fault(fault):
        meant = next((words for name, words in HANDSHAKES.items() if name in said), "加密连接失败")
        return Obstacle(Outcome.UNREACHABLE, HANDSHAKE, f"{host} 的{meant}（{said}）")
    return Obstacle(Outcome.UNREACHABLE, kind, f"{host} 没有应答（{NO_ANSWER_WORDS[kind]}）")
