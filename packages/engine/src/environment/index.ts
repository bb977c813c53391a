/** The environment of a project: every variable that is read, and where the inventories list it. */
import type { Catalogue, PlatformVariables } from '@gatelint/catalogue';
import type { Modules } from '@gatelint/ts-facts';
import picomatch from 'picomatch';
import type { Config } from '../config.js';
import { compare } from '../findings.js';
import { linesOf } from '../positions.js';
import type { EnvReport } from '../report.js';
import type { Anchor, EnvQuestion, InventoryQuestion } from '../rule.js';
import { createEnvAccess } from './access.js';
import { readProject, type Dynamic } from './accessors.js';
import { setByBuild } from './build-set.js';
import { createDenoter } from './denote.js';
import { nearestInventory, parseInventory } from './inventory.js';
import { createScopes } from './scopes.js';
import { unusedRows } from './unused.js';
import type { TypeOracle } from '../type-oracle.js';

export interface EnvironmentOptions {
  readonly modules: Modules;
  readonly catalogue: Catalogue;
  readonly config: Config;
  /** TypeScript and JavaScript files, tests and scripts included, sorted. */
  readonly files: readonly string[];
  /** Other files that read or set variables: Prisma schemas, compose files, workflows, Dockerfiles, shell scripts. Sorted. */
  readonly others: readonly string[];
  readonly inventories: readonly string[];
  readonly isTest: (file: string) => boolean;
  /** A type checker, to be asked about names that the syntax leaves open. */
  readonly types?: TypeOracle | null;
  readonly text: (file: string) => string | null;
}

export interface Environment {
  of(file: string): readonly EnvQuestion[];
  dynamic(file: string): readonly Anchor[];
  inventory(): InventoryQuestion;
  report(): EnvReport;
}

interface Place extends Anchor {
  readonly line: number;
  /** The platform, or the project's own build, sets the variable for this file. */
  readonly platform: boolean;
}

interface Variable {
  readonly name: string;
  /** Sorted by file and position. */
  readonly reads: readonly Place[];
  /** The read where a finding stands. */
  readonly first: Place;
  readonly schema: boolean;
  readonly platform: boolean;
  readonly testsOnly: boolean;
  /** The inventory that lists it and is nearest to its first read; null when none does. */
  readonly inventory: string | null;
}

export function createEnvironment(options: EnvironmentOptions): Environment {
  const { inventories, text, isTest } = options;
  const access = createEnvAccess(options.catalogue.libraries);
  const denoter = createDenoter(options.modules);
  const { reads, dynamic } = readProject(
    options.files,
    text,
    options.modules,
    access,
    options.config.catalogue.filter((row) => row.role === 'reads-env'),
    options.types ?? null,
  );
  const rows = inventories.map((file) => ({ file, rows: parseInventory(text(file) ?? '') }));
  /** Inventories by each name that they list. */
  const listings = new Map<string, string[]>();
  for (const one of rows) for (const name of new Set(one.rows.map((row) => row.name))) listings.set(name, [...(listings.get(name) ?? []), one.file]);
  const byPlatform = platformMatcher(options.catalogue.platforms, options.config.env.platform);
  const byBuild = setByBuild(options.files, text, denoter);
  const isPlatform = (name: string, file: string, meta: boolean): boolean =>
    byPlatform(name, file, meta) || byBuild.some((one) => one.name === name && file.startsWith(one.folder));

  const places = new Map<string, { anchors: Map<string, Anchor & { platform: boolean }>; schema: boolean }>();
  const note = (name: string, at: Anchor, schema: boolean, meta: boolean): void => {
    let one = places.get(name);
    if (!one) places.set(name, (one = { anchors: new Map(), schema: false }));
    one.anchors.set(`${at.file} ${at.start}`, { ...at, platform: isPlatform(name, at.file, meta) });
    one.schema ||= schema;
  };
  for (const one of reads) note(one.name, { file: one.file, start: one.at.start, end: one.at.end }, one.schema, one.meta);
  for (const file of options.others) if (file.endsWith('.prisma')) for (const at of prismaReads(file, text(file) ?? '')) note(at.name, at.at, false, false);

  const lineOf = lineCounter(text);
  const scopeOf = createScopes(options.catalogue.pathNames, isTest, text);
  const variables = new Map<string, Variable>();
  for (const [name, { anchors, schema }] of [...places].sort(([a], [b]) => compare(a, b))) {
    const sorted = [...anchors.values()].sort((a, b) => compare(a.file, b.file) || a.start - b.start).map((at) => ({ ...at, line: lineOf(at) }));
    const first = firstOf(sorted, isTest);
    const listing = listings.get(name) ?? [];
    variables.set(name, {
      name,
      reads: sorted,
      first,
      schema,
      // The first is one that the platform does not set, where there is such a one.
      platform: first.platform,
      testsOnly: sorted.every((at) => isTest(at.file)),
      inventory: nearestInventory(first.file, listing),
    });
  }

  const missing = [...variables.values()]
    .filter((one) => one.inventory === null && !one.platform && !one.testsOnly)
    .map((one) => ({ name: one.name, at: one.first }))
    .sort((a, b) => compare(a.at.file, b.at.file) || a.at.start - b.at.start || compare(a.name, b.name))
    .map((one) => one.name);
  const byFile = questionsByFile(variables, inventories);
  const dynamicByFile = new Map<string, Dynamic[]>();
  for (const one of dynamic) {
    const own = dynamicByFile.get(one.file);
    if (own) own.push(one);
    else dynamicByFile.set(one.file, [one]);
  }

  return {
    of: (file) => byFile.get(file) ?? [],
    dynamic: (file) => (dynamicByFile.get(file) ?? []).map((one) => ({ file, ...one.at })).sort((a, b) => a.start - b.start),
    inventory: () => ({ files: inventories, missing }),
    report: () => ({
      variables: [...variables.values()].map((one) => ({
        name: one.name,
        reads: uniqueLines(one.reads).map((at) => ({ ...at, scope: scopeOf(at.file) })),
        inventoried: one.inventory !== null,
        inventory: one.inventory,
        schema: one.schema,
        platform: one.platform,
        testsOnly: one.testsOnly,
      })),
      inventories,
      unused: unusedRows({ rows, read: (name) => variables.has(name), platform: (name, file) => byPlatform(name, file, true), dynamic, ...options }),
      dynamic: dynamicReads(dynamic, lineOf),
    }),
  };
}

function questionsByFile(variables: ReadonlyMap<string, Variable>, inventories: readonly string[]): Map<string, EnvQuestion[]> {
  const byFile = new Map<string, EnvQuestion[]>();
  for (const one of variables.values()) {
    for (const { file, start, end } of one.reads) {
      const at = { file, start, end };
      const own = byFile.get(at.file) ?? [];
      byFile.set(at.file, own);
      own.push({
        name: one.name,
        at,
        inventoried: one.inventory !== null,
        platform: one.platform,
        testsOnly: one.testsOnly,
        nearest: one.inventory ?? nearestInventory(at.file, inventories),
        first: at.file === one.first.file && at.start === one.first.start,
        reads: one.reads.length,
      });
    }
  }
  for (const own of byFile.values()) own.sort((a, b) => a.at.start - b.at.start || compare(a.name, b.name));
  return byFile;
}

/**
 * The read where a finding stands: the first outside the tests, where the platform does not set the variable, and in a module (other files have no place
 * for one). What cannot be had is given up from the end of that list.
 */
function firstOf(reads: readonly Place[], isTest: (file: string) => boolean): Place {
  const own = reads.filter((at) => !isTest(at.file));
  const unset = own.filter((at) => !at.platform);
  return unset.find((at) => !at.file.endsWith('.prisma')) ?? unset[0] ?? own[0] ?? reads[0]!;
}

/** `url = env("DATABASE_URL")` in a Prisma schema; comments are left out. */
function prismaReads(file: string, text: string): { name: string; at: Anchor }[] {
  const code = text.replace(/\/\/[^\r\n]*/gu, (comment) => ' '.repeat(comment.length));
  return [...code.matchAll(/\benv\(\s*"([A-Za-z_][A-Za-z0-9_]*)"\s*\)/gu)].map((match) => ({
    name: match[1]!,
    at: { file, start: match.index, end: match.index + match[0].length },
  }));
}

/** Whether a platform, or the configuration, says that a variable is set where a file reads it. */
function platformMatcher(platforms: readonly PlatformVariables[], own: readonly string[]): (name: string, file: string, meta: boolean) => boolean {
  const rows = [{ names: own, within: undefined, meta: undefined }, ...platforms].map((one) => ({
    matches: nameMatcher(one.names),
    within: one.within
      ? picomatch(
          one.within.flatMap((glob) => [glob, `**/${glob}`]),
          { dot: true },
        )
      : null,
    meta: one.meta === true,
  }));
  return (name, file, meta) => rows.some((one) => (!one.meta || meta) && one.matches(name) && (one.within === null || one.within(file)));
}

function nameMatcher(names: readonly string[]): (name: string) => boolean {
  const exact = new Set(names);
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

function lineCounter(text: (file: string) => string | null): (at: Anchor) => number {
  const known = new Map<string, ReturnType<typeof linesOf>>();
  return (at) => {
    let lines = known.get(at.file);
    if (!lines) known.set(at.file, (lines = linesOf(text(at.file) ?? '')));
    return lines.position(at.start).line;
  };
}

/** One row a line and family: two templates on a line are two families. */
function dynamicReads(dynamic: readonly Dynamic[], lineOf: (at: Anchor) => number): EnvReport['dynamic'] {
  const rows = dynamic.map(({ file, at, prefix, suffix }) => ({
    file,
    line: lineOf({ file, ...at }),
    family: prefix === '' ? null : `${prefix}*${suffix}`,
  }));
  const unique = new Map(rows.map((row) => [JSON.stringify(row), row]));
  return [...unique.values()].sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.family ?? '', b.family ?? ''));
}

function uniqueLines(reads: readonly { readonly file: string; readonly line: number }[]): { file: string; line: number }[] {
  return [...new Map(reads.map(({ file, line }) => [`${line} ${file}`, { file, line }])).values()];
}
