"""`manage.py benchmark service`: the image service beside ipx (sharp) and thumbor (Pillow)."""
