"""A process of its own for what settings decide when they are read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FreshProcess = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG")
LONG_KEY = "3pTq8Zr1WvY6sKd0JmXbN4uHcLgEfA9iOoR7tQ2wUyBzDkVxMnPj5hSaGlC"


@pytest.fixture
def fresh_process(tmp_path: Path) -> FreshProcess:
    """Run Python in the project with nothing but the given environment."""

    def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        defaults = {
            "SECRET_KEY": LONG_KEY,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "quizsite.settings",
        }
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=kept | defaults | env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
