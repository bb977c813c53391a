/** Relations and functions of a finished schema, by the names that expressions and bodies give them. */
import { text, type Node } from '../fold/nodes.js';
import type { FunctionDef, Named, Schema, Table, View } from '../schema.js';

const keyOf = (schema: string, name: string): string => `${schema}.${name}`;

/** Schemas in which an unqualified name is sought where nothing says otherwise. */
const DEFAULT_PATH: readonly string[] = ['public', 'extensions'];

export class Lookup {
  private readonly tables: ReadonlyMap<string, Table>;
  private readonly views: ReadonlyMap<string, View>;
  private readonly functions = new Map<string, FunctionDef[]>();
  private readonly bypassing: ReadonlySet<string>;

  constructor(schema: Schema) {
    this.tables = new Map(schema.tables.map((one) => [keyOf(one.schema, one.name), one]));
    this.views = new Map(schema.views.map((one) => [keyOf(one.schema, one.name), one]));
    this.bypassing = new Set(schema.roles.flatMap((one) => (one.superuser || one.bypassRls ? [one.name] : [])));
    for (const one of schema.functions) {
      const key = keyOf(one.schema, one.name);
      const overloads = this.functions.get(key);
      if (overloads) overloads.push(one);
      else this.functions.set(key, [one]);
    }
  }

  table = ({ schema, name }: Named): Table | undefined => this.tables.get(keyOf(schema, name));

  view = ({ schema, name }: Named): View | undefined => this.views.get(keyOf(schema, name));

  /** Whether a role is known to pass row level security whatever policies say. */
  bypasses = (role: string): boolean => this.bypassing.has(role);

  /** What a RangeVar means; a name that no file creates is taken to be in the first schema of the path. */
  relation(range: Node, path: readonly string[] = DEFAULT_PATH): Named {
    const name = text(range, 'relname') ?? '';
    const schema = text(range, 'schemaname') ?? path.find((one) => this.tables.has(keyOf(one, name)) || this.views.has(keyOf(one, name)));
    return { schema: schema ?? path[0] ?? 'public', name };
  }

  /** The overloads that a call with so many arguments may mean; [] when no file creates one. */
  called(parts: readonly string[], args: number, path: readonly string[] = DEFAULT_PATH): readonly FunctionDef[] {
    const name = parts.at(-1) ?? '';
    const schemas = parts.length > 1 ? [parts.at(-2)!] : path;
    for (const schema of schemas) {
      // A call may leave out arguments that have defaults.
      const found = (this.functions.get(keyOf(schema, name)) ?? []).filter((one) => one.kind === 'function' && one.args.length >= args);
      const exact = found.filter((one) => one.args.length === args);
      if (found.length > 0) return exact.length > 0 ? exact : found;
    }
    return [];
  }
}

/** The schemas in which the body of a function seeks names. */
export function pathOf({ settings, schema }: FunctionDef): readonly string[] {
  const set = settings.find((one) => one.startsWith('search_path='));
  if (set === undefined) return [...DEFAULT_PATH, schema];
  return set
    .slice('search_path='.length)
    .split(',')
    .map((one) => one.trim().replace(/^"(.*)"$/, '$1'))
    .filter((one) => one !== '' && one !== '?');
}
