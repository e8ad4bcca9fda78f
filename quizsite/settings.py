"""All settings, read from the environment and from `.env` beside `manage.py`.

SECRET_KEY    Signs cookies. No default: `make setup` writes one once.
SITE_URL      Where people reach the site, by default http://127.0.0.1:8000. https turns
              on Secure `__Host-` cookies, the redirect and HSTS.
HOST, PORT    Where the server listens, by default 127.0.0.1 and 8000. HOST=0.0.0.0 lets
              the phones of the local network in.
DATABASE_URL  By default SQLite in data/db.sqlite3; postgres://user:password@host/name.
DATABASE_PREPARES  "off" behind a pooler of PostgreSQL that gives each transaction
              another connection, such as PgBouncer: no statement is prepared then.
DEBUG         Django's pages of errors, for developers only.
THREADS       Blocking threads of each server process, by default 1: on SQLite more only
              wait for each other.

ALLAUTH_TRUSTED_PROXY_COUNT   How many proxies of ours stand before the server, by
              default 0. With a wrong number whoever guesses passwords can lie about
              their address, or all users of the site count as one.
EMAIL_URL     smtp+tls://user:password@host:587. Without it no message leaves: they
              become files in data/mail.
EMAIL_FROM    The sender of messages.

School single sign-on; each is off until its id is there:
OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_SECRET, OIDC_NAME   Any OpenID Connect server.
GOOGLE_CLIENT_ID, GOOGLE_SECRET
MICROSOFT_CLIENT_ID, MICROSOFT_SECRET, MICROSOFT_TENANT   The tenant is the school's.

Only Django reads this file by name; code asks `django.conf.settings`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "data"

env = environ.Env()
env.read_env(BASE_DIR / ".env")  # what the environment already says is kept


# --- Where the site is ----------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "There is no SECRET_KEY. Run `make setup` once, which writes a random one to "
        ".env, or set SECRET_KEY in the environment."
    )

DEBUG = env.bool("DEBUG", default=False)

HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
THREADS = env.int("THREADS", default=1)

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}, but must be an address such as "
        "http://127.0.0.1:8000 or https://quiz.example.kz."
    )
IS_HTTPS = _site.scheme == "https"

# Three cases:
# - https: the name of SITE_URL and this machine itself, nothing else.
# - http on this machine (the default): the same; the port does not matter to Django.
# - http with HOST=0.0.0.0, or another address that is not this machine's own loopback:
#   phones reach the site by whatever address or name the router gave this machine, and
#   that may change while the server runs, so no list can hold it. Django is told "*",
#   and `LocalNetworkMiddleware` lets through addresses and local names only. A public
#   name is refused, since that is how a hostile page would reach into a school's
#   network (DNS rebinding). Nothing we send depends on the Host header: links in
#   messages are made from SITE_URL.
LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"]
SERVES_LOCAL_NETWORK = not IS_HTTPS and HOST not in {"127.0.0.1", "localhost", "::1"}
_site_host = f"[{_site.hostname}]" if ":" in _site.hostname else _site.hostname
SITE_HOSTS = sorted({_site_host, *LOOPBACK_NAMES})
ALLOWED_HOSTS = ["*"] if SERVES_LOCAL_NETWORK else SITE_HOSTS

# A form's Origin must be the address that the request came to; Django sees to that by
# itself. This adds SITE_URL for a proxy that changes scheme or port on the way.
CSRF_TRUSTED_ORIGINS = [SITE_URL]


# --- Parts ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "quizzes",  # first: its templates and translations stand before the libraries'
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "quizzes.web.middleware.ReceivedMiddleware",  # before anything takes its time
    "quizzes.web.hosts.LocalNetworkMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside all that makes pages, so that pages of errors get the headers as well
    "csp.middleware.CSPMiddleware",
    "quizzes.web.middleware.PageHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "quizzes.web.middleware.ErrorPageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    # Pages are closed unless their view says `login_not_required`
    "quizzes.web.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "quizzes.accounts.middleware.StaffSecondFactorMiddleware",
    "quizzes.accounts.middleware.CardPasswordMiddleware",
    "quizzes.accounts.middleware.ErasedMeanwhileMiddleware",
]

ROOT_URLCONF = "quizsite.urls"
WSGI_APPLICATION = "quizsite.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "quizzes.web.template_loading.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


# --- What is stored -------------------------------------------------------------------

DATABASE_PREPARES = env.bool("DATABASE_PREPARES", default=True)
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}"
    ),
}
# A request is not a transaction: `atomic()` stands around writes only. With IMMEDIATE,
# one around every request would make each reader wait for the write lock.
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        # A kept connection saves the PRAGMAs, and the checkpoint that the last
        # connection makes whenever it closes.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # A transaction takes the write lock when it begins, and waits for it. One
            # that reads first and then writes cannot wait: it fails with "locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # WAL: readers never wait. FULL: what was acknowledged outlives a power cut.
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA cache_size=-16000;"
                "PRAGMA journal_size_limit=67108864;"
                "PRAGMA cell_size_check=ON"
            ),
        },
        # Django's default is a database in memory, which has no WAL and no locks.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "OPTIONS": {
            # A statement that comes again and again is parsed and planned once, which
            # takes an eighth off an answer.
            "server_side_binding": DATABASE_PREPARES,
            "prepare_threshold": 5 if DATABASE_PREPARES else None,
            **DATABASES["default"].get("OPTIONS", {}),
            # Per process, and one for each thread that can ask for one.
            "pool": {
                "min_size": 1,
                "max_size": env.int("DATABASE_POOL", default=max(4, THREADS + 1)),
                "timeout": 10,
            },
        },
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What counts the tries at passwords, in common for all processes of the server. On
# SQLite in a file of its own, so that a try never waits for an answer to be stored;
# the file makes itself, the table on PostgreSQL comes with the migrations.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    _database_file = Path(DATABASES["default"]["NAME"])
    CACHES = {
        "default": {
            "BACKEND": "quizzes.web.shared_cache.SqliteCache",
            "LOCATION": str(_database_file.with_suffix(".limits.sqlite3")),
        }
    }
else:
    CACHES = {"default": {"BACKEND": "quizzes.web.shared_cache.PostgresCache"}}

# A fact's form is small; files come in through views with limits of their own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# With the files in it; the largest file that is taken has 5 MB.
MOST_BYTES_SENT = 6_500_000
FILE_UPLOAD_HANDLERS = [
    "quizzes.web.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


# --- People ---------------------------------------------------------------------------

AUTH_USER_MODEL = "quizzes.User"
PASSWORD_HASHERS = ["quizzes.people.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# The one way in: guests, pupils, teachers and staff, by user name or e-mail address.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "quizzes.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "quizzes.accounts.forms.AddEmailForm",
    "change_password": "quizzes.accounts.forms.ChangePasswordForm",
    "login": "quizzes.accounts.forms.LoginForm",
    "reauthenticate": "quizzes.accounts.forms.ReauthenticateForm",
    "reset_password": "quizzes.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "quizzes.accounts.forms.ResetPasswordKeyForm",
    "set_password": "quizzes.accounts.forms.SetPasswordForm",
    "signup": "quizzes.accounts.forms.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_USERNAME_VALIDATORS = "quizzes.people.names.username_validators"
ACCOUNT_PRESERVE_USERNAME_CASING = False
# Most pupils have no address, and a mandatory one would end a guest's session
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whatever address anyone types
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Дерек: "
ACCOUNT_USER_DISPLAY = str
# A guest is logged in, and shall come to sign-up and log-in all the same
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A class behind one address gets in; guessing at one account is stopped on all paths
# together (`quizzes.accounts.limits`).
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "300/m/ip,10/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "quizzes.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Дерек"
MFA_TOTP_TOLERANCE = 1  # clocks of phones go wrong by half a minute
# Staff need a second factor, and a school's server may have no way to send mail
MFA_ALLOW_UNVERIFIED_EMAIL = True

SOCIALACCOUNT_ADAPTER = "quizzes.accounts.adapter.SchoolAdapter"
SOCIALACCOUNT_FORMS = {"signup": "quizzes.accounts.forms.SchoolSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # the choice «Оқушы / Мұғалім» is theirs
# An address that a provider vouches for is not yet the same person here
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {}
if env.str("OIDC_CLIENT_ID", default=""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "school",
                "name": env.str("OIDC_NAME", default="OpenID Connect"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_SECRET"),
                "settings": {"server_url": env.str("OIDC_SERVER_URL")},
            }
        ],
        "OAUTH_PKCE_ENABLED": True,
    }
if env.str("GOOGLE_CLIENT_ID", default=""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.google")
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APPS": [
            {
                "client_id": env.str("GOOGLE_CLIENT_ID"),
                "secret": env.str("GOOGLE_SECRET"),
            }
        ],
        "SCOPE": ["profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
    }
if env.str("MICROSOFT_CLIENT_ID", default=""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.microsoft")
    SOCIALACCOUNT_PROVIDERS["microsoft"] = {
        "APPS": [
            {
                "client_id": env.str("MICROSOFT_CLIENT_ID"),
                "secret": env.str("MICROSOFT_SECRET"),
                "settings": {"tenant": env.str("MICROSOFT_TENANT")},
            }
        ],
    }

# A guest has nothing but this cookie to come back with.
SESSION_COOKIE_AGE = 60 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # htmx takes the token from the page
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "quizzes.web.errors.bad_csrf_token"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60


# --- Messages -------------------------------------------------------------------------

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default=f"Дерек <noreply@{_site.hostname}>")


# --- What browsers are told -----------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = (
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

if IS_HTTPS:
    # The `__Host-` prefix makes the browser itself insist on Secure and one host.
    SESSION_COOKIE_NAME = "__Host-sid"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    # The server speaks plain http to the proxy that ends https, and knows by this
    # header what the browser spoke. Whoever forges it only spares himself the redirect.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the proxy, in plain http
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
else:
    SESSION_COOKIE_NAME = "sid"
    CSRF_COOKIE_NAME = "csrf"


# --- Language and time ----------------------------------------------------------------

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "quizzes" / "locale"]
FORMAT_MODULE_PATH = ["quizzes.formats"]  # Django has none for Kazakh
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"


# --- Static files ---------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}


# --- Practice -------------------------------------------------------------------------

# The share of right answers that practice is chosen towards: less is harder.
PRACTICE_TARGET = env.float("PRACTICE_TARGET", default=0.85)


# --- Personal data --------------------------------------------------------------------

# After so many days without a visit `people sweep` erases a guest who has left nothing,
# a guest with attempts (the cookie is over before that) and a learner's account. The
# page about personal data states them.
DAYS_OF_IDLE_GUESTS = 7
DAYS_OF_GUESTS = 90
DAYS_OF_LEARNERS = 730
# Join codes after their end (until then, whoever types one is told that it is over),
# messages that became files, and files that a teacher has sent and not taken over.
DAYS_OF_JOIN_CODES = 14
DAYS_OF_MESSAGES = 7
DAYS_OF_UPLOADS = 2


# --- Logs -----------------------------------------------------------------------------

# To standard error only. A line names people and objects by their ids: no names, no
# addresses of e-mail, no answers; so an error is told by its place and kind, not by its
# text, which may quote a form or a row. Django's mails to administrators are off,
# because they carry whole requests.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "quizzes.web.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.security.csrf": {"level": "ERROR"},
        # Whoever scans the internet writes no logs here
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "quizzes": {"level": "INFO"},
    },
}
