"""Icons as inline SVG: the tag of the `lucide` package, each icon drawn once.

The package copies and serialises an XML tree whenever an icon is shown, a tenth of what
an answer costs. So the package is no app of the settings, and its tag is loaded from
here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide as draw

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def lucide(name: str, **attributes: Any) -> SafeString:
    """The icon of a name; `size` and whatever else is given are its attributes."""
    return mark_safe(draw(name, **attributes))
