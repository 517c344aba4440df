// Floor: the smallest Node HTTP server that reads a JSON body and answers it. Argument: port.
import { createServer } from "node:http";

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString("utf8"))));
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
