"""`patchcord init`: what it writes, what it asks, what it never overwrites."""
import json
import os
import pty
import signal
import subprocess

from harness import BINARY, LONGEST, SandboxCase, main, read_until

ARN = "arn:aws:lambda:eu-central-1:123456789012:function:order-status:live"
REPLY = {"order": {"id": "42", "placed at": None}, "lines": [{"sku": "a", "count": 1}], "grid": [[1], [2]], "n": 1.5}
EVENT = {"orderId": "42", "customer": {"name": 'Ann "A" $x #if', "vip": True}}


class Init(SandboxCase):
    def write(self, name, content):
        (self.folder / name).write_text(json.dumps(content))
        return name

    def init(self, *arguments, expect=0):
        return self.patchcord("init", *arguments, expect=expect)

    def test_samples_become_a_manifest_that_gives_them_back(self):
        samples = ["--from-reply", self.write("reply.json", REPLY), "--from-event", self.write("event.json", EVENT)]
        run = self.init(*samples, "--function", ARN)
        self.assertIn("`order.placed at`", run.stderr)
        self.assertEqual("", run.stdout)
        inputs = {"orderId": "42", "customer_name": EVENT["customer"]["name"], "customer_vip": True}
        simulated = self.patchcord("simulate", "--input", json.dumps(inputs), "--reply", "@reply.json", "--json").json()
        self.assertEqual(EVENT, json.loads(simulated["request"]["body"]))
        values = {variable["name"]: variable["value"] for variable in simulated["variables"]}
        expected = {"order.id": "42", "order.placed_at": None, "lines.sku": ["a"], "lines.count": [1], "grid": "[[1],[2]]", "n": 1.5}
        self.assertEqual(expected, values)

    def test_arns_become_actions(self):
        self.init("--name", "orders", ARN, ARN.replace("order-status", "get_quote"))
        text = (self.folder / "patchcord.yaml").read_text()
        self.assertIn("deployment: orders", text)
        self.assertIn("region: eu-central-1", text)
        for action in ("Order status", "Get quote"):
            run = self.patchcord("simulate", "--action", action, "--reply", "{}")
            self.assertIn("passed", run.stdout)

    def test_a_file_that_is_there_stays(self):
        self.init(ARN)
        before = (self.folder / "patchcord.yaml").read_text()
        run = self.init("--name", "other", ARN, expect=2)
        self.assertIn("--force", run.stderr)
        self.assertEqual(before, (self.folder / "patchcord.yaml").read_text())
        self.init("--name", "other", "--force", ARN)
        self.assertIn("deployment: other", (self.folder / "patchcord.yaml").read_text())

    def test_json_is_one_document_also_on_failure(self):
        document = self.init("--json", "-o", "-", ARN).json()
        self.assertEqual((1, None), (document["format"], document["file"]))
        self.assertIn(ARN, document["manifest"])
        self.assertFalse(list(self.folder.iterdir()))
        document = self.init("--json", "order-status", expect=2).json()
        self.assertIsNone(document["manifest"])
        self.assertIn("order-status", document["errors"][0]["what"])

    def test_wrong_input_ends_with_2_and_writes_nothing(self):
        reply = self.write("reply.json", REPLY)
        (self.folder / "broken.json").write_text("{")
        other_account = ARN.replace("123456789012", "210987654321")
        table = [
            ([], "ARNs"),
            (["--from-reply", "nowhere.json"], "nowhere.json"),
            (["--from-reply", "broken.json"], "not JSON"),
            (["--from-reply", reply, ARN, ARN + "x"], "one function"),
            (["--from-event", self.write("list.json", [1])], "not an object"),
            ([ARN, other_account], "cross_account"),
            (["--genesys-region", "eu-centrl-1", ARN], "eu-central-1"),
            (["--name", "My Orders", ARN], "a-z"),
        ]
        for arguments, text in table:
            with self.subTest(text):
                self.assertIn(text, self.init(*arguments, expect=2).stderr)
                self.assertFalse((self.folder / "patchcord.yaml").exists())

    def test_a_reply_that_looks_like_a_mistake_is_said(self):
        for reply, words in (({"statusCode": 200, "body": "{}"}, "API Gateway"), ('{"a": 1}', "returns a text")):
            run = self.init("--from-reply", self.write("reply.json", reply), "-o", "-", "--json", expect=0)
            self.assertIn(words, "\n".join(run.json()["choices"]))

    def test_on_a_terminal_it_asks(self):
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [BINARY, "init"], stdin=slave, stdout=subprocess.PIPE, stderr=slave, env=self.environment({}), cwd=self.folder
        )
        os.close(slave)
        for question, answer in ((b"ARN of a Lambda", "order-status"), (b"full ARN", ARN), (b"another", ""), (b"Name", "shop"), (b"region", "")):
            self.assertIn(question, read_until(master, question))
            os.write(master, (answer + "\n").encode())
        process.communicate(timeout=LONGEST)
        os.close(master)
        text = (self.folder / "patchcord.yaml").read_text()
        self.assertIn("deployment: shop", text)
        self.assertIn(ARN, text)

    def stopped(self, stop):
        """Its questions, one answered, then `stop(terminal, process)`; the exit code and all that it showed."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [BINARY, "init"], stdin=slave, stdout=slave, stderr=slave, env=self.environment({}), cwd=self.folder
        )
        os.close(slave)
        shown = read_until(master, b"ARN of a Lambda function:")
        os.write(master, (ARN + "\n").encode())
        shown += read_until(master, b"another one (nothing: no more):")
        stop(master, process)
        shown += read_until(master, b"no such text: up to the end")
        code = process.wait(LONGEST)
        os.close(master)
        self.assertFalse((self.folder / "patchcord.yaml").exists())
        return code, shown.decode().replace("\r\n", "\n")

    def test_an_interrupted_question_is_no_answer(self):
        code, shown = self.stopped(lambda _, process: process.send_signal(signal.SIGINT))
        self.assertEqual(130, code, shown)
        self.assertIn("no more): \nerror: interrupted: nothing was written", shown)
        self.assertNotIn("Name of the deployment", shown)

    def test_neither_is_the_end_of_the_input(self):
        code, shown = self.stopped(lambda terminal, _: os.write(terminal, b"\x04"))
        self.assertEqual(2, code, shown)
        self.assertIn("the input ended before every question was answered: nothing was written", shown)
        self.assertNotIn("Name of the deployment", shown)


if __name__ == "__main__":
    main()
