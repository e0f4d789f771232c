#!/usr/bin/env python3
"""Holds completion, goto and hover of rust-analyzer to what an author expects of half-typed code.

    tests/editor/check.py                needs the rustup component rust-analyzer

It makes a crate of half_typed.rs below target/, and talks to rust-analyzer over its protocol.
"""

import json
import pathlib
import queue
import re
import shutil
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CRATE = ROOT / "target" / "editor"
# To build what macros need, on a machine with two cores that does other things as well.
LONGEST = 300


class Server:
    """rust-analyzer, asked one thing after the other."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["rust-analyzer"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.incoming = queue.Queue()
        self.number = 0
        self.ready = False
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            length = None
            while line := self.process.stdout.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.incoming.put(None)
                return
            self.incoming.put(json.loads(self.process.stdout.read(length)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def next(self):
        message = self.incoming.get(timeout=LONGEST)
        if message is None:
            sys.exit("rust-analyzer has ended")
        if message.get("method") == "experimental/serverStatus":
            params = message["params"]
            if params["health"] == "error":
                sys.exit(f"rust-analyzer: {params.get('message')}")
            self.ready = params["quiescent"]
        elif "method" in message and "id" in message:
            # It asks for configuration and the like: nothing but the default.
            items = message["params"].get("items") if isinstance(message["params"], dict) else None
            self.send({"id": message["id"], "result": [None] * len(items) if items else None})
        return message

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.next()
            if message.get("id") == self.number and "method" not in message:
                if "error" in message:
                    sys.exit(f"{method}: {message['error']['message']}")
                return message["result"]

    def wait(self):
        while not self.ready:
            self.next()


def make_crate():
    shutil.rmtree(CRATE / "src", ignore_errors=True)
    (CRATE / "src").mkdir(parents=True)
    text, marks = without_marks((HERE / "half_typed.rs").read_text())
    (CRATE / "src" / "lib.rs").write_text(text)
    shutil.copy(ROOT / "Cargo.lock", CRATE / "Cargo.lock")
    (CRATE / "Cargo.toml").write_text(
        '[package]\nname = "half-typed"\nversion = "0.0.0"\nedition = "2024"\n\n'
        f'[dependencies]\ndormouse = {{ path = "{ROOT / "runtime"}" }}\n\n[workspace]\n'
    )
    return text, marks


def without_marks(marked):
    """What the author sees, and where the marks were."""
    text, marks = "", {}
    for number, part in enumerate(re.split(r"/\*\d\*/", marked)):
        if number:
            marks[number] = {"line": text.count("\n"), "character": len(text) - text.rfind("\n") - 1}
        text += part
    return text, marks


def main():
    text, marks = make_crate()
    uri = (CRATE / "src" / "lib.rs").as_uri()
    server = Server(CRATE)
    server.ask(
        "initialize",
        {
            "processId": None,
            "rootUri": CRATE.as_uri(),
            "capabilities": {
                "experimental": {"serverStatusNotification": True},
                "textDocument": {"hover": {"contentFormat": ["markdown"]}},
            },
            "initializationOptions": {"checkOnSave": False, "cachePriming": {"enable": False}},
        },
    )
    server.notify("initialized", {})
    document = {"uri": uri, "languageId": "rust", "version": 1, "text": text}
    server.notify("textDocument/didOpen", {"textDocument": document})
    server.wait()
    failures = []

    def at(mark, method):
        return server.ask(method, {"textDocument": {"uri": uri}, "position": marks[mark]})

    def completes(mark, *wanted):
        found = at(mark, "textDocument/completion") or {"items": []}
        items = found["items"] if isinstance(found, dict) else found
        names = {item.get("filterText") or item["label"].split("(")[0] for item in items}
        names |= {item["label"].split("(")[0] for item in items}
        missing = [name for name in wanted if name not in names]
        if missing:
            failures.append(f"at {mark}: {missing} is not among {sorted(names)}")

    def leads_to(mark, line):
        found = at(mark, "textDocument/definition") or []
        found = found if isinstance(found, list) else [found]
        targets = [(each.get("targetSelectionRange") or each["range"])["start"]["line"] for each in found]
        lines = [text.splitlines()[target].strip() for target in targets]
        if not any(found.startswith(line) for found in lines):
            failures.append(f"at {mark}: leads to {lines}, not to `{line}`")

    def says(mark, words):
        found = at(mark, "textDocument/hover")
        shown = found["contents"]["value"] if found else ""
        if words not in shown:
            failures.append(f"at {mark}: {words!r} is not in {shown!r}")

    completes(1, "turns", "count_turns")
    completes(2, "count_turns", "half_a_body", "no_body", "stop", "actor")
    leads_to(3, "pub fn count_turns")
    says(3, "How many there are.")
    completes(4, "first", "second", "stop", "supervisor")
    leads_to(5, "pub fn count_turns")

    server.ask("shutdown", None)
    server.notify("exit", None)
    if failures:
        sys.exit("\n".join(failures))
    print("completion, goto and hover work in half-typed code")


if __name__ == "__main__":
    main()
