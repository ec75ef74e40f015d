"""The child process in which imports run (``python -m incidents.child``), started without pandas: loading it takes longer than all else.

Arrow looks once, with its first array, whether pandas is there, and would load it. What needs pandas itself loads it later.
"""

from __future__ import annotations

import sys


class _Hidden:
    """Says that there is no pandas."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        """Raise for pandas what is raised where it is not installed."""
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def main() -> None:
    """Answer jobs until the input ends."""
    hidden = _Hidden()
    sys.meta_path.insert(0, hidden)  # pyright: ignore[reportArgumentType]
    import pyarrow as pa

    pa.array([0])
    sys.meta_path.remove(hidden)  # pyright: ignore[reportArgumentType]

    from incidents.sandbox import main as answer

    answer()


if __name__ == "__main__":
    main()
