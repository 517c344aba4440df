"""The Lambda Runtime API (2018-06-01) over the socket that the engine handed to this process, framed by hand."""

import decimal
import json
import socket

PREFIX = "/2018-06-01/runtime/"
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
        self._socket = socket.socket(fileno=descriptor)
        self._socket.setblocking(True)
        self._socket.set_inheritable(False)
        self._received = b""

    def take_assignment(self):
        _, body = self._ask(("GET %sannex/assignment HTTP/1.1\r\nHost: runtime\r\n\r\n" % PREFIX).encode())
        return json.loads(body)

    def next(self):
        return Event(*self._ask(NEXT))

    def respond(self, request_id, body):
        return Event(*self._ask(_post("invocation/%s/response" % request_id, body) + NEXT))

    def fail(self, request_id, body):
        return Event(*self._ask(_post("invocation/%s/error" % request_id, body) + NEXT))

    def init_error(self, body):
        self._socket.sendall(_post("init/error", body))

    def _ask(self, data):
        self._socket.sendall(data)
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
        data = self._socket.recv(262144)
        if not data:
            raise SystemExit(1)
        self._received += data


def _post(path, body):
    data = body.encode("utf-8")
    head = "POST %s%s HTTP/1.1\r\nHost: runtime\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return (head % (PREFIX, path, len(data))).encode() + data


def from_json(body):
    try:
        return json.loads(body or "{}")
    except ValueError as error:
        raise LambdaRuntimeError("Unable to unmarshal input: %s" % error, "Runtime.UnmarshalError")


def to_json(result):
    try:
        return json.dumps(result, ensure_ascii=False, default=_default)
    except (TypeError, ValueError) as error:
        raise LambdaRuntimeError("Unable to marshal response: %s" % error, "Runtime.MarshalError")


def _default(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


class LambdaRuntimeError(Exception):
    def __init__(self, message, error_type):
        super().__init__(message)
        self.lambda_type = error_type
