/** `gatelint env`: compares the variables that the code reads with the inventory, both ways, and adds what is missing to it. */
import { posix } from 'node:path';
import type { EnvReport } from '@gatelint/engine';
import { colorsFor } from '../colors.js';
import { count } from '../formats/view.js';
import type { Host } from '../host.js';
import { judge, type Machine } from '../judge.js';
import { locate } from '../locate.js';
import { Problem } from '../problem.js';
import type { ExitStatus, ProjectOptions } from '../run.js';
import { narrowReport } from '../scope.js';
import { refuseNothing, reportInternalErrors } from '../trust.js';

export interface EnvOptions extends ProjectOptions {
  readonly check?: true;
  readonly write?: true;
}

type Variable = EnvReport['variables'][number];

const firstInventory = '.env.example';

export async function env(path: string | undefined, options: EnvOptions, machine: Machine): Promise<ExitStatus> {
  const { host } = machine;
  if (!options.check && !options.write)
    throw new Problem('"gatelint env" needs --check or --write.', '--check prints the differences, --write adds what is missing to the inventory.');
  const location = locate(path, host);
  const request = {
    root: location.root,
    files: host.files,
    view: 'disk',
    rules: null,
    config: options.config,
    cache: options.cache,
    cacheLocation: options.cacheLocation,
    types: false,
  } as const;
  const { result, files } = await judge('report', request, machine);
  refuseNothing(location, files, result);
  reportInternalErrors(result.internalErrors, host);
  if (result.internalErrors.length > 0) return 2;

  const report = narrowReport(result, location.file).env;
  const missing = report.variables.filter(({ inventoried, platform, testsOnly }) => !inventoried && !platform && !testsOnly);
  return options.write ? write(missing, report.inventories, location.root, machine) : check(missing, report, options, host);
}

function check(missing: readonly Variable[], { variables, unused, dynamic }: EnvReport, options: EnvOptions, host: Host): ExitStatus {
  const { bold, dim, red, green } = colorsFor(host.out, host, options.color);
  const block = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0) host.out.write(`${bold(title)}\n${lines.map((line) => `  ${line}\n`).join('')}\n`);
  };
  block(
    'Read, and in no inventory',
    missing.map(
      ({ name, reads }) =>
        `${name}  ${dim(`${reads[0]!.file}:${reads[0]!.line}${reads.length > 1 ? ` and ${count(reads.length - 1, 'more place', 'more places')}` : ''}`)}`,
    ),
  );
  block(
    'In an inventory, and never read',
    unused.map(({ name, file, line }) => `${name}  ${dim(`${file}:${line}`)}`),
  );
  block(
    'Read by a name that is computed, so nobody can list it',
    dynamic.map(({ file, line }) => dim(`${file}:${line}`)),
  );
  const summary = `${count(variables.length, 'variable')}: ${missing.length} missing, ${unused.length} unused`;
  host.out.write(`${bold(missing.length > 0 ? red(`✖ ${summary}`) : green(`✔ ${summary}`))}\n`);
  return missing.length > 0 ? 1 : 0;
}

async function write(missing: readonly Variable[], inventories: readonly string[], root: string, { host }: Machine): Promise<ExitStatus> {
  const { addToInventory, nearestInventory } = await import('@gatelint/engine');
  const wanted = new Map<string, Set<string>>();
  for (const { name, reads } of missing) {
    // Each package that reads it has to say so.
    for (const { file } of reads) {
      const inventory = nearestInventory(file, inventories) ?? firstInventory;
      wanted.set(inventory, (wanted.get(inventory) ?? new Set()).add(name));
    }
  }
  if (wanted.size === 0) host.out.write('Nothing is missing.\n');
  for (const [inventory, names] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = safePath(root, inventory, host);
    const before = host.files.read(path);
    const added = addTo(before, [...names], addToInventory);
    if (added === null) throw new Problem(`${inventory} is not UTF-8 text: it is left as it is.`);
    if (!host.write(path, added)) throw new Problem(`${inventory} cannot be written.`);
    host.out.write(`${inventory}: ${before ? 'added' : 'made, with'} ${[...names].sort().join(', ')}\n`);
  }
  return 0;
}

/** Bytes stay bytes: only what is new is encoded. Null when they are no text. */
function addTo(before: Uint8Array | null, names: readonly string[], add: (text: string, names: readonly string[]) => string): Uint8Array | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(before ?? new Uint8Array());
    return text.includes('\0') ? null : new TextEncoder().encode(add(text, names));
  } catch {
    return null;
  }
}

/** A repository must not lead a write out of itself: an inventory that is a link to somewhere else is left alone. */
function safePath(root: string, inventory: string, host: Host): string {
  const path = posix.join(root, inventory);
  const folder = host.realPath(posix.dirname(path));
  const real = host.realPath(path);
  const inside = (target: string | null): boolean => target === root || target?.startsWith(`${root}/`) === true;
  const dangling = real === null && host.files.list(posix.dirname(path)).some(({ name }) => name === posix.basename(path));
  if (!inside(folder) || dangling || (real !== null && !inside(real))) throw new Problem(`${inventory} leads out of ${root}: it is not written.`);
  return path;
}
