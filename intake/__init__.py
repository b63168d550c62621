"""Turn bytes in a mailbox into a Submission. Knows nothing of rules, tables or letters."""
