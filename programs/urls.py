"""The figures' addresses."""

from django.urls import path

from programs.figures.drawing import Look

from . import views

app_name = "figures"
urlpatterns = [
    path("<slug:key>-still.svg", views.figure, {"look": Look.STILL}, name="still"),
    path("<slug:key>-paper.svg", views.figure, {"look": Look.PAPER}, name="paper"),
    path("<slug:key>.svg", views.figure, {"look": Look.MOVING}, name="moving"),
]
