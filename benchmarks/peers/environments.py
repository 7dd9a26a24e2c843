"""A virtual environment for each library, made with uv, which downloads what they share once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

UV = "uv==0.13.9"
_MODEL = ("torch==2.13.0", "transformers==5.24.0", "sentence-transformers==6.2.0")
_FAISS = "faiss-cpu==1.15.1"
#: By peer: what is installed.
PEERS = {
    "txtai": ("txtai==9.14.0", _FAISS, *_MODEL[:2]),
    "langchain": (
        "langchain-community==0.4.2",
        "langchain-huggingface==1.2.3",
        _FAISS,
        *_MODEL,
    ),
    "llamaindex": (
        "llama-index-core==0.14.25",
        "llama-index-embeddings-huggingface==0.8.0",
        "llama-index-vector-stores-faiss==0.7.0",
        _FAISS,
        *_MODEL,
    ),
    "haystack": ("haystack-ai==3.4.1", "sentence-transformers-haystack==2.0.0", *_MODEL),
}
_DONE = "installed.txt"


@dataclass(frozen=True, slots=True)
class Environments:
    """Environments under ``root``; ``find_links`` are folders or pages with further wheels."""

    root: Path
    find_links: tuple[str, ...] = field(
        default_factory=lambda: tuple(os.environ.get("PIP_FIND_LINKS", "").split())
    )

    def python(self, peer: str) -> Path:
        """The interpreter of ``peer``'s environment, made where it is not as ``PEERS`` says."""
        home = self.root / peer
        python, done = home / "bin" / "python", home / _DONE
        wanted = "\n".join(PEERS[peer])
        if python.exists() and done.exists() and done.read_text(encoding="utf-8") == wanted:
            return python
        shutil.rmtree(home, ignore_errors=True)
        uv = self._uv()
        self._run([uv, "venv", "--quiet", "--python", sys.executable, str(home)])
        links = [part for link in self.find_links for part in ("--find-links", link)]
        self._run([uv, "pip", "install", "--quiet", "--python", str(python), *links, *PEERS[peer]])
        done.write_text(wanted, encoding="utf-8")
        return python

    def _uv(self) -> str:
        """uv where there is one on the path, else one of our own."""
        found = shutil.which("uv")
        if found:
            return found
        home = self.root / "uv"
        if not (home / "bin" / "uv").exists():
            self._run([sys.executable, "-m", "venv", str(home)])
            self._run([str(home / "bin" / "pip"), "install", "--quiet", UV])
        return str(home / "bin" / "uv")

    def _run(self, command: list[str]) -> None:
        # NLTK, which LlamaIndex brings, refuses files that are linked into the cache.
        shared = os.environ | {"UV_CACHE_DIR": str(self.root / "cache"), "UV_LINK_MODE": "copy"}
        done = subprocess.run(command, env=shared, capture_output=True, text=True, check=False)
        if done.returncode:
            told = (done.stderr or done.stdout).strip()[-2000:]
            raise SystemExit(f"{' '.join(command[:3])} failed; see why:\n{told}")
