"""`manage.py benchmark batches`: photos through a whole studio, measured from outside."""
