"""One framed entry of the log, as the engine reads them."""

import os
import time


def write(descriptor, text):
    data = text.encode("utf-8", "replace")
    head = b"\xa5\x5a\x00\x03" + len(data).to_bytes(4, "big") + (time.time_ns() // 1000).to_bytes(8, "big")
    frame = head + data
    while frame:
        frame = frame[os.write(descriptor, frame) :]
