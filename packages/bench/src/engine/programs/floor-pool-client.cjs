// The pool floor's Node client: says that it is there, loads the function at its first event.
const { connect } = require("node:net");

const file = "/var/task/index.js";
let handler;
let text = "";
const socket = connect("/run/api.sock", () => socket.write("{}\n"));
socket.on("data", (data) => {
  text += data;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
    const event = JSON.parse(text.slice(0, end));
    text = text.slice(end + 1);
    handler ??= require(file).handler;
    handler(event, {}).then((result) => socket.write(`${JSON.stringify(result)}\n`));
  }
});
