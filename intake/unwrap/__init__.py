"""What wraps files: forwarded mail, winmail.dat, S/MIME, archives, within one budget."""
