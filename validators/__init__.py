"""Judge a Submission: facts, findings, disposition. Knows nothing of tables or letters."""
