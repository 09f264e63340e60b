"""Django's backend of SQLite, with connections that outlive a request."""
