"""Scripted servers on loopback: one that gives tokens, one IMAP and one SMTP server that want them."""

import base64
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from tests.torture.listening import Listening

SAYS_NO = base64.b64encode(json.dumps({"status": "401", "schemes": "bearer", "scope": "https://mail.example.org/"}).encode())


class TokenGiver:
    """Gives the next of its answers (status, document) for each refresh token posted; `asked` has what was posted."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def __enter__(self):
        giver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                giver.asked.append({key: value[0] for key, value in asked.items()})
                status, document = giver.answers.pop(0)
                body = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/token"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def told(line):
    """Return user and token of an XOAUTH2 answer."""
    user, auth, *_ = base64.b64decode(line).decode().split("\x01")
    return user.removeprefix("user="), auth.removeprefix("auth=Bearer ")


class TokenImap(Listening):
    """An IMAP server that lets in with one token only; `tried` has who came with which."""

    def __init__(self, token):
        super().__init__()
        self.token, self.tried = token, []

    def _serve(self, client: socket.socket, first: bool) -> None:
        with client, client.makefile("rb") as lines:
            client.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] ready\r\n")
            for line in lines:
                tag, _, command = line.strip().partition(b" ")
                word = command.split()[0].upper()
                if word == b"AUTHENTICATE":
                    client.sendall(b"+ \r\n")
                    self.tried.append(told(lines.readline()))
                    if self.tried[-1][1] != self.token:
                        client.sendall(b"+ " + SAYS_NO + b"\r\n")
                        assert lines.readline() == b"\r\n"
                        client.sendall(tag + b" NO [AUTHENTICATIONFAILED] AUTHENTICATE failed.\r\n")
                        continue
                if word == b"CAPABILITY":
                    client.sendall(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n")
                if word == b"EXAMINE":
                    client.sendall(b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n")
                client.sendall(tag + b" OK done\r\n")
                if word == b"LOGOUT":
                    return


class TokenSmtp(Listening):
    """An SMTP server that lets in with one token only; with `asks_first` it wants no initial response."""

    def __init__(self, token, asks_first=False):
        super().__init__()
        self.token, self.asks_first, self.tried = token, asks_first, []

    def _serve(self, client: socket.socket, first: bool) -> None:
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 hi\r\n")
            for line in lines:
                words = line.split()
                match words[0].upper():
                    case b"EHLO":
                        client.sendall(b"250-hi\r\n250 AUTH XOAUTH2\r\n")
                    case b"AUTH":
                        self._auth(client, lines, words[2:])
                    case b"QUIT":
                        client.sendall(b"221 bye\r\n")
                        return
                    case _:
                        client.sendall(b"250 ok\r\n")

    def _auth(self, client, lines, start):
        if start and self.asks_first:
            client.sendall(b"504 5.5.4 Unrecognized authentication type\r\n")
            return
        if not start:
            client.sendall(b"334 \r\n")
        self.tried.append(told(start[0] if start else lines.readline()))
        if self.tried[-1][1] == self.token:
            client.sendall(b"235 ok\r\n")
            return
        client.sendall(b"334 " + SAYS_NO + b"\r\n")
        assert lines.readline() == b"\r\n"
        client.sendall(b"535 5.7.3 Authentication unsuccessful\r\n")
