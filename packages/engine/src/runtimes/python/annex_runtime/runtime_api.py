"""The Lambda Runtime API (2018-06-01) over the socket that the engine handed to this process, framed by hand."""

import os
import select
import sys

from . import wire_json

PREFIX = "/2018-06-01/runtime/"
# An environment that gets its function at once has no time for anything else.
IDLE_SECONDS = 0.03
NEXT = ("GET %sinvocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n" % PREFIX).encode()


class Event:
    def __init__(self, headers, body):
        self.request_id = headers.get("lambda-runtime-aws-request-id")
        self.deadline_ms = int(headers.get("lambda-runtime-deadline-ms", "0"))
        self.arn = headers.get("lambda-runtime-invoked-function-arn")
        self.trace_id = headers.get("lambda-runtime-trace-id")
        self.client_context = headers.get("lambda-runtime-client-context")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.body = body


class RuntimeApi:
    def __init__(self, descriptor):
        self._descriptor = descriptor
        os.set_blocking(descriptor, True)
        os.set_inheritable(descriptor, False)
        self._received = b""

    def take_assignment(self, while_idle):
        """Calls `while_idle` when the assignment does not come at once."""
        self._send(("GET %sannex/assignment HTTP/1.1\r\nHost: runtime\r\n\r\n" % PREFIX).encode())
        if not select.select([self._descriptor], [], [], IDLE_SECONDS)[0]:
            while_idle()
        _, body = self._receive_answer()
        return wire_json.loads(body)

    def next(self):
        return Event(*self._ask(NEXT))

    def respond(self, request_id, body):
        return Event(*self._ask(_post("invocation/%s/response" % request_id, body) + NEXT))

    def fail(self, request_id, body):
        return Event(*self._ask(_post("invocation/%s/error" % request_id, body) + NEXT))

    def init_error(self, body):
        self._send(_post("init/error", body))

    def _ask(self, data):
        self._send(data)
        return self._receive_answer()

    def _send(self, data):
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def _receive_answer(self):
        while True:
            status, headers, body = self._read_answer()
            # 202 and 413 only confirm what was posted; the event behind it is what the caller waits for.
            if status == 200:
                return headers, body

    def _read_answer(self):
        while b"\r\n\r\n" not in self._received:
            self._receive()
        head, self._received = self._received.split(b"\r\n\r\n", 1)
        line, *fields = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
        length = int(headers.get("content-length", "0"))
        while len(self._received) < length:
            self._receive()
        body, self._received = self._received[:length], self._received[length:]
        return int(line.split(" ")[1]), headers, body.decode("utf-8")

    def _receive(self):
        data = os.read(self._descriptor, 262144)
        if not data:
            raise SystemExit(1)
        self._received += data


def _post(path, body):
    data = body.encode("utf-8")
    head = "POST %s%s HTTP/1.1\r\nHost: runtime\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return (head % (PREFIX, path, len(data))).encode() + data


def from_json(body):
    try:
        return wire_json.loads(body or "{}")
    except ValueError as error:
        raise LambdaRuntimeError("Unable to unmarshal input: %s" % error, "Runtime.UnmarshalError")


def to_json(result):
    try:
        return wire_json.dumps(result, _default)
    except (TypeError, ValueError) as error:
        raise LambdaRuntimeError("Unable to marshal response: %s" % error, "Runtime.MarshalError")


def _default(value):
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


class LambdaRuntimeError(Exception):
    def __init__(self, message, error_type):
        super().__init__(message)
        self.lambda_type = error_type
