"""QR codes as SVG inside the page, which the policy of our pages lets through."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 2


def qr_svg(address: str) -> SafeString:
    """A QR code of an address of ours, black on nothing; the page gives it white."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(
        border=QUIET_ZONE, omitsize=True, svgclass="qr__code", lineclass=None
    )
    # Made by segno of bits alone: nothing of the address is in it
    return mark_safe(drawn)
