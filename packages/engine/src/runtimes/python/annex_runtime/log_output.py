"""logging as on Lambda: one framed entry for each record. (What is printed goes out line by line, as it is.)"""

import json
import logging
import time

from . import log_frames

LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40, "FATAL": 50}


def install(descriptor, variables, current):
    """Gives the root logger its handler. `current` has the request's ID and the tenant's."""
    is_json = variables.get("AWS_LAMBDA_LOG_FORMAT", "Text") == "JSON"
    text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    formatter = _Json() if is_json else _Text(text, "%Y-%m-%dT%H:%M:%S")
    formatter.current = current
    handler = _Handler()
    handler.descriptor = descriptor
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    lowest = LEVELS.get(variables.get("AWS_LAMBDA_LOG_LEVEL"), logging.INFO)
    logging.getLogger().setLevel(lowest if is_json else logging.WARNING)


class _Handler(logging.Handler):
    def emit(self, record):
        try:
            log_frames.write(self.descriptor, self.format(record))
        except Exception:
            self.handleError(record)


class _Text(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        record.aws_request_id = self.current.request_id or ""
        return super().format(record)


class _Json(logging.Formatter):
    def format(self, record):
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        entry = {"timestamp": when + "Z", "level": record.levelname, "message": record.getMessage(), "logger": record.name}
        if self.current.request_id:
            entry["requestId"] = self.current.request_id
        if self.current.tenant_id:
            entry["tenantId"] = self.current.tenant_id
        if record.exc_info:
            entry["errorType"] = record.exc_info[0].__name__
            entry["errorMessage"] = str(record.exc_info[1])
            entry["stackTrace"] = self.formatException(record.exc_info).split("\n")
        return json.dumps(entry, ensure_ascii=False, default=str)
