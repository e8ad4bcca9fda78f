"""School single sign-on: off until the environment has its ids."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from quizzes.accounts.forms import SchoolSignupForm
from quizzes.accounts.signing_up import NameTaken
from quizzes.people.guests import NotAGuest

ROOT = Path(__file__).resolve().parents[2]
IDS = {
    "OIDC_CLIENT_ID": "school",
    "OIDC_SECRET": "s",
    "OIDC_SERVER_URL": "https://id.school.example",
    "OIDC_NAME": "Мектеп",
    "GOOGLE_CLIENT_ID": "google-id",
    "GOOGLE_SECRET": "s",
    "MICROSOFT_CLIENT_ID": "microsoft-id",
    "MICROSOFT_SECRET": "s",
    "MICROSOFT_TENANT": "school.example",
}
VISIT = """
import json
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from bs4 import BeautifulSoup
from django.http import HttpRequest
from django.test import Client, RequestFactory
from quizzes.people.models import User

client = Client(headers={"Host": "127.0.0.1"})
page = BeautifulSoup(client.get("/account/login/").content, "html.parser")
found = {each.get_text(strip=True): each["href"] for each in page.select(".schools a")}
first = client.get("/account/school/google/login/")
leave = client.post("/account/school/google/login/")
target = BeautifulSoup(leave.content, "html.parser").select_one("main a.button")["href"]
guest = User(username="guest-1", is_guest=True)
guest.set_unusable_password()
guest.save()
guests = Client(headers={"Host": "127.0.0.1"})
guests.force_login(guest)
connect = guests.post("/account/school/google/login/?process=connect")
pages = {
    address: guests.get(address).status_code
    for address in (
        "/account/school/",
        "/account/school/signup/",
        "/account/school/cancelled/",
        "/account/school/error/",
        "/account/school/google/callback/",
    )
}
bolat = User.objects.create_user("bolat")
bolats = Client(headers={"Host": "127.0.0.1"})
bolats.force_login(bolat)
print(json.dumps({
    "found": found, "first": first.status_code, "leave": leave.status_code,
    "target": target, "connect": connect.headers.get("Location"), "pages": pages,
    "own": bolats.get("/account/school/").status_code,
    "rows": User.objects.count(),
}))
"""


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a site shows whose environment has all ids."""
    folder = tmp_path_factory.mktemp("school")
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "DJANGO_SETTINGS_MODULE": "quizsite.settings",
            "SECRET_KEY": "for tests only: nothing signed with it leaves this machine",
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "DEBUG": "on",
            **IDS,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.django_db
def test_without_ids_there_is_no_sign_of_it(client: Client) -> None:
    assert "/account/school/" not in client.get("/account/login/").content.decode()
    assert client.get("/account/school/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("socialaccount_connections")


def test_the_log_in_names_each_way(visit: dict[str, Any]) -> None:
    assert sorted(visit["found"]) == ["Google", "Microsoft", "Мектеп"]
    assert visit["found"]["Мектеп"].startswith("/account/school/school/login/")


def test_one_leaves_by_a_link_after_a_form(visit: dict[str, Any]) -> None:
    assert (visit["first"], visit["leave"]) == (200, 200)
    assert visit["target"].startswith("https://accounts.google.com/")
    assert "client_id=google-id" in visit["target"]
    assert "code_challenge=" in visit["target"]
    assert "account%2Fschool%2Fgoogle%2Fcallback%2F" in visit["target"]


def test_a_guest_has_nothing_to_connect(visit: dict[str, Any]) -> None:
    assert visit["connect"].startswith("/account/login/")
    assert visit["pages"]["/account/school/"] == 302
    assert visit["own"] == 200


def test_what_comes_back_wrong_is_a_page_and_makes_nobody(
    visit: dict[str, Any],
) -> None:
    assert visit["pages"]["/account/school/google/callback/"] in {200, 401}
    assert visit["pages"]["/account/school/cancelled/"] == 200
    assert visit["pages"]["/account/school/error/"] == 401
    assert visit["rows"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [NameTaken, NotAGuest])
def test_a_form_sent_twice_leads_to_the_log_in(
    fault: type[Exception], monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    def refuse(form: SchoolSignupForm, request: HttpRequest) -> None:
        raise fault

    monkeypatch.setattr(SchoolSignupForm, "save", refuse)
    form = SchoolSignupForm.__new__(SchoolSignupForm)
    form.account_already_exists = False

    user, response = form.try_save(rf.post("/"))

    assert user is None
    assert response.headers["Location"] == reverse("account_login")
