"""Where the pages of attendance are."""

from django.urls import path

from . import views

urlpatterns = [path("classes/<uuid:class_id>/roll/", views.roll, name="roll")]
