from django.urls import path

from accounts import views
from accounts.privacy import views as own_data

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("data/", own_data.data, name="data"),
    path("data/download/", own_data.download, name="download"),
    path("data/erase/", own_data.erase, name="erase"),
    path("data/keep/", own_data.keep, name="keep"),
]
