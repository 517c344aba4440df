"""print and logging as on Lambda: print writes lines as they are, logging one framed entry for each record."""

import json
import logging
import os
import struct
import time

_state = None


class _State:
    request_id = None
    tenant_id = None

    def __init__(self, descriptor, log_format):
        self.descriptor = descriptor
        self.json = log_format == "JSON"


class _Handler(logging.Handler):
    def emit(self, record):
        try:
            write(self.format(record))
        except Exception:
            self.handleError(record)


class _Text(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        record.aws_request_id = _state.request_id or ""
        return super().format(record)


class _Json(logging.Formatter):
    def format(self, record):
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        entry = {"timestamp": when + "Z", "level": record.levelname, "message": record.getMessage(), "logger": record.name}
        if _state.request_id:
            entry["requestId"] = _state.request_id
        if _state.tenant_id:
            entry["tenantId"] = _state.tenant_id
        if record.exc_info:
            entry["errorType"] = record.exc_info[0].__name__
            entry["errorMessage"] = str(record.exc_info[1])
            entry["stackTrace"] = self.formatException(record.exc_info).split("\n")
        return json.dumps(entry, ensure_ascii=False, default=str)


LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40, "FATAL": 50}


def install(descriptor, variables):
    global _state
    os.set_inheritable(descriptor, False)
    _state = _State(descriptor, variables.get("AWS_LAMBDA_LOG_FORMAT", "Text"))
    handler = _Handler()
    text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    handler.setFormatter(_Json() if _state.json else _Text(text, "%Y-%m-%dT%H:%M:%S"))
    logging.getLogger().addHandler(handler)
    lowest = LEVELS.get(variables.get("AWS_LAMBDA_LOG_LEVEL"), logging.INFO)
    logging.getLogger().setLevel(lowest if _state.json else logging.WARNING)
    return _state


def write(text):
    data = text.encode("utf-8", "replace")
    frame = struct.pack(">IIQ", 0xA55A0003, len(data), time.time_ns() // 1000) + data
    while frame:
        frame = frame[os.write(_state.descriptor, frame) :]
