"""Which names of this server are answered when it serves a local network."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

# Suffixes that no public name ends in (RFC 6762, 8375, 9476 and common routers).
LOCAL_SUFFIXES = (
    ".local",
    ".localdomain",
    ".localhost",
    ".lan",
    ".home",
    ".home.arpa",
    ".internal",
)


def is_local_name(domain: str) -> bool:
    """Whether `domain` can only be meant for a machine nearby, or is an address.

    An address cannot be turned to another machine by whoever owns a public name, and
    nobody can own a name without a dot.
    """
    domain = domain.rstrip(".").lower()
    try:
        ipaddress.ip_address(domain.strip("[]"))
    except ValueError:
        has_dot = "." in domain
        return domain.endswith(LOCAL_SUFFIXES) or (bool(domain) and not has_dot)
    return True


class LocalNetworkMiddleware:
    """Refuses public names that are not ours, where `ALLOWED_HOSTS` has to be open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.SERVES_LOCAL_NETWORK:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        domain, _port = split_domain_port(request.get_host())
        if domain not in settings.SITE_HOSTS and not is_local_name(domain):
            raise DisallowedHost(
                f"The name {domain!r} is neither local nor that of SITE_URL."
            )
        return self.get_response(request)
