"""Where the pages of care are."""

from django.urls import path

from . import views

urlpatterns = [
    path("talks/", views.talks, name="talks"),
    path("talks/today.pdf", views.cards, name="talk_cards"),
    path("talks/heard/", views.heard, name="heard"),
    path("talks/<uuid:talk_id>/", views.talk, name="talk"),
    path("talks/agreed/<uuid:follow_up_id>/", views.follow_up, name="follow_up"),
    path("children/<uuid:child_id>/talk/", views.talk_with, name="talk_with"),
    path("children/<uuid:child_id>/asks/", views.wish, name="wish"),
]
