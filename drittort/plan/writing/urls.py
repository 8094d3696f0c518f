"""Addresses of the writing of a plan."""

from django.urls import path

from drittort.plan.writing import views

urlpatterns = [
    path("<slug:space>/plan/writing/", views.writing, name="writing"),
    path("<slug:space>/plan/writing/whole/", views.whole_plan, name="whole_plan"),
    path("<slug:space>/plan/writing/whole/text/", views.plan_text, name="plan_text"),
    path("<slug:space>/plan/writing/papers/", views.plan_papers, name="plan_papers"),
    path("<slug:space>/plan/writing/papers/progress/", views.plan_paper_progress, name="plan_paper_progress"),
    path("<slug:space>/plan/writing/papers/<int:pk>/", views.plan_paper, name="plan_paper"),
    path("<slug:space>/plan/writing/papers/<int:pk>/away/", views.throw_plan_paper_away, name="throw_plan_paper_away"),
    path("<slug:space>/plan/writing/<slug:key>/", views.plan_part, name="plan_part"),
    path("<slug:space>/plan/writing/<slug:key>/write/", views.write_plan_part, name="write_plan_part"),
    path("<slug:space>/plan/writing/<slug:key>/care/", views.care_for_plan_part, name="care_for_plan_part"),
    path("<slug:space>/plan/writing/<slug:key>/review/", views.review_plan_part, name="review_plan_part"),
    path("<slug:space>/plan/writing/<slug:key>/history/", views.plan_part_history, name="plan_part_history"),
    path("<slug:space>/plan/writing/<slug:key>/history/stand/", views.restore_plan_version, name="restore_plan_version"),
]
