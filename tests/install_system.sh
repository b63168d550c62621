#!/bin/sh
# Install what the tests need beyond Python (Dovecot's IMAP server), where this is Debian or Ubuntu and we may.
set -u
if command -v dovecot >/dev/null 2>&1; then exit 0; fi
command -v apt-get >/dev/null 2>&1 || { echo "no apt-get here: the tests against Dovecot will not run"; exit 0; }
if [ "$(id -u)" = 0 ]; then run=""
elif sudo -n true 2>/dev/null; then run="sudo -n"
else echo "not root and no sudo: the tests against Dovecot will not run"; exit 0
fi
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends dovecot-imapd >/dev/null \
  || echo "dovecot-imapd could not be installed: the tests against Dovecot will not run"
