"""Manifests that are wrong, questions that nobody answers: a clear error with its place, and nothing sent."""
import json
import os
import pty
import select
import subprocess
import time
import unittest

from harness import BINARY, LONGEST
from manifests import FUNCTION, ManifestCase, action, main, manifest

HEAD = "deployment: shop\ngenesys: { region: us-east-1 }\nintegrations:\n  - name: Shop\n    actions:\n"
ACTION = f"      - name: Get order\n        function: {FUNCTION}\n"

# name: (text, line that the error names, what it says)
BAD = {
    "a syntax error": (HEAD + "      - name: [\n", 6, "never closed"),
    "an unknown key": (HEAD + ACTION + "        ouptut: { a: string }\n", 8, "`output`"),
    "an unknown key at the top": ("deploymnet: shop\n" + HEAD, 1, "`deployment`"),
    "a duplicate key": (HEAD + ACTION + "        name: Again\n", 8, "name"),
    "an anchor": (HEAD + "      - &it\n        name: Get order\n" + f"        function: {FUNCTION}\n", 6, "anchor"),
    "an alias": (HEAD + ACTION + "        category: *it\n", 8, "anchor"),
    "a merge key": (HEAD + ACTION + "        <<: { category: x }\n", 8, "merge"),
    "a tag": (HEAD + ACTION + "        category: !!str x\n", 8, "tag"),
    "a list where a text belongs": (HEAD + ACTION + "        category: [a]\n", 8, "category"),
    "a number where a text belongs": (HEAD + ACTION + "        category: 7\n", 8, "category"),
    "a text where a list belongs": ("deployment: shop\ngenesys: { region: us-east-1 }\nintegrations: none\n", 3, "integrations"),
    "an impossible ARN": (HEAD + "      - name: Get order\n        function: arn:aws:s3:::bucket\n", 7, "arn:aws:s3:::bucket"),
    "an ARN of another partition": (HEAD + "      - name: Get order\n        function: " + FUNCTION.replace(":aws:", ":aws-cn:").replace("us-east-1", "cn-north-1") + "\n", 7, "partition"),
    "two actions of one name": (HEAD + ACTION + ACTION, 8, "Get order"),
    "a name for a deployment that cannot be": (HEAD.replace("shop", "No Spaces!"), 1, "deployment"),
    "an unknown region": (HEAD.replace("us-east-1", "mars-north-1") + ACTION, 2, "mars-north-1"),
    "a file outside of the folder": (HEAD + ACTION + "        request: { template: file(../outside.vm) }\n", 8, "outside"),
    "a file that is not there": (HEAD + ACTION + "        request: { template: file(none.vm) }\n", 8, "none.vm"),
    "too deep": (HEAD + ACTION + "        category: " + "[" * 100 + "]" * 100 + "\n", 8, "64"),
    "no UTF-8": (b"deployment: \xff\xfe\n", 1, "UTF-8"),
    "two documents": (HEAD + ACTION + "---\n" + HEAD + ACTION, 8, "document"),
    "not a mapping": ("- a\n- b\n", 1, "mapping"),
}  # fmt: skip


class WrongManifests(ManifestCase):
    def assert_input_error(self, *arguments, env=None):
        before = self.sandbox.stats()
        for command in (["plan"], ["apply", "--yes"], ["verify"], ["destroy", "--yes"], ["list"]):
            run = self.command(*command, *arguments, expect=2, **(env or {}))
            self.assertEqual("", run.stdout)
        document = self.document("plan", *arguments, expect=2, **(env or {}))
        self.assertEqual(before, self.sandbox.stats(), "nothing was sent")
        self.assertFalse((self.folder / ".patchcord").exists())
        return run, document

    def test_each_names_its_place(self):
        for name, (content, line, says) in BAD.items():
            with self.subTest(name):
                path = self.folder / "patchcord.yaml"
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
                before = self.sandbox.stats()
                run = self.command("apply", "--yes", expect=2)
                self.assertEqual("", run.stdout)
                self.assertIn(f"patchcord.yaml:{line}", run.stderr)
                self.assertIn(says.lower(), run.stderr.lower())
                document = self.command("plan", "--json", expect=2).json()
                self.assertTrue(document["diagnostics"] or document["errors"], document)
                self.assertEqual(before, self.sandbox.stats(), "nothing was sent")

    def test_files_that_cannot_be_a_manifest(self):
        (self.folder / "large.yaml").write_bytes(b"#" * (9 << 20))
        (self.folder / "folder.yaml").mkdir()
        os.mkfifo(self.folder / "pipe.yaml")
        for name in ("none.yaml", "large.yaml", "folder.yaml", "pipe.yaml", "/dev/zero"):
            with self.subTest(name):
                run, document = self.assert_input_error(name)
                self.assertIn(name, run.stderr)
                self.assertNotEqual([], document["errors"])
        (self.folder / "pipe.yaml").unlink()

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_that_may_not_be_read(self):
        self.write().chmod(0)
        self.assert_input_error()

    def test_everything_that_is_wrong_is_said_at_once(self):
        self.write(HEAD + ACTION + "        ouptut: {}\n        secure: maybe\n")
        run = self.command("plan", expect=2, GENESYS_CLIENT_ID=None, GENESYS_CLIENT_SECRET=None)
        for says in ("ouptut", "secure", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"):
            self.assertIn(says, run.stderr)

    def test_an_environment_that_is_not_there(self):
        self.copy_orders()
        self.assertIn("prod", self.command("plan", "--env", "prdo", expect=2).stderr)
        self.command("plan", expect=2)  # <alias> has no value

    def test_without_a_terminal_and_without_yes_nothing_is_sent(self):
        self.write()
        before = self.sandbox.stats()
        for command in ("apply", "destroy"):
            run = self.command(command, expect=2)
            self.assertEqual("", run.stdout)
            self.assertIn("--yes", run.stderr)
            self.document(command, expect=2)
        self.assertEqual(before, self.sandbox.stats())

    def test_pins_are_checked_before_anything_is_written(self):
        for member, value, says in (
            ("genesys", {"region": "us-east-1", "organization": "7d2f9a44-0000-4222-8333-444444444444"}, "7d2f9a44"),
            ("aws", {"account": "999999999999"}, "999999999999"),
        ):
            with self.subTest(member):
                self.write(manifest(**{member: value}))
                for command in (["apply", "--yes"], ["destroy", "--yes"]):
                    run = self.assert_refused(*command, expect=2, says=[says])
                    self.assertEqual("", run.stdout)


class QuestionsOnATerminal(ManifestCase):
    def ask(self, answer, *arguments):
        """Runs it on a terminal of its own; returns its exit code, and everything it showed."""
        master, slave = pty.openpty()
        process = subprocess.Popen([str(BINARY), *map(str, arguments)], stdin=slave, stdout=slave, stderr=slave,
                                   env=self.environment(self.quick({})), cwd=self.folder, start_new_session=True)  # fmt: skip
        os.close(slave)
        shown, answered, deadline = "", False, time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            ready, _, _ = select.select([master], [], [], 1)
            try:
                chunk = os.read(master, 65536) if ready else b""
            except OSError:  # the other end is closed
                break
            if ready and not chunk:
                break
            shown += chunk.decode(errors="replace")
            if not answered and "[y/N] " in shown:
                os.write(master, answer.encode())
                answered = True
        code = process.wait(LONGEST)
        os.close(master)
        self.captured.append(("terminal", shown))
        return code, shown

    def test_the_question_names_place_and_counts_and_no_changes_nothing(self):
        self.write()
        for answer in ("n\n", "\n", "yess\n", "\x04"):
            with self.subTest(answer):
                before = self.sandbox.writes()
                code, shown = self.ask(answer, "apply")
                self.assertEqual(1, code, shown)
                self.assertEqual(before, self.sandbox.writes())
                lines = shown.splitlines()
                question = "".join(lines[at - 1] + lines[at] for at, line in enumerate(lines) if "[y/N]" in line)
                for says in (self.sandbox.env["EXTERNAL_ID"], "123456789012", "us-east-1", "5 to create"):
                    self.assertIn(says, question)
        code, shown = self.ask("y\n", "apply")
        self.assertEqual(0, code, shown)
        code, shown = self.ask("n\n", "destroy")
        self.assertEqual((1, ["Get order"]), (code, list(self.ids())))
        self.assertIn("to remove", shown)
        code, shown = self.ask("y\n", "destroy")
        self.assertEqual((0, {}), (code, self.ids()))

    def test_with_json_the_document_is_all_of_stdout(self):
        self.write()
        self.assertEqual([], json.loads(self.command("apply", "--yes", "--json").stdout)["errors"])


if __name__ == "__main__":
    main()
