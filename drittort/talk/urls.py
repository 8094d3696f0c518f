"""Addresses of talk."""

from django.urls import path

from drittort.talk.conversations import views as conversations

app_name = "talk"
urlpatterns = [
    path("answer/message/<str:token>/", conversations.answer, name="answer"),
    path("<slug:space>/messages/", conversations.conversations, name="conversations"),
    path("<slug:space>/messages/new/", conversations.begin, name="begin"),
    path("<slug:space>/messages/about/", conversations.about, name="about"),
    path("<slug:space>/messages/<str:code>/", conversations.conversation, name="conversation"),
    path("<slug:space>/messages/<str:code>/news/", conversations.news, name="news"),
    path("<slug:space>/messages/<str:code>/people/", conversations.people, name="people"),
    path("<slug:space>/messages/<str:code>/add/", conversations.add, name="add"),
    path("<slug:space>/messages/<str:code>/mute/", conversations.mute, name="mute"),
    path("<slug:space>/messages/<str:code>/leave/", conversations.leave, name="leave"),
    path("<slug:space>/messages/<str:code>/back/", conversations.come_back, name="come_back"),
    path("<slug:space>/messages/<str:code>/<int:pk>/edit/", conversations.edit, name="edit"),
    path("<slug:space>/messages/<str:code>/<int:pk>/delete/", conversations.delete, name="delete"),
    path("<slug:space>/messages/<str:code>/<int:pk>/restore/", conversations.restore, name="restore"),
]
