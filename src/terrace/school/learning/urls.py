"""Where the pages of learning are."""

from django.urls import path

from . import own_views, views

urlpatterns = [
    path("fairness/", views.fairness, name="fairness"),
    path("classes/<uuid:class_id>/print/", views.print_week, name="print_week"),
    path("classes/<uuid:class_id>/exams/own/", own_views.own_questions, name="own_questions"),
]
