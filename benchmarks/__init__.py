"""What the Incident Atlas costs in time and bytes, measured: ``python -m benchmarks``, or ``make bench``."""
