"""Addresses of joining."""

from django.urls import URLPattern, URLResolver, path

from drittort.joining.agreements import views as agreements

app_name = "joining"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:space>/agreements/", agreements.agreements, name="agreements"),
    path("<slug:space>/agreements/accept/", agreements.accept, name="accept_agreements"),
    path("<slug:space>/agreements/publish/", agreements.publish, name="publish_agreements"),
    path("<slug:space>/agreements/looked-at/", agreements.look_again, name="look_again"),
    path("<slug:space>/agreements/<int:number>/", agreements.version, name="agreement_version"),
    path("<slug:space>/agreements/proposals/<int:pk>/answer/", agreements.answer, name="answer_proposal"),
    path("<slug:space>/agreements/proposals/<int:pk>/withdraw/", agreements.withdraw, name="withdraw_proposal"),
]
