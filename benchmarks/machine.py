"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path


def machine() -> dict[str, str | int]:
    """Return the facts of this machine that a number depends on."""
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0,
        "memory": memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "streamlit": version("streamlit"),
        "duckdb": version("duckdb"),
    }


def chromium() -> dict[str, str | int]:
    """Return the version of the browser that is measured in, where there is one."""
    path = os.environ.get("ATLAS_CHROMIUM")
    if not path:
        return {}
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout
    return {"chromium": next((word for word in told.split() if word[0].isdigit()), "not known")}


def memory() -> str:
    """Return the gigabytes of memory, where the system tells."""
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"
    except (AttributeError, ValueError, OSError):
        return "not known"


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
