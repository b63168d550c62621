"""A registry made again from the spool; copies."""
