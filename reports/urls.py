from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [path("courses/", views.courses, name="courses")]
