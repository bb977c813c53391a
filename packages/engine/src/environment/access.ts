/** Which access paths are the environment, as the catalogue says: objects whose members are variables, functions that take a variable's name, schemas. */
import { createMatcher, library, type Library, type Role, type Row } from '@gatelint/catalogue';
import type { Denoted } from './denote.js';

export type SchemaRow = Extract<Role, { role: 'declares-env' }>;

export interface EnvAccess {
  /** The environment as an object: `process.env`. */
  isObject(denoted: Denoted | null): boolean;
  /** The variable that a plain name stands for (`import { API_KEY } from` an environment module); null for any other. */
  variable(denoted: Denoted | null): string | null;
  /** Which names a function reads that reads the variable named by its first argument; null when it is none. */
  reader(denoted: Denoted | null): ((name: string) => boolean) | null;
  /** Where the arguments list what an environment schema declares; null when the function makes none. */
  schema(denoted: Denoted | null): SchemaRow | null;
  /** Cheap look: whether a text can hold an access at all. */
  mentions(text: string): boolean;
}

/** What the runtimes bring without any library, beyond what the catalogue lists of them. */
const runtime = library(
  'globalThis',
  ['process.env.*', 'import.meta.env.*', 'Bun.env.*', 'Deno.env.get', 'Deno.env.toObject().*'].map((path): Row => ({
    path,
    role: 'reads-env',
    source: 'https://nodejs.org/api/process.html#processenv',
  })),
);

/** What the environment is a member of, in whatever runtime. */
const runtimes = /\b(?:process|import\s*\.\s*meta|Deno|Bun|Netlify)\b/u;

/** No variable is called so; where it matches, any name does. */
const anyName = 'ANY_NAME_AT_ALL';

export function createEnvAccess(libraries: readonly Library[]): EnvAccess {
  const all = [...libraries, runtime];
  const matcher = createMatcher(all);
  const readers = (denoted: Denoted | null, more: readonly string[] = []): readonly Extract<Row, { role: 'reads-env' }>[] =>
    denoted?.is === 'path'
      ? matcher
          .rows(denoted.module, [...denoted.path, ...more])
          .filter((row) => row.role === 'reads-env')
          .filter((row) => row.binding !== true)
      : [];
  const named = all.filter(
    (one) => one.name !== 'globalThis' && one.rows.some((row) => (row.role === 'reads-env' && row.binding !== true) || row.role === 'declares-env'),
  );
  const imports = new RegExp(
    `['"](?:${named
      .flatMap((one) => [one.name, ...one.also])
      .map((name) => name.replace(/[\\^$.+?()[\]{}|]/gu, '\\$&').replaceAll('*', '[^\'"]*'))
      .join('|')})['"]`,
    'u',
  );

  return {
    isObject: (denoted) => readers(denoted, [anyName]).some((row) => row.path.endsWith('*')),
    variable(denoted) {
      if (denoted?.is !== 'path' || denoted.path.length === 0) return null;
      return readers(denoted).some((row) => row.path === '*') ? denoted.path.at(-1)! : null;
    },
    reader(denoted) {
      const row = readers(denoted).find((one) => !one.path.endsWith('*'));
      return row ? (name) => row.capitals !== true || /^[A-Z][A-Z0-9_]*$/u.test(name) : null;
    },
    schema(denoted) {
      if (denoted?.is !== 'path') return null;
      return matcher.rows(denoted.module, denoted.path).find((one): one is typeof one & SchemaRow => one.role === 'declares-env') ?? null;
    },
    mentions: (text) => (text.includes('env') && runtimes.test(text)) || text.includes('ProcessEnv') || imports.test(text),
  };
}
