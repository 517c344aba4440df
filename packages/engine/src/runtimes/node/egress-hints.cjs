// Says why a connection was refused. It explains only: what is refused is decided outside of the sandbox.
const { Socket } = require("node:net");

const REFUSALS = new Set(["ECONNREFUSED", "ENETUNREACH", "EAI_AGAIN", "ENOTFOUND", "EADDRNOTAVAIL", "ECONNRESET"]);

/** Replaces the message of failed connections to what is not on the function's allow-list; the code is ECONNREFUSED. */
function installEgressHints({ confined, egress }) {
  if (!confined) return;
  const targets = new WeakMap();
  const { connect, destroy } = Socket.prototype;
  Socket.prototype.connect = function (...args) {
    targets.set(this, targetOf(args));
    return connect.apply(this, args);
  };
  Socket.prototype.destroy = function (error, callback) {
    const target = targets.get(this);
    if (error && target !== undefined && REFUSALS.has(error.code) && !isAllowed(egress, target)) explain(error, target);
    return destroy.call(this, error, callback);
  };
}

// net.connect hands its arguments on as one normalised array: [options, callback].
function targetOf(args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === "object" && first !== null) {
    return first.path === undefined || first.path === null
      ? { host: first.host ?? "localhost", port: Number(first.port) }
      : undefined;
  }
  return Number.isNaN(Number(first))
    ? undefined
    : { host: typeof args[1] === "string" ? args[1] : "localhost", port: Number(first) };
}

function isAllowed(egress, { host, port }) {
  if (host === "localhost") return true;
  return egress.some((rule) => {
    const [name, allowedPort] = rule.split(/:(?=\d+$)/);
    if (Number(allowedPort) !== port) return false;
    return name.startsWith("*.") ? host.endsWith(name.slice(1)) : name === host.toLowerCase();
  });
}

function explain(error, { host, port }) {
  error.message = `Connection to ${host}:${port} refused: not on this function's egress allow-list. Add it under Settings → Egress and deploy.`;
  error.code = "ECONNREFUSED";
  error.stack = `${error.name}: ${error.message}\n${String(error.stack)
    .split("\n")
    .filter((line) => line.startsWith("    at"))
    .join("\n")}`;
}

module.exports = { installEgressHints };
