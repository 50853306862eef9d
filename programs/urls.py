"""The figures' addresses."""

from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("<slug:key>-still.svg", views.figure, {"moves": False}, name="still"),
    path("<slug:key>.svg", views.figure, {"moves": True}, name="moving"),
]
