"""A server on a port of its own, a thread for each conversation: what the torture's false servers share."""

from __future__ import annotations

import socket
import threading
from typing import Self


class Listening:
    """Listens on 127.0.0.1 while it is entered; `port` is its own, `conversations` counts who came."""

    def __init__(self) -> None:
        self.conversations = 0
        self._over = threading.Event()  # set at the end: whoever stalls may go

    def __enter__(self) -> Self:
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening and let stalled conversations go."""
        self._over.set()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.conversations += 1
            threading.Thread(target=self._serve, args=(client, self.conversations == 1), daemon=True).start()

    def _serve(self, client: socket.socket, first: bool) -> None:
        """Talk to one client; `first` tells the first of all."""
        raise NotImplementedError
