"""Addresses of joining."""

from django.urls import URLPattern, URLResolver, path

from drittort.joining.agreements import views as agreements
from drittort.joining.importing.urls import urlpatterns as importing
from drittort.joining.invitations import views as invitations
from drittort.joining.lapsing.urls import urlpatterns as lapsing
from drittort.joining.leaving.urls import urlpatterns as leaving

app_name = "joining"
urlpatterns: list[URLPattern | URLResolver] = [
    *importing,
    *lapsing,
    *leaving,
    path("<slug:space>/agreements/", agreements.agreements, name="agreements"),
    path("<slug:space>/agreements/accept/", agreements.accept, name="accept_agreements"),
    path("<slug:space>/agreements/publish/", agreements.publish, name="publish_agreements"),
    path("<slug:space>/agreements/looked-at/", agreements.look_again, name="look_again"),
    path("<slug:space>/agreements/<int:number>/", agreements.version, name="agreement_version"),
    path("<slug:space>/agreements/proposals/<int:pk>/answer/", agreements.answer, name="answer_proposal"),
    path("<slug:space>/agreements/proposals/<int:pk>/withdraw/", agreements.withdraw, name="withdraw_proposal"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("invitation/<str:token>/again/", invitations.ask_again, name="ask_invitation_again"),
    path("<slug:space>/invitations/", invitations.invitations, name="invitations"),
    path("<slug:space>/invitations/many/", invitations.many, name="invite_many"),
    path("<slug:space>/invitations/many/<int:pk>/", invitations.batch, name="invitation_batch"),
    path("<slug:space>/invitations/many/<int:pk>/confirm/", invitations.confirm_batch, name="confirm_invitation_batch"),
    path("<slug:space>/invitations/<int:pk>/again/", invitations.send_again, name="send_invitation_again"),
    path("<slug:space>/invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
]
