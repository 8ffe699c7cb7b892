"""Where the pages of rotas are."""

from django.urls import path

from . import views

urlpatterns = [
    path("rotas/", views.overview, name="rotas"),
    path("rotas/new/", views.new, name="rota_new"),
    path("rotas/mine/", views.mine, name="my_turns"),
    path("rotas/loads/", views.loads, name="rota_loads"),
    path("rotas/turns/<uuid:turn_id>/", views.settle, name="turn_settle"),
    path("rotas/<uuid:rota_id>/", views.rota, name="rota"),
    path("rotas/<uuid:rota_id>/rules/", views.rules_of, name="rota_rules"),
    path("rotas/<uuid:rota_id>/adults/", views.adults, name="rota_adults"),
    path("rotas/<uuid:rota_id>/plan/", views.plan, name="rota_plan"),
    path("rotas/<uuid:rota_id>/rota.pdf", views.pdf, name="rota_pdf"),
]
