"""Streamlit servers for a measurement, each on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 90.0
"""Seconds that a server may take to start."""


@dataclass(frozen=True)
class Server:
    """A running server: its address and the id of its process."""

    address: str
    process: int

    def memory(self) -> tuple[float, float]:
        """Return the megabytes that the process holds now, and the most it has held (where the system tells)."""
        try:
            lines = Path(f"/proc/{self.process}/status").read_text().splitlines()
        except OSError:
            return float("nan"), float("nan")
        sizes = {name: text for name, _, text in (line.partition(":") for line in lines)}
        now, most = (int(sizes[name].split()[0]) / 1000 * 1.024 for name in ("VmRSS", "VmHWM"))
        return now, most


@contextlib.contextmanager
def served(
    script: Path,
    home: Path,
    log: Path,
    *,
    python: str = sys.executable,
    environment: Mapping[str, str] | None = None,
    settings: Path = ROOT,
) -> Generator[Server]:
    """Run a Streamlit script and give its server at once; `wait` tells when it answers.

    Parameters
    ----------
    script : Path
        What ``streamlit run`` gets.
    home : Path
        The data folder.
    log : Path
        Where the server's output goes.
    python : str
        The interpreter whose Streamlit runs it.
    environment : mapping, optional
        What else it is told.
    settings : Path
        The folder it starts in, whose ``.streamlit`` holds its settings.
    """
    port = _free_port()
    command = [
        python,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.headless=true",
        "--server.address=127.0.0.1",
        "--browser.gatherUsageStats=false",
        f"--server.port={port}",
    ]
    told = os.environ | {"ATLAS_HOME": str(home), "PYTHONPATH": str(ROOT)} | dict(environment or {})
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=settings, env=told, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield Server(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait(server: Server, log: Path) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
