"""The settings of the site with the floor's table and address added."""

from __future__ import annotations

import os
from pathlib import Path

from quizsite.settings import *  # noqa: F403, TID251
from quizsite.settings import INSTALLED_APPS  # noqa: TID251

FOLDER = Path(os.environ["BENCHMARK_FOLDER"])

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.floor"]
ROOT_URLCONF = "tests.benchmarks.floor.urls"
STATIC_ROOT = FOLDER / "static"
STATIC_ROOT.mkdir(exist_ok=True)
