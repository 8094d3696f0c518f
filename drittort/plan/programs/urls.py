"""Addresses of programs."""

from django.urls import path

from drittort.plan.programs import views

urlpatterns = [
    path("<slug:space>/plan/programs/", views.programs, name="programs"),
    path("<slug:space>/plan/programs/templates/", views.templates, name="program_templates"),
    path("<slug:space>/plan/programs/templates/<slug:key>/", views.template, name="program_template"),
    path("<slug:space>/plan/programs/calendar/", views.calendar, name="program_calendar"),
    path("<slug:space>/plan/programs/new/", views.new_program, name="new_program"),
    path("<slug:space>/plan/programs/<int:pk>/", views.program, name="program"),
    path("<slug:space>/plan/programs/<int:pk>/edit/", views.edit_program, name="edit_program"),
    path("<slug:space>/plan/programs/<int:pk>/parts/", views.parts, name="program_parts"),
    path("<slug:space>/plan/programs/<int:pk>/step/", views.step, name="program_step"),
]
