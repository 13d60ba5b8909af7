"""Whoever hands out credentials besides STS: a container's endpoint, EC2's metadata service, the portal of IAM Identity
Center. Loopback only, in this process."""
import http.server
import json
import threading
import urllib.parse

AUTHORIZATION = "allow me"
TOKEN = "metadata-token"
PORTAL_TOKEN = "portal-token"
REFRESH_TOKEN = "refresh-token"
REGISTRATION = {"clientId": "client", "clientSecret": "client-secret"}
PORTAL_EXPIRES = 4102444800000  # milliseconds; 2100


class StandIns:
    """`credentials`: of the roles Container, Instance and Portal, as AssumeRole gave them."""

    def __init__(self, credentials):
        self.credentials = credentials
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                self.answer(*outer.get(self.path, self.headers))

            def do_PUT(self):
                asked = self.headers.get("X-aws-ec2-metadata-token-ttl-seconds")
                self.answer(*((200, TOKEN) if self.path == "/latest/api/token" and asked else (400, "")))

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.answer(*(outer.renew(body) if self.path == "/token" else (404, {})))

            def answer(self, status, body):
                data = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/plain" if isinstance(body, str) else "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def get(self, path, headers):
        path, _, query = path.partition("?")
        if path == "/container":
            return 200, self.of("Container")
        if path == "/guarded":
            allowed = headers.get("Authorization") == AUTHORIZATION
            return (200, self.of("Container")) if allowed else (403, {"message": "who are you"})
        if path == "/federation/credentials":
            return self.portal(urllib.parse.parse_qs(query), headers)
        if path.startswith("/latest/"):
            return self.metadata(path, headers)
        return 404, {"message": "nothing here"}

    def of(self, role):
        given = self.credentials[role]
        return {
            "Code": "Success",
            "AccessKeyId": given["AccessKeyId"],
            "SecretAccessKey": given["SecretAccessKey"],
            "Token": given["SessionToken"],
            "Expiration": given["Expiration"],
        }

    @staticmethod
    def renew(body):
        if body != {"grantType": "refresh_token", **REGISTRATION, "refreshToken": REFRESH_TOKEN}:
            return 400, {"error": "invalid_grant"}
        return 200, {"accessToken": PORTAL_TOKEN, "expiresIn": 3600, "refreshToken": "next", "tokenType": "Bearer"}

    def portal(self, query, headers):
        if headers.get("x-amz-sso_bearer_token") != PORTAL_TOKEN:
            return 401, {"message": "Session token not found or invalid"}
        if query != {"account_id": ["123456789012"], "role_name": ["Portal"]}:
            return 403, {"message": "No access"}
        given = self.credentials["Portal"]
        names = {"accessKeyId": "AccessKeyId", "secretAccessKey": "SecretAccessKey", "sessionToken": "SessionToken"}
        values = {ours: given[theirs] for ours, theirs in names.items()}
        return 200, {"roleCredentials": values | {"expiration": PORTAL_EXPIRES}}

    def metadata(self, path, headers):
        if headers.get("X-aws-ec2-metadata-token") != TOKEN:
            return 401, ""
        folder = "/latest/meta-data/iam/security-credentials/"
        if path == folder:
            return 200, "Instance"
        return (200, self.of("Instance")) if path == folder + "Instance" else (404, "")
