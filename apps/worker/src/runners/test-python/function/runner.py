"""The Python test runner: runs a tenant's handler once in a child process and tells what came of it."""

import base64
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from datetime import datetime, timezone

INIT_SECONDS = 10
WATCH_SECONDS = 0.02
MAX_LOG_LINES = 1000
HIDDEN = {"ANNEX_EGRESS_ALLOW", "AWS_LAMBDA_RUNTIME_API", "_HANDLER"}


class Report:
    def __init__(self, request):
        self.request = request
        self.logs = []
        self.started_at = None
        self.stopped = None
        self.outcome = None
        self.duration_ms = None
        self.max_memory_mb = 0.0
        self.lock = threading.Lock()

    def log(self, level, message):
        with self.lock:
            if len(self.logs) > MAX_LOG_LINES:
                return
            if len(self.logs) == MAX_LOG_LINES:
                message = "There is more; a test shows the first thousand lines."
            now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            self.logs.append({"at": now, "level": level, "message": message[:10000]})

    def message(self, line):
        try:
            said = json.loads(line)
            kind = said.get("kind")
            if kind == "start":
                self.started_at = time.monotonic()
            elif kind == "memory":
                self.max_memory_mb = max(self.max_memory_mb, float(said["mb"]))
            elif kind == "log":
                self.log(str(said["level"]), str(said["message"]))
            elif kind == "error":
                error = {key: said[key] for key in ("type", "message", "stack")}
                self.outcome = {"status": "function_error", "error": error}
                self.duration_ms = said["durationMs"]
            elif kind == "result":
                self.outcome = {"status": "success", "output": said["output"]}
                self.duration_ms = said["durationMs"]
        except (ValueError, KeyError, TypeError):
            pass  # the tenant's code wrote to our channel: it spoils only its own test

    def ended(self, code):
        seconds = self.request["timeoutMs"] / 1000
        memory = f"It took more than {self.request['memoryMb']} MB of memory. Give it more memory, or hold less at once."
        if self.stopped == "timeout":
            return failed("timeout", "Sandbox.Timedout", f"Task timed out after {seconds:.2f} seconds")
        if self.stopped == "init_timeout":
            return failed("timeout", "Sandbox.Timedout", "The code did not load within 10 seconds")
        if self.stopped == "out_of_memory" or code == -9:
            return failed("out_of_memory", "Runtime.OutOfMemory", memory)
        if self.outcome:
            return self.outcome
        how = "without providing a reason" if code == 0 else f"signal: {-code}" if code < 0 else f"error: exit status {code}"
        text = f"The function ended its own process ({how}). Return a result instead."
        return failed("function_error", "Runtime.ExitError", text)

    def answer(self, code):
        running_ms = 0 if self.started_at is None else (time.monotonic() - self.started_at) * 1000
        duration = running_ms if self.duration_ms is None else self.duration_ms
        facts = {"logs": self.logs, "durationMs": duration, "maxMemoryMb": round(self.max_memory_mb)}
        return {**self.ended(code), **facts}


def failed(status, kind, message):
    return {"status": status, "error": {"type": kind, "message": message, "stack": []}}


def child_environment(request, task):
    inherited = {key: value for key, value in os.environ.items() if key not in HIDDEN}
    return {
        **inherited,
        **request["environment"],
        "LAMBDA_TASK_ROOT": task,
        "AWS_LAMBDA_FUNCTION_NAME": request["functionName"],
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(request["memoryMb"]),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    }


def resident_mb(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def watch(child, report):
    began = time.monotonic()
    while child.poll() is None:
        report.max_memory_mb = max(report.max_memory_mb, resident_mb(child.pid))
        now = time.monotonic()
        if report.max_memory_mb > report.request["memoryMb"]:
            report.stopped = "out_of_memory"
        elif report.started_at is not None and now - report.started_at >= report.request["timeoutMs"] / 1000:
            report.stopped = "timeout"
        elif report.started_at is None and now - began >= INIT_SECONDS:
            report.stopped = "init_timeout"
        if report.stopped:
            child.kill()
            return
        time.sleep(WATCH_SECONDS)


def follow(stream, on_line):
    def read():
        with io.TextIOWrapper(stream, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                on_line(line.rstrip("\n"))

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    return thread


def run_child(request, task):
    report = Report(request)
    read_end, write_end = os.pipe()
    harness = os.path.join(os.path.dirname(os.path.abspath(__file__)), "harness.py")
    child = subprocess.Popen(
        [sys.executable, "-u", harness, str(write_end)],
        cwd=task,
        env=child_environment(request, task),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[write_end],
    )
    os.close(write_end)
    threads = [
        follow(child.stdout, lambda line: report.log("info", line)),
        follow(child.stderr, lambda line: report.log("error", line)),
        follow(os.fdopen(read_end, "rb"), report.message),
    ]
    try:
        child.stdin.write(json.dumps({**request, "artifact": None, "task": task}).encode())
        child.stdin.close()
    except BrokenPipeError:
        pass
    watch(child, report)
    code = child.wait()
    for thread in threads:
        thread.join(timeout=1)
    return report.answer(code)


def check_syntax(files):
    diagnostics = []
    for file in files:
        try:
            compile(file["content"], file["path"], "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            place = {"file": file["path"], "line": getattr(error, "lineno", None) or 1}
            column = getattr(error, "offset", None) or 1
            message = getattr(error, "msg", None) or str(error)
            found = {"source": "build", "severity": "error", "message": message, "column": max(column, 1)}
            diagnostics.append({**found, **place})
    return {"diagnostics": diagnostics}


def python_platform():
    """What a wheel has to fit: this Python, and the C library that it runs on."""
    try:
        libc, _, glibc = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (ValueError, OSError):
        libc, glibc = "", ""
    return {
        "version": platform.python_version(),
        "machine": platform.machine(),
        "glibc": glibc if libc == "glibc" else None,
    }


def parts_folder(code):
    return os.path.join(tempfile.gettempdir(), f"code-{code['sha256']}")


def missing_parts(code):
    folder = parts_folder(code)
    return {"missing": [n for n in range(code["parts"]) if not os.path.exists(os.path.join(folder, str(n)))]}


def keep_part(part):
    """Keeps a part of a zip for as long as the execution environment lives."""
    folder = parts_folder(part)
    os.makedirs(folder, exist_ok=True)
    file = os.path.join(folder, str(part["index"]))
    with open(f"{file}.new", "wb") as kept:
        kept.write(base64.b64decode(part["bytes"]))
    os.replace(f"{file}.new", file)
    return missing_parts(part)


def join_parts(code):
    """The whole zip; None where a part is not there, or the code under test has changed one: then all are asked for anew."""
    if missing_parts(code)["missing"]:
        return None
    folder = parts_folder(code)
    whole = bytearray()
    for number in range(code["parts"]):
        with open(os.path.join(folder, str(number)), "rb") as kept:
            whole += kept.read()
    if hashlib.sha256(whole).hexdigest() == code["sha256"]:
        return bytes(whole)
    shutil.rmtree(folder, ignore_errors=True)
    return None


def handler(request, context):
    if "check" in request:
        return {**check_syntax(request["check"]), "python": python_platform()}
    if "bytes" in request:
        return keep_part(request)
    artifact = request["artifact"]
    whole = base64.b64decode(artifact) if isinstance(artifact, str) else join_parts(artifact)
    return missing_parts(artifact) if whole is None else run(request, whole)


def run(request, whole):
    folder = tempfile.mkdtemp(prefix="test-")
    try:
        task = os.path.join(folder, "task")
        with zipfile.ZipFile(io.BytesIO(whole)) as artifact:
            artifact.extractall(task)
        return run_child(request, task)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
