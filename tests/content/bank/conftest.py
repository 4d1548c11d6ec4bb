"""The strategies for random questions live with the domain's tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "domain"))
