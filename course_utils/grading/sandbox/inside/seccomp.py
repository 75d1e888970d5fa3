"""A filter on system calls: it refuses those that no answer needs and that an attack would use.

The other walls do not rest on it. It keeps the kernel's seldom used parts out of reach, and closes
the ways to hold memory that no process seems to hold.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

# Numbers on x86-64 and on arm64, from the kernel's tables of system calls.
FORBIDDEN = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "kexec_load": (246, 104),
    "open_by_handle_at": (304, 265),
    "sched_setaffinity": (203, 122),
    # Their buffers, too, are memory that no process seems to hold.
    "socket": (41, 198),
    "socketpair": (53, 199),
}
# glibc falls back to clone, whose flags a filter can read.
UNKNOWN = {"clone3": (435, 435)}
CLONE = (56, 220)
NEW_NAMESPACES = 0x7E020080
# Memory that is shared, and in no file, stays when a process lets go of its pages.
MMAP = (9, 222)
SHARED_AND_ANONYMOUS = 0x21

# Locks on parts of a file: the kernel keeps a record of each, and there may be millions.
FCNTL = (72, 25)
LOCKING = (6, 7, 37, 38)  # F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32 = 0x40000000

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT, _FOURTH_ARGUMENT = 0, 4, 16, 24, 40
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(libc: ctypes.CDLL) -> None:
    """Put the filter on this process and all that it will start; on other machines do nothing.

    Raises
    ------
    OSError
        If the kernel refuses it.
    """
    code = program(platform.machine())
    if not code:
        return
    filled = _Program(len(code) // 8, code)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(filled), 0, 0):
        raise OSError(ctypes.get_errno(), "the filter on system calls was refused")


def program(machine: str) -> bytes:
    """Return the filter as instructions of the kernel's packet filter, 8 bytes each."""
    if machine not in ARCHITECTURES:
        return b""
    column, architecture = ARCHITECTURES[machine]
    no = _ERROR | errno.EPERM
    lines = [
        _line(_LOAD, _ARCHITECTURE),
        _line(_EQUAL, architecture, yes=1),
        _line(_RETURN, no),
        _line(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        lines += [_line(_AT_LEAST, X32, no=1), _line(_RETURN, no)]
    for numbers in FORBIDDEN.values():
        lines += [_line(_EQUAL, numbers[column], no=1), _line(_RETURN, no)]
    for numbers in UNKNOWN.values():
        lines += [_line(_EQUAL, numbers[column], no=1), _line(_RETURN, _ERROR | errno.ENOSYS)]
    lines += [
        _line(_EQUAL, MMAP[column], no=5),
        _line(_LOAD, _FOURTH_ARGUMENT),
        _line(_AND, SHARED_AND_ANONYMOUS),
        _line(_EQUAL, SHARED_AND_ANONYMOUS, no=1),
        _line(_RETURN, no),
        _line(_RETURN, _ALLOW),
        _line(_EQUAL, CLONE[column], no=4),
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(_ANY_BIT, NEW_NAMESPACES, no=1),
        _line(_RETURN, no),
        _line(_RETURN, _ALLOW),
        _line(_EQUAL, FCNTL[column], no=2 * len(LOCKING) + 1),
        _line(_LOAD, _SECOND_ARGUMENT),
        *(
            line
            for command in LOCKING
            for line in (_line(_EQUAL, command, no=1), _line(_RETURN, no))
        ),
        _line(_RETURN, _ALLOW),
    ]
    return b"".join(lines)


def _line(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)
