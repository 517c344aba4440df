import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { denied, type Finding, open, reasonOf, together } from "./finding.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

const timeoutMs = 2000;

function reach({ host, port }: Address): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (finding: Finding) => {
      socket.destroy();
      resolve(finding);
    };
    socket.setTimeout(timeoutMs, () => end(denied("no answer")));
    // a proxy may take a connection only to end it: it is open when it stays open
    socket.once("connect", () => setTimeout(() => end(open(`connected to ${host}:${port}`)), 200).unref());
    socket.once("close", () => end(denied("closed at once")));
    socket.once("error", (error) => end(denied(reasonOf(error))));
  });
}

/** Whether a TCP connection to one of these stands. */
export async function reachAll(addresses: readonly Address[]): Promise<Finding> {
  return together(await Promise.all(addresses.map(reach)));
}

async function fetchText(url: string): Promise<Finding> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return open(`${url} answered ${response.status}`);
  } catch (error) {
    return denied(reasonOf(error));
  }
}

/** The addresses where a machine or a container in AWS finds its credentials. */
export async function reachMetadata(): Promise<Finding> {
  const urls = ["http://169.254.169.254/latest/meta-data/", "http://169.254.170.2/v2/credentials"];
  return together(await Promise.all(urls.map(fetchText)));
}

/** A DNS query past the system's own resolver: a way to carry data out. */
export function reachNameServer(): Promise<Finding> {
  const query = Buffer.from("abcd01000001000000000000076578616d706c6503636f6d0000010001", "hex");
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (finding: Finding) => {
      clearTimeout(timer);
      socket.close();
      resolve(finding);
    };
    const timer = setTimeout(() => end(denied("no answer")), timeoutMs);
    socket.once("message", () => end(open("8.8.8.8 answered")));
    socket.once("error", (error) => end(denied(reasonOf(error))));
    socket.send(query, 53, "8.8.8.8", (error) => error && end(denied(reasonOf(error))));
  });
}
