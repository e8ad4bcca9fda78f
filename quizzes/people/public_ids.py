"""Addresses that cannot be guessed."""

from __future__ import annotations

import secrets
from typing import Final

PUBLIC_ID_BYTES: Final = 16
PUBLIC_ID_LENGTH: Final = 22


def new_public_id() -> str:
    """128 random bits for an address that cannot be guessed."""
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)
