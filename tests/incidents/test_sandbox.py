"""The child process: limits on memory and time, and an answer in a sentence whatever becomes of it."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from incidents.readers import Refused, TooMuch
from incidents.sandbox import Limits, Worker
from tests.incidents.readers.made import ACLED, acled, text


def job(tmp_path: Path, content: bytes, name: str = "made.csv") -> dict[str, str]:
    path = tmp_path / name
    path.write_bytes(content)
    folder = tmp_path / f"out{time.monotonic_ns()}"
    folder.mkdir()
    return {"file": str(path), "folder": str(folder)}


GOOD = text(ACLED, [acled(1), acled(2)]).encode()


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as child:
        yield child


def test_a_job_is_answered_with_the_report_and_progress(tmp_path: Path, worker: Worker) -> None:
    told: list[str] = []
    report = worker.run(job(tmp_path, GOOD), progress=lambda stage, done, whole: told.append(stage))
    assert report["taken"] == 2
    assert 0 < report["peak_mb"] < 1024
    assert {"reading", "converting"} <= set(told)


def test_the_memory_of_a_child_is_its_own(tmp_path: Path) -> None:
    held = bytearray(700 << 20)
    held[::4096] = b"x" * len(held[::4096])
    with Worker() as worker:
        assert worker.run(job(tmp_path, GOOD))["peak_mb"] < 700


def test_one_child_answers_several_jobs_also_after_a_bad_one(tmp_path: Path, worker: Worker) -> None:
    worker.run(job(tmp_path, GOOD))
    pid = worker.pid
    with pytest.raises(Refused):
        worker.run(job(tmp_path, b"%PDF-"))
    worker.run(job(tmp_path, GOOD))
    assert worker.pid == pid


def test_a_child_does_without_pandas_which_takes_as_long_to_load_as_all_else(tmp_path: Path, worker: Worker) -> None:
    worker.run(job(tmp_path, GOOD))
    loaded = Path(f"/proc/{worker.pid}/maps")
    assert not loaded.exists() or b"/pandas/" not in loaded.read_bytes()


def test_a_child_that_dies_is_a_sentence_and_the_next_job_works(tmp_path: Path, worker: Worker) -> None:
    worker.run(job(tmp_path, GOOD))
    pid = worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)  # so that it cannot be done before it is killed, however quick it is
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    with pytest.raises(Refused):
        worker.run(job(tmp_path, GOOD))
    assert worker.run(job(tmp_path, GOOD))["taken"] == 2


def test_a_folder_where_somebody_works_is_not_taken_for_the_atlas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("incidents", "gazetteer"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit(7)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with Worker() as worker:
        assert worker.run(job(tmp_path, GOOD))["taken"] == 2


def test_too_little_time_ends_the_child(tmp_path: Path) -> None:
    limits = Limits(seconds=0.2, seconds_per_mb=0.0)
    with Worker(limits) as worker, pytest.raises(TooMuch, match="longer than"):
        worker.run(job(tmp_path, GOOD))
    assert worker.pid is None


def test_time_grows_with_the_file_up_to_a_bound() -> None:
    limits = Limits(seconds=60, seconds_per_mb=1, most_seconds=300)
    assert [limits.time_for(size * 1024**2) for size in (0, 100, 100_000)] == [60, 160, 300]


def test_memory_is_limited(tmp_path: Path) -> None:
    rows = [acled(number, notes="x" * 3000 + str(number)) for number in range(1, 20_000)]
    with Worker(Limits(memory_mb=230)) as worker, pytest.raises(TooMuch, match="memory"):
        worker.run(job(tmp_path, text(ACLED, rows).encode()))


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import sys,time; from incidents.sandbox import Worker; w = Worker(); w.start(); print(w.pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        try:
            state = Path(f"/proc/{child}/stat").read_text().split()[2]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    raise AssertionError("the child outlived its parent")
