"""Runs in the child process, beside the tenant's code: loads the handler as Lambda does and calls it once."""

import decimal
import importlib
import json
import logging
import os
import resource
import sys
import time
import traceback
import uuid
from types import SimpleNamespace

channel = os.fdopen(int(sys.argv[1]), "w", encoding="utf-8")
request = json.loads(sys.stdin.read())
task = request["task"]


def tell(**message):
    channel.write(json.dumps(message, default=str) + "\n")
    channel.flush()


def as_number(value):
    """What the runtime makes of what JSON lacks: a decimal, and nothing else."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def output_of(result):
    try:
        return json.loads(json.dumps(result, default=as_number, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise type("Runtime.MarshalError", (Exception,), {})(f"Unable to marshal response: {error}") from None


class ToChannel(logging.Handler):
    levels = {"DEBUG": "debug", "INFO": "info", "WARNING": "warn", "ERROR": "error", "CRITICAL": "fatal"}

    def emit(self, record):
        tell(kind="log", level=self.levels.get(record.levelname, "info"), message=self.format(record))


class Context(SimpleNamespace):
    def get_remaining_time_in_millis(self):
        return max(0, int(request["timeoutMs"] - (time.monotonic() - started) * 1000))


def own_lines(error):
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(task + os.sep):
            lines.append(f"{os.path.relpath(frame.filename, task)}:{frame.lineno} in {frame.name}: {frame.line}")
    if isinstance(error, SyntaxError) and error.filename:
        lines.append(f"{os.path.relpath(error.filename, task)}:{error.lineno}")
    return lines


def finish(**message):
    tell(kind="memory", mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    tell(**message, durationMs=(time.monotonic() - started) * 1000)
    sys.stdout.flush()
    os._exit(0)


def load_handler():
    module, _, name = request["handler"].rpartition(".")
    sys.path[0:0] = [task, "/opt/python"]
    found = getattr(importlib.import_module(module.replace("/", ".")), name, None)
    if found is None:
        raise type("Runtime.HandlerNotFound", (Exception,), {})(f"Handler '{name}' missing on module '{module}'")
    return found


started = time.monotonic()
logging.getLogger().addHandler(ToChannel())
logging.getLogger().setLevel(logging.INFO)
try:
    handler = load_handler()
    custom = {"correlationId": request["correlationId"], "dryRun": "true"}
    context = Context(
        function_name=request["functionName"],
        function_version="$LATEST",
        invoked_function_arn=f"arn:aws:lambda:eu-central-1:000000000000:function:{request['functionName']}",
        memory_limit_in_mb=str(request["memoryMb"]),
        aws_request_id=str(uuid.uuid4()),
        log_group_name=f"/aws/lambda/{request['functionName']}",
        log_stream_name="test",
        client_context=SimpleNamespace(custom=custom),
    )
    tell(kind="start")
    started = time.monotonic()
    result = handler(request["event"], context)
    output = output_of(result)
except Exception as error:  # whatever the tenant's code raises is an outcome
    finish(kind="error", type=type(error).__name__, message=str(error), stack=own_lines(error))
finish(kind="result", output=output)
