"""What the environment makes of the settings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.web.conftest import FreshProcess

HTTPS = "https://quiz.example.kz"

PRINT_SETTINGS = """
import json
from django.conf import settings
names = {names!r}
print(json.dumps({{name: getattr(settings, name) for name in names}}))
"""


def read(fresh_process: FreshProcess, *names: str, **env: str) -> dict[str, Any]:
    done = fresh_process("-c", PRINT_SETTINGS.format(names=names), **env)
    assert done.returncode == 0, done.stderr
    settings: dict[str, Any] = json.loads(done.stdout)
    return settings


def test_a_deployment_under_https_has_nothing_to_warn_of(
    fresh_process: FreshProcess,
) -> None:
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = fresh_process(*command, "--database", "default", SITE_URL=HTTPS)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_missing_secret_key_is_refused_with_what_to_do(
    fresh_process: FreshProcess,
) -> None:
    done = fresh_process("manage.py", "check", SECRET_KEY="")

    assert done.returncode != 0
    assert "make setup" in done.stderr


@pytest.mark.parametrize("address", ["quiz.example.kz", "ftp://quiz.example.kz", ""])
def test_an_address_that_is_none_is_refused(
    address: str, fresh_process: FreshProcess
) -> None:
    done = fresh_process("manage.py", "check", SITE_URL=address)

    assert done.returncode != 0
    assert "SITE_URL" in done.stderr


def test_https_names_cookies_so_that_browsers_guard_them(
    fresh_process: FreshProcess,
) -> None:
    found = read(
        fresh_process,
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        SITE_URL=HTTPS,
        HOST="0.0.0.0",
    )

    assert found == {
        "SESSION_COOKIE_NAME": "__Host-sid",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "ALLOWED_HOSTS": ["127.0.0.1", "[::1]", "localhost", "quiz.example.kz"],
        "CSRF_TRUSTED_ORIGINS": [HTTPS],
    }


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", ["127.0.0.1", "[::1]", "localhost"]),
        ("localhost", ["127.0.0.1", "[::1]", "localhost"]),
        ("0.0.0.0", ["*"]),
        ("192.168.1.5", ["*"]),
    ],
)
def test_the_network_is_let_in_only_when_the_server_listens_to_it(
    host: str, allowed: list[str], fresh_process: FreshProcess
) -> None:
    found = read(fresh_process, "ALLOWED_HOSTS", "SESSION_COOKIE_NAME", HOST=host)

    assert found == {"ALLOWED_HOSTS": allowed, "SESSION_COOKIE_NAME": "sid"}


def test_postgresql_has_a_connection_for_each_thread(
    fresh_process: FreshProcess,
) -> None:
    found = read(
        fresh_process,
        "DATABASES",
        DATABASE_URL="postgres://quiz:secret@db.example.kz:5433/quiz?sslmode=require",
        THREADS="8",
    )

    default = found["DATABASES"]["default"]
    assert default["OPTIONS"]["pool"]["max_size"] > 8
    assert default["OPTIONS"]["sslmode"] == "require"
    assert (default["HOST"], default["PORT"], default["NAME"]) == (
        "db.example.kz",
        5433,
        "quiz",
    )
    assert default["CONN_MAX_AGE"] == 0


ASK = """
import json
import django
django.setup()
from django.test import Client
response = Client(raise_request_exception=False).get(
    "/account/login/", secure={secure}, headers={{"Host": "quiz.example.kz"}}
)
print(json.dumps({{"status": response.status_code, "headers": dict(response.headers),
    "cookies": [cookie.OutputString() for cookie in response.cookies.values()]}}))
"""


def test_https_is_insisted_on(fresh_process: FreshProcess) -> None:
    done = fresh_process("-c", ASK.format(secure=False), SITE_URL=HTTPS)

    answer = json.loads(done.stdout)
    assert answer["status"] == 301
    assert answer["headers"]["Location"] == "https://quiz.example.kz/account/login/"


def test_https_is_remembered_by_the_browser(fresh_process: FreshProcess) -> None:
    done = fresh_process("-c", ASK.format(secure=True), SITE_URL=HTTPS, DEBUG="on")

    answer = json.loads(done.stdout)
    assert answer["status"] == 200, done.stderr
    assert answer["headers"]["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    (csrf,) = answer["cookies"]
    assert csrf.startswith("__Host-csrf=")
    for part in ("HttpOnly", "Path=/", "SameSite=Lax", "Secure"):
        assert part in csrf
    assert "Domain" not in csrf
