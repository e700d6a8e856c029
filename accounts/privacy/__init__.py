"""A person's own data: handed out to them, and erased. Each app adds its part; none knows the others."""
