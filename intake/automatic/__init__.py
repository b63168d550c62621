"""Mail no person wrote, delivery reports, the receiving server's verdict."""
