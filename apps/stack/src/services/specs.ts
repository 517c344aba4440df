import path from "node:path";
import { env, otelEnvironment, root } from "../env.ts";
import { type CellConfig, keyOf } from "../start/cell-config.ts";
import type { Ports } from "../start/ports.ts";
import type { Secrets } from "../start/secrets.ts";
import type { ServiceSpec } from "./service.ts";

export interface Installation {
  readonly stateDir: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly appUrl: string;
  readonly operatorUrl: string;
  /** Watch mode: services restart and pages reload when their code changes. */
  readonly watch: boolean;
  /** Another index of Python packages than the environment says: that of the journeys. */
  readonly pythonIndex?: string | undefined;
  /** Another OpenID Connect provider than the environment says: that of the journeys. */
  readonly signIn?: Readonly<Record<string, string>> | undefined;
}

const local = (port: number) => `http://127.0.0.1:${port}`;

/** What people and tools open. The portal's name is `localhost`: browsers give it a secure context. */
export function urlsOf(ports: Ports) {
  return {
    portal: `http://localhost:${ports.portal}`,
    dataPlane: local(ports.dataPlane),
    identity: local(ports.identity),
    engine: local(ports.engine),
  };
}

function nodeApp(installation: Installation, file: string): readonly [string, ...string[]] {
  const watch = installation.watch ? ["--watch", "--watch-preserve-output"] : [];
  return ["node", "--disable-warning=ExperimentalWarning", ...watch, path.join(root, file)];
}

const onThisMachine = new Set(["localhost", "127.0.0.1"]);
const packagesHost = "packages.annex.internal";

/** A registry's address as the builder finds it: in its sandbox `localhost` is the sandbox itself. */
function inSandbox(address: string): string {
  const url = new URL(address);
  if (!onThisMachine.has(url.hostname)) return address;
  url.hostname = packagesHost;
  return url.href.replace(/\/$/, "");
}

function registriesOf({ pythonIndex }: Installation) {
  return {
    NPM_REGISTRY: inSandbox(env.NPM_REGISTRY),
    PYTHON_INDEX: inSandbox(pythonIndex ?? env.PYTHON_INDEX),
    PYTHON_FILES: env.PYTHON_FILES.split(",")
      .filter((address) => address !== "")
      .map(inSandbox)
      .join(","),
  };
}

/** The operator's own registries may have private addresses, which the engine reaches by the operator's word only. */
function registryAliases(installation: Installation): string[] {
  const { NPM_REGISTRY, PYTHON_INDEX, PYTHON_FILES } = registriesOf(installation);
  const files = PYTHON_FILES.split(",").filter((address) => address !== "");
  const pairs = [NPM_REGISTRY, PYTHON_INDEX, ...files].map((url) => {
    const { hostname, port, protocol } = new URL(url);
    const at = port || (protocol === "http:" ? 80 : 443);
    return `${hostname}:${at}=${hostname === packagesHost ? "127.0.0.1" : hostname}:${at}`;
  });
  return [...new Set(pairs)].flatMap((pair) => ["--egress-alias", pair]);
}

export const cellFile = (stateDir: string) => path.join(stateDir, "engine", "cell.json");

export function engineSpec(installation: Installation): ServiceSpec {
  const { ports, stateDir } = installation;
  const alias = (name: string, port: number) => ["--egress-alias", `${name}=127.0.0.1:${port}`];
  const [node, ...script] = nodeApp({ ...installation, watch: false }, "packages/engine/src/main.ts");
  const where = ["--port", String(ports.engine), "--data-dir", path.join(stateDir, "engine")];
  const aliases = [
    ...alias("api.annex.internal:80", ports.dataPlane),
    ...alias("identity.annex.internal:80", ports.identity),
    ...alias("erp.demo.internal:7001", ports.demo),
    ...registryAliases(installation),
  ];
  return {
    name: "engine",
    command: [node, ...script, ...where, "--config", cellFile(stateDir), ...aliases],
    environment: {},
    healthUrl: `${local(ports.engine)}/_engine/health`,
  };
}

export function identitySpec(installation: Installation): ServiceSpec {
  const { ports, secrets } = installation;
  return {
    name: "identity",
    command: nodeApp(installation, "apps/identity/src/main.ts"),
    environment: {
      PORT: String(ports.identity),
      ISSUER: urlsOf(ports).identity,
      OPERATOR_DATABASE_URL: installation.operatorUrl,
      DATABASE_URL: installation.appUrl,
      ANNEX_MASTER_KEY: secrets.masterKey,
      SIGNING_KEY_DAYS: String(env.SIGNING_KEY_DAYS),
      TRUSTED_PROXIES: String(env.TRUSTED_PROXIES),
    },
    healthUrl: `${local(ports.identity)}/health`,
  };
}

export function dataPlaneSpec(installation: Installation, cell: CellConfig): ServiceSpec {
  const { ports, secrets } = installation;
  const urls = urlsOf(ports);
  return {
    name: "data-plane",
    command: nodeApp(installation, "apps/data-plane/src/main.ts"),
    environment: {
      PORT: String(ports.dataPlane),
      DATABASE_URL: installation.appUrl,
      OPERATOR_DATABASE_URL: installation.operatorUrl,
      ANNEX_MASTER_KEY: secrets.masterKey,
      IDENTITY_ISSUER: urls.identity,
      ...otelEnvironment,
      IDENTITY_JWKS_URL: `${urls.identity}/jwks`,
      CELL_CREDENTIALS: JSON.stringify(keyOf(cell, "annex-data-plane")),
    },
    healthUrl: `${urls.dataPlane}/health`,
  };
}

export function workerSpec(installation: Installation, cell: CellConfig): ServiceSpec {
  const { ports, secrets, stateDir } = installation;
  return {
    name: "worker",
    command: nodeApp(installation, "apps/worker/src/main.ts"),
    environment: {
      PORT: String(ports.worker),
      DATABASE_URL: installation.appUrl,
      OPERATOR_DATABASE_URL: installation.operatorUrl,
      ANNEX_MASTER_KEY: secrets.masterKey,
      CELL_CREDENTIALS: JSON.stringify(keyOf(cell, "annex-worker")),
      ...otelEnvironment,
      ...registriesOf(installation),
      DATA_PLANE_URL: urlsOf(ports).dataPlane,
      IDENTITY_URL: urlsOf(ports).identity,
      STATE_DIR: path.join(stateDir, "worker"),
      ...(env.SMTP_URL ? { SMTP_URL: env.SMTP_URL } : {}),
      ...(env.METRICS_TOKEN ? { METRICS_TOKEN: env.METRICS_TOKEN } : {}),
      ...(env.MAIL_FROM ? { MAIL_FROM: env.MAIL_FROM } : {}),
      ...(env.NODE_EXTRA_CA_CERTS ? { EXTRA_CA_FILE: env.NODE_EXTRA_CA_CERTS } : {}),
    },
    healthUrl: `${local(ports.worker)}/health`,
  };
}

export function demoSpec(installation: Installation): ServiceSpec {
  return {
    name: "demo-erp",
    command: nodeApp(installation, "apps/worker/src/demo-erp/main.ts"),
    environment: { PORT: String(installation.ports.demo) },
    healthUrl: `tcp://127.0.0.1:${installation.ports.demo}`,
  };
}

/** The settings of an OpenID Connect provider, those that are set. */
function signInSettings(): Record<string, string> {
  const isSet = (entry: [string, string | number | undefined]): entry is [string, string] =>
    entry[0].startsWith("OIDC_") && typeof entry[1] === "string";
  return Object.fromEntries(Object.entries(env).filter(isSet));
}

export function portalSpec(installation: Installation): ServiceSpec {
  const { ports, secrets } = installation;
  const urls = urlsOf(ports);
  const mode = installation.watch ? "dev" : "start";
  return {
    name: "portal",
    command: [
      path.join(root, "apps/portal/node_modules/.bin/next"),
      mode,
      "--port",
      String(ports.portal),
      "--hostname",
      "127.0.0.1",
    ],
    cwd: path.join(root, "apps/portal"),
    environment: {
      DATABASE_URL: installation.appUrl,
      OPERATOR_DATABASE_URL: installation.operatorUrl,
      ANNEX_MASTER_KEY: secrets.masterKey,
      NEXTAUTH_URL: urls.portal,
      NEXTAUTH_SECRET: secrets.nextAuthSecret,
      TRUSTED_PROXIES: String(env.TRUSTED_PROXIES),
      DATA_PLANE_URL: urls.dataPlane,
      IDENTITY_URL: urls.identity,
      NEXT_TELEMETRY_DISABLED: "1",
      ...(installation.signIn ?? signInSettings()),
      ...(installation.watch ? { NODE_ENV: "development" } : {}),
    },
    healthUrl: `${local(ports.portal)}/signin`,
  };
}
