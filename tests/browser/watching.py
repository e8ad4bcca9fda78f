"""What no page may do: ask another origin, complain, or break its own policy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# A violation of the Content-Security-Policy is told to the console in any case; this
# makes sure of it.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""
# What the browser and htmx say of a request that was refused or did not arrive.
FAILED_REQUEST = re.compile(
    r"Failed to load resource|Response Status Error Code"
    r"|htmx:(sendError|timeout)"
)
# A newer request takes the place of one that is under way. What follows every request
# comes with its reason, if it failed.
GIVEN_UP = re.compile(r"htmx:(sendAbort|afterRequest)")


# Without slots: Playwright keeps attributes of its own on those who listen.
@dataclass(kw_only=True)
class Watch:
    """Gathers the faults of all pages of some browser contexts.

    Failed requests are faults until `failures_are_meant` is set.
    """

    origin: str
    faults: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    failures_are_meant: bool = False

    def follow(self, context: BrowserContext, *, with_scripts: bool = True) -> None:
        """Listen to a context from now on."""
        if with_scripts:
            context.add_init_script(TELL_VIOLATIONS)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def _request(self, request: Request) -> None:
        if request.method == "POST":
            self.posts.append(request.url.removeprefix(self.origin))
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.faults.append(f"a request to {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if GIVEN_UP.search(message.text):
            return
        if self.failures_are_meant and FAILED_REQUEST.search(message.text):
            return
        self.faults.append(f"{message.type} on the console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"an error in a script: {error.error}")
