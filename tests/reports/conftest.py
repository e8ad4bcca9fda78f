"""What the tests of reports borrow from those of attempts."""

from __future__ import annotations

from tests.attempts.conftest import draws

__all__ = ["draws"]
