"""One settings file. What the operator may choose comes from the environment: see docs/reference/settings.md."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

SITE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TOKKA_DATA", "data")).resolve()
"""Where the database, uploads and the secret key live."""

IS_DEMO = os.environ.get("TOKKA_DEMO", "") == "1" or (DATA / "demo").exists()
"""Whether everything that happens here is a demonstration: `tokka demo` leaves a mark in the data folder."""
DEBUG = os.environ.get("TOKKA_DEBUG", "") == "1"


def secret_key() -> str:
    """The operator's key, from the environment or from a file in the data folder that `./run` makes."""
    kept = DATA / "secret_key"
    if key := os.environ.get("SECRET_KEY") or (kept.read_text().strip() if kept.exists() else ""):
        return key
    raise SystemExit(f"There is no secret key. Set SECRET_KEY, or run `./run demo` once: it makes {kept}.")


SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("TOKKA_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("TOKKA_ORIGINS", "").split()

INSTALLED_APPS = [
    "tokkasite.portal",
    "tokkasite.members",
    "tokkasite.benchmark",
    "tokkasite.excellence",
    "tokkasite.lists",
    "tokkasite.missions",
    "tokkasite.partners",
    "tokkasite.applications",
    "tokkasite.funding",
    "tokkasite.plants",
    "tokkasite.leakage",
    "tokkasite.symbiosis",
    "tokkasite.runs",
    "tokkasite.search",
    "tokkasite.journal",
    "tokkasite.register",
    "tokkasite.accounts",
    "tokkasite.ui",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.settings",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "allauth.usersessions",
    "allauth.mfa",
    "allauth.account",
    "allauth",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tokkasite.portal.readings.CountReadings",
    "wagtailcache.cache.UpdateCacheMiddleware",
    "tokkasite.config.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "tokkasite.config.languages.PublicLanguages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtailcache.cache.FetchFromCacheMiddleware",
]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages", "TIMEOUT": 60},
}
WAGTAIL_CACHE_BACKEND = "pages"

ROOT_URLCONF = "tokkasite.config.urls"
POOL_KEY = Path(os.environ.get("TOKKA_POOL_KEY", DATA / "pool_key"))
"""The key that signs our indicator sheets, as `tokka benchmark key` draws it: beside the database, never in it."""
POOL_SECRET = Path(os.environ.get("TOKKA_POOL_SECRET", DATA / "pool_secret"))
"""The secret that all installations of the pool share, from which an organisation gets its name there."""
NIGHT = "tokkasite.config.night.NIGHT"
WSGI_APPLICATION = "tokkasite.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tokkasite.ui.context.installation",
                "tokkasite.register.context.rights",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA / 'tokka.sqlite3'}", conn_max_age=600)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the writer, and a second writer waits its turn instead of failing.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "excellence:clusters"
LOGOUT_REDIRECT_URL = "/"

# django-allauth: sign-in by address and password with second factors, passkeys and throttling; nobody signs up.
ACCOUNT_ADAPTER = "tokkasite.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "reset_password": "10/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets a letter because somebody typed their address
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TOKKA_PROXIES", "0"))
MFA_ADAPTER = "tokkasite.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tokka"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = os.environ.get("TOKKA_HTTPS", "") != "1"  # http://localhost, to try it out
USERSESSIONS_TRACK_ACTIVITY = False  # a line in the database at every page would make readers wait

OIDC_URL = os.environ.get("TOKKA_OIDC_URL", "")
"""Where an OpenID Connect provider describes itself; empty switches that sign-in off."""
OIDC_NAME = os.environ.get("TOKKA_OIDC_NAME", "OpenID Connect") if OIDC_URL else ""
if OIDC_URL:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "tokkasite.accounts.providers.ProviderAdapter"
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # whom the site knows by the provider's verified address comes in
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": OIDC_NAME,
                    "client_id": os.environ.get("TOKKA_OIDC_CLIENT", ""),
                    "secret": os.environ.get("TOKKA_OIDC_SECRET", ""),
                    "settings": {"server_url": OIDC_URL},
                }
            ],
        }
    }

LANGUAGE_CODE = "fi"
LANG_INFO["se"] = {"bidi": False, "code": "se", "name": "Northern Sámi", "name_local": "davvisámegiella"}
LANGUAGES = [("fi", _("Finnish")), ("en", _("English")), ("sv", _("Swedish")), ("se", _("Northern Sámi"))]
PUBLIC_LANGUAGES = ("sv", "se")
"""Languages of the public pages alone: the pages of work are in Finnish and English."""
IN_PUBLIC_LANGUAGES = {
    "wagtail_serve", "wagtailcore_login", "sitemap", "missions:public_events", "missions:public_event",
    *(
        f"portal:{name}"
        for name in (
            "site_map", "find", "feedback", "order", "confirm", "stop", "rss", "atom", "front_paper", "paper",
            "calls", "exchanges", "events_rss", "events_atom", "events_ics", "event_ics",
        )
    ),
}  # fmt: skip
WAGTAIL_CONTENT_LANGUAGES = [("fi", "Suomi"), ("en", "English"), ("sv", "Svenska"), ("se", "Davvisámegiella")]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fi", "Suomi"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
FORMAT_MODULE_PATH = ["tokkasite.ui.formats"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Evidence and dossiers: outside the web root, read by those with the right through the site alone.
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "evidence", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"

WAGTAIL_SITE_NAME = "Tokka"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # one of more would take the memory of the whole site to make smaller
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]  # no SVG: it may carry a script
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "tokkasite.portal.uploads.DocumentForm"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "accounts:sign_in"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # no second door: our own letter sets a new password
WAGTAILADMIN_BASE_URL = os.environ.get("TOKKA_URL", "http://localhost:8000").rstrip("/")
WAGTAIL_ENABLE_UPDATE_CHECK = False  # The site calls no outside host by itself.
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # No picture of a person is fetched from elsewhere.
WAGTAIL_USER_CREATION_FORM = "wagtail.users.forms.UserCreationForm"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
if OIDC_URL:  # a browser asks the policy again where the form of the sign-in is sent onward to the provider
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL)))
CSRF_FAILURE_VIEW = "tokkasite.ui.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("TOKKA_HTTPS", "") == "1"
LOGGING = {  # A fault is written where the operator looks: to the terminal, or to the journal of the service.
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False}},
}

CHECKS_LINKS = os.environ.get("TOKKA_CHECK_LINKS", "") == "1"
"""Whether the night asks other sites for the pages to which ours lead. Without it the site calls none by itself."""

EMAIL_HOST = os.environ.get("TOKKA_MAIL_HOST", "")
SENDS_MAIL = bool(EMAIL_HOST)
"""Whether letters leave the site. Without a mail server they are printed where the site was started."""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SENDS_MAIL else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("TOKKA_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("TOKKA_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TOKKA_MAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = SENDS_MAIL and EMAIL_PORT not in (25, 465)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("TOKKA_MAIL_FROM", "tokka@localhost")
