"""Addresses of rules."""

from django.urls import path

from drittort.plan.automations import views

urlpatterns = [
    path("<slug:space>/plan/rules/", views.all_rules, name="rules"),
    path("<slug:space>/plan/rules/new/", views.new_rule, name="new_rule"),
    path("<slug:space>/plan/rules/stop/", views.stop_rules, name="stop_rules"),
    path("<slug:space>/plan/rules/me/", views.rules_and_me, name="rules_and_me"),
    path("<slug:space>/plan/rules/me/<int:pk>/off/", views.take_mark_off, name="take_mark_off"),
    path("<slug:space>/plan/rules/did/<int:pk>/", views.rule_act, name="rule_act"),
    path("<slug:space>/plan/rules/did/<int:pk>/step/", views.step_act, name="rule_act_step"),
    path("<slug:space>/plan/rules/did/<int:pk>/send/", views.send_draft, name="send_rule_draft"),
    path("<slug:space>/plan/rules/<int:pk>/", views.rule, name="rule"),
    path("<slug:space>/plan/rules/<int:pk>/edit/", views.edit_rule, name="edit_rule"),
    path("<slug:space>/plan/rules/<int:pk>/switch/", views.switch_rule, name="switch_rule"),
    path("<slug:space>/plan/rules/<int:pk>/remove/", views.remove_rule, name="remove_rule"),
    path("<slug:space>/plan/rules/<int:pk>/try/", views.try_rule, name="try_rule"),
]
