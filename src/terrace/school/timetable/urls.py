"""Where the pages of the timetable are."""

from django.urls import path, register_converter

from .views import covering, listing, making, moving, printing, weeks


class KindConverter:
    """Whose week: a class's, a teacher's, a room's."""

    regex = "class|teacher|room"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "week_kind")

urlpatterns = [
    path("timetable/", weeks.overview, name="timetable"),
    path("timetable/loads/", weeks.loads, name="timetable_loads"),
    path("timetable/periods/", making.periods, name="timetable_periods"),
    path("timetable/new/", making.new, name="timetable_new"),
    path("timetable/day/", covering.day, name="cover_day"),
    path("timetable/day/notice.pdf", printing.notice_pdf, name="cover_notice"),
    path("timetable/ill/<uuid:staff_id>/", covering.ill, name="ill"),
    path("timetable/feed/<str:token>.ics", printing.feed, name="timetable_feed"),
    path("timetable/<week_kind:kind>/<uuid:who_id>/", weeks.week, name="timetable_week"),
    path("timetable/<uuid:timetable_id>/", making.plan, name="timetable_plan"),
    path("timetable/<uuid:timetable_id>/course/", making.course, name="timetable_new_course"),
    path(
        "timetable/<uuid:timetable_id>/course/<uuid:course_id>/",
        making.course,
        name="timetable_course",
    ),
    path(
        "timetable/<uuid:timetable_id>/closed/<week_kind:kind>/<uuid:who_id>/",
        making.closed,
        name="timetable_closed",
    ),
    path("timetable/<uuid:timetable_id>/list/", listing.bring_in, name="timetable_list"),
    path("timetable/<uuid:timetable_id>/plan.fet", printing.fet, name="timetable_fet"),
    path("timetable/<uuid:timetable_id>/rooms/", making.rooms, name="timetable_rooms"),
    path("timetable/<uuid:timetable_id>/search/", making.search, name="timetable_search"),
    path("timetable/<uuid:timetable_id>/in-force/", making.in_force, name="timetable_in_force"),
    path("timetable/<uuid:timetable_id>/grid/", moving.grid, name="timetable_grid"),
    path("timetable/<uuid:timetable_id>/move/", moving.move, name="timetable_move"),
    path(
        "timetable/<uuid:timetable_id>/<week_kind:kind>.pdf",
        printing.weeks_pdf,
        name="timetable_pdf",
    ),
]
