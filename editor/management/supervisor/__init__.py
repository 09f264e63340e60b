"""The supervisor behind `manage.py serve`: one small process, without Django, that starts the
roles, restarts what dies, and stops them all."""
