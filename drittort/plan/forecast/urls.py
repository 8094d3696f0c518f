"""Addresses of the forecast."""

from django.urls import path

from drittort.plan.forecast import views

urlpatterns = [
    path("<slug:space>/plan/forecast/", views.forecast, name="forecast"),
    path("<slug:space>/plan/forecast/change/", views.change_forecast, name="change_forecast"),
    path("<slug:space>/plan/forecast/new/<slug:what>/", views.line, name="forecast_new_line"),
    path("<slug:space>/plan/forecast/<slug:what>/<int:pk>/", views.line, name="forecast_line"),
    path("<slug:space>/plan/forecast/spreadsheet/", views.spreadsheet, name="forecast_spreadsheet"),
    path("<slug:space>/plan/actuals/", views.actuals, name="actuals"),
    path("<slug:space>/plan/actuals/<int:pk>/", views.actual_file, name="actual_file"),
    path("<slug:space>/plan/actuals/<int:pk>/undo/", views.undo_actuals, name="undo_actuals"),
]
