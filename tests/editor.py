"""An editor for tests: yaml-language-server, asked over its own protocol what it offers, explains and marks."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

NODE = Path(__file__).parent / "node"
SERVER = Path("node_modules", "yaml-language-server", "bin", "yaml-language-server")
SECONDS_TO_INSTALL = 120


def why_no_editor() -> str:
    """Why there is no language server on this computer; empty when there is one, installed at the first call."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "node and npm are not installed"
    if (installed() / SERVER).is_file():
        return ""
    installed().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=installed().parent) as name:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(NODE / file, name)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            done = subprocess.run(
                command, cwd=name, capture_output=True, text=True, check=False, timeout=SECONDS_TO_INSTALL
            )
        except subprocess.TimeoutExpired:
            return "npm could not install the language server in time"
        if done.returncode:
            return f"npm could not install the language server: {done.stderr.strip()[-200:]}"
        try:
            (Path(name) / "node_modules").rename(installed() / "node_modules")
        except OSError:  # another process of these tests was quicker
            assert (installed() / SERVER).is_file()
    return ""


def installed() -> Path:
    """Where the server is kept from one run to the next, outside of what is committed."""
    digest = hashlib.sha256((NODE / "package-lock.json").read_bytes()).hexdigest()[:12]
    own = NODE.parents[1] / ".venv"
    folder = (own if own.is_dir() else Path(tempfile.gettempdir())) / f"zongjie-node-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Editor:
    """One server at work on texts in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Editor:
        self.server = subprocess.Popen(
            ["node", str(installed() / SERVER), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LANG": "C.UTF-8"},
        )
        able = {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        root = self.folder.resolve().as_uri()
        self._ask("initialize", {"processId": None, "rootUri": root, "capabilities": able})
        self._tell("initialized", {})
        yaml = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": yaml}})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self.server.kill()
        self.server.communicate()

    def open(self, name: str, text: str) -> str:
        """Opens a text under a name and gives its address."""
        uri = (self.folder / name).resolve().as_uri()
        opened = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": opened})
        return uri

    def marks(self, name: str, text: str) -> list[tuple[int, str]]:
        """What it marks in a text: line and message."""
        uri = self.open(name, text)
        while uri not in self.diagnostics:
            self._take(self._receive())
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in self.diagnostics.pop(uri)]

    def offers(self, name: str, text: str) -> list[dict[str, Any]]:
        """What it offers where ‸ stands in a text."""
        found = self._ask("textDocument/completion", self._at(name, text))
        return list(found["items"] if isinstance(found, dict) else found or [])

    def explains(self, name: str, text: str) -> str:
        """What it says of the key or value in which ‸ stands."""
        found = self._ask("textDocument/hover", self._at(name, text))
        return str(found["contents"]["value"]) if found else ""

    def _at(self, name: str, text: str) -> dict[str, Any]:
        before, _, after = text.partition("‸")
        uri = self.open(name, before + after)
        lines = before.split("\n")
        return {"textDocument": {"uri": uri}, "position": {"line": len(lines) - 1, "character": len(lines[-1])}}

    def _ask(self, method: str, parameters: object) -> Any:
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": parameters})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self._take(message)

    def _tell(self, method: str, parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def _take(self, message: dict[str, Any]) -> None:
        """Keeps what the server tells unasked, and answers what it asks: it has no settings of its own."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            items = message.get("params", {}).get("items", []) if isinstance(message.get("params"), dict) else []
            self._send({"id": message["id"], "result": [None for _ in items] if items else None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.server.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.server.stdout
        length = 0
        while line := self.server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message = json.loads(self.server.stdout.read(length))
        assert isinstance(message, dict)
        return message
