"""Runs a forked child under ptrace and makes the k-th change to a folder fail, or the last one.

Works on system calls, so that it meets every write whoever makes it: Python, SQLite, numpy, FAISS.
Linux on x86-64 only (PTRACE_GET_SYSCALL_INFO, Linux 5.3; ptrace(2), syscall(2)).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_TRACEME, _POKEUSER, _SYSCALL, _SETOPTIONS, _SYSCALL_INFO = 0, 6, 24, 0x4200, 0x420E
_SYSGOOD, _EXITKILL = 1, 0x100000
_RAX, _RDX, _ORIG_RAX = 10 * 8, 12 * 8, 15 * 8  # offsets in struct user

# System call numbers of x86-64: what takes a descriptor, a path, or a folder and a path.
_BY_FD = {1: "write", 18: "write", 20: "writev", 77: "truncate", 74: "fsync", 75: "fsync"}
_BY_PATH = {
    82: "rename",
    83: "mkdir",
    84: "rmdir",
    85: "create",
    87: "unlink",
    2: "open",
    76: "truncate",
    90: "chmod",
}
_AT = {257: "open", 258: "mkdir", 263: "unlink", 264: "rename", 316: "rename", 280: "utime"}
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def available() -> str:
    """Why faults cannot be injected here; ``""`` when they can."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "faults are injected with ptrace on Linux, x86-64"
    if tuple(map(int, platform.release().split("-")[0].split(".")[:2])) < (5, 3):
        return "faults are injected with ptrace of Linux 5.3 or later"
    return ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls the ``step``-th change (from 1). ``how``: ``kill``, ``torn`` (half a write, then
    the kill), ``short`` (half a write, and on it goes), ``once`` or ``onwards`` (``error`` for that
    change, or for it and all later ones), ``none``, or ``late`` (a kill after ``seconds``).
    ``only`` limits the steps counted to these calls."""

    how: str
    step: int = 0
    error: int = 0
    seconds: float = 0.0
    only: tuple[str, ...] = ()


@dataclass(slots=True)
class Traced:
    """The changes up to the end, as (call, path); how the child ended (exit status, or minus the
    signal); whether the fault came to pass."""

    steps: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0
    struck: bool = False


class _Info(ctypes.Structure):
    _fields_ = [
        ("op", ctypes.c_uint8),
        ("pad", ctypes.c_uint8 * 3),
        ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64),
        ("nr", ctypes.c_uint64),
        ("args", ctypes.c_uint64 * 6),
        ("more", ctypes.c_uint64 * 2),
    ]


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    return libc


def run(work: Callable[[], int], folder: Path, fault: Fault) -> Traced:
    """Fork, do ``work`` in the child, and let ``fault`` befall its changes below ``folder``.

    Only the child's first thread is watched; it is the one that writes an index.
    """
    libc = _libc()
    child = os.fork()
    if child == 0:
        libc.ptrace(_TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        code = 70
        try:
            code = work()
        finally:
            os._exit(code)
    tracer = _Tracer(libc, child, str(folder), fault)
    return tracer.run()


class _Tracer:
    def __init__(self, libc: ctypes.CDLL, child: int, folder: str, fault: Fault) -> None:
        self.libc, self.child, self.folder, self.fault = libc, child, folder, fault
        self.info, self.told = _Info(), Traced()
        self.counted, self.answer = 0, 0

    def run(self) -> Traced:
        os.waitpid(self.child, 0)
        self._call(_SETOPTIONS, 0, _SYSGOOD | _EXITKILL)
        began, deliver = time.monotonic(), 0
        while True:
            self._call(_SYSCALL, 0, deliver)
            _, status = os.waitpid(self.child, 0)
            deliver = 0
            if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                self.told.status = os.waitstatus_to_exitcode(status)
                return self.told
            stopped = os.WSTOPSIG(status)
            if stopped != signal.SIGTRAP | 0x80:
                deliver = 0 if stopped == signal.SIGTRAP else stopped
                continue
            if self.fault.how == "late" and time.monotonic() - began > self.fault.seconds:
                self._kill()
            self._syscall()

    def _syscall(self) -> None:
        size = ctypes.sizeof(self.info)
        if self.libc.ptrace(_SYSCALL_INFO, self.child, size, ctypes.byref(self.info)) < 0:
            return  # it was killed
        if self.info.op == 1:
            self._entry()
        elif self.info.op == 2 and self.answer:
            self._call(_POKEUSER, _RAX, ctypes.c_uint64(-self.answer & (2**64 - 1)).value)
            self.answer = 0

    def _entry(self) -> None:
        found = self._change(int(self.info.nr), [int(a) for a in self.info.args])
        if found is None:
            return
        self.told.steps.append(found)
        fault = self.fault
        if fault.only and found[0] not in fault.only:
            return
        self.counted += 1
        due = self.counted == fault.step
        if fault.how in ("kill", "torn", "short") and due:
            self.told.struck = True
            if fault.how != "kill" and self.info.nr in (1, 18) and self.info.args[2] > 1:
                self._call(_POKEUSER, _RDX, int(self.info.args[2]) // 2)
                if fault.how == "torn":
                    self._call(_SYSCALL, 0, 0)  # to the end of the call
                    os.waitpid(self.child, 0)
            if fault.how != "short":
                self._kill()
        elif fault.how == "once" and due or fault.how == "onwards" and self.counted >= fault.step:
            if fault.error == errno.ENOSPC and found[0] in ("unlink", "rmdir", "fsync", "rename"):
                return  # a full disk can still remove
            self.told.struck = True
            self._call(_POKEUSER, _ORIG_RAX, 2**64 - 1)  # no such call: nothing is done
            self.answer = fault.error

    def _kill(self) -> None:
        self.told.struck = True
        os.kill(self.child, signal.SIGKILL)

    def _change(self, nr: int, args: list[int]) -> tuple[str, str] | None:
        """The call and the path that it changes, when that lies in the folder watched."""
        if nr in _BY_FD:
            name, path = _BY_FD[nr], self._descriptor(args[0])
        elif nr in _BY_PATH:
            name, path = _BY_PATH[nr], self._path(None, args[0])
            if name == "open":
                name = _opening(args[1])
        elif nr in _AT:
            name = _AT[nr]
            if name == "open":
                name = _opening(args[2])
            elif nr == 263 and args[2]:
                name = "rmdir"
            path = self._path(args[0], args[1]) if name else ""
        else:
            return None
        inside = path == self.folder or path.startswith(self.folder + "/")
        return (name, path[len(self.folder) + 1 :]) if name and inside else None

    def _descriptor(self, fd: int) -> str:
        try:
            return os.readlink(f"/proc/{self.child}/fd/{fd}")
        except OSError:
            return ""

    def _path(self, fd: int | None, address: int) -> str:
        text = self._string(address)
        if text.startswith("/"):
            return text
        here = fd is None or ctypes.c_int32(fd & 0xFFFFFFFF).value == -100
        try:
            home = os.readlink(f"/proc/{self.child}/cwd") if here else self._descriptor(fd or 0)
        except OSError:
            home = ""
        return os.path.normpath(f"{home}/{text}")

    def _string(self, address: int) -> str:
        try:
            with open(f"/proc/{self.child}/mem", "rb", buffering=0) as memory:
                memory.seek(address)
                data = memory.read(4096 - address % 4096)
                if b"\0" not in data:
                    data += memory.read(4096)
        except (OSError, ValueError):
            return ""
        return data.split(b"\0", 1)[0].decode("utf-8", "replace")

    def _call(self, request: int, address: int, data: int) -> None:
        self.libc.ptrace(request, self.child, address, data)


def _opening(flags: int) -> str:
    """``create`` or ``open`` for an opening that can change something, else ``""``."""
    return "create" if flags & os.O_CREAT else "open" if flags & _CHANGING else ""
