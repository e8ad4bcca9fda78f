"""Things in the site's database, made by a process that lives as long as the site.

While Playwright runs, Django's database cannot be used in the process of the tests. So
another process, which runs this file, calls the functions that make things; each takes
and gives what JSON can hold.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

_makers: dict[Path, subprocess.Popen[str]] = {}


def make(database: Path, function: Callable[..., Any], *arguments: str) -> Any:
    """Call a function of a module with the site's database, and give what it gives."""
    if database not in _makers:
        _makers[database] = _started(database)
    maker = _makers[database]
    assert maker.stdin is not None
    assert maker.stdout is not None
    call = {"module": function.__module__, "name": function.__name__}
    print(json.dumps({**call, "arguments": arguments}), file=maker.stdin, flush=True)
    told = json.loads(maker.stdout.readline())
    assert "fault" not in told, told["fault"]
    return told["given"]


def end(database: Path) -> None:
    """End the process that makes things in a database, if there is one."""
    maker = _makers.pop(database, None)
    if maker is not None:
        maker.communicate(timeout=30)


def _started(database: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings",
        "SECRET_KEY": "for tests only: nothing signed with it leaves this machine",
        "DATABASE_URL": f"sqlite:///{database}",
        "TEST_STATIC_ROOT": str(database.parent / "static"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.browser.making"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _answer_calls() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            function = getattr(importlib.import_module(asked["module"]), asked["name"])
            told = {"given": function(*asked["arguments"])}
        except Exception:
            told = {"fault": traceback.format_exc()}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    _answer_calls()
