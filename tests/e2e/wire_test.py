"""What networks do to a program: proxies, certificates, pages of portals, answers that are cut, endless, or hostile."""
import gzip
import json
import pathlib
import shutil
import tempfile

from manifests import ManifestCase, action, main, manifest
from wire import Authority, Proxy, Wire, encoded, reply

ORGANIZATION = "/api/v2/organizations/me"
INTEGRATIONS = "/api/v2/integrations"
LOGIN = "/oauth/token"
QUICK = {"PATCHCORD_WAIT_OPERATION_MS": "60", "PATCHCORD_WAIT_BACKOFF_MS": "1"}
BIDI = "\u202e\u2066"


class WireCase(ManifestCase):
    def setUp(self):
        super().setUp()
        self.write(manifest(action("Get order")))

    def wire(self, context=None):
        wire = Wire(self.sandbox.url, context)
        self.addCleanup(wire.stop)
        return wire

    def at(self, url, **more):
        return {"PATCHCORD_GENESYS_API_URL": url, "PATCHCORD_GENESYS_LOGIN_URL": url} | QUICK | more

    def plans(self, url, *options, **env):
        return self.command("plan", *options, **self.at(url, **env))

    def fails(self, url, *options, says=(), expect=1, **env):
        run = self.command("plan", *options, expect=expect, **self.at(url, **env))
        self.assert_clean(run)
        self.assertIn("error: the organization cannot be read: ", run.stderr)
        for text in says:
            self.assertIn(text, run.stderr)
        return run

    def assert_clean(self, run):
        for text in (run.stdout, run.stderr):
            self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Answers(WireCase):
    """One answer of the service is replaced; everything else is as it should be."""

    def setUp(self):
        super().setUp()
        self.server = self.wire()

    def on(self, path, scripted, method=None):
        self.server.requests.clear()
        self.server.script = (
            lambda request: scripted if request.path.split("?")[0] == path and method in (None, request.method) else None
        )

    def count(self, path, method="GET"):
        return sum(request.path.split("?")[0] == path and request.method == method for request in self.server.requests)

    def check(self, scripted, *says, path=ORGANIZATION, times=1):
        self.on(path, scripted)
        run = self.fails(self.server.url, says=says)
        self.assertEqual(times, self.count(path, "POST" if path == LOGIN else "GET"), run.stderr)
        return run

    def passes(self, path, scripted, times):
        """Given so often, it is only a delay."""
        again = iter([scripted] * times)
        method = "POST" if path == LOGIN else "GET"
        self.server.requests.clear()
        self.server.script = lambda request: next(again, None) if request.path.split("?")[0] == path else None
        self.plans(self.server.url, PATCHCORD_WAIT_OPERATION_MS="60000")
        self.assertEqual(times + 1, self.count(path, method))

    def test_that_are_no_json(self):
        portal = reply("<html><head><title>Guest Wi-Fi</title></head></html>", "200 OK", "Content-Type: text/html")
        for path in (ORGANIZATION, LOGIN):
            with self.subTest(path):
                self.check(portal, 'an HTML page ("Guest Wi-Fi") instead of an answer', "no proxy or portal", path=path)
        self.check(reply("nothing to see", "200 OK", "Content-Type: text/plain"), 'the text "nothing to see"')
        self.check(reply(""), "the answer has no id")
        self.check(reply("[]"), "the answer has no id")
        self.check(reply("[" * 100_000), "nested")

    def test_that_are_a_gateways_error_page(self):
        page = reply("<html><title>Bad Gateway</title>\x1b[31m</html>", "502 Bad Gateway", "Content-Type: text/html")
        for path in (ORGANIZATION, LOGIN):
            self.on(path, page)
            run = self.fails(self.server.url, says=["answered 502", 'an HTML page ("Bad Gateway")'])
            self.assertNotIn("<html", run.stderr)
            self.passes(path, page, times=2)
        denied = reply("<html><title>Access denied</title></html>", "403 Forbidden", "Content-Type: text/html")
        self.check(denied, "Genesys Cloud denies it", 'an HTML page ("Access denied")', "`patchcord permissions`")
        self.check(denied, "was refused: an HTML page", path=LOGIN)

    def test_that_redirect_are_not_followed(self):
        elsewhere = self.wire()
        for status in ("301 x", "302 x", "303 x", "307 x", "308 x"):
            for path in (ORGANIZATION, LOGIN):
                with self.subTest(status=status, path=path):
                    redirect = reply("", status, f"Location: {elsewhere.url}/steal?token=x")
                    run = self.check(redirect, f"answered {status[:3]} to {elsewhere.url}", path=path)
                    self.assertNotIn("token=x", run.stderr)
        self.assertEqual([], elsewhere.requests)

    def test_of_aws_that_redirect_or_are_pages(self):
        elsewhere = self.wire()
        for scripted, says in (
            (reply("", "307 x", f"Location: {elsewhere.url}/?token=x"), f"answered 307 (to {elsewhere.url})"),
            (reply("<html><title>Stop</title></html>", "403 x"), 'an HTML page ("Stop")'),
            (reply("<html><title>Stop</title></html>", "200 x"), "is not one of AWS"),
        ):
            with self.subTest(says):
                self.on("/", scripted)
                run = self.command("plan", expect=1, AWS_ENDPOINT_URL=self.server.url, **QUICK)
                self.assertIn(says, run.stderr)
                self.assertNotIn("token=x", run.stderr)
        self.assertEqual([], elsewhere.requests)

    def test_that_are_too_large(self):
        self.check(reply(b"x" * (33 << 20)), "its answer is larger than 33554432 bytes")
        self.check(reply("{}", "200 OK", *[f"X-{i}: {'y' * 1000}" for i in range(400)]), "headers of its answer are larger")
        bomb = gzip.compress(b" " * (64 << 20))
        self.assertLess(len(bomb), 100_000)
        self.check(reply(bomb, "200 OK", "Content-Encoding: gzip"), "its answer is larger than 33554432 bytes")

    def test_that_are_damaged(self):
        self.check(reply(b"no gzip", "200 OK", "Content-Encoding: gzip"), "gave no usable answer", "encoding")
        self.check(b"SSH-2.0-OpenSSH_9.2\r\n", "gave no usable answer: what it sent is not HTTP")
        self.check(reply(b"\xff\xfe{}"), "is not JSON")

    def test_that_are_cut_are_asked_for_again(self):
        for name, scripted in {
            "shorter than it says": reply('{"id":', length=100),
            "no answer": lambda peer: None,
            "reset in the middle": lambda peer: (peer.wfile.write(reply("{", length=50)), peer.reset()),
        }.items():
            with self.subTest(name):
                self.on(ORGANIZATION, scripted)
                self.fails(self.server.url, says=["gave no usable answer"])
                self.passes(ORGANIZATION, scripted, times=2)

    def test_that_are_lost_do_not_make_a_write_happen_twice(self):
        """The request is executed, and its answer lost: a look tells, and nothing is sent again."""
        def lose(peer):
            self.server.forward(peer.asked)
            peer.reset()

        self.on(INTEGRATIONS, lose, "POST")
        self.apply(**self.at(self.server.url, PATCHCORD_WAIT_OPERATION_MS="60000"))
        self.assertEqual(1, self.count(INTEGRATIONS, "POST"))
        self.assertEqual(1, len(self.found()["integrations"]))
        self.assert_plan_empty()

    def test_that_never_end_run_into_the_timeout(self):
        begun = reply('{"id":', length=100)
        for scripted in (lambda peer: peer.rfile.read(1), lambda peer: (peer.wfile.write(begun), peer.rfile.read(1))):
            self.on(ORGANIZATION, scripted)
            self.fails(self.server.url, says=["gave no usable answer: Operation timed out"], PATCHCORD_WAIT_REQUEST_MS="300")

    def test_may_be_compressed_and_in_chunks(self):
        def packed(status, headers, body):
            body = gzip.compress(body)
            chunks = [body[i : i + 7] for i in range(0, len(body), 7)]
            lines = [f"HTTP/1.1 {status} x", *(f"{name}: {value}" for name, value in headers.items() if name not in
                     ("Content-Length", "Connection")), "Content-Encoding: gzip", "Transfer-Encoding: chunked", "", ""]  # fmt: skip
            stream = b"".join(b"%x;x=y\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
            return "\r\n".join(lines).encode() + stream + b"0\r\nX-Trailer: 1\r\n\r\n"

        self.server.encode = lambda status, headers, body: (packed if body else encoded)(status, headers, body)
        self.apply(**self.at(self.server.url, PATCHCORD_WAIT_OPERATION_MS="60000"))
        self.assert_plan_empty()

    def test_cannot_write_to_the_terminal(self):
        evil = f"\x1b[31mred\x1b]0;title\x07\n\r{BIDI}\x9b1m end"
        body = {"message": evil, "code": evil, "contextId": evil, "details": [{"fieldName": evil, "errorCode": evil}]}
        header = "ININ-Correlation-Id: \x1b[2Jx"
        for status in ("400 x", "403 x", "409 x", "500 x"):
            self.on(ORGANIZATION, reply(json.dumps(body), status, header))
            expect = 2 if status == "400 x" else 1
            run = self.fails(self.server.url, "-vv", "--log-file", "log", "--color", "never", expect=expect)
            self.assertIn("[31mred", run.stderr, "what is left can be read")
            self.assertNotRegex((self.folder / "log").read_text(), "[\x1b\x9b\u202e]")
        self.on(LOGIN, reply(json.dumps({"error": evil, "error_description": evil}), "400 x"))
        self.fails(self.server.url, "-vv", "--color", "never")
        organization = {"id": self.sandbox.env["EXTERNAL_ID"], "name": evil}
        self.on(ORGANIZATION, reply(json.dumps(organization)))
        self.assert_clean(self.plans(self.server.url, "-vv", "--color", "never"))

    def test_cannot_write_to_the_terminal_by_names_either(self):
        self.apply()
        self.forget()  # otherwise nobody looks at a name
        evil, shown = f"Evil \x1b[31m{BIDI}\n\x07", ""

        def renamed(status, headers, body):
            return encoded(status, headers, body.replace(b'"Get order"', json.dumps(evil).encode()))

        self.server.encode = renamed
        for command in (["list"], ["list", "--json"], ["plan"], ["plan", "--json"], ["verify"], ["destroy", "--yes"]):
            run = self.run_program(*command, "--color", "never", **self.at(self.server.url))
            self.assert_clean(run)
            shown += run.stdout + run.stderr
            if "--json" in command:
                run.json()
        self.assertIn("Evil ?[31m", shown)
        self.assertIn("Evil \\u001b[31m\\u202e", shown)


class TlsCase(WireCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificates = pathlib.Path(tempfile.mkdtemp(prefix="patchcord certificates "))
        cls.authority = Authority(cls.certificates)
        cls.other = Authority(cls.certificates, "other")
        cls.good = cls.authority.context("good")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.certificates, ignore_errors=True)
        super().tearDownClass()


class Certificates(TlsCase):
    def assert_untrusted(self, server, *options, says, **env):
        run = self.fails(server.url, *options, says=["was not reached", *says], **env)
        self.assertEqual([], server.requests, "who is not trusted is sent nothing")
        return run

    def test_of_ones_own_authority(self):
        server = self.wire(self.good)
        self.plans(server.url, "--ca-file", self.authority.file)
        self.plans(server.url, AWS_CA_BUNDLE=str(self.authority.file))
        self.plans(server.url, "--ca-file", self.authority.file, AWS_CA_BUNDLE=str(self.other.file))

    def test_of_somebody_elses_authority(self):
        server = self.wire(self.good)
        for options in ([], ["--ca-file", self.other.file]):
            self.assert_untrusted(server, *options, says=["certificate", "--ca-file or AWS_CA_BUNDLE"])
        self.assert_untrusted(server, AWS_CA_BUNDLE=str(self.other.file), says=["certificate"])

    def test_that_are_of_no_use(self):
        trusted = ["--ca-file", self.authority.file]
        expired = self.wire(self.authority.context("expired", days=-1))
        self.assert_untrusted(expired, *trusted, says=["expired", "clock of this machine"])
        elsewhere = self.wire(self.authority.context("elsewhere", hosts="DNS:other.example"))
        self.assert_untrusted(elsewhere, *trusted, says=["no alternative certificate", "for other names"])

    def test_files_that_are_none(self):
        server = self.wire(self.good)
        (self.certificates / "text.pem").write_text("hello\n")
        (self.certificates / "empty.pem").write_text("")
        (self.certificates / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        for name in ("text.pem", "empty.pem", "broken.pem", "none.pem", "."):
            with self.subTest(name):
                path = self.certificates / name
                self.assert_untrusted(server, "--ca-file", path, says=[str(path), "PEM", "--ca-file"])

    def test_of_a_server_that_speaks_no_tls(self):
        server = self.wire()
        url = server.url.replace("http:", "https:")
        self.fails(url, "--ca-file", self.authority.file, says=["was not reached: "])
        self.assertEqual(0, self.sandbox.writes())


class Proxies(TlsCase):
    """As a company has them: https goes through CONNECT; TLS is with the server behind."""

    def setUp(self):
        super().setUp()
        self.server = self.wire(self.good)
        # libcurl finds all names of .localhost on this machine, but they do not count as loopback here.
        self.host = f"api.genesys.localhost:{self.server.port}"
        self.url = f"https://{self.host}"
        self.trusted = {"AWS_CA_BUNDLE": str(self.authority.file)}

    def proxy(self, **behaviour):
        proxy = Proxy(self.server.port, **behaviour)
        self.addCleanup(proxy.stop)
        return proxy

    def test_are_taken_from_the_usual_variables(self):
        for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            with self.subTest(name):
                proxy = self.proxy()
                self.plans(self.url, **self.trusted, **{name: proxy.url})
                self.assertTrue(proxy.requests)
                self.assertEqual({("CONNECT", self.host)}, {(each.method, each.path) for each in proxy.requests})
        proxy = self.proxy()
        self.plans(self.url, **self.trusted, http_proxy=proxy.url, HTTP_PROXY=proxy.url)
        self.assertEqual([], proxy.requests, "that one is for http")

    def test_of_the_env_file_count_more_than_the_shells(self):
        proxy, shells = self.proxy(), self.proxy()
        for name, of_shell in (("https_proxy", "HTTPS_PROXY"), ("HTTPS_PROXY", "https_proxy"), ("ALL_PROXY", "all_proxy")):
            with self.subTest(name):
                proxy.requests.clear()
                (self.folder / "given.env").write_text(f"{name}={proxy.url}\n")
                self.plans(self.url, "--env-file", "given.env", **self.trusted, **{of_shell: shells.url})
                self.assertTrue(proxy.requests)
        proxy.requests.clear()
        (self.folder / "given.env").write_text("NO_PROXY=api.genesys.localhost\n")
        self.plans(self.url, "--env-file", "given.env", **self.trusted, https_proxy=proxy.url, no_proxy="x.example")
        self.assertEqual([], proxy.requests + shells.requests)

    def test_see_neither_token_nor_secret(self):
        proxy = self.proxy()
        self.plans(self.url, **self.trusted, https_proxy=proxy.url)
        for request in proxy.requests:
            self.assertNotIn("authorization", request.headers)
            self.assertEqual(b"", request.body)

    def test_with_user_and_password(self):
        user = "Basic bWU6cEB3"  # me:p@w
        proxy = self.proxy(user=user)
        address = proxy.url.replace("http://", "http://me:p%40w@")
        self.plans(self.url, **self.trusted, https_proxy=address)
        self.assertNotIn("proxy-authorization", self.server.requests[0].headers, "that is the proxy's business")
        wrong = proxy.url.replace("http://", "http://me:wrong-password@")
        run = self.fails(
            self.url,
            says=[f"{self.host} was not reached: the proxy at 127.0.0.1:{proxy.port} does not accept", "407", "USER:PASSWORD"],
            **self.trusted, https_proxy=wrong,
        )
        self.assertNotIn("wrong-password", run.stderr)

    def test_that_refuse_are_named_and_not_asked_again(self):
        proxy = self.proxy(status=403)
        says = [f"the proxy at 127.0.0.1:{proxy.port} does not let us through (403)", "Allow api.genesys.localhost at"]
        self.fails(self.url, says=says, **self.trusted, https_proxy=proxy.url)
        self.assertEqual(1, len(proxy.requests))

    def test_that_cannot_reach_it_are_asked_again(self):
        proxy = self.proxy(status=502)
        patient = {"PATCHCORD_WAIT_OPERATION_MS": "60000"}
        self.fails(self.url, says=["cannot reach it (502)"], **self.trusted | patient, https_proxy=proxy.url)
        self.assertEqual(5, len(proxy.requests))

    def test_that_are_not_there(self):
        self.fails(self.url, says=["port 9", "That is the proxy"], **self.trusted, https_proxy="http://127.0.0.1:9")
        self.fails(self.url, says=["https_proxy"], **self.trusted, https_proxy="nonsense://x")

    def test_behind_them_certificates_count_as_ever(self):
        proxy = self.proxy()
        self.fails(self.url, says=["certificate"], https_proxy=proxy.url)
        self.assertEqual([], self.server.requests)

    def test_are_left_out_for_the_names_of_no_proxy(self):
        for no_proxy, passes in {
            "api.genesys.localhost": False,
            "genesys.localhost": False,
            ".genesys.localhost": False,
            "x.example,api.genesys.localhost": False,
            "*": False,
            "esys.localhost": True,
            "x.example": True,
            self.host: True,  # with its port
        }.items():
            for name in ("no_proxy", "NO_PROXY"):
                with self.subTest(f"{name}={no_proxy}"):
                    proxy = self.proxy()
                    self.plans(self.url, **self.trusted, https_proxy=proxy.url, **{name: no_proxy})
                    self.assertEqual(passes, bool(proxy.requests))

    def test_never_see_what_is_for_this_machine(self):
        proxy = self.proxy()
        every = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"), proxy.url)
        self.command("plan", **every)
        self.command("plan", NO_PROXY="x.example", **every)
        self.assertEqual([], proxy.requests)


if __name__ == "__main__":
    main()
