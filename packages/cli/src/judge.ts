/** Has a project judged: the answer of an earlier run where nothing has changed since, else that of the engine. */
import { buildStamp, findRun, keepRun, openDiskCache, recordFileSystem, type DiskCache, type RunKey } from '@gatelint/engine/node';
import type { CheckResult, Explanation, FileSystem, OpenOptions, Project, Report, Rule } from '@gatelint/engine';
import { cacheFolder } from './cache-folder.js';
import { findConfigFile, readConfigFile } from './configuration.js';
import type { Host } from './host.js';
import { createProgress } from './progress.js';
import { loadTypes } from './types/load.js';
import { ruleNamed } from './rule-named.js';
import { version } from './version.js';

/** What the command line takes of the engine. */
export interface Engine {
  readonly rules: readonly Rule[];
  openProject(options: OpenOptions): Project;
}

export interface Machine {
  readonly host: Host;
  /** Loaded late: a run that is answered from the cache needs no parser. */
  engine(): Promise<Engine>;
}

export interface Request {
  readonly root: string;
  readonly files: FileSystem;
  /** Tells apart file systems that show different things under the same paths. */
  readonly view: 'disk' | 'index';
  /** Rule ids; null: all that the configuration has on. */
  readonly rules: readonly string[] | null;
  readonly config: string | undefined;
  readonly cache: boolean;
  readonly cacheLocation: string | undefined;
  /** Whether a type checker is asked what syntax leaves undecided. */
  readonly types: boolean;
  /** For `why`: the file, relative to the root, and the line that was asked about. */
  readonly place?: { readonly file: string; readonly line: number };
}

export interface Answers {
  readonly check: CheckResult;
  readonly report: Report;
  readonly why: Explanation;
}

export interface Judgement<Result> {
  readonly result: Result;
  /** The files that the gates are about, relative to the root, sorted. */
  readonly files: readonly string[];
}

/** @throws Problem when the configuration or a rule's name is wrong */
export async function judge<What extends keyof Answers>(what: What, request: Request, machine: Machine): Promise<Judgement<Answers[What]>> {
  const { host } = machine;
  const { root, files } = request;
  const configFile = findConfigFile(root, request.config, files, host);
  const cache = openCache(request, host);
  const key: RunKey = [
    version,
    what,
    root,
    request.view,
    request.rules,
    request.types ? 'types' : null,
    configFile?.name ?? null,
    configFile?.text ?? null,
    request.place ? `${request.place.file}:${request.place.line}` : null,
  ];
  const known = cache && findRun<Judgement<Answers[What]>>(cache, key, files);
  if (known) return known;

  const { rules, openProject } = await machine.engine();
  for (const id of request.rules ?? []) await ruleNamed(id, rules);
  const recording = recordFileSystem(files);
  const config = await readConfigFile(
    configFile,
    root,
    rules.map(({ id }) => id),
    recording,
  );
  const progress = createProgress(host);
  const project = openProject({ root, files: recording, config, rules, cache, ...(request.types ? { types: await loadTypes() } : {}) });
  const options = { onProgress: progress.update, ...(request.rules ? { rules: request.rules } : {}) };
  const { file, line } = request.place ?? { file: '', line: 1 };
  const ask: { readonly [Each in keyof Answers]: () => Answers[Each] } = {
    check: () => project.check(options),
    report: () => project.report(options),
    why: () => project.why(file, line),
  };
  const result = ask[what]();
  progress.end();

  const judgement = { result, files: project.files() };
  if (cache) {
    // What a mistake of ours left out may be there next time.
    if (result.internalErrors.length === 0) keepRun(cache, key, recording, judgement);
    cache.close();
  }
  return judgement;
}

function openCache(request: Request, host: Host): DiskCache | null {
  // Sources change without a new version, so nothing is kept of them unless it was asked for.
  const stamp = buildStamp() ?? (request.cacheLocation === undefined ? null : 'source');
  if (!request.cache || stamp === null) return null;
  const folder = request.cacheLocation === undefined ? cacheFolder(request.root, host) : host.resolve(request.cacheLocation);
  return openDiskCache({ folder, stamp });
}
