from django.urls import path

from cms.translation import publish_view, views, words_view

app_name = "translating"
urlpatterns = [
    path("course/<int:pk>/", views.course, name="course"),
    path("page/<int:pk>/", views.page, name="page"),
    path("page/<int:pk>/<slug:language>/", views.open_page, name="open"),
    path("words/", words_view.words, name="words"),
]

# Before wagtail-localize's own at the same addresses: these ask for no right on the page, show everybody's, or
# another text than would be published.
instead = [
    path("submit/page/<int:page_id>/", views.instead_of_submit),
    path("submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", views.not_here),
    path("update/<int:translation_source_id>/", views.instead_of_update),
    path("translate/<int:translation_id>/preview/", publish_view.preview),
    path("translate/<int:translation_id>/preview/<str:mode>/", publish_view.preview),
    path("page/<int:page_id>/convert_to_alias/", views.not_here),
    path("reports/translations/", views.not_here),
    path("reports/translations/results/", views.not_here),
    path("api/snippets/<slug:app_label>/<slug:model_name>/", views.not_here),
    path("api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/", views.not_here),
]
