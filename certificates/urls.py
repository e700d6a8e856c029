from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("check/", views.check, name="check"),
    path("<str:code>/", views.verify, name="verify"),
    path("<str:code>/pdf/", views.pdf, name="pdf"),
]
