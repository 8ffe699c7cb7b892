"""Where the pages of practices are."""

from django.urls import path

from .views import carrying, library, trying, writing

urlpatterns = [
    path("practices/", library.library, name="practices"),
    path("practices/ours/", writing.ours, name="practices_ours"),
    path("practices/new/", writing.new, name="practice_new"),
    path("practices/bundles/", carrying.bundles, name="practice_bundles"),
    path("practices/bundle.zip", carrying.bundle, name="practice_bundle"),
    path("practices/drafts/<uuid:draft_id>/", writing.draft, name="practice_draft"),
    path("practices/drafts/<uuid:draft_id>/sign/", writing.sign, name="practice_sign"),
    path("practices/drafts/<uuid:draft_id>/withdraw/", writing.withdraw, name="practice_withdraw"),
    path("practices/drafts/<uuid:draft_id>/photos/", writing.photos, name="practice_photos"),
    path("practices/photos/<uuid:picture_id>.jpg", library.picture, name="practice_picture"),
    path("practices/tries/<uuid:trial_id>/", trying.trial, name="practice_trial"),
    path("practices/tries/<uuid:trial_id>/report/", trying.report, name="practice_report"),
    path("practices/tries/<uuid:trial_id>/sign/", trying.sign, name="practice_report_sign"),
    path("practices/steps/<uuid:step_id>/done/", trying.step_done, name="practice_step"),
    path("practices/<uuid:card_id>/", library.practice, name="practice"),
    path("practices/<uuid:card_id>/try/", trying.begin, name="practice_try"),
]
