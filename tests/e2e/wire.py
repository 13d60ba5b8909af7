"""A server between the program and the sandbox that answers as it is told, and a proxy; both of a few lines.

Whatever the script of a Wire does not answer goes to the sandbox.
"""
import contextlib
import dataclasses
import http.client
import select
import socket
import socketserver
import ssl
import subprocess
import threading
import urllib.parse

from harness import LONGEST


@dataclasses.dataclass
class Request:
    method: str
    path: str
    headers: dict  # names in small letters
    body: bytes


class Peer(socketserver.StreamRequestHandler):
    """Reads requests as long as there are any."""

    timeout = LONGEST

    def handle(self):
        with contextlib.suppress(ConnectionError, ssl.SSLError, TimeoutError):
            if self.server.context:
                self.request.settimeout(LONGEST)
                self.connection = self.server.context.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
            while (request := self.read()) and self.server.answer(self, request):
                pass
        self.connection.close()

    def read(self):
        line = self.rfile.readline(65536).decode("latin-1").split()
        if len(line) < 2:
            return None
        headers = {}
        while (header := self.rfile.readline(65536).decode("latin-1").strip()):
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        return Request(line[0], line[1], headers, self.rfile.read(int(headers.get("content-length", 0))))

    def reset(self):
        """Ends the connection as a machine does that loses its power."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context=None):
        super().__init__(("127.0.0.1", 0), Peer)
        self.context = context
        self.port = self.server_address[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self.requests = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def stop(self):
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request, client_address):
        pass  # a client that does not trust us goes away in the middle


class Wire(Server):
    def __init__(self, sandbox, context=None):
        self.sandbox = urllib.parse.urlsplit(sandbox).netloc
        # A function of the request: None for the sandbox's answer, bytes to write, or a function of the peer.
        self.script = lambda request: None
        # What becomes of the sandbox's answers: (status, headers, body) to bytes.
        self.encode = encoded
        super().__init__(context)

    def answer(self, peer, request):
        self.requests.append(request)
        peer.asked = request
        scripted = self.script(request)
        if callable(scripted):
            scripted(peer)
            return False
        if scripted is not None:
            peer.wfile.write(scripted)
            return False
        peer.wfile.write(self.encode(*self.forward(request)))
        return True

    def forward(self, request):
        onward = http.client.HTTPConnection(self.sandbox, timeout=LONGEST)
        with contextlib.closing(onward):
            headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
            onward.request(request.method, request.path, request.body or None, headers)
            answer = onward.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()


class Proxy(Server):
    """CONNECT, to one place whatever the client asks for."""

    def __init__(self, port, status=200, user=None):
        self.target, self.status, self.user = port, status, user
        super().__init__()

    def answer(self, peer, request):
        self.requests.append(request)
        if self.user and request.headers.get("proxy-authorization") != self.user:
            peer.wfile.write(b"HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")
        elif self.status != 200:
            peer.wfile.write(f"HTTP/1.1 {self.status} No\r\nX-Secret: x\r\nContent-Length: 4\r\n\r\nno!\n".encode())
        else:
            peer.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self.join(peer.connection)
        return False

    def join(self, client):
        with socket.create_connection(("127.0.0.1", self.target), LONGEST) as server:
            ends = {client: server, server: client}
            while True:
                for end in select.select(list(ends), [], [], LONGEST)[0]:
                    if not (block := end.recv(65536)):
                        return
                    ends[end].sendall(block)


def encoded(status, headers, body):
    headers = {name: value for name, value in headers.items() if name.lower() not in ("content-length", "connection")}
    lines = [f"HTTP/1.1 {status} x", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode("latin-1") + body


def reply(body=b"", status="200 OK", *headers, length=None):
    """An answer, also one whose length is a lie."""
    body = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + body


class Authority:
    """Certificates for tests, by openssl."""

    def __init__(self, folder, name="ca"):
        self.folder = folder
        self.file, self.key = folder / f"{name}.pem", folder / f"{name}.key"
        self._openssl("req", "-x509", *KEY, "-keyout", self.key, "-out", self.file, "-days", "2", "-subj", f"/CN={name}")

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=LONGEST)

    def context(self, name, hosts="IP:127.0.0.1,DNS:*.genesys.localhost", days=2):
        """A server's TLS, with a certificate for those hosts."""
        key, asked, made, more = (self.folder / f"{name}.{suffix}" for suffix in ("key", "csr", "crt", "ext"))
        more.write_text(f"subjectAltName={hosts}\n")
        self._openssl("req", *KEY, "-keyout", key, "-out", asked, "-subj", f"/CN={name}")
        self._openssl("x509", "-req", "-in", asked, "-CA", self.file, "-CAkey", self.key, "-CAcreateserial", "-out", made,
                      "-days", days, "-extfile", more)  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(made, key)
        return context


KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
