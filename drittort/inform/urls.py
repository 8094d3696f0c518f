"""Addresses of inform."""

from django.urls import path

from drittort.inform.announcements.urls import urlpatterns as announcements
from drittort.inform.knowledge.urls import urlpatterns as knowledge
from drittort.inform.letter import views as letter
from drittort.inform.polls import views as polls
from drittort.inform.posts import views as posts
from drittort.inform.trades.urls import urlpatterns as trades
from drittort.inform.wall.urls import urlpatterns as wall

app_name = "inform"
urlpatterns = [
    *knowledge,
    *trades,
    *announcements,
    *wall,
    path("<slug:space>/news/", posts.news, name="news"),
    path("<slug:space>/posts/", posts.posts, name="posts"),
    path("<slug:space>/questions/", posts.questions, name="questions"),
    path("<slug:space>/questions/alike/", posts.alike, name="alike_questions"),
    path("<slug:space>/groups/<int:pk>/", posts.group, name="group"),
    path("<slug:space>/posts/new/", posts.new_post, name="new_post"),
    path("<slug:space>/posts/drafts/", posts.drafts, name="drafts"),
    path("<slug:space>/posts/<int:pk>/", posts.post, name="post"),
    path("<slug:space>/posts/<int:pk>/edit/", posts.edit_post, name="edit_post"),
    path("<slug:space>/posts/<int:pk>/history/", posts.post_history, name="post_history"),
    path("<slug:space>/posts/<int:pk>/react/", posts.react, name="react"),
    path("<slug:space>/posts/<int:pk>/vote/", polls.vote, name="vote"),
    path("<slug:space>/posts/<int:pk>/mark/", posts.mark_post, name="mark_post"),
    path("<slug:space>/posts/<int:pk>/restore/", posts.restore_post, name="restore_post"),
    path("<slug:space>/posts/<int:pk>/move/", posts.move_post, name="move_post"),
    path("<slug:space>/posts/<int:pk>/answer/", posts.accept_answer, name="accept_answer"),
    path("<slug:space>/letters/", letter.letters, name="letters"),
    path("<slug:space>/letters/begin/", letter.begin_letter, name="begin_letter"),
    path("<slug:space>/letters/when/", letter.letter_plan, name="letter_plan"),
    path("<slug:space>/letters/mine/", letter.letter_wish, name="letter_wish"),
    path("<slug:space>/letters/<int:pk>/", letter.letter, name="letter"),
    path("<slug:space>/letters/<int:pk>/edit/", letter.edit_letter, name="edit_letter"),
    path("<slug:space>/letters/<int:pk>/preview/", letter.preview_letter, name="preview_letter"),
    path("<slug:space>/letters/<int:pk>/preview/mail/", letter.preview_mail, name="preview_mail"),
]
