"""Https as portals have it: faults are named, nothing is asked; a portal may be excepted, and its captures say so."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL.crypto import TYPE_RSA, X509, PKey
from scrapy import Request
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from crawler.encryption import has_roots, weaknesses
from crawler.hosts import hosts_of
from crawler.keeping import Answer
from crawler.manners import Guest
from crawler.turns import Turns
from monitor.demo.web import MiniatureWeb, Site
from storage.clock import Clock
from storage.model import Agency, Pass
from storage.settings import Crawl, Settings
from storage.terms import Kind, Level, Outcome, Role
from tests.certificates import (
    authority,
    old_ciphers,
    old_handshake,
    old_protocol,
    open_with_tls,
    self_signed,
    short_dh,
    trust,
)
from tests.crawling import DAY, Kept, Watch, static_site

BODIES = ("青禾县人民政府", "青禾县教育局")


@dataclass
class World:
    """Portals behind https of all kinds, crawled once."""

    folder: Path
    sites: dict[str, Site] = field(default_factory=dict)
    kept: Kept | None = None

    def ended(self, name: str) -> Pass:
        """How the pass over a portal ended."""
        assert self.kept
        return next(one for one in self.kept.passes if one.portal == self.sites[name].url.removeprefix("https://"))

    def overlooked(self, name: str) -> set[str | None]:
        """What the captures of a portal say of its certificate."""
        assert self.kept
        return {one.overlooked for one in self.kept.documents if one.portal == self.ended(name).portal}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("tls")
    known, stranger = authority("青禾根"), authority("别处的根")
    (folder / "roots.pem").write_bytes(known.certificate.public_bytes(Encoding.PEM))
    now, day = datetime.now(UTC), timedelta(days=1)
    sound, own = known.issue(folder), self_signed(folder)
    short = short_dh(folder)
    there = World(folder)
    with MiniatureWeb(DAY) as web:
        certificates = {
            "sound": (sound, None),
            "self-signed": (own, None),
            "wrong name": (known.issue(folder, "www.songquan.example"), None),
            "expired": (known.issue(folder, begins=now - 9 * day, ends=now - day), None),
            "too early": (known.issue(folder, begins=now + day, ends=now + 9 * day), None),
            "unknown issuer": (stranger.issue(folder), None),
            "short dh": (sound, short),
            "old protocol": (sound, old_protocol),
            "old ciphers": (sound, old_ciphers),
            "excepted": (own, None),
            "excepted, wrong and expired": (
                known.issue(folder, "www.songquan.example", now - 9 * day, now - day), None
            ),
            "excepted, sound": (sound, None),
            "legacy": (sound, short),
            "legacy, self-signed": (own, short),
            "legacy, old protocol": (sound, old_protocol),
            "legacy, old ciphers": (sound, old_ciphers),
            "legacy, new": (sound, None),
            "legacy, excepted": (own, short),
        }  # fmt: skip
        there.sites = {
            name: open_with_tls(web, static_site(BODIES), certificate, set_up)
            for name, (certificate, set_up) in certificates.items()
        }
        there.sites["old handshake"] = Site(url=old_handshake())
        there.sites["no https"] = web.open(Site())
        there.sites["no https"].url = there.sites["no https"].url.replace("http:", "https:")
        watch = Watch(folder / "w", "delay = 0.01\ntimeout = 10.0\n", partial(trust, folder / "roots.pem"))
        with (watch.folder / "gongkai.toml").open("a", encoding="utf-8") as settings:
            for name, site in there.sites.items():
                if name.startswith(("excepted", "legacy")):
                    first, _, second = name.partition(", ")
                    tls = {"excepted": "unverified", "legacy": "legacy"}[first]
                    tls = "legacy-unverified" if (first, second) == ("legacy", "excepted") else tls
                    settings.write(f'[portals."{site.url.removeprefix("https://")}"]\ntls = "{tls}"\n')
        for number, site in enumerate(there.sites.values()):
            watch.add(f"gov-{number}", "青禾县人民政府", f"{site.url}/", Kind.GOVERNMENT)
        watch.crawl(None)
        there.kept = watch.kept(None)
        yield there


@pytest.mark.parametrize(
    "name",
    [
        *("sound", "old ciphers", "excepted", "excepted, sound"),
        *("legacy", "legacy, excepted", "legacy, old protocol", "legacy, old ciphers", "legacy, new"),
    ],
)
def test_what_is_sound_or_excepted_is_read(world: World, name: str) -> None:
    assert world.ended(name).outcome is Outcome.OK, world.ended(name).reason


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("self-signed", "tls-certificate", "自签名的证书"),
        ("wrong name", "tls-certificate", "不是发给这个域名的"),
        ("expired", "tls-certificate", "证书已过期"),
        ("too early", "tls-certificate", "证书尚未生效"),
        ("unknown issuer", "tls-certificate", "签发者不明"),
        ("legacy, self-signed", "tls-certificate", "自签名的证书"),
        ("short dh", "tls-handshake", "DH 密钥过短"),
        ("old protocol", "tls-handshake", "过时的加密协议"),
        ("old handshake", "tls-handshake", "不安全的重新协商"),
        ("no https", "tls-handshake", "说的不是 https"),
    ],
)
def test_a_fault_is_named_and_nothing_is_asked(world: World, name: str, kind: str, said: str) -> None:
    ended = world.ended(name)
    assert (ended.outcome, ended.kind) == (Outcome.UNREACHABLE, kind), ended.reason
    assert said in str(ended.reason)
    assert ended.requests == 1
    assert world.sites[name].visits == []


def test_a_capture_says_what_was_overlooked(world: World) -> None:
    assert world.overlooked("excepted") == {"自签名的证书"}
    assert world.overlooked("excepted, wrong and expired") == {"证书不是发给这个域名的；证书已过期"}
    assert world.overlooked("excepted, sound") == world.overlooked("sound") == {None}
    assert world.kept
    capture = next(one for one in world.kept.documents if one.overlooked)
    assert capture.warc
    with (world.folder / "w" / "vault" / "warc" / capture.warc).open("rb") as archive:
        notes = [one.content_stream().read().decode() for one in ArchiveIterator(archive) if one.rec_type == "metadata"]
    assert any('unverified: "自签名的证书"' in note for note in notes)


class OneKept:
    """Keeps nothing, and says of every answer that it was kept."""

    portal = "www.qinghe.gov.cn"
    clock = Clock()

    async def keep_aside(self, answer: Answer, *_: object, **__: object) -> SimpleNamespace:
        """The same, while others go on."""
        return self.keep(answer)

    def held(self, *_: object) -> None:
        """Nothing is held of any address."""

    def keep(self, answer: Answer, *_: object, **__: object) -> SimpleNamespace:
        """The capture of an answer."""
        return SimpleNamespace(sha256=None, answer=answer)


@pytest.mark.parametrize(("alive", "said"), [(True, "；同一域名的 http 有应答"), (False, "拒绝连接）")])
def test_http_alive_behind_dead_https_is_told(monkeypatch: pytest.MonkeyPatch, alive: bool, said: str) -> None:
    asked: list[str] = []

    async def fetch(request: Request) -> Response:
        asked.append(request.url)
        if request.url.startswith("https:") or not alive:
            raise DownloadConnectionRefusedError("refused")
        return Response(request.url, 404, request=request)

    async def somewhere(_: str) -> str:
        return "93.184.216.34"

    monkeypatch.setattr("crawler.manners.resolve", somewhere)
    body = Agency("a", "青禾县人民政府", Level.COUNTY, Kind.GOVERNMENT, "https://www.qinghe.gov.cn/")
    settings = Settings(Crawl(delay=0))
    guest = Guest(fetch, Turns(), hosts_of([body]), OneKept(), settings)  # type: ignore[arg-type]
    page = asyncio.run(guest.look("https://www.qinghe.gov.cn/", Role.HOME))
    assert page.obstacle is not None
    assert page.obstacle.outcome is Outcome.UNREACHABLE
    assert page.obstacle.reason.endswith(said)
    robots = "https://www.qinghe.gov.cn/robots.txt"
    assert asked == [robots, robots, "http://www.qinghe.gov.cn/robots.txt"]


@pytest.mark.parametrize(
    ("bits", "digest", "said"),
    [
        (2048, "sha256", []),
        (1024, "sha1", []),
        (768, "sha256", ["证书的密钥过短"]),
        (2048, "md5", ["证书的签名算法过弱"]),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what signs nowadays refuses to sign such things
def test_a_worthless_certificate_is_one_for_old_servers_too(bits: int, digest: str, said: list[str]) -> None:
    key, certificate = PKey(), X509()
    key.generate_key(TYPE_RSA, bits)
    certificate.set_pubkey(key)
    certificate.sign(key, digest)
    assert list(weaknesses(certificate)) == said


def test_a_machine_without_roots_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert has_roots()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert not has_roots()
