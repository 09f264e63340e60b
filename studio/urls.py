"""All addresses; the rooms list their own."""

from django.urls import include, path

urlpatterns = [path("", include("editor.web.urls"))]

handler400 = "editor.web.answers.handler400"
handler403 = "editor.web.answers.handler403"
handler404 = "editor.web.answers.handler404"
handler500 = "editor.web.answers.handler500"
