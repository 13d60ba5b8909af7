"""Statements 33 to 42, 46 and 47 of docs/cli.md: what errors say, and whom the program talks to."""
import http.server
import re
import socketserver
import ssl
import subprocess
import threading

from harness import LONGEST
from statements import StatementCase, main

QUICK = {"PATCHCORD_WAIT_OPERATION_MS": "20", "PATCHCORD_WAIT_BACKOFF_MS": "1"}


class Errors(StatementCase):
    def wrong(self, *changes):
        self.write_manifest(*changes)
        run = self.patchcord("plan", expect=2)
        self.assertEqual(0, self.sandbox.stats()["total"], "nothing was sent")
        return run

    def test_33_a_wrong_manifest_is_shown_with_place_line_caret_and_fix(self):
        text = self.wrong(("        timeout: 5s\n        tests", "        timeotu: 5s\n        tests")).stderr
        lines = text.splitlines()
        first = next(n for n, line in enumerate(lines) if "timeotu" in line and line.startswith("error"))
        self.assertRegex(lines[first], r"^error(\[[\w-]+\])?: patchcord\.yaml:11:9: ")
        self.assertIn("timeotu: 5s", lines[first + 1])
        self.assertEqual(lines[first + 1].index("timeotu"), lines[first + 2].index("^"))
        self.assertIn("Did you mean `timeout`?", lines[first + 3])

    def test_34_every_code_can_be_explained(self):
        if "explain" not in self.commands():
            self.skipTest("this program has no rules with codes")
        codes = [rule["code"] for rule in next(
            value for value in self.patchcord("explain", "--json").json().values() if isinstance(value, list) and value
        )]  # fmt: skip
        self.assertGreater(len(codes), 10)
        for code in codes:
            self.assertGreater(len(self.patchcord("explain", code).stdout.splitlines()), 2, code)

    def test_35_all_problems_are_reported_in_one_run_sorted_by_place(self):
        text = self.wrong(
            ("deployment: orders", "deployment: Orders!"),
            ("region: us-east-1", "region: us-eats-1"),
            ("timeout: 5s\n        tests", "timeout: 5 years\n        tests"),
            ("name: Get tier", "nmae: Get tier"),
        ).stderr
        lines = [int(line) for line in re.findall(r"^error\S*: patchcord\.yaml:(\d+):", text, re.M)]
        self.assertGreaterEqual(len(set(lines)), 4, text)
        self.assertEqual(sorted(lines), lines)

    def test_36_a_guess_is_marked_as_one(self):
        text = self.wrong(("name: Get tier", "nmae: Get tier")).stderr
        self.assertIn("Did you mean `name`?", text)

    def test_37_an_error_from_a_cloud_keeps_status_request_id_and_operation(self):
        for match, words in (("GET /api/v2/integrations", "integrations"), ("CreateRole", "iam:CreateRole")):
            with self.subTest(match):
                self.fresh()
                self.sandbox.faults({"match": match, "then": "status", "status": 403, "times": 0})
                run = self.patchcord("apply", "--yes", "--json", expect=1)
                error = run.json()["errors"][0]
                self.assertEqual(403, error["answer"]["status"])
                self.assertTrue(error["answer"]["requestId"])
                self.assertIn(words, error["what"] + str(error["during"]))
                self.assertIn("request id " + error["answer"]["requestId"], run.stderr)

    def test_38_no_page_of_a_gateway_and_no_stack_is_shown(self):
        self.sandbox.faults({"match": "*", "then": "html_502", "times": 0})
        run = self.patchcord("plan", expect=1, **QUICK)
        self.assertIn("502", run.stderr)
        self.assertNotRegex(run.stderr, r"(?i)<html|<body|terminate called|#0 |\.cc:\d+")

    def test_39_missing_variables_are_listed_all_at_once(self):
        run = self.patchcord("plan", expect=2, GENESYS_CLIENT_ID=None, GENESYS_CLIENT_SECRET=None)
        self.assertIn("GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET", run.stderr)

    def test_40_a_secret_is_never_shown(self):
        """Every other test looks, too (harness.py)."""
        for options in (["-vv"], ["-vv", "--json"], ["-vv", "--log-file", "log"]):
            self.fresh()
            self.apply(*options)
            self.keep_files()
            self.look_for_secrets()
        run = self.patchcord("plan", "-vv", expect=1, GENESYS_CLIENT_SECRET="a-wrong-secret-of-somebody")
        self.assertNotIn("a-wrong-secret-of-somebody", run.stdout + run.stderr)

    def test_41_what_is_missing_is_named(self):
        texts = {}
        self.sandbox.knobs(permissions=[])
        texts["permission"] = self.patchcord("plan", expect=1).stderr
        self.assertIn("integrations:", texts["permission"])
        self.fresh()
        texts["client"] = self.patchcord("plan", expect=1, GENESYS_CLIENT_SECRET="wrong").stderr
        self.assertIn("secret is wrong", texts["client"])
        self.sandbox.faults({"match": "GET /api/v2/integrations", "then": "status", "status": 404, "times": 0})
        texts["not found"] = self.patchcord("plan", expect=1).stderr
        first = {name: text.split("error: ")[1].splitlines()[0] for name, text in texts.items()}
        self.assertEqual(3, len(set(first.values())), first)
        hints = {name: re.findall(r"hint +(.*)", text) for name, text in texts.items()}
        self.assertTrue(hints["permission"] and hints["client"], hints)

    def test_42_a_wait_for_the_rate_limit_is_told(self):
        self.sandbox.faults({"match": "POST /api/v2/integrations/actions", "status": 429, "retryAfter": 0})
        run = self.apply("-v")
        self.assertRegex(run.stderr, r"retry POST /api/v2/integrations/actions again in 0\.\d s: 429")


class Listener(socketserver.ThreadingTCPServer):
    """Notes what is asked for, and refuses it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context=None):
        self.asked = []
        super().__init__(("127.0.0.1", 0), Refusal)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        pass  # a client that does not trust us goes away in the middle


class Refusal(http.server.BaseHTTPRequestHandler):
    def handle_one_request(self):
        line = self.rfile.readline(65536).decode(errors="replace")
        while self.rfile.readline(65536).strip():
            pass
        if line:
            self.server.asked.append(line.strip())
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        self.close_connection = True


class Network(StatementCase):
    def listen(self, context=None):
        listener = Listener(context)
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(listener.server_close)
        self.addCleanup(listener.shutdown)
        return listener

    def hosts(self, proxy):
        return {line.split()[1] for line in proxy.asked}

    def test_46_only_the_configured_clouds_are_called(self):
        proxy = self.listen()
        through = {"HTTPS_PROXY": proxy.url, "https_proxy": proxy.url, "http_proxy": proxy.url, "ALL_PROXY": proxy.url}
        for arguments in (["apply", "--yes"], ["plan"], ["verify"], ["list"], ["destroy", "--yes"], ["--version"]):
            self.patchcord(*arguments, **through)
        self.assertEqual([], proxy.asked, "everything was at the sandbox")

    def test_47_proxies_are_used_for_the_clouds_and_only_those_are_called(self):
        proxy = self.listen()
        through = {"HTTPS_PROXY": proxy.url, **QUICK}
        real = {"PATCHCORD_GENESYS_API_URL": None, "PATCHCORD_GENESYS_LOGIN_URL": None, "AWS_ENDPOINT_URL": None}
        self.patchcord("plan", expect=1, **real, **through)
        self.assertEqual({"login.mypurecloud.com:443"}, self.hosts(proxy))
        proxy.asked.clear()
        self.patchcord("plan", expect=1, AWS_ENDPOINT_URL=None, **through)
        self.assertTrue(self.hosts(proxy))
        self.assertLessEqual(self.hosts(proxy), {"iam.amazonaws.com:443", "sts.us-east-1.amazonaws.com:443"})

    def test_47_a_ca_file_is_used(self):
        openssl = self.needs("openssl")
        key, certificate = self.folder / "key", self.folder / "certificate"
        subprocess.run(
            [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True, timeout=LONGEST,
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server = self.listen(context)
        there = {"PATCHCORD_GENESYS_API_URL": server.url, "PATCHCORD_GENESYS_LOGIN_URL": server.url, **QUICK}
        run = self.patchcord("plan", expect=1, **there)
        self.assertEqual([], server.asked, "who is not trusted is sent nothing")
        self.assertRegex(run.stderr, "certificate|--ca-file")
        for options, env in ((["--ca-file", certificate], {}), ([], {"AWS_CA_BUNDLE": str(certificate)})):
            server.asked.clear()
            run = self.patchcord("plan", *options, expect=1, **there, **env)
            self.assertEqual(["POST /oauth/token HTTP/1.1"], server.asked, run.stderr)


if __name__ == "__main__":
    main()
