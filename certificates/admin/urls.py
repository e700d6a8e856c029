"""Addresses of the certificates' screens, below /admin/certificates/."""

from django.urls import path

from certificates.admin import actions, bulk, designs, detail, listing, policies, policy_preview

app_name = "certificate_admin"
urlpatterns = [
    path("", listing.index, name="index"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/page.png", detail.page, name="page"),
    path("<uuid:pk>/files/<slug:kind>/", detail.file, name="file"),
    path("<uuid:pk>/approve/", actions.approve, name="approve"),
    path("<uuid:pk>/refuse/", actions.refuse, name="refuse"),
    path("<uuid:pk>/reissue/", actions.reissue, name="reissue"),
    path("<uuid:pk>/keep/", actions.keep, name="keep"),
    path("<uuid:pk>/revoke/", actions.revoke, name="revoke"),
    path("<uuid:pk>/draw-again/", actions.render_again, name="render_again"),
    path("<uuid:pk>/send-again/", actions.send_again, name="send_again"),
    path("cohorts/", bulk.choose, name="bulk"),
    path("cohorts/<int:pk>/", bulk.preview, name="bulk_preview"),
    path("cohorts/<int:pk>/<slug:kind>/", bulk.progress, name="bulk_progress"),
    path("cohorts/<int:pk>/<slug:kind>/again/", bulk.again, name="bulk_again"),
    path("courses/", policies.index, name="policies"),
    path("courses/<int:pk>/", policies.edit, name="policy"),
    path("courses/<int:pk>/preview/", policy_preview.preview, name="policy_preview"),
    path("pictures/<str:checksum>/", policies.picture, name="picture"),
    path("designs/", designs.index, name="designs"),
    path("designs/new/", designs.new, name="design_new"),
    path("designs/<int:pk>/", designs.edit, name="design"),
    path("designs/<int:pk>/preview/", designs.preview, name="design_preview"),
    path("designs/<int:pk>/versions/", designs.versions, name="design_versions"),
]
