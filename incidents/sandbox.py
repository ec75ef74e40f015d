"""Runs an import in a child process with limits on memory and time; the child may die, the caller does not.

The child (`child.py`) reads jobs as lines of JSON and answers with lines of JSON. It ends when
its input does, so that it never outlives who started it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from incidents.errors import IncidentsError, StoreError, cannot_write, no_room
from incidents.readers.errors import Ambiguous, Cancelled, Refused, TooMuch

if TYPE_CHECKING:
    from types import TracebackType

MB: Final = 1024 * 1024
ROOT: Final = Path(__file__).resolve().parents[1]
_ERRORS: Final[Mapping[str, type[IncidentsError]]] = {
    each.__name__: each for each in (Refused, TooMuch, Ambiguous, Cancelled, StoreError)
}
#: Memory that was used once is kept for the next part of a file: giving it back and asking again takes a third of the time.
_KEPT: Final = {
    "MIMALLOC_PURGE_DELAY": "-1",
    "MALLOC_MMAP_THRESHOLD_": str(1024 * MB),
    "MALLOC_TRIM_THRESHOLD_": str(1024 * MB),
}
_QUIET: Final = {
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "GDAL_NUM_THREADS": "1",
    "CPL_LOG_ERRORS": "OFF",
    "PYTHONWARNINGS": "ignore",
    **_KEPT,
}

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Limits:
    """What an import may take.

    Attributes
    ----------
    memory_mb : int
        Memory of the child.
    seconds : float
        Time for a small file.
    seconds_per_mb, most_seconds : float
        Time that each megabyte of the file adds, and the most in all.
    """

    memory_mb: int = 1024
    seconds: float = 60.0
    seconds_per_mb: float = 3.0  # a workbook of 200,000 rows, 500 MB unpacked, takes minutes, on a busy machine many
    most_seconds: float = 1800.0

    def time_for(self, size: int) -> float:
        """Return the seconds that a file of so many bytes may take."""
        return min(self.seconds + self.seconds_per_mb * size / MB, self.most_seconds)


class Worker:
    """A child process that imports files, one after another. Use it in a with statement.

    It is started with the first job or before, and again after a job that killed it.

    Parameters
    ----------
    limits : Limits, optional
        What each import may take.
    home : path, optional
        The data folder, where the child finds a person's own places.
    """

    def __init__(self, limits: Limits | None = None, home: Path | None = None) -> None:
        self.limits = limits or Limits()
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._errors: IO[bytes] | None = None

    def __enter__(self) -> Worker:
        """Return the worker."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the child."""
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def run(
        self,
        job: Mapping[str, Any],
        size: int = 0,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> dict[str, Any]:
        """Return what the child answers to a job.

        Parameters
        ----------
        job : mapping
            What to do (a key of `jobs.JOBS`; an import by default) and its arguments.
        size : int, optional
            Bytes of the file, by which the time is set.
        progress : callable, optional
            Told (stage, done, whole).
        cancel : threading.Event, optional
            Set it from another thread to stop.

        Raises
        ------
        Refused
            If the file cannot be imported, took too much memory or time, or the import was cancelled.
        StoreError
            If there is no room for what it writes.
        """
        child = self.start()
        deadline = time.monotonic() + self.limits.time_for(size)
        try:
            assert child.stdin is not None
            child.stdin.write(json.dumps(dict(job)).encode() + b"\n")
            child.stdin.flush()
        except OSError:
            raise self._died() from None
        while True:
            answer = self._next(deadline, size, cancel)
            if "progress" in answer:
                if progress:
                    progress(str(answer["progress"]), int(answer["done"]), int(answer["whole"]))
            elif "error" in answer:
                raise _ERRORS.get(answer["error"], Refused)(answer["message"])
            else:
                return answer["result"]

    def close(self) -> None:
        """End the child, if it runs."""
        child, self._process = self._process, None
        if child is not None:
            _end(child, self._errors)

    def dismiss(self) -> None:
        """End the child while the caller goes on: giving back its memory takes a while. A later job starts another."""
        child, self._process = self._process, None
        if child is not None:
            threading.Thread(target=_end, args=(child, self._errors), name="import-ends").start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start the child if it does not run, so that it is ready by the time of the first job."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        environment = {**os.environ, **_QUIET, "PYTHONPATH": os.pathsep.join([str(ROOT), *_python_path()])}
        if self._home is not None:
            environment["ATLAS_HOME"] = str(self._home)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the child)
        self._answers = queue.Queue()
        # -P: a folder called incidents where somebody works is not taken for this package
        command = [sys.executable, "-P", "-m", "incidents.child", str(self.limits.memory_mb)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            start_new_session=True,
        )
        threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        return self._process

    def _next(self, deadline: float, size: int, cancel: threading.Event | None) -> dict[str, Any]:
        """Return the child's next line; raises where it dies, takes too long or is cancelled."""
        while True:
            if cancel is not None and cancel.is_set():
                self.close()
                raise Cancelled("cancelled: nothing was kept")
            if time.monotonic() > deadline:
                self.close()
                seconds = self.limits.time_for(size)
                raise TooMuch(f"it took longer than {seconds:,.0f} seconds, the most for a file of this size: split it")
            if self._memory_mb() > self.limits.memory_mb * 1.05:
                self.close()
                raise self._too_large()
            try:
                answer = self._answers.get(timeout=0.1)
            except queue.Empty:
                continue
            if answer is None:
                raise self._died()
            return answer

    def _memory_mb(self) -> float:
        """Return the child's memory, where the system tells it."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except (OSError, ValueError, IndexError):
            return 0.0
        return pages * os.sysconf("SC_PAGE_SIZE") / MB

    def _too_large(self) -> TooMuch:
        return TooMuch(f"it needs more than {self.limits.memory_mb:,} MB of memory: split the file")

    def _died(self) -> Refused:
        """Return the error for a child that ended without an answer."""
        child = self._process
        code = child.wait() if child else 0
        self.close()
        if code in (-signal.SIGKILL, 137):
            return Refused("the import was ended from outside, or the machine ran out of memory: nothing was kept")
        if code in (-signal.SIGABRT, -signal.SIGSEGV, 134, 139):
            return self._too_large()
        if code == -signal.SIGXCPU:
            return TooMuch("it took more time than a file may: split it")
        return Refused(f"the import ended without an answer (code {code}): the file may be damaged")


def _python_path() -> list[str]:
    return [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]


def _end(child: subprocess.Popen[bytes], errors: IO[bytes] | None) -> None:
    """End a child and wait until it is gone."""
    with contextlib.suppress(OSError):
        if child.stdin:
            child.stdin.close()
    if child.poll() is None:
        child.kill()
    child.wait()
    if child.stdout:
        child.stdout.close()
    if errors:
        errors.close()


def _listen(child: subprocess.Popen[bytes], answers: queue.Queue[dict[str, Any] | None]) -> None:
    """Put the child's lines into the queue; None at the end."""
    assert child.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        for line in child.stdout:
            with contextlib.suppress(ValueError):
                answers.put(json.loads(line))
    answers.put(None)


# The child


def main() -> None:
    """Answer jobs until the input ends."""
    gc.disable()  # what is loaded stays
    jobs: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_receive, args=(jobs,), daemon=True).start()
    import pyarrow as pa

    importlib.import_module("incidents.jobs").get_ready()  # before memory is limited

    pa.set_cpu_count(2)
    pa.set_io_thread_count(1)
    pa.allocate_buffer(1)  # Arrow sets aside addresses for a gigabyte with its first piece, which are no memory yet
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)  # hardly anything else refers to itself, and looking for it takes its time
    gc.enable()
    limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else Limits().memory_mb)
    while True:
        _say(_answer(json.loads(jobs.get())))


def _receive(jobs: queue.Queue[bytes]) -> None:
    """Read jobs; when the input ends, whoever started this is gone, and so it ends at once."""
    for line in sys.stdin.buffer:
        jobs.put(line)
    os._exit(0)


def _say(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _answer(job: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of a job, or why there is none."""
    from incidents.jobs import JOBS

    def tell(stage: str, done: int, whole: int) -> None:
        _say({"progress": stage, "done": done, "whole": whole})

    try:
        result = JOBS[str(job.get("do", "import"))](job, tell)
    except Refused as error:
        return {"error": type(error).__name__, "message": str(error)}
    except IncidentsError as error:
        return {"error": "Refused", "message": str(error)}
    except MemoryError:
        return {"error": "TooMuch", "message": "it needs more memory than an import may have: split the file"}
    except Exception as error:  # noqa: BLE001 (whatever a file does to a library, the answer is a sentence)
        if isinstance(error, OSError) and no_room(error):
            return {"error": "StoreError", "message": str(cannot_write(Path(job["folder"]).parent, error))}
        if job.get("do") in ("append", "compare"):  # of files that the atlas wrote itself
            words = "this version could not be put together with the one before: nothing was changed. This is a fault of the atlas"
            return {"error": "Refused", "message": f"{words} ({type(error).__name__}); please report it"}
        return {"error": "Refused", "message": f"not readable: {type(error).__name__}: {str(error)[:200]}"}
    return {"result": result}


def limit_memory(memory_mb: int) -> None:
    """Limit this process's memory to so many megabytes, where the system can."""
    try:
        import resource

        size, resident = (int(each) * resource.getpagesize() for each in _statm()[:2])
        most = size + max(memory_mb * MB - resident, 64 * MB)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _statm() -> list[str]:
    return Path("/proc/self/statm").read_text().split()


def peak_mb() -> float:
    """Return the most memory that this process had, in megabytes; 0 where the system does not tell.

    Linux keeps it in the process's status; what it tells of used resources begins with what the parent held at the start.
    """
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 if sys.platform != "darwin" else most / MB
