"""A hostile handler: tries what a sandbox has to refuse and answers the names of what succeeded."""

import ctypes
import ctypes.util
import os
import platform
import resource
import signal
import socket
import struct

libc = ctypes.CDLL(None, use_errno=True)
X64 = platform.machine() == "x86_64"


def call(number, *arguments):
    if not X64:
        return False
    ctypes.set_errno(0)
    return libc.syscall(number, *arguments) >= 0


def fork_and(action):
    """Runs what may end its process in a child; true when it says so."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if action() else 1)
        except BaseException:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def reads(path):
    if os.path.isdir(path):
        return len(os.listdir(path)) > 0
    with open(path, "rb") as file:
        return len(file.read(64)) > 0


def writes(path, text):
    with open(path, "w") as file:
        file.write(text)
    return True


def connects(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as made:
        made.settimeout(1)
        made.connect(address)
        return True


def opens(family, kind, protocol):
    socket.socket(family, kind, protocol).close()
    return True


def text_of(value):
    return value if isinstance(value, str) else ""


def lists_processes():
    return len([name for name in os.listdir("/proc") if name.isdigit()]) > 2


def finds_canary(canary):
    for name in os.listdir("/proc"):
        for file in ["environ", "cmdline"]:
            try:
                with open("/proc/%s/%s" % (name, file), "rb") as opened:
                    if canary.encode() in opened.read():
                        return True
            except OSError:
                pass
    return canary in str(os.environ)


def gains_by_setuid():
    path = "/tmp/setuid"
    writes(path, "#!/nothing")
    os.chmod(path, 0o4755)
    os.chown(path, 0, 0)
    return True


def raises_limit():
    resource.setrlimit(resource.RLIMIT_NOFILE, (1 << 20, 1 << 20))
    return True


def takes_real_time():
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    return True


def traces():
    child = os.fork()
    if child == 0:
        signal.pause()
    try:
        return libc.ptrace(16, child, 0, 0) == 0
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def reads_memory_of_first():
    buffer = ctypes.create_string_buffer(8)
    local = struct.pack("QQ", ctypes.addressof(buffer), 8)
    return call(310, 1, local, 1, local, 1, 0)


def makes_device():
    os.mknod("/tmp/memory", 0o600 | 0o020000, os.makedev(1, 1))
    return True


PROBES = {
    "host: accounts": lambda event: reads("/etc/shadow"),
    "host: homes": lambda event: reads("/root") or reads("/home"),
    "host: a file of everybody": lambda event: reads(event["file"]),
    "host: the engine's data": lambda event: reads(event["dataDir"]),
    "host: through the first process": lambda event: reads("/proc/1/root" + event["file"]),
    "host: through its working directory": lambda event: reads("/proc/1/cwd/../../.." + event["file"]),
    "host: sysfs": lambda event: reads("/sys"),
    "host: kernel memory": lambda event: reads("/proc/kcore") or reads("/dev/mem") or reads("/dev/kmem"),
    "host: kernel log": lambda event: reads("/dev/kmsg") or call(103, 3, ctypes.create_string_buffer(100), 100),
    "host: disk": lambda event: reads("/dev/vda") or reads("/dev/sda"),
    "host: kernel command line": lambda event: reads("/proc/cmdline"),
    "host: symbols": lambda event: reads("/proc/kallsyms"),
    "host: interrupts": lambda event: reads("/proc/interrupts"),
    "host: devices by number": lambda event: makes_device(),
    "host: shell": lambda event: reads("/bin/sh"),
    "engine: environment": lambda event: finds_canary(event["canary"]),
    "engine: process": lambda event: reads("/proc/%d/status" % event["pid"]),
    "engine: signal": lambda event: os.kill(event["pid"], 0) is None,
    "processes: others": lambda event: lists_processes(),
    "write: root": lambda event: writes("/x", "x"),
    "write: code": lambda event: writes("/var/task/x", "x"),
    "write: code in place": lambda event: writes("/var/task/index.py", "x"),
    "write: layers": lambda event: writes("/opt/x", "x"),
    "write: runtime": lambda event: writes("/var/runtime/x", "x"),
    "write: interpreter": lambda event: writes(os.path.realpath("/proc/self/exe"), "x"),
    "write: hosts": lambda event: writes("/etc/hosts", "x"),
    "write: core pattern": lambda event: writes("/proc/sys/kernel/core_pattern", "|/x"),
    "write: sysrq": lambda event: writes("/proc/sysrq-trigger", "b"),
    "write: spared from memory's end": lambda event: writes("/proc/self/oom_score_adj", "-1000"),
    "write: user IDs": lambda event: writes("/proc/self/uid_map", "0 0 1"),
    "rights: setuid": lambda event: fork_and(lambda: os.setuid(0) is None),
    "rights: setgid": lambda event: fork_and(lambda: os.setgid(0) is None),
    "rights: setgroups": lambda event: fork_and(lambda: os.setgroups([0]) is None),
    "rights: a setuid file": lambda event: gains_by_setuid(),
    "rights: limits": lambda event: raises_limit(),
    "rights: priority": lambda event: os.nice(-1) is not None,
    "rights: real time": lambda event: takes_real_time(),
    "kernel: mount": lambda event: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0,
    "kernel: remount": lambda event: libc.mount(None, b"/", None, 32, None) == 0,
    "kernel: unmount": lambda event: libc.umount2(b"/tmp", 2) == 0,
    "kernel: chroot": lambda event: fork_and(lambda: os.chroot("/tmp") is None),
    "kernel: pivot_root": lambda event: call(155, b"/tmp", b"/tmp"),
    "kernel: ptrace": lambda event: traces(),
    "kernel: another's memory": lambda event: reads_memory_of_first(),
    "kernel: setns": lambda event: libc.setns(os.open("/proc/1/ns/mnt", os.O_RDONLY), 0) == 0,
    "kernel: bpf": lambda event: call(321, 0, ctypes.create_string_buffer(128), 128),
    "kernel: keyctl": lambda event: call(250, 0, -3, 1),
    "kernel: add_key": lambda event: call(248, b"user", b"x", b"x", 1, -3),
    "kernel: perf_event_open": lambda event: call(298, ctypes.create_string_buffer(128), 0, -1, -1, 0),
    "kernel: io_uring": lambda event: call(425, 4, ctypes.create_string_buffer(256)),
    "kernel: io_setup": lambda event: call(206, 4, ctypes.byref(ctypes.c_ulong(0))),
    "kernel: userfaultfd": lambda event: call(323, 1),
    "kernel: kexec_load": lambda event: call(246, 0, 0, None, 0),
    "kernel: kexec_file_load": lambda event: call(320, -1, -1, 0, None, 0),
    "kernel: init_module": lambda event: call(175, None, 0, b""),
    "kernel: finit_module": lambda event: call(313, -1, b"", 0),
    "kernel: handles": lambda event: call(303, -100, b"/tmp", ctypes.create_string_buffer(256), ctypes.byref(ctypes.c_int()), 0),
    "kernel: fanotify": lambda event: call(300, 0, 0),
    "kernel: swap": lambda event: call(167, b"/tmp/x", 0),
    "kernel: reboot": lambda event: call(169, 0xFEE1DEAD, 672274793, 0),
    "kernel: ports": lambda event: call(172, 3),
    "kernel: clock": lambda event: call(227, 0, struct.pack("qq", 0, 0)),
    "kernel: host name": lambda event: libc.sethostname(b"x", 1) == 0,
    "kernel: secret memory": lambda event: call(447, 0),
    "kernel: terminal injection": lambda event: libc.ioctl(0, 0x5412, b"x") == 0,
    "network: the host's loopback": lambda event: connects(socket.AF_INET, ("127.0.0.1", event["port"])),
    "network: the host's loopback, IPv6": lambda event: connects(socket.AF_INET6, ("::1", event["port"])),
    "network: the host's loopback, mapped": lambda event: connects(socket.AF_INET6, ("::ffff:127.0.0.1", event["port"])),
    "network: metadata": lambda event: connects(socket.AF_INET, ("169.254.169.254", 80)),
    "network: metadata, IPv6": lambda event: connects(socket.AF_INET6, ("fd00:ec2::254", 80)),
    "network: private": lambda event: connects(socket.AF_INET, ("10.0.0.1", 80)),
    "network: public": lambda event: connects(socket.AF_INET, ("8.8.8.8", 53)),
    "network: names": lambda event: bool(socket.gethostbyname("example.com")),
    "network: an abstract socket of the host": lambda event: connects(socket.AF_UNIX, "\0" + event["abstract"]),
    "network: a socket file of the host": lambda event: connects(socket.AF_UNIX, event["socket"]),
    "network: raw": lambda event: opens(socket.AF_INET, socket.SOCK_RAW, 1),
    "network: packets": lambda event: opens(17, socket.SOCK_RAW, 0),
    "network: netfilter": lambda event: opens(16, socket.SOCK_RAW, 12),
    "network: audit": lambda event: opens(16, socket.SOCK_RAW, 9),
    "network: vsock": lambda event: opens(40, socket.SOCK_STREAM, 0),
    "network: crypto of the kernel": lambda event: opens(38, socket.SOCK_SEQPACKET, 0),
    "network: multipath TCP": lambda event: opens(socket.AF_INET, socket.SOCK_STREAM, 262),
}
for flag, name in {
    0x00020000: "mount",
    0x02000000: "cgroup",
    0x04000000: "uts",
    0x08000000: "ipc",
    0x10000000: "user",
    0x20000000: "pid",
    0x40000000: "net",
    0x00000080: "time",
}.items():
    PROBES["kernel: a new %s namespace" % name] = lambda event, flag=flag: fork_and(lambda: libc.unshare(flag) == 0)


def handler(event, context):
    succeeded = []
    for name, probe in PROBES.items():
        try:
            if probe(event):
                succeeded.append(name)
        except Exception:
            pass
    return {"tried": len(PROBES), "succeeded": succeeded}
