"""The renderer's side of `manage.py benchmark render`, in a process of its own.

`python -m editor.render.benchmark FOLDER` makes the pictures in FOLDER unless they are there, and
then does one job for each name that it reads, answering a line of JSON. `sharp.mjs` speaks the same
language.
"""
