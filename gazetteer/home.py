"""Where a person's own data lies."""

import os
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """The data folder: ``ATLAS_HOME`` when it is set and not empty, else the platform's user data directory.

    The folder may not exist yet; whoever writes into it creates it.

    >>> import os
    >>> os.environ["ATLAS_HOME"] = "/srv/atlas"
    >>> home().as_posix()
    '/srv/atlas'
    >>> del os.environ["ATLAS_HOME"]
    """
    chosen = os.environ.get("ATLAS_HOME", "").strip()
    return Path(chosen).expanduser() if chosen else user_data_path("incident-atlas", appauthor=False)
