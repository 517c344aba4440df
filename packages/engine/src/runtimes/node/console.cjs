// console.* as on Lambda: one framed entry for each call, with time, request ID and level.
const { writeSync } = require("node:fs");
const { format } = require("node:util");
const { describeError } = require("./errors.cjs");

const MAGIC = 0xa55a0003;
const LEVELS = { log: "INFO", info: "INFO", debug: "DEBUG", trace: "TRACE", warn: "WARN", error: "ERROR" };

/** From the least important to the most. */
const ORDER = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/** Replaces console's methods; answers the function that writes one entry. The JSON format leaves out lower levels. */
function installConsole(fd, current, { AWS_LAMBDA_LOG_FORMAT: logFormat, AWS_LAMBDA_LOG_LEVEL: lowest }) {
  const write = (level, ...values) => {
    if (logFormat === "JSON" && ORDER.indexOf(level) < ORDER.indexOf(lowest)) return;
    const time = new Date().toISOString();
    const requestId = current.requestId;
    if (logFormat === "JSON") writeFrame(fd, jsonLine(time, requestId, current.tenantId, level, values));
    else writeFrame(fd, `${time}\t${requestId ?? "undefined"}\t${level}\t${format(...values)}`);
  };
  for (const [method, level] of Object.entries(LEVELS)) console[method] = (...values) => write(level, ...values);
  console.fatal = (...values) => write("FATAL", ...values);
  return write;
}

function jsonLine(timestamp, requestId, tenantId, level, values) {
  const entry = { timestamp, level, requestId, ...(tenantId === undefined ? {} : { tenantId }) };
  const error = values.find((value) => value instanceof Error);
  const message =
    values.length === 1 && typeof values[0] !== "string" && error === undefined ? values[0] : format(...values);
  const details = error === undefined ? {} : describeError(error);
  try {
    return JSON.stringify({ ...entry, message, ...details });
  } catch {
    return JSON.stringify({ ...entry, message: format(...values) });
  }
}

function writeFrame(fd, text) {
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(16 + length);
  frame.writeUInt32BE(MAGIC, 0);
  frame.writeUInt32BE(length, 4);
  frame.writeBigUInt64BE(BigInt(Date.now()) * 1000n, 8);
  frame.write(text, 16);
  for (let rest = frame; rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      // The engine reads as fast as it can; a full pipe only makes the function wait.
      if (error.code !== "EAGAIN") return;
    }
  }
}

module.exports = { installConsole };
