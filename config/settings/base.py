"""Settings that hold everywhere. dev, test and production say where they differ."""

import os
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from kombu import Queue

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("AMPARO_DATA_DIR", BASE_DIR / "var"))

# Where people reach the site: stands in e-mails and in the QR of certificates.
AMPARO_BASE_URL = os.environ.get("AMPARO_BASE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "accounts",  # first: its User must exist before anything refers to it
    "outbox",
    "library",
    "courses",
    "quizzes",
    "certificates",
    "reports",
    "cms",
    "wagtail_localize",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # last: its templates are the fallback of ours
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageOfTheReader",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PersonalPages",
    "courses.admin.gate.Gate",
    "accounts.middleware.SecondFactorAtTheDoor",
    "courses.middleware.Trials",  # last: it answers in the view's place
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "cms.forms.AmparoRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "cms.templatetags.amparo"],
        },
    }
]

# --- People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("first_name", "last_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "courses:dashboard"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_FORMS = {
    "login": "accounts.login_form.LoginForm",
    "reauthenticate": "accounts.login_form.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {  # beside allauth's own
    "verify_certificate": "60/m/ip",
    "certificate_pdf": "60/m/ip",
    "check_certificate_file": "20/m/ip",  # each costs a signature, and reading a stranger's PDF
    "read_log": "120/m/ip",
    "read_badge": "120/m/ip",
}
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of every change that matters to security
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before another address opens the account

# --- Second factors: accounts/security/ -----------------------------------------------------------
MFA_ADAPTER = "accounts.security.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Amparo"
MFA_TOTP_TOLERANCE = (
    1  # old telephones go wrong by half a minute; accounts.security.forms takes a code once all the same
)
MFA_FORMS = {
    "authenticate": "accounts.security.forms.AuthenticateForm",
    "reauthenticate": "accounts.security.forms.ReauthenticateForm",
    "activate_totp": "accounts.security.forms.ActivateAppForm",
    "add_webauthn": "accounts.security.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.security.forms.RenamePasskeyForm",
}
# What a role may need a second factor for: the administration, and the report that stands outside it.
SECOND_FACTOR_PATHS = r"^/(admin|[a-z]{2}/reports)/"
AMPARO_FORMER_SECRET_KEYS: list[str] = []  # they open secrets of second factors written under them, nothing else

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"

# --- Languages --------------------------------------------------------------------------------
LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English")), ("fr", _("French")), ("pt", _("Portuguese"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Wagtail ----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Amparo"
WAGTAILADMIN_BASE_URL = AMPARO_BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.AmparoImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.AmparoDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# Passwords and addresses are changed in one place, behind the same checks: allauth's pages.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation begins as a draft
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("AMPARO_STATIC_DIR", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"  # certificates: never served by a path, only by a view
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Background work: see outbox/ ---------------------------------------------------------------
OUTBOX_RELAY = "embedded"  # or "celery"
CELERY_BROKER_URL = os.environ.get("AMPARO_REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_BEAT_SCHEDULE = {
    # One that comes too late would only do again what the next one does.
    "sweep-outbox": {"task": "outbox.sweep", "schedule": 15.0, "options": {"expires": 15.0}},
    "close-expired-attempts": {"task": "quizzes.close_expired_attempts", "schedule": 60.0},
    "publish-scheduled-pages": {"task": "courses.publish_scheduled", "schedule": 60.0},
    "end-old-trials": {"task": "courses.end_old_trials", "schedule": 3600.0},
    "expire-certificates": {"task": "certificates.expire", "schedule": 3600.0},
    "sign-log-head": {"task": "certificates.ask_for_head", "schedule": 3600.0},  # one a day comes of it
}
# What beat asks for has a queue of its own: behind ten thousand certificates the sweep would come hours late.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("periodic")]
CELERY_TASK_ROUTES = {entry["task"]: {"queue": "periodic"} for entry in CELERY_BEAT_SCHEDULE.values()}

# --- Security -----------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it for its own preview
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Where a lesson's videos may stand; nothing is asked of them before a click: courses/domain/embeds.py.
AMPARO_VIDEO_PLAYERS = os.environ.get(
    "AMPARO_VIDEO_PLAYERS", "https://www.youtube-nocookie.com https://player.vimeo.com"
).split()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        **{
            f"{kind}-src": [SELF]
            for kind in ("script", "style", "img", "font", "media", "connect", "manifest", "worker")
        },
        "frame-src": AMPARO_VIDEO_PLAYERS,
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's admin writes inline styles and a few inline scripts; only its own path gets this.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF, *AMPARO_VIDEO_PLAYERS],
    "media-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DEFAULT_FROM_EMAIL = os.environ.get("AMPARO_FROM_EMAIL", "Amparo <no-reply@amparo.example>")

# --- Amparo ------------------------------------------------------------------------------------
AMPARO_DEMO = False
AMPARO_SERVES_MEDIA = False
AMPARO_HELP_EMAIL = os.environ.get("AMPARO_HELP_EMAIL", "ayuda@amparo.example")
AMPARO_ISSUER_NAME = os.environ.get("AMPARO_ISSUER_NAME", "Academia Amparo")
AMPARO_ISSUER_TIME_ZONE = os.environ.get("AMPARO_ISSUER_TIME_ZONE", "America/Guatemala")
# Keys that sign: a folder outside repository and database, readable for the site alone. Keep a copy of it.
AMPARO_KEYS_DIR = Path(os.environ.get("AMPARO_KEYS_DIR", DATA_DIR / "keys"))
# An institution's own key instead: certificates/signing/identity.py says what may be set.
AMPARO_SIGNING = {
    name: os.environ[f"AMPARO_SIGNING_{name.upper()}"]
    for name in ("pkcs12", "key", "certificate", "pkcs11", "token", "certificate_label", "password_file")
    if os.environ.get(f"AMPARO_SIGNING_{name.upper()}")
}
# Who gets each day's signed head of the certificate log by mail: addresses outside the institution.
AMPARO_LOG_WITNESSES = [a.strip() for a in os.environ.get("AMPARO_LOG_WITNESSES", "").split(",") if a.strip()]
# What a certificate keeps saying when its holder has been erased; add "name" where the law demands it.
_REGISTER = os.environ.get("AMPARO_PERMANENT_REGISTER", "course_title, hours, release, time_zone, issuer")
AMPARO_PERMANENT_REGISTER = [word.strip() for word in _REGISTER.split(",") if word.strip()]
# How long a person's wish to be erased can be taken back.
AMPARO_ERASURE_DAYS = int(os.environ.get("AMPARO_ERASURE_DAYS", "7"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "django_tasks", "fontTools", "pikepdf", "pyhanko")},
    "root": {"handlers": ["console"], "level": os.environ.get("AMPARO_LOG_LEVEL", "INFO")},
}
