/**
 * The project's own ways to the environment: functions that read the variable they are named (`requireEnv('API_KEY')`), at any distance, and the calls of
 * them. Files are scanned on demand: those whose text mentions the environment, then those that mention what gives access to it.
 */
import type { Expr } from '@gatelint/ts-facts';
import type { EnvAccess } from './access.js';
import type { Denoted, Denoter } from './denote.js';
import { isVariableName, scanModule, type OpenRead, type Read, type Scan } from './scan.js';
import type { Text } from './texts.js';

export interface Dynamic {
  readonly file: string;
  readonly at: { readonly start: number; readonly end: number };
  /** What the name starts with, where that much is constant; else empty. */
  readonly prefix: string;
}

export interface AllReads {
  readonly reads: readonly Read[];
  readonly dynamic: readonly Dynamic[];
}

/** A function's parameter that names a variable, with what the function puts around it. */
interface Accessor {
  readonly file: string;
  readonly fn: number;
  readonly index: number;
  readonly head: string;
  readonly tail: string;
  /** Where the variable is read in the end: dynamic, unless a call names it. */
  readonly open: { readonly file: string; readonly at: OpenRead['at'] };
  called: boolean;
}

/** Accessors that call accessors: so many levels are followed. */
const maxRounds = 6;

export function readProject(files: readonly string[], textOf: (file: string) => string | null, denoter: Denoter, access: EnvAccess, texts: (file: string, expr: Expr) => readonly Text[]): AllReads {
  const scans = new Map<string, Scan>();
  const scan = (file: string): void => {
    if (!scans.has(file)) scans.set(file, scanModule(file, denoter, access, texts));
  };
  for (const file of files) if (access.mentions(textOf(file) ?? '')) scan(file);

  const accessors = new Map<string, Accessor>();
  const reads: Read[] = [];
  const dynamic: Dynamic[] = [];
  const settled = new Set<OpenRead>();
  const answered = new Set<string>();
  const spread = new Set<string>();
  /** Names under which access is exported. */
  const given = new Set<string>();

  for (let round = 0; round < maxRounds; round += 1) {
    // What is scanned on the way is looked at as well: a Map's keys grow while they are walked.
    for (const file of scans.keys()) scanImporters(file);
    let grew = false;
    for (const [file, { open }] of scans) {
      for (const one of open) {
        if (settled.has(one)) continue;
        settled.add(one);
        grew = settle(file, one.text, one.at, { file, at: one.at }) || grew;
      }
    }
    const names = new Set([...given, ...[...accessors.values()].flatMap((one) => namesOf(one))]);
    for (const [file, { calls }] of scans) {
      for (const call of calls) {
        if (!couldBe(file, call.callee, names)) continue;
        const callee = denoter.denote(file, call.callee);
        if (callee?.is !== 'fn') continue;
        for (const [id, accessor] of accessors) {
          const key = `${file} ${call.at.start} ${call.at.end} ${id}`;
          if (accessor.file !== callee.file || accessor.fn !== callee.fn || answered.has(key)) continue;
          answered.add(key);
          accessor.called = true;
          const arg = call.args[accessor.index];
          // Left out: the function has a default of its own, and reads nothing by this call.
          if (!arg) continue;
          for (const text of texts(file, arg)) {
            const around: Text = { head: accessor.head + text.head, hole: text.hole, tail: text.tail + accessor.tail };
            grew = settle(file, around, call.at, accessor.open) || grew;
          }
        }
      }
    }
    if (!grew) break;
  }
  for (const one of accessors.values()) if (!one.called) dynamic.push({ ...one.open, prefix: one.head });
  for (const { reads: own } of scans.values()) reads.push(...own);
  return { reads, dynamic };

  /** Sorts one text out; true when it made a new accessor. */
  function settle(file: string, text: Text, at: OpenRead['at'], open: Accessor['open']): boolean {
    if (text.hole === null) {
      if (isVariableName(text.head + text.tail)) reads.push({ file, name: text.head + text.tail, at, schema: false, meta: false });
      return false;
    }
    if (text.hole === 'unknown') {
      dynamic.push({ file, at, prefix: text.head });
      return false;
    }
    const key = JSON.stringify([file, text]);
    if (accessors.has(key)) return false;
    accessors.set(key, { file, fn: text.hole.fn, index: text.hole.index, head: text.head, tail: text.tail, open, called: false });
    return true;
  }

  /** Scans the files that may use what a file gives to others: the environment itself under another name, or an accessor. */
  function scanImporters(file: string): void {
    if (spread.has(file)) return;
    const module = denoter.module(file);
    if (!module) return;
    const own = [...accessors.values()].some((one) => one.file === file) || (scans.get(file)?.open.some((one) => typeof one.text.hole === 'object' && one.text.hole !== null) ?? false);
    const gives = module.exports.filter((one) => !one.typeOnly && ((own && one.what.is !== 'from') || givesAccess(denoter.step({ is: 'module', file }, one.name))));
    if (gives.length === 0) return;
    spread.add(file);
    for (const one of gives) given.add(one.name);
    const names = gives.map((one) => (one.name === 'default' ? moduleName(file) : one.name));
    const called = new RegExp(`\\b(?:${names.map((name) => name.replace(/[^\w$]/gu, '\\$&')).join('|')})\\b`, 'u');
    for (const other of files) if (!scans.has(other) && called.test(textOf(other) ?? '')) scan(other);
  }

  function givesAccess(denoted: Denoted | null): boolean {
    if (denoted === null || denoted.is === 'class' || denoted.is === 'instance') return false;
    if (denoted.is === 'path') return access.isObject(denoted);
    if (denoted.is === 'fn') return [...accessors.values()].some((one) => one.file === denoted.file && one.fn === denoted.fn);
    if (denoted.is !== 'expr' || denoted.expr.k !== 'object') return false;
    return denoted.expr.props.some((prop) => prop.kind === 'value' && typeof prop.key === 'string' && access.isObject(denoter.step(denoted, prop.key)));
  }

  function namesOf(accessor: Accessor): string[] {
    const module = denoter.module(accessor.file);
    const own = module?.functions[accessor.fn]?.name;
    const exports = module?.exports.filter((one) => !one.typeOnly).map((one) => one.name) ?? [];
    return own ? [own, ...exports] : exports;
  }

  /** Whether a callee may be one of the accessors, by the last name in it: spares following every call of every file. */
  function couldBe(file: string, callee: Expr, names: ReadonlySet<string>): boolean {
    if (callee.k === 'member') return typeof callee.property === 'string' && names.has(callee.property);
    if (callee.k !== 'ref') return false;
    const module = denoter.module(file);
    const binding = module?.bindings[callee.binding];
    if (!binding) return false;
    if (binding.import === null) return names.has(binding.name) || binding.kind === 'const';
    const imported = module?.imports[binding.import]?.imported ?? '';
    return names.has(imported) || names.has(binding.name);
  }
}

/** The name that people give the default import of a file: its own, or its folder's. */
function moduleName(file: string): string {
  const parts = file.split('/');
  const base = (parts.at(-1) ?? '').replace(/\.[cm]?[jt]sx?$/u, '');
  return base === 'index' ? (parts.at(-2) ?? base) : base;
}
