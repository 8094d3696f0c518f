"""Addresses of year books."""

from django.urls import path

from drittort.inspire.year_book import views

urlpatterns = [
    path("<slug:space>/year-books/", views.year_books, name="year_books"),
    path("<slug:space>/year-books/ask/", views.ask_year_book, name="ask_year_book"),
    path("<slug:space>/year-books/progress/", views.year_book_progress, name="year_book_progress"),
    path("<slug:space>/year-books/<int:pk>/", views.year_book, name="year_book"),
]
