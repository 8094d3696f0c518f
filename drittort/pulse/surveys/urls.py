"""Addresses of surveys. The page on which one answers names no house: its path begins with what `faceless` keeps out of all logs."""

from django.urls import path

from drittort.pulse.surveys import views

urlpatterns = [
    path("-/survey/<str:token>/", views.survey, name="survey"),
    path("<slug:space>/pulse/", views.surveys, name="surveys"),
    path("<slug:space>/pulse/plan/", views.plan, name="plan_survey"),
    path("<slug:space>/pulse/preview/", views.preview, name="preview_survey"),
    path("<slug:space>/pulse/open/", views.open_wave, name="open_survey"),
    path("<slug:space>/pulse/<int:number>/drop/", views.drop_wave, name="drop_survey"),
    path("<slug:space>/pulse/<int:number>/change/", views.change, name="change_survey"),
    path("<slug:space>/pulse/changes/<int:pk>/", views.take_back, name="take_back_survey_change"),
    path("<slug:space>/pulse/texts/<uuid:pk>/", views.remove_text, name="remove_survey_text"),
]
