"""Addresses of the knowledge of a house."""

from django.urls import path

from drittort.inform.knowledge import views

urlpatterns = [
    path("<slug:space>/knowledge/", views.knowledge, name="knowledge"),
    path("<slug:space>/knowledge/new/", views.new_article, name="new_article"),
    path("<slug:space>/knowledge/mine/", views.my_articles, name="my_articles"),
    path("<slug:space>/knowledge/trash/", views.trash, name="article_trash"),
    path("<slug:space>/knowledge/handbook/", views.handbook, name="handbook"),
    path("<slug:space>/knowledge/print/", views.print_handbook, name="print_handbook"),
    path("<slug:space>/knowledge/open/", views.open_knowledge, name="open_knowledge"),
    path("<slug:space>/knowledge/open/<int:pk>/", views.open_article, name="open_article"),
    path("<slug:space>/knowledge/open/<int:pk>/<str:token>/<str:name>", views.open_article_file, name="open_article_file"),
    path("<slug:space>/knowledge/<int:pk>/", views.article, name="article"),
    path("<slug:space>/knowledge/<int:pk>/edit/", views.edit_article, name="edit_article"),
    path("<slug:space>/knowledge/<int:pk>/place/", views.arrange_article, name="arrange_article"),
    path("<slug:space>/knowledge/<int:pk>/history/", views.article_history, name="article_history"),
    path("<slug:space>/knowledge/<int:pk>/history/stand/", views.restore_version, name="restore_version"),
    path("<slug:space>/knowledge/<int:pk>/print/", views.print_article, name="print_article"),
    path("<slug:space>/knowledge/<int:pk>/say/", views.say_of_article, name="say_of_article"),
    path("<slug:space>/knowledge/<int:pk>/mark/", views.mark_article, name="mark_article"),
    path("<slug:space>/knowledge/<int:pk>/back/", views.restore_article, name="restore_article"),
    path("<slug:space>/posts/<int:pk>/article/", views.article_of_question, name="article_of_question"),
]
