"""Addresses of home."""

from django.urls import path

from drittort.home.care import views as care
from drittort.home.door import views as door
from drittort.home.mailbox import views as mailbox
from drittort.home.today import views as today

app_name = "home"
urlpatterns = [
    path("", door.door, name="door"),
    path("-/mail/", mailbox.mailbox, name="mailbox"),
    path("-/mail/<int:pk>/", mailbox.mail, name="mail"),
    path("-/mail/<int:pk>/html/", mailbox.mail_html, name="mail_html"),
    path("<slug:space>/", today.today, name="today"),
    path("<slug:space>/care/", care.care, name="care"),
]
