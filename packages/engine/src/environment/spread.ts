/**
 * Which names of the project's modules give access to the environment (`export const settings = process.env`, `export function requireEnv`), and which files
 * may use them. Files are chosen by their text: one that mentions neither the environment nor such a name is never parsed.
 */
import type { Module, Modules } from '@gatelint/ts-facts';
import type { EnvAccess } from './access.js';
import { createDenoter, type Denoted, type Denoter, type GivenEnvironment } from './denote.js';

type Exported = Module['exports'][number];

export interface Spread {
  /** Follows only what gives access: everything else in the project is of no matter to whether a thing is the environment. */
  readonly denoter: Denoter;
  /** Names under which access is exported anywhere. */
  readonly names: ReadonlySet<string>;
  /** Files to scan, growing; a Set is walked to its end even while it grows. */
  readonly files: ReadonlySet<string>;
  add(file: string): void;
  /** Looks through the exports of all files so far for those that `gives` says yes to, and adds the files that mention their names, until there are no more. */
  grow(gives: (denoted: Denoted | null) => boolean): void;
}

export function createSpread(
  files: readonly string[],
  textOf: (file: string) => string | null,
  modules: Modules,
  access: EnvAccess,
  given: GivenEnvironment,
): Spread {
  const names = new Set<string>();
  const chosen = new Set(files.filter((file) => access.mentions(textOf(file) ?? '')));
  const denoter = createDenoter(modules, (name) => names.has(name), given);
  const known = new Set<string>();

  const denotedBy = (file: string, { what }: Exported): Denoted | null => {
    if (what.is === 'binding') return denoter.binding(file, what.binding);
    if (what.is === 'expression') return denoter.denote(file, what.value);
    return names.has(what.imported) ? denoter.follow(file, what.source, what.imported) : null;
  };

  const look = (file: string, gives: (denoted: Denoted | null) => boolean): string[] => {
    const found: string[] = [];
    for (const one of denoter.module(file)?.exports ?? []) {
      const key = `${file}\n${one.name}`;
      if (one.typeOnly || known.has(key) || !gives(denotedBy(file, one))) continue;
      known.add(key);
      names.add(one.name);
      found.push(one.name === 'default' ? moduleName(file) : one.name);
    }
    return found;
  };

  return {
    denoter,
    names,
    files: chosen,
    add: (file) => void chosen.add(file),
    grow(gives) {
      for (let words: string[] = []; ; words = []) {
        for (const file of chosen) words.push(...look(file, gives));
        if (words.length === 0) return;
        const mentioned = new RegExp(
          `(?<![\\w$])(?:${[...new Set(words)].map((word) => word.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&')).join('|')})(?![\\w$])`,
          'u',
        );
        for (const file of files) if (!chosen.has(file) && mentioned.test(textOf(file) ?? '')) chosen.add(file);
      }
    },
  };
}

/** The name that people give the default import of a file: its own, or its folder's. */
function moduleName(file: string): string {
  const parts = file.split('/');
  const base = (parts.at(-1) ?? '').replace(/\.[cm]?[jt]sx?$/u, '');
  return base === 'index' ? (parts.at(-2) ?? base) : base;
}
