from django.urls import path

from certificates import log_views
from certificates.views import dropping, learner, public

app_name = "certificates"
urlpatterns = [
    path("", learner.mine, name="mine"),
    path("transcript/", learner.transcript_page, name="transcript"),
    path("transcript/pdf/", learner.transcript_pdf, name="transcript_pdf"),
    path("check/", public.check, name="check"),
    path("check/file/", dropping.check_file, name="check_file"),
    path("log/", log_views.page, name="log"),
    path("<str:code>/", public.verify, name="verify"),
    path("<str:code>/pdf/", public.pdf, name="pdf"),
    path("<str:code>/sharing/", learner.share, name="share"),
]
