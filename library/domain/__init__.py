"""What can be decided about the library without a database: slugs, numbers, checks, search, the YAML files."""
