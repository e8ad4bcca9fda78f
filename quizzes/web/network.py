"""The addresses under which this machine is reached."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

# Any address beyond the local network will do: nothing is sent to it.
SOMEWHERE_ELSE = ("192.0.2.1", 9)


def is_taken(host: str, port: int) -> bool:
    """Whether another program already listens there.

    The server cannot tell by itself: several of its processes share a port on purpose,
    so a second site would silently get every other request of the first.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do, so that connections of a past one that are still closing do not
        # count; a listening one does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def local_address() -> str | None:
    """The address of this machine in its network, if it is in one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE_ELSE)
        except OSError:
            return None
        return str(probe.getsockname()[0])


def address_for_others(request: HttpRequest) -> str:
    """Where the other devices of the room find the site, without a slash at the end.

    SITE_URL, if it is one that others can use. If not, the site serves its network
    under names that no setting knows: the address that this request came to, or the
    machine's own one where it came from the machine itself.
    """
    if not _is_loopback(urlsplit(settings.SITE_URL).hostname or ""):
        return str(settings.SITE_URL)
    domain, port = split_domain_port(request.get_host())
    if _is_loopback(domain.strip("[]")) and settings.SERVES_LOCAL_NETWORK:
        domain = local_address() or domain
    return f"{request.scheme}://{domain}" + (f":{port}" if port else "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
