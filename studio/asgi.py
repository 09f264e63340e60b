"""The ASGI application: HTTP by Django, WebSocket by Channels."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

import django
from channels.routing import ProtocolTypeRouter

django.setup(set_prefix=False)

from editor.live.routing import websocket
from editor.web.guard import Guard
from editor.web.handler import StudioHandler
from editor.web.shortcut import Shortcut

http = Guard(Shortcut(StudioHandler()))
application = ProtocolTypeRouter({"http": http, "websocket": websocket()})
