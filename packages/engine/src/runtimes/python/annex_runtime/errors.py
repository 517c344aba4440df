"""Errors in Lambda's shape: errorMessage, errorType, requestId, stackTrace."""

import json
import os
import traceback


def body(error):
    own = os.path.dirname(os.path.abspath(__file__))
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if os.path.dirname(frame.filename) != own]
    frames = [frame for frame in frames if not frame.filename.startswith("<frozen importlib")]
    hidden = getattr(error, "lambda_type", None)
    return json.dumps(
        {
            "errorMessage": str(error),
            "errorType": hidden or type(error).__name__,
            "stackTrace": [] if hidden and not frames else traceback.format_list(frames),
        },
        ensure_ascii=False,
    )


def log_text(text, request_id=None):
    value = json.loads(text)
    lines = ["[ERROR] %s: %s" % (value["errorType"], value["errorMessage"])]
    if value["stackTrace"]:
        lines += ["Traceback (most recent call last):"] + [line.rstrip("\n") for line in value["stackTrace"]]
    return "\n".join(lines)
