"""Where Today is."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.today, name="today"),
    path("todos/<uuid:todo_id>/", views.later, name="todo"),
    path("todos/<uuid:todo_id>/done/", views.done, name="todo_done"),
]
