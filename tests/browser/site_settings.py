"""The site's own settings, with the collected static files in a folder of the tests."""

from __future__ import annotations

import os
from pathlib import Path

from quizsite.settings import *  # noqa: F403, TID251

STATIC_ROOT = Path(os.environ["TEST_STATIC_ROOT"])
