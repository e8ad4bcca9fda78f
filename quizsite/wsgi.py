"""What the server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quizsite.settings")

application = get_wsgi_application()

# What every page needs is loaded here, not by the first who comes, and stays: without it
# the garbage collector has little to walk through. Else it stops a page in some hundreds
# for as long as four others take.
_pages = get_resolver().url_patterns
gc.collect()
gc.freeze()
