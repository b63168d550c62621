#!/bin/sh
# Print where the tests' files go: in memory where there is plenty of it and programs run from there, for desks wait for a disk
# thousands of times; else where temporary files go anyway. What is tested is the same: a file system.
set -u
usual="${TMPDIR:-/tmp}"
memory=/dev/shm
kilobytes() { awk -v name="$1:" '$1 == name { print $2 }' /proc/meminfo 2>/dev/null; }
room=$(df -k -P "$memory" 2>/dev/null | awk 'NR == 2 { print $4 }')
free=$(kilobytes MemAvailable)
[ -z "${TMPDIR:-}" ] && [ "${room:-0}" -gt 6000000 ] && [ "${free:-0}" -gt 10000000 ] && [ -w "$memory" ] || { echo "$usual"; exit 0; }
trial="$memory/intake-desk-trial-$$"
printf '#!/bin/sh\n' >"$trial" && chmod 700 "$trial"
if "$trial" 2>/dev/null; then echo "$memory"; else echo "$usual"; fi
rm -f "$trial"
