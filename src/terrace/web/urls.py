"""Addresses: each app brings its own, this page only says in which order they are asked."""

from django.urls import include, path

from terrace.web.health import health
from terrace.web.poster import poster

handler500 = "terrace.web.trouble.cannot"

urlpatterns = [
    path("health", health, name="health"),
    path("", include("terrace.school.people.urls")),
    path("", include("terrace.school.today.urls")),
    path("settings/poster.pdf", poster, name="poster"),
    path("", include("terrace.school.messages.urls")),
    path("", include("terrace.school.papers.urls")),
    path("", include("terrace.school.learning.urls")),
    path("", include("terrace.school.attendance.urls")),
    path("", include("terrace.school.absence.urls")),
    path("", include("terrace.school.timetable.urls")),
    path("", include("terrace.school.rota.urls")),
    path("", include("terrace.school.care.urls")),
    path("", include("terrace.school.practice.urls")),
]
