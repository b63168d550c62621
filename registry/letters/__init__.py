"""The outbox and what fills it: due letters, bursts, bounces, reminders."""
