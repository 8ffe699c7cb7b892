"""Where the pages of absences are."""

from django.urls import path

from . import views

urlpatterns = [
    path("away/", views.away, name="away"),
    path("away/<uuid:absence_id>/back/", views.back, name="away_back"),
]
