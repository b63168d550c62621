"""The demonstration: invented senders, their mails, and servers of its own on loopback."""
