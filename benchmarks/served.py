"""Streamlit servers for a measurement, each on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 90.0
"""Seconds that a server may take to start."""


@contextlib.contextmanager
def served(script: Path, home: Path, log: Path) -> Generator[str]:
    """Run a Streamlit script and give its address, at once; `wait` tells when it answers.

    Parameters
    ----------
    script : Path
        What ``streamlit run`` gets.
    home : Path
        The data folder.
    log : Path
        Where the server's output goes.
    """
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true", f"--server.port={port}"]
    environment = os.environ | {"ATLAS_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait(address: str, log: Path) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
