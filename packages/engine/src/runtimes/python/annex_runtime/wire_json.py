"""What json.loads and json.dumps do, by that module's C part alone: the module itself loads regular expressions."""

try:
    from _json import encode_basestring, make_encoder, make_scanner
except ImportError:
    make_scanner = None


class _Settings:
    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__


_scan = make_scanner and make_scanner(_Settings)


def loads(text):
    """Raises what json.loads raises."""
    try:
        value, end = _scan(text, 0)
        if end == len(text):
            return value
    except (StopIteration, TypeError):
        pass
    # White space around it, nothing at all, or something that is no JSON.
    import json

    return json.loads(text)


def dumps(value, default):
    """json.dumps(value, ensure_ascii=False, default=default)."""
    if make_scanner is None:
        import json

        return json.dumps(value, ensure_ascii=False, default=default)
    if isinstance(value, str):
        return encode_basestring(value)
    return "".join(make_encoder({}, default, encode_basestring, None, ": ", ", ", False, False, True)(value, 0))
