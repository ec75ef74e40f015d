"""Tests and examples read an empty data folder, whatever lies in that of whoever runs them."""

import os
import tempfile

os.environ["ATLAS_HOME"] = tempfile.mkdtemp(prefix="atlas-tests-")
