"""The found numbers as text and as JSON, those that failed too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from benchmarks.plan import PARTS, Name
from benchmarks.result import Result


@dataclass
class Report:
    """What was found on which machine; a measurement that failed has the reason instead of results."""

    machine: dict[str, str | int]
    results: dict[Name, list[Result]] = field(default_factory=dict[Name, list[Result]])
    seconds: dict[Name, int] = field(default_factory=dict[Name, int])
    failed: dict[Name, str] = field(default_factory=dict[Name, str])

    def as_json(self) -> str:
        """Return all of it as JSON."""
        results: Mapping[str, object] = {name: [asdict(each) for each in found] for name, found in self.results.items()}
        content = {"machine": self.machine, "results": results, "seconds": self.seconds, "failed": self.failed}
        return json.dumps(content, ensure_ascii=False, indent=1)

    def as_text(self) -> str:
        """Return a line a number, a heading a measurement."""
        return "\n".join([self.heading(), *(self.section(name) for name in self.seconds)])

    def heading(self) -> str:
        """Return what the numbers were measured on and what stands in a line."""
        facts = "; ".join(f"{name} {value}" for name, value in self.machine.items())
        return f"{facts}\nmedian, unit, quartiles (a quarter of the samples lies below, a quarter above), number of samples"

    def section(self, name: Name) -> str:
        """Return the numbers of a measurement, and why it failed if it did."""
        lines = ["", f"{PARTS[name].title} ({name}, {self.seconds[name]} s)"]
        lines += [result.line() for result in self.results.get(name, [])]
        return "\n".join([*lines, *([f"  failed: {self.failed[name]}"] if name in self.failed else [])])
