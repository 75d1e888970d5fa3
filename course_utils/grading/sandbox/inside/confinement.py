"""A forked child confines itself before any student code runs in it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import struct
from typing import Any

from course_utils.grading.sandbox.inside import seccomp
from course_utils.grading.sandbox.limits import KIB, MIB, Limits

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWPID = 0x00020000, 0x08000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REC, MS_PRIVATE = 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 24, 36, 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
CAPABILITY_VERSION = 0x20080522
MOST_CAPABILITIES = 64
SIGKILL = 9
SHARED_MEMORY = 16 * MIB

libc = ctypes.CDLL(None, use_errno=True)
if hasattr(libc, "prctl"):
    libc.prctl.argtypes = (ctypes.c_int, *(ctypes.c_ulong,) * 4)
    libc.mount.argtypes = (*(ctypes.c_char_p,) * 3, ctypes.c_ulong, ctypes.c_char_p)


def _must(name: str, *arguments: Any) -> None:
    if getattr(libc, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


class NewProcesses:
    """Give each child that is forked inside of this its own namespace of processes."""

    def __init__(self) -> None:
        self.home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def __enter__(self) -> None:
        _must("unshare", CLONE_NEWPID)

    def __exit__(self, *error: object) -> None:
        _must("setns", self.home, CLONE_NEWPID)


def become_reaper() -> None:
    """Become the parent of every process that a descendant leaves behind, where the system can do so."""
    if hasattr(libc, "prctl"):
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def enclose(limits: Limits, scratch: str, uid: int | None) -> None:
    """Confine this process, which is the first one in its namespace of processes.

    It gets its own file systems (an empty `scratch` folder, a /proc that knows only its own
    processes, everything else read-only), no shared memory with others, no capability, and, where
    the grader is root, another user.

    Raises
    ------
    OSError
        If any wall cannot be built.
    """
    _must("unshare", CLONE_NEWNS | CLONE_NEWIPC)
    _must("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    for place, size in ((scratch.encode(), limits.scratch), (b"/dev/shm", SHARED_MEMORY)):
        options = b"size=%d,nr_inodes=%d,mode=1777" % (size, size // (4 * KIB))
        _must("mount", b"tmpfs", place, b"tmpfs", MS_NOSUID | MS_NODEV, options)
    proc = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
    _must("mount", b"proc", b"/proc", b"proc", proc, None)
    resource.setrlimit(resource.RLIMIT_NPROC, (limits.processes, limits.processes))
    for capability in range(MOST_CAPABILITIES):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    _must("capset", struct.pack("=Ii", CAPABILITY_VERSION, 0), bytes(24))
    _must("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    seccomp.install(libc)


def limit(limits: Limits, addresses: int) -> None:
    """Limit what this process and each one that it starts may use.

    `addresses` is what the pre-loaded process uses itself; it does not count for the submission.
    """
    cpu = int(limits.submission_seconds) + 5
    bounds = {
        resource.RLIMIT_AS: addresses + limits.memory,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_FSIZE: limits.scratch,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        _, most = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            bound = min(bound, most)
        with contextlib.suppress(ValueError, OSError):  # macOS knows no bound of addresses
            resource.setrlimit(kind, (bound, bound))
    if hasattr(libc, "prctl"):
        libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
