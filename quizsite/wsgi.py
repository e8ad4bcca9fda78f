"""What the server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quizsite.settings")

application = get_wsgi_application()

# What every page needs is loaded here, not by the first who comes. It stays, so the
# garbage collector need not walk through it: that would stop a page now and then for as
# long as four others take. A page makes ten thousand objects, hardly any in cycles, so
# it need not look after each seven hundred either.
_pages = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
