"""What staff do by mail: keys, requests read out of mails, what was done, and the answers that wait to leave."""
