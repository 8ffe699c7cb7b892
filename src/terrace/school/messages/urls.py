"""Where messages are."""

from django.urls import path

from . import views

urlpatterns = [
    path("children/<uuid:child_id>/write-home/", views.write_home, name="write_home"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/slips.pdf", views.slips, name="outbox_slips"),
    path("outbox/printed/", views.printed, name="outbox_printed"),
    path("outbox/<uuid:message_id>/withdraw/", views.withdraw, name="message_withdraw"),
]
