"""Addresses of joining."""

from django.urls import URLPattern, URLResolver, path

from drittort.joining.agreements import views as agreements
from drittort.joining.applications import views as applications
from drittort.joining.buddies import views as buddies
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
    path("<slug:space>/buddies/", buddies.buddies, name="buddies"),
    path("<slug:space>/buddies/for/<int:pk>/", buddies.give, name="give_buddy"),
    path("<slug:space>/buddies/<int:pk>/end/", buddies.end, name="end_buddy"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("invitation/<str:token>/again/", invitations.ask_again, name="ask_invitation_again"),
    path("<slug:space>/invitations/", invitations.invitations, name="invitations"),
    path("<slug:space>/invitations/many/", invitations.many, name="invite_many"),
    path("<slug:space>/invitations/many/<int:pk>/", invitations.batch, name="invitation_batch"),
    path("<slug:space>/invitations/many/<int:pk>/confirm/", invitations.confirm_batch, name="confirm_invitation_batch"),
    path("<slug:space>/invitations/<int:pk>/again/", invitations.send_again, name="send_invitation_again"),
    path("<slug:space>/invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("<slug:space>/join/", applications.join, name="join"),
    path("<slug:space>/join/ask/", applications.ask, name="ask"),
    path("<slug:space>/join/tour/", applications.tour, name="tour"),
    path("<slug:space>/join/apply/", applications.apply, name="apply"),
    path("<slug:space>/join/sent/", applications.sent, name="sent"),
    path("<slug:space>/join/confirm/<str:token>/", applications.confirm, name="confirm"),
    path("<slug:space>/join/with/<str:token>/", applications.conversation, name="conversation"),
    path("<slug:space>/join/with/<str:token>/tour/", applications.book, name="book_tour"),
    path("<slug:space>/join/with/<str:token>/tour/<int:pk>/cancel/", applications.cancel, name="cancel_tour"),
    path("<slug:space>/join/with/<str:token>/withdraw/", applications.withdraw, name="withdraw_application"),
    path("<slug:space>/applications/", applications.applications, name="applications"),
    path("<slug:space>/applications/way-in/", applications.setup, name="application_setup"),
    path("<slug:space>/applications/questions/<int:pk>/", applications.question, name="application_question"),
    path("<slug:space>/applications/questions/<int:pk>/retire/", applications.retire_question, name="retire_application_question"),
    path("<slug:space>/applications/hours/<int:pk>/close/", applications.close_slot, name="close_tour_slot"),
    path("<slug:space>/applications/tours/<int:pk>/", applications.toured, name="toured"),
    path("<slug:space>/applications/decisions/<int:pk>/undo/", applications.undo, name="undo_decision"),
    path("<slug:space>/applications/<int:pk>/", applications.application, name="application"),
    path("<slug:space>/applications/<int:pk>/decide/", applications.decide, name="decide_application"),
    path("<slug:space>/applications/<int:pk>/referrer/", applications.referrer, name="name_referrer"),
]
