"""Addresses of home."""

from django.urls import path

from drittort.home.care import views as care
from drittort.home.door import views as door
from drittort.home.first_visit import views as first_visit
from drittort.home.mailbox import views as mailbox
from drittort.home.opening import views as opening
from drittort.home.phone.urls import urlpatterns as phone
from drittort.home.search import views as search
from drittort.home.today import views as today

app_name = "home"
urlpatterns = [
    *phone,
    path("", door.door, name="door"),
    path("-/mail/", mailbox.mailbox, name="mailbox"),
    path("-/mail/<int:pk>/", mailbox.mail, name="mail"),
    path("-/mail/<int:pk>/html/", mailbox.mail_html, name="mail_html"),
    path("opening/", opening.opening, name="opening"),
    path("opening/new/", opening.new, name="opening_new"),
    path("opening/with/<str:token>/", opening.by_link, name="opening_link"),
    path("opening/<slug:space>/discard/", opening.discard, name="discard_opening"),
    path("opening/<slug:space>/<slug:step>/", opening.step, name="opening_step"),
    path("<slug:space>/first-visit/", first_visit.first_visit, name="first_visit"),
    path("<slug:space>/first-visit/people/", first_visit.first_people, name="first_people"),
    path("<slug:space>/first-visit/people/<int:pk>/hello/", first_visit.hello, name="first_hello"),
    path("<slug:space>/first-visit/dismiss/", first_visit.dismiss, name="dismiss_first_steps"),
    path("<slug:space>/first-visit/<slug:step>/", first_visit.step, name="first_visit_step"),
    path("<slug:space>/", today.today, name="today"),
    path("<slug:space>/search/", search.search, name="search"),
    path("<slug:space>/search/typing/", search.typing, name="search_typing"),
    path("<slug:space>/search/recent/", search.recent, name="recent_searches"),
    path("<slug:space>/search/gaps/", search.gaps, name="search_gaps"),
    path("<slug:space>/search/gaps/<int:pk>/settle/", search.settle, name="settle_gap"),
    path("<slug:space>/compose/", today.compose, name="compose"),
    path("<slug:space>/people/<int:pk>/hello/", today.hello, name="hello"),
    path("<slug:space>/care/", care.care, name="care"),
    path("<slug:space>/care/house/", care.care_house, name="care_house"),
]
