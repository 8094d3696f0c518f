"""Addresses of talk."""

from django.urls import path

from drittort.talk.comments import views as comments
from drittort.talk.conversations import views as conversations
from drittort.talk.groups import views as groups

app_name = "talk"
urlpatterns = [
    path("answer/message/<str:token>/", conversations.answer, name="answer"),
    path("<slug:space>/messages/", conversations.conversations, name="conversations"),
    path("<slug:space>/messages/new/", conversations.begin, name="begin"),
    path("<slug:space>/messages/about/", conversations.about, name="about"),
    path("<slug:space>/messages/<str:code>/", conversations.conversation, name="conversation"),
    path("<slug:space>/messages/<str:code>/news/", conversations.news, name="news"),
    path("<slug:space>/messages/<str:code>/seen/", conversations.seen, name="seen"),
    path("<slug:space>/messages/<str:code>/people/", conversations.people, name="people"),
    path("<slug:space>/messages/<str:code>/add/", conversations.add, name="add"),
    path("<slug:space>/messages/<str:code>/mute/", conversations.mute, name="mute"),
    path("<slug:space>/messages/<str:code>/leave/", conversations.leave, name="leave"),
    path("<slug:space>/messages/<str:code>/back/", conversations.come_back, name="come_back"),
    path("<slug:space>/messages/<str:code>/<int:pk>/edit/", conversations.edit, name="edit"),
    path("<slug:space>/messages/<str:code>/<int:pk>/delete/", conversations.delete, name="delete"),
    path("<slug:space>/messages/<str:code>/<int:pk>/restore/", conversations.restore, name="restore"),
    path("<slug:space>/comments/", comments.comments, name="comments"),
    path("<slug:space>/comments/follow/", comments.follow, name="follow"),
    path("<slug:space>/comments/<int:pk>/edit/", comments.edit, name="edit_comment"),
    path("<slug:space>/comments/<int:pk>/delete/", comments.delete, name="delete_comment"),
    path("<slug:space>/comments/<int:pk>/restore/", comments.restore, name="restore_comment"),
    path("<slug:space>/groups/", groups.groups, name="groups"),
    path("<slug:space>/groups/new/", groups.new_group, name="new_group"),
    path("<slug:space>/groups/<int:pk>/people/", groups.group_people, name="group_people"),
    path("<slug:space>/groups/<int:pk>/edit/", groups.edit_group, name="edit_group"),
    path("<slug:space>/groups/<int:pk>/join/", groups.join_group, name="join_group"),
    path("<slug:space>/groups/<int:pk>/ask/", groups.ask_to_join, name="ask_to_join"),
    path("<slug:space>/groups/<int:pk>/leave/", groups.leave_group, name="leave_group"),
    path("<slug:space>/groups/<int:pk>/invite/", groups.invite_to_group, name="invite_to_group"),
    path("<slug:space>/groups/<int:pk>/keep/", groups.keep_group, name="keep_group"),
]
