"""Where the pages of paper are."""

from django.urls import path

from .views import examining, photographing, pictures, printing, settling

urlpatterns = [
    path("runs/<uuid:run_id>/", printing.run, name="run"),
    path("runs/<uuid:run_id>/sheets.pdf", printing.pdf, name="run_pdf"),
    path("runs/<uuid:run_id>/again/", printing.again, name="run_again"),
    path("classes/<uuid:class_id>/photograph/", photographing.photograph_class, name="photograph"),
    path("stacks/<uuid:stack_id>/", photographing.stack, name="stack"),
    path("stacks/<uuid:stack_id>/again/", photographing.read_again, name="stack_again"),
    path("photos/<uuid:photo_id>/", photographing.photo, name="photo"),
    path("classes/<uuid:class_id>/exams/new/", examining.new_exam, name="new_exam"),
    path("exams/<uuid:exam_id>/", examining.exam, name="exam"),
    path("exams/<uuid:exam_id>/key/", examining.exam_key, name="exam_key"),
    path("exams/<uuid:exam_id>/exam.xlsx", examining.exam_xlsx, name="exam_xlsx"),
    path("exams/<uuid:exam_id>/<slug:table>.csv", examining.exam_csv, name="exam_csv"),
    path("doubts/", settling.doubts, name="doubts"),
    path("answers/<uuid:answer_id>/settle/", settling.settle, name="answer_settle"),
    path("answers/<uuid:answer_id>/reopen/", settling.reopen, name="answer_reopen"),
    path("answers/<uuid:answer_id>/correct/", settling.correct, name="answer_correct"),
    path("answers/<uuid:answer_id>/crop/", pictures.answer_crop, name="answer_crop"),
    path("readings/<uuid:reading_id>/who/", settling.who, name="reading_who"),
    path("readings/<uuid:reading_id>/who/again/", settling.who_again, name="reading_who_again"),
    path("readings/<uuid:reading_id>/differs/", settling.differs, name="reading_differs"),
    path("readings/<uuid:reading_id>/accept/", settling.accept, name="reading_accept"),
    path("readings/<uuid:reading_id>/aside/", settling.set_aside, name="reading_aside"),
    path("readings/<uuid:reading_id>/reopen/", settling.reopen_reading, name="reading_reopen"),
    path("readings/<uuid:reading_id>/crop/", pictures.reading_crop, name="reading_crop"),
    path(
        "readings/<uuid:reading_id>/crop/<str:field>/",
        pictures.reading_crop,
        name="reading_field_crop",
    ),
    path("copies/<uuid:copy_id>/", settling.copy, name="copy"),
]
