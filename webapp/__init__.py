"""HTTP: the application, its pages and its command line."""
