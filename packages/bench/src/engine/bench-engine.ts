import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { killAllChildren } from "./machine/child.ts";
import { type Options, parseOptions } from "./options.ts";
import { judge } from "./report/bars.ts";
import { renderTables } from "./report/tables.ts";
import { type Results, rows } from "./results.ts";
import { measureAccept } from "./sections/accept.ts";
import { type FirstInvocation, type FirstRow, measureFirst, timeOf } from "./sections/first-invocation.ts";
import { measureIdle } from "./sections/idle.ts";
import { measureStart } from "./sections/start.ts";
import { measureStorm, type StormRow } from "./sections/storm.ts";
import { uploadToAnswer } from "./sections/upload.ts";
import { measureWarm } from "./sections/warm.ts";
import { AnnexEngine, annexSubject, zipOf } from "./subjects/annex-engine.ts";
import { startDenoHttpWorker } from "./subjects/deno-http-worker.ts";
import { startFloorEngine } from "./subjects/floor-engine.ts";
import { startFloorHttp } from "./subjects/floor-http.ts";
import { type FloorSandbox, type Language, startFloorSandbox } from "./subjects/floor-sandbox.ts";
import { installPeer, type PeerName } from "./subjects/install-peers.ts";
import { startServerlessOffline } from "./subjects/serverless-offline.ts";
import type { Subject } from "./subjects/subject.ts";
import { startWorkerLoader } from "./subjects/worker-loader.ts";

/** A machine so busy that this does not do gives no figures worth having. */
const limitMinutes = 15;

const startedAt = Date.now();
const say = (text: string) =>
  process.stderr.write(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${text}\n`);

const starters: Readonly<Record<PeerName, (folder: string, packages: string) => Promise<Subject>>> = {
  "serverless-offline": startServerlessOffline,
  workerd: startWorkerLoader,
  "deno-http-worker": (_, packages) => startDenoHttpWorker(packages),
};

/** The peers that can be had. One that cannot is told and left out: the floors do not depend on it. */
async function startPeers(folder: string, { peers }: Options): Promise<Subject[]> {
  const started: Subject[] = [];
  for (const name of peers) {
    try {
      say(`peer: ${name}`);
      started.push(await starters[name](folder, await installPeer(name)));
    } catch (error) {
      say(`${name} is left out: ${error instanceof Error ? error.message : error}`);
    }
  }
  return started;
}

interface Setting {
  readonly folder: string;
  readonly options: Options;
  readonly engine: AnnexEngine;
  /** The same engine without pre-started environments. */
  readonly bare: AnnexEngine;
  readonly floor: FloorSandbox;
  readonly runtimes: Readonly<Record<Language, string>>;
}

/** First invocations by the engine, with and without pre-started environments, each beside its floor. */
function firstWays({ engine, bare, floor, runtimes }: Setting, language: Language): FirstInvocation[] {
  const runtime = runtimes[language];
  let made = 0;
  /** The function is deleted afterwards: its environment would count in what is measured next. */
  const firstOf = async (on: AnnexEngine, ready: () => Promise<void> = async () => {}) => {
    const name = await on.createFunction({ runtime, zip: await zipOf(runtime, `first ${made++}`) });
    const request = await on.invoke(name);
    await ready();
    const taken = await timeOf(request);
    await on.deleteFunction(name);
    return taken;
  };
  const node = language === "node";
  return [
    { name: node ? rows.nodePoolFloor : rows.pythonPoolFloor, measure: () => floor.measure("pool", language) },
    {
      name: node ? rows.nodePool : rows.pythonPool,
      measure: () => firstOf(engine, () => engine.untilPreStarted(runtime)),
    },
    { name: node ? rows.nodeColdFloor : rows.pythonColdFloor, measure: () => floor.measure("cold", language) },
    { name: node ? rows.nodeCold : rows.pythonCold, measure: () => firstOf(bare) },
  ];
}

function uploadWay({ engine, runtimes }: Setting): FirstInvocation {
  let made = 0;
  return { name: rows.upload, measure: () => uploadToAnswer(engine, runtimes.node, `upload ${made++}`) };
}

/** What is measured beside each other while all of it runs. */
async function measureBeside(setting: Setting, started: Subject[]): Promise<Results> {
  const { folder, options, engine } = setting;
  const annex = await annexSubject(engine, rows.engine);
  const floorHttp = await startFloorHttp();
  const floorEngine = await startFloorEngine({ folder, environments: 4, verifies: false });
  const floorVerified = await startFloorEngine({ folder, environments: 4, verifies: true });
  started.push(floorHttp, floorEngine, floorVerified);
  const peers = await startPeers(folder, options);
  started.push(...peers);
  const results: { -readonly [Part in keyof Results]: Results[Part] } = {};
  if (options.only.has("warm")) {
    say("warm invocations");
    results.warm = await measureWarm([floorHttp, floorEngine, floorVerified, annex, ...peers], options);
  }
  if (options.only.has("idle")) {
    say("idle environments");
    results.idle = await measureIdle(annex, floorEngine, 5, options.firstInvocations * 10);
  }
  if (options.only.has("first")) {
    say("first invocations");
    results.first = await measureFirstOfAll(setting, peers);
  }
  for (const subject of started) await subject.stop();
  return results;
}

async function measureFirstOfAll(setting: Setting, peers: readonly Subject[]): Promise<FirstRow[]> {
  const count = setting.options.firstInvocations;
  const peerWays = peers.map(({ name, fresh }) => ({ name, measure: async () => timeOf(await fresh()) }));
  const node = await measureFirst([...firstWays(setting, "node"), uploadWay(setting), ...peerWays], count);
  return [...node, ...(await measureFirst(firstWays(setting, "python"), Math.ceil(count / 2)))];
}

async function measureStorms({ options, bare, floor, runtimes }: Setting): Promise<StormRow[]> {
  const storm = { engine: bare, floor, functions: 20, rounds: options.stormRounds };
  return [
    await measureStorm({ ...storm, language: "node", runtime: runtimes.node }),
    await measureStorm({ ...storm, language: "python", runtime: runtimes.python }),
  ];
}

async function measureAll(setting: Setting, started: Subject[]): Promise<Results> {
  const { folder, options, engine } = setting;
  const { only } = options;
  let results: Results = {};
  if (only.has("warm") || only.has("idle") || only.has("first")) results = await measureBeside(setting, started);
  if (only.has("accept")) {
    say("asynchronous invocations");
    results = { ...results, accept: await measureAccept(engine, setting.runtimes.node, options.rounds) };
  }
  await engine.stop();
  if (only.has("storm")) {
    say("many at once");
    results = { ...results, storms: await measureStorms(setting) };
  }
  if (only.has("start")) {
    say("start with many functions stored");
    results = { ...results, start: await measureStart(folder, options.storedFunctions, options.stormRounds) };
  }
  return results;
}

function describeMachine() {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" });
  const kernel = readFileSync("/proc/sys/kernel/osrelease", "utf8").trim();
  const [first] = cpus();
  return {
    commit: commit.trim(),
    node: process.version,
    kernel,
    processors: cpus().length,
    model: first?.model ?? "",
    load: loadavg(),
  };
}

/** Measures, prints, writes the JSON file, and ends everything that was started, whatever happens. */
export async function benchEngine(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  const folder = mkdtempSync(path.join(tmpdir(), "annex-bench-"));
  const machine = describeMachine();
  const from = Date.now();
  const started: Subject[] = [];
  const limit = setTimeout(() => {
    say(`not done within ${limitMinutes} minutes: ended`);
    killAllChildren();
    process.exit(1);
  }, limitMinutes * 60_000);
  const floor = startFloorSandbox(folder);
  const bare = await AnnexEngine.start(path.join(folder, "bare"), 0);
  const engine = await AnnexEngine.start(path.join(folder, "engine"), 2);
  try {
    const known = (await engine.health()).runtimes;
    const runtimes = {
      node: `nodejs${process.versions.node.split(".")[0]}.x`,
      python: known.find((name) => name.startsWith("python")) ?? "python3.11",
    };
    const results = await measureAll({ folder, options, engine, bare, floor, runtimes }, started);
    const bars = judge(results);
    process.stdout.write(renderTables(results, bars));
    const seconds = Math.round((Date.now() - from) / 1000);
    writeFileSync(options.jsonFile, `${JSON.stringify({ machine, seconds, results, bars }, null, 2)}\n`);
    say(`\n${seconds} s; figures as JSON: ${options.jsonFile}`);
  } finally {
    clearTimeout(limit);
    await Promise.all([...started.map((subject) => subject.stop()), floor.stop(), bare.stop(), engine.stop()]);
    killAllChildren();
    rmSync(folder, { recursive: true, force: true });
  }
}
