"""Where vectors are kept in Milvus: the addresses that ``--store`` takes.

``milvus://HOST:PORT/COLLECTION`` is a server (``milvus+tls://`` encrypted), ``milvus:///FOLDER/
FILE.db`` a file of milvus-lite on this machine. No address carries a password.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import UsageError

LOCAL_COLLECTION = "policyqa"
_PORT = 19530
_SERVER = re.compile(
    r"milvus(?P<tls>\+tls)?://(?P<host>[^/:@\s\[\]]+|\[[0-9a-fA-F:.]+\])(?::(?P<port>\d{1,5}))?"
    r"/(?P<collection>[A-Za-z_]\w{0,199})/?",
    re.ASCII,
)
_FILE = re.compile(r"milvus://(?P<path>/.+\.db)")
_DRIVE = re.compile(r"/[A-Za-z]:[/\\]")


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """``text`` is the address as PolicyQA writes it, ``uri`` what pymilvus connects to, and
    ``collection`` the alias under which the active generation is found."""

    text: str
    uri: str
    collection: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file of milvus-lite."""
        return self.uri.endswith(".db")

    @classmethod
    def parse(cls, text: str) -> MilvusAddress:
        """The address that ``text`` gives; UsageError for anything else."""
        if re.match(r"milvus(\+tls)?://[^/]*@", text):
            raise UsageError(
                "--store: an address carries no password; set POLICYQA_MILVUS_TOKEN to "
                "USER:PASSWORD or to the API key, and give milvus://HOST:PORT/COLLECTION"
            )
        if found := _SERVER.fullmatch(text):
            port, scheme = int(found["port"] or _PORT), "https" if found["tls"] else "http"
            if 1 <= port <= 65535:
                host, name = found["host"], found["collection"]
                told = f"milvus{found['tls'] or ''}://{host}:{port}/{name}"
                return cls(told, f"{scheme}://{host}:{port}", name)
        if found := _FILE.fullmatch(text):
            path = found["path"]
            return cls(text, path[1:] if _DRIVE.match(path) else path, LOCAL_COLLECTION)
        raise UsageError(
            f"--store {text}: give faiss, milvus://HOST:PORT/COLLECTION (letters, digits and _), "
            "or milvus:///FOLDER/FILE.db for a file of milvus-lite"
        )
