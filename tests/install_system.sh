#!/bin/sh
# Install what the tests need beyond Python, where this is Debian or Ubuntu and we may: Dovecot's IMAP server,
# LibreOffice (Writer for .doc, .wps, .rtf, .odt, Calc for .xls, .et, .ods) bsdtar (RAR) exiftool (what is left in a pack's pictures) and strace (faults at system calls). Only what is missing, in one call.
set -u
wanted=""
want() { command -v "$1" >/dev/null 2>&1 || wanted="$wanted $2"; }
want dovecot dovecot-imapd
want lowriter libreoffice-writer
want localc libreoffice-calc
want bsdtar libarchive-tools
want exiftool libimage-exiftool-perl
want strace strace
[ -n "$(fc-list :lang=zh 2>/dev/null)" ] || wanted="$wanted fonts-droid-fallback" # Chinese in printed forms
[ -n "$wanted" ] || exit 0
without="the tests that need$wanted will not run"
command -v apt-get >/dev/null 2>&1 || { echo "no apt-get here: $without"; exit 0; }
if [ "$(id -u)" = 0 ]; then run=""
elif sudo -n true 2>/dev/null; then run="sudo -n"
else echo "not root and no sudo: $without"; exit 0
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # $wanted is a list of packages
$run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends $wanted >/dev/null \
  || echo "could not be installed:$wanted: $without"
