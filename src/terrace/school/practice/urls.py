"""Where the pages of practices are."""

urlpatterns: list[object] = []
