"""Says why a connection was refused. It explains only: what is refused is decided outside of the sandbox."""

import errno


def install(socket, assignment):
    """Wraps name lookup and connect so that their errors name the allow-list."""
    if not assignment["confined"]:
        return
    look_up, connect = socket.getaddrinfo, socket.socket.connect
    names = {}
    allowed = set(assignment["egress"])
    suffixes = [rule[1:] for rule in allowed if rule.startswith("*.")]

    def is_allowed(host, port):
        target = "%s:%s" % (host, port)
        return host in ("localhost", "127.0.0.1") or target in allowed or any(target.endswith(end) for end in suffixes)

    def getaddrinfo(host, port, *args, **kwargs):
        try:
            found = look_up(host, port, *args, **kwargs)
        except socket.gaierror as error:
            if is_allowed(host, port):
                raise
            raise ConnectionRefusedError(errno.ECONNREFUSED, _text(host, port)) from error
        for *_, address in found:
            names[address[0]] = host
        return found

    def explained_connect(self, address):
        try:
            return connect(self, address)
        except socket.gaierror as error:
            raise ConnectionRefusedError(errno.ECONNREFUSED, _text(address[0], address[1])) from error
        except OSError as error:
            if self.family == socket.AF_UNIX or error.errno not in (errno.ECONNREFUSED, errno.ENETUNREACH):
                raise
            host = names.get(address[0], address[0])
            if is_allowed(host, address[1]):
                raise
            raise ConnectionRefusedError(errno.ECONNREFUSED, _text(host, address[1])) from error

    socket.getaddrinfo = getaddrinfo
    socket.socket.connect = explained_connect


def _text(host, port):
    return (
        "Connection to %s:%s refused: not on this function's egress allow-list. "
        "Add it under Settings \u2192 Egress and deploy." % (host, port)
    )
