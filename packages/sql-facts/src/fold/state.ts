/** The schema while it is being folded. Objects are replaced, never changed, so that a snapshot for ROLLBACK is a copy of a few maps. */
import type { FunctionDef, Grant, Named, Place, Schema, Table, TypeDef, View } from '../schema.js';
import { field, text, type Node } from './nodes.js';

export type DoubtAbout = Table['doubts'][number]['about'][number];

/** Unqualified names are made and found here unless a script says otherwise. */
const DEFAULT_PATH: readonly string[] = ['public'];

const keyOf = (name: Named): string => `${name.schema}\u0000${name.name}`;
const sameName = (left: Named, right: Named): boolean => left.schema === right.schema && left.name === right.name;

interface Maps {
  readonly tables: Map<string, Table>;
  readonly views: Map<string, View>;
  readonly types: Map<string, TypeDef>;
  /** By name and argument types. */
  readonly functions: Map<string, FunctionDef>;
  readonly grants: Grant[];
  readonly schemas: Set<string>;
  readonly searchPath: readonly string[];
  readonly enablesRls: EventTrigger | null;
}

/** An event trigger that enables row level security on what is created from here on. */
export interface EventTrigger {
  readonly name: string;
  readonly at: Place;
}

export type Snapshot = Maps & { readonly partial: boolean };

export class State {
  private tables = new Map<string, Table>();
  private views = new Map<string, View>();
  private types = new Map<string, TypeDef>();
  private functions = new Map<string, FunctionDef>();
  private grants: Grant[] = [];
  private schemas = new Set<string>(['public']);
  searchPath: readonly string[] = DEFAULT_PATH;
  enablesRls: EventTrigger | null = null;
  partial = false;
  /** Whether any table has ever had a parent: most schemas have none, and every ALTER TABLE would look for children. */
  private inherits = false;

  /** `platform`: schemas that the platform fills and no file creates; what is missing there makes no history partial. */
  constructor(private readonly platform: ReadonlySet<string>) {}

  // Names

  /** Where an unqualified name would be created. */
  get home(): string {
    return this.searchPath[0] ?? 'public';
  }

  /** Name parts → the name of something new. */
  newName(parts: readonly string[]): Named {
    return { schema: parts.length > 1 ? parts.at(-2)! : this.home, name: parts.at(-1) ?? '' };
  }

  /** Name parts → the name of something that may exist: the first schema of the search path that has it, else where it would be created. */
  private resolve(parts: readonly string[], has: (name: Named) => boolean): Named {
    if (parts.length > 1) return this.newName(parts);
    const name = parts[0] ?? '';
    for (const schema of this.searchPath) if (has({ schema, name })) return { schema, name };
    return { schema: this.home, name };
  }

  private relationParts(rangeVar: Node | undefined): string[] {
    const schema = text(rangeVar, 'schemaname');
    const name = text(rangeVar, 'relname') ?? '';
    return schema === undefined ? [name] : [schema, name];
  }

  /** A RangeVar as the name of something new. */
  newRelation(rangeVar: Node | undefined): Named {
    return this.newName(this.relationParts(rangeVar));
  }

  /** A RangeVar as the name of something that may exist. */
  relation(rangeVar: Node | undefined): Named {
    return this.relationNamed(this.relationParts(rangeVar));
  }

  relationNamed(parts: readonly string[]): Named {
    return this.resolve(parts, (name) => this.tables.has(keyOf(name)) || this.views.has(keyOf(name)));
  }

  findType(parts: readonly string[]): Named | null {
    const name = this.resolve(parts, (one) => this.types.has(keyOf(one)));
    return this.types.has(keyOf(name)) ? name : null;
  }

  // Tables

  table(name: Named): Table | undefined {
    return this.tables.get(keyOf(name));
  }

  allTables(): Table[] {
    return [...this.tables.values()];
  }

  putTable(table: Table): void {
    this.tables.set(keyOf(table), table);
    this.schemas.add(table.schema);
    this.inherits ||= table.inherits.length > 0 || table.partitionOf !== null;
  }

  /** Replaces fields of a table and tells its history what happened. */
  change(table: Table, patch: Partial<Table>, what?: string, at?: Place): Table {
    const history = what === undefined || at === undefined ? table.history : [...table.history, { what, at }];
    const changed = { ...table, ...patch, history };
    this.tables.set(keyOf(changed), changed);
    this.inherits ||= changed.inherits.length > 0 || changed.partitionOf !== null;
    return changed;
  }

  /** The table a statement is about; one that no file creates is assumed to exist, with everything about it unknown. */
  tableOrAssumed(name: Named, at: Place): Table {
    const known = this.table(name);
    if (known !== undefined) return known;
    if (!this.platform.has(name.schema)) this.partial = true;
    const assumed: Table = {
      ...newTable(name, at),
      assumed: true,
      complete: false,
      rls: 'unknown',
      rlsBecause: 'no file creates the table',
      history: [{ what: 'assumed to exist', at }],
    };
    this.putTable(assumed);
    return assumed;
  }

  deleteTable(name: Named): void {
    this.tables.delete(keyOf(name));
  }

  /** Tables that inherit from this one or are its partitions. */
  childrenOf(name: Named): Table[] {
    if (!this.inherits) return [];
    return this.allTables().filter(
      (table) => table.inherits.some((parent) => sameName(parent, name)) || (table.partitionOf !== null && sameName(table.partitionOf, name)),
    );
  }

  doubt(table: Table, because: string, at: Place, about: readonly DoubtAbout[]): Table {
    const patch: Partial<Table> = { doubts: [...table.doubts, { because, at, about }] };
    return this.change(table, about.includes('rls') ? { ...patch, rls: 'unknown', rlsBecause: because } : patch);
  }

  renameTable(table: Table, to: Named, what: string, at: Place): void {
    const from: Named = { schema: table.schema, name: table.name };
    this.tables.delete(keyOf(from));
    this.schemas.add(to.schema);
    this.change(table, { schema: to.schema, name: to.name }, what, at);
    for (const other of this.allTables()) {
      const names = [
        ...other.constraints.flatMap((one) => one.references?.table ?? []),
        ...other.inherits,
        ...(other.partitionOf === null ? [] : [other.partitionOf]),
      ];
      if (!names.some((name) => sameName(name, from))) continue;
      const constraints = other.constraints.map((one) =>
        one.references !== null && sameName(one.references.table, from) ? { ...one, references: { ...one.references, table: to } } : one,
      );
      const inherits = other.inherits.map((parent) => (sameName(parent, from) ? to : parent));
      const partitionOf = other.partitionOf !== null && sameName(other.partitionOf, from) ? to : other.partitionOf;
      this.change(other, { constraints, inherits, partitionOf });
    }
    this.grants = this.grants.map((grant) =>
      grant.on.kind === 'table' && sameName(grant.on.name, from) ? { ...grant, on: { ...grant.on, name: to } } : grant,
    );
    for (const view of this.views.values())
      if (view.reads.some((read) => sameName(read, from))) this.putView({ ...view, reads: view.reads.map((read) => (sameName(read, from) ? to : read)) });
  }

  // Views

  view(name: Named): View | undefined {
    return this.views.get(keyOf(name));
  }

  allViews(): View[] {
    return [...this.views.values()];
  }

  putView(view: View): void {
    this.views.set(keyOf(view), view);
    this.schemas.add(view.schema);
  }

  deleteView(name: Named): void {
    this.views.delete(keyOf(name));
  }

  /** Views that read a relation, directly or through others. */
  viewsOf(name: Named): View[] {
    const found: View[] = [];
    const seek = (read: Named): void => {
      for (const view of this.views.values()) {
        if (found.includes(view) || !view.reads.some((one) => sameName(one, read))) continue;
        found.push(view);
        seek(view);
      }
    };
    seek(name);
    return found;
  }

  // Types

  type(name: Named): TypeDef | undefined {
    return this.types.get(keyOf(name));
  }

  allTypes(): TypeDef[] {
    return [...this.types.values()];
  }

  putType(type: TypeDef): void {
    this.types.set(keyOf(type), type);
    this.schemas.add(type.schema);
  }

  deleteType(name: Named): void {
    this.types.delete(keyOf(name));
  }

  renameType(type: TypeDef, to: Named): void {
    this.types.delete(keyOf(type));
    this.putType({ ...type, schema: to.schema, name: to.name });
    for (const table of this.allTables()) {
      if (!table.columns.some((column) => column.typeRef !== null && sameName(column.typeRef, type))) continue;
      const columns = table.columns.map((column) =>
        column.typeRef !== null && sameName(column.typeRef, type)
          ? { ...column, typeRef: to, type: `${to.schema}.${to.name}${column.array ? '[]' : ''}` }
          : column,
      );
      this.change(table, { columns });
    }
  }

  // Functions

  functionsNamed(parts: readonly string[]): FunctionDef[] {
    const matches = (one: FunctionDef): boolean =>
      one.name === parts.at(-1) && (parts.length > 1 ? one.schema === parts.at(-2) : this.searchPath.includes(one.schema));
    return [...this.functions.values()].filter(matches);
  }

  allFunctions(): FunctionDef[] {
    return [...this.functions.values()];
  }

  putFunction(one: FunctionDef): void {
    this.functions.set(`${keyOf(one)}(${one.args.join()})`, one);
    this.schemas.add(one.schema);
  }

  deleteFunction(one: FunctionDef): void {
    this.functions.delete(`${keyOf(one)}(${one.args.join()})`);
  }

  // Grants and schemas

  addGrant(grant: Grant): void {
    this.grants.push(grant);
  }

  /** Keeps the grants that `keep` maps to themselves, narrows those that it maps to others, drops those that it maps to null. */
  mapGrants(keep: (grant: Grant) => Grant | null): void {
    this.grants = this.grants.flatMap((grant) => keep(grant) ?? []);
  }

  addSchema(name: string): void {
    this.schemas.add(name);
  }

  dropSchema(name: string): void {
    this.schemas.delete(name);
    for (const map of [this.tables, this.views, this.types, this.functions]) for (const [key, one] of map) if (one.schema === name) map.delete(key);
  }

  renameSchema(from: string, to: string): void {
    this.schemas.delete(from);
    this.schemas.add(to);
    for (const table of this.allTables())
      if (table.schema === from) this.renameTable(table, { schema: to, name: table.name }, `moved to the schema ${to}`, table.at);
    for (const type of this.allTypes()) if (type.schema === from) this.renameType(type, { schema: to, name: type.name });
    for (const view of this.allViews()) {
      if (view.schema !== from) continue;
      this.deleteView(view);
      this.putView({ ...view, schema: to });
    }
    for (const one of this.allFunctions()) {
      if (one.schema !== from) continue;
      this.deleteFunction(one);
      this.putFunction({ ...one, schema: to });
    }
  }

  resetSearchPath(): void {
    this.searchPath = DEFAULT_PATH;
  }

  // Transactions and the result

  snapshot(): Snapshot {
    return {
      tables: new Map(this.tables),
      views: new Map(this.views),
      types: new Map(this.types),
      functions: new Map(this.functions),
      grants: [...this.grants],
      schemas: new Set(this.schemas),
      searchPath: this.searchPath,
      enablesRls: this.enablesRls,
      partial: this.partial,
    };
  }

  restore(to: Snapshot): void {
    this.tables = new Map(to.tables);
    this.views = new Map(to.views);
    this.types = new Map(to.types);
    this.functions = new Map(to.functions);
    this.grants = [...to.grants];
    this.schemas = new Set(to.schemas);
    this.searchPath = to.searchPath;
    this.enablesRls = to.enablesRls;
    this.partial = to.partial;
  }

  finish(): Schema {
    const byName = <T extends Named>(all: Iterable<T>): T[] => [...all].sort((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name));
    return {
      tables: byName(this.tables.values()).map((table) => ({ ...table, policies: [...table.policies].sort((a, b) => compare(a.name, b.name)) })),
      views: byName(this.views.values()),
      types: byName(this.types.values()),
      functions: [...this.functions.values()].sort((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name) || compare(a.args.join(), b.args.join())),
      grants: this.grants,
      schemas: [...this.schemas].sort(compare),
      partial: this.partial,
    };
  }
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** A table with nothing in it yet, as PostgreSQL makes one: row level security off. */
export function newTable(name: Named, at: Place): Table {
  return {
    schema: name.schema,
    name: name.name,
    at,
    assumed: false,
    kind: 'table',
    columns: [],
    complete: true,
    constraints: [],
    indexes: [],
    rls: 'no',
    rlsBecause: null,
    rlsAt: null,
    forced: false,
    policies: [],
    inherits: [],
    partitionOf: null,
    comment: null,
    revoked: [],
    history: [],
    doubts: [],
  };
}

export { sameName };

/** The inner node of a RangeVar that a list holds wrapped. */
export const rangeVar = (wrapped: Node | undefined): Node | undefined => field(wrapped, 'RangeVar');
