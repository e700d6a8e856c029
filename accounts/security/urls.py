from django.urls import path

from accounts.security import admin

app_name = "sign_in_security"
urlpatterns = [
    path("", admin.index, name="index"),
    path("reset/", admin.reset, name="reset"),
]
