"""Addresses of the market."""

from django.urls import path

from drittort.connect.market import views

urlpatterns = [
    path("answer/listing/<str:token>/", views.answer_listing, name="answer_listing"),
    path("<slug:space>/market/", views.market, name="market"),
    path("<slug:space>/market/mine/", views.my_listings, name="my_listings"),
    path("<slug:space>/market/kept/", views.bookmarks, name="bookmarks"),
    path("<slug:space>/market/new/", views.new_listing, name="new_listing"),
    path("<slug:space>/market/<int:pk>/", views.listing, name="listing"),
    path("<slug:space>/market/<int:pk>/edit/", views.edit_listing, name="edit_listing"),
    path("<slug:space>/market/<int:pk>/mark/", views.mark_listing, name="mark_listing"),
    path("<slug:space>/market/<int:pk>/write/", views.write_owner, name="write_owner"),
    path("<slug:space>/market/<int:pk>/keep/", views.bookmark, name="bookmark"),
    path("<slug:space>/market/<int:pk>/thanks/", views.refer, name="refer"),
]
