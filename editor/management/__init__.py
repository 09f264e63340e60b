"""Commands, the supervisor of all processes, and the build of the front end."""
