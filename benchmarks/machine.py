"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path


def machine(chromium: str = "") -> dict[str, str | int]:
    """Return the facts of this machine that a number depends on.

    Parameters
    ----------
    chromium : str
        The browser's version, where one was measured with.
    """
    facts: dict[str, str | int] = {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "streamlit": version("streamlit"),
    }
    return facts | ({"chromium": chromium} if chromium else {})


def processor() -> str:
    """Return the processor's model, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def load() -> str:
    """Return how many processes wanted to run, on average over the last minute; more than the cores make numbers larger."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
