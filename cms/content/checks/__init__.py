"""What `manage.py check_content` looks at beyond the form of the files. Each rule is a small function of plain Python
that gives findings; run.py calls them all."""
