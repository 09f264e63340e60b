"""What `manage.py benchmark` measures, beside a peer in the same run."""
