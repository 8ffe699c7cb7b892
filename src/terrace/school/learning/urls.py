"""Where the pages of learning are."""

from django.urls import path

from . import views

urlpatterns = [
    path("fairness/", views.fairness, name="fairness"),
    path("classes/<uuid:class_id>/print/", views.print_week, name="print_week"),
]
