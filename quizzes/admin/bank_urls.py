"""Addresses of the question bank, below /admin/quizzes/bank/."""

from django.urls import path

from quizzes.admin import bank, edit, exports, imports, picking, preview

app_name = "question_bank"

urlpatterns = [
    path("", bank.index, name="index"),
    path("new/", edit.new, name="new"),
    path("pick/", picking.pick, name="pick"),
    path("preview/", preview.answer, name="preview_answer"),
    path("import/", imports.upload, name="import"),
    path("import/check/", imports.check, name="import_check"),
    path("export/", exports.choose, name="export"),
    path("export/file/", exports.download, name="export_file"),
    path("<int:pk>/", edit.edit, name="edit"),
    path("<int:pk>/preview/", preview.stored, name="preview"),
    path("<int:pk>/history/", bank.history, name="history"),
    path("<int:pk>/uses/", bank.uses, name="uses"),
    path("<int:pk>/retire/", bank.retire, name="retire"),
    path("<int:pk>/restore/", bank.restore, name="restore"),
    path("<int:pk>/discard/", bank.discard, name="discard"),
    path("<int:pk>/duplicate/", bank.duplicate, name="duplicate"),
]
