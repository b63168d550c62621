"""Tell the program that watches over the service how it stands: systemd's sd_notify protocol, one datagram a time."""

from __future__ import annotations

import os
import socket
import time


def tell(*lines: str) -> None:
    """Send lines such as READY=1 to the supervisor that NOTIFY_SOCKET names; do nothing where there is none or it does not listen."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address[:1] not in {"/", "@"}:
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as talk:
            talk.settimeout(1)
            talk.sendto("\n".join(lines).encode(), "\0" + address[1:] if address[0] == "@" else address)
    except OSError:  # whoever watches is gone or deaf: the service goes on, and a watchdog that hears nothing acts by itself
        return


def reloading() -> None:
    """Tell that the configuration is being read anew; READY=1 tells the end of it."""
    tell("RELOADING=1", f"MONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")


def watchdog_every() -> float:
    """Return the seconds within which the supervisor wants a sign of life; infinite where it wants none of this process."""
    wanted, whose = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not wanted.isdecimal() or not int(wanted) or (whose and whose != str(os.getpid())):
        return float("inf")
    return int(wanted) / 1e6
