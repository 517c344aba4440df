// awslambda.streamifyResponse and the stream that such a handler writes its answer to.
const { Writable } = require("node:stream");
const { errorBody } = require("./errors.cjs");

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const HTTP_CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";

const isStreaming = (handler) => handler[STREAMING] === "response";

/** Puts `awslambda` where Lambda has it. */
function installStreaming() {
  const streamifyResponse = (handler) => {
    handler[STREAMING] = "response";
    return handler;
  };
  const HttpResponseStream = {
    /** Status and headers go before the body, as JSON and eight zero bytes. */
    from(stream, metadata) {
      stream.setContentType(HTTP_CONTENT_TYPE);
      stream.prelude = Buffer.concat([Buffer.from(JSON.stringify(metadata ?? {})), Buffer.alloc(8)]);
      return stream;
    },
  };
  globalThis.awslambda = { streamifyResponse, HttpResponseStream };
}

class ResponseStream extends Writable {
  hasBegun = false;
  prelude = undefined;
  #api;
  #requestId;
  #contentType = "application/octet-stream";

  constructor(api, requestId) {
    super({ highWaterMark: 64 * 1024 });
    this.#api = api;
    this.#requestId = requestId;
  }

  setContentType(contentType) {
    if (this.hasBegun) throw new Error("The content type cannot be set after the first write.");
    this.#contentType = contentType;
  }

  /** Ends the answer; with an error's type and text where the handler failed. Resolves with the next event. */
  finish(error) {
    this.#begin();
    if (error === undefined) return this.#api.endStream();
    const body = errorBody(error);
    return this.#api.endStream({ type: JSON.parse(body).errorType.replace(/[^\w.-]/g, ""), body });
  }

  _write(chunk, _encoding, callback) {
    this.#begin();
    if (chunk.length === 0)
      callback(); // an empty chunk would end the answer
    else this.#api.writeStream(chunk, callback);
  }

  #begin() {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.#api.startStream(this.#requestId, this.#contentType.replace(/[\r\n]/g, " "));
    if (this.prelude !== undefined) this.#api.writeStream(this.prelude);
  }
}

module.exports = { isStreaming, installStreaming, ResponseStream };
