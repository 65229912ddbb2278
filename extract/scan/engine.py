"""The engine: the networks in a process of their own, which may die without harm and is replaced in time."""

import atexit
import os
import pickle
import select
import struct
import subprocess
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any

from extract import limits
from extract.content import Block
from extract.unreadable import Unreadable

PAGES = 200  # that one process reads; the networks' memory grows with the pages
LONGEST = 64 << 20  # bytes of what is read of one page
_LENGTH = struct.Struct("<Q")


class Engine:
    """A process that recognises pages, started with the first of them and anew when it is gone or worn out."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0
        self._owner = os.getpid()
        self._lock = Lock()

    def read(self, page: Any) -> list[Block]:
        """The blocks of one page (grey or RGB array). Raises Unreadable: needs-ocr, too-slow, reader-died."""
        with self._lock:
            process = self._running()
            self._read += 1
            try:
                answer = _asked(process, page)
            except TimeoutError as fault:
                self.stop()
                message = f"a page took more than {limits.SCANNED_PAGE_SECONDS:.0f} seconds to recognise"
                raise Unreadable("too-slow", message) from fault
            except (OSError, EOFError, ValueError) as fault:
                self.stop()
                raise Unreadable("reader-died", "the reader of scanned pages died on a page") from fault
        if isinstance(answer, str):
            raise Unreadable("reader-died", f"the reader of scanned pages failed: {answer}")
        blocks: list[Block] = answer
        return blocks

    def stop(self) -> None:
        """Ends the process, if one runs."""
        if self._process and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()
        self._process = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._owner != os.getpid() or self._read >= PAGES or (self._process and self._process.poll() is not None):
            self.stop()
        self._owner = os.getpid()
        if self._process is None:
            self._process, self._read = _started(), 0
        return self._process


_shared = Engine()
atexit.register(_shared.stop)


def shared() -> Engine:
    """The one engine of this process."""
    return _shared


def _started() -> "subprocess.Popen[bytes]":
    if not all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2", "numpy")):
        raise Unreadable("needs-ocr", "the document is pictures; reading them needs: pip install gongkai-watch[ocr]")
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = os.pathsep.join(str(place) for place in sys.path if place)
    return subprocess.Popen(
        [sys.executable, "-m", "extract.scan.engine"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **threads, "PYTHONPATH": path},
    )


def _asked(process: "subprocess.Popen[bytes]", page: Any) -> Any:
    """The process's answer to one page: its blocks, or a sentence about what went wrong."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    deadline = time.monotonic() + limits.SCANNED_PAGE_SECONDS
    _given(process.stdin.fileno(), _packed(page), deadline)
    pipe = process.stdout.fileno()
    (length,) = _LENGTH.unpack(_taken(pipe, _LENGTH.size, deadline))
    if length > LONGEST:
        raise EOFError
    return pickle.loads(_taken(pipe, length, deadline))  # noqa: S301  (our own process)


def _given(pipe: int, data: bytes, deadline: float) -> None:
    """Writes to a pipe whose reader may hang. Raises TimeoutError after the deadline."""
    os.set_blocking(pipe, False)
    left = memoryview(data)
    while left:
        seconds = deadline - time.monotonic()
        if seconds <= 0 or not select.select([], [pipe], [], seconds)[1]:
            raise TimeoutError
        left = left[os.write(pipe, left[: 1 << 16]) :]


def _taken(pipe: int, length: int, deadline: float) -> bytes:
    """So many bytes of a pipe. Raises EOFError at its end and TimeoutError after the deadline."""
    taken = bytearray()
    while len(taken) < length:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            raise TimeoutError
        part = os.read(pipe, min(1 << 20, length - len(taken)))
        if not part:
            raise EOFError
        taken += part
    return bytes(taken)


def _packed(what: Any) -> bytes:
    data = pickle.dumps(what, protocol=5)
    return _LENGTH.pack(len(data)) + data


def _send(pipe: IO[bytes], what: Any) -> None:
    pipe.write(_packed(what))
    pipe.flush()


# ---- the process itself ----


def serve() -> None:
    """Reads pages from standard input and answers each, until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _shut_in()
    reader = _reader()
    source = sys.stdin.buffer
    while len(head := source.read(_LENGTH.size)) == _LENGTH.size:
        page = pickle.loads(source.read(*_LENGTH.unpack(head)))  # noqa: S301  (our own parent)
        try:
            _send(answers, reader(page))
        except Exception as fault:  # noqa: BLE001  (one page: whatever it is, the others are read)
            _send(answers, f"{type(fault).__name__}: {fault}"[:200])


def _reader() -> Any:
    from extract.scan.letters import Letters
    from extract.scan.page import read_page

    spec = find_spec("rapidocr")
    letters = Letters(Path(str(spec and spec.origin)).parent / "models")
    return lambda page: read_page(page, letters)


def _shut_in() -> None:
    """No network, no more memory than one reader may have, and an end when the parent ends."""
    parent = os.getppid()
    sys.addaudithook(_no_network)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _no_network(event: str, _: object) -> None:
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        raise PermissionError("the reader of scanned pages has no network")


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    serve()
