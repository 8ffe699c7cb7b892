"""Where the pages about people are."""

from django.urls import path

from .views import bringing_in, children, settings, signing_in, staff

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("new-password/", signing_in.use_code, name="use_code"),
    path("language/", signing_in.set_language, name="set_language"),
    path("settings/", settings.settings, name="settings"),
    path("settings/password/", settings.password, name="password"),
    path("phones/<uuid:phone_id>/sign-out/", settings.sign_out_phone, name="sign_out_phone"),
    path("staff/", staff.staff_list, name="staff"),
    path("staff/<uuid:staff_id>/", staff.staff_member, name="staff_member"),
    path("staff/<uuid:staff_id>/code/", staff.give_code, name="give_code"),
    path("staff/<uuid:staff_id>/roles/", staff.give_roles, name="give_roles"),
    path("staff/<uuid:staff_id>/classes/", staff.give_classes, name="give_classes"),
    path("staff/<uuid:staff_id>/sign-out/", staff.sign_out_everywhere, name="sign_out_everywhere"),
    path("classes/", children.class_list, name="classes"),
    path("classes/<uuid:class_id>/", children.class_page, name="class"),
    path("children/<uuid:child_id>/", children.child_page, name="child"),
    path("children/<uuid:child_id>/family/", children.family, name="family"),
    path("children/<uuid:child_id>/looks/", children.looks, name="looks"),
    path("import/", bringing_in.bring_in, name="import"),
]
