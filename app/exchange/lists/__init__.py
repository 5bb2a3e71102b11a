"""Takes any list of the application out into a file, as it is filtered and sorted."""
