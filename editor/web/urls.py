"""All HTTP addresses of the studio."""

from __future__ import annotations

from django.urls import include, path, re_path

from editor.web import access_page, docs, metrics_page, pictures, shared, transform
from editor.web.api.app import api
from editor.web.binding import cf_image, doors
from editor.web.binding import views as binding

urlpatterns = [
    path("", include("editor.web.pages.urls")),
    path("access", access_page.access, name="access"),
    path("api/", api.urls),
    # Whatever follows is read from the address as it was sent, line ends included.
    re_path(r"^cdn-cgi/image/[\s\S]*$", transform.transform, name="transform"),
    path(doors.TRANSFORM.strip("/"), binding.transform, name="binding-transform"),
    path(doors.INFO.strip("/"), binding.info, name="binding-info"),
    path(doors.PROXIED.strip("/"), binding.proxied, name="binding-proxied"),
    path(doors.CF_IMAGE.strip("/"), cf_image.picture, name="cf-image"),
    path("p/<str:key>", pictures.picture, name="picture"),
    path("s/<str:token>", shared.page, name="shared"),
    path("s/<str:token>/<str:name>", shared.picture, name="shared-picture"),
    path("docs", docs.page, name="docs"),
    path("docs/pictures/<str:name>", docs.illustration, name="docs-picture"),
    path("docs/<path:name>", docs.page, name="docs-page"),
    path("metrics", metrics_page.page, name="metrics"),
]
