"""A short form of `make torture`: nothing acknowledged is lost to other writers, kills, a full disk or damaged bytes."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest


@pytest.mark.skipif(os.name != "posix", reason="kills, limits and pipes of POSIX")
def test_nothing_is_lost() -> None:
    command = [sys.executable, "-m", "tests.ledger_torture", "--short"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    found: dict[str, Any] = json.loads(done.stdout or "{}")
    assert done.returncode == 0, (found, done.stderr[-2_000:])
    assert list(found) == ["sqlite", "postgresql", "kills", "full-disk", "bytes"]
