/** The schema while it is being folded. Objects are replaced, never changed, and every write can be undone. */
import type {
  Access,
  DefaultPrivileges,
  EventTrigger,
  Extension,
  FunctionDef,
  Grant,
  Named,
  Place,
  Publication,
  Role,
  Schema,
  SchemaDef,
  Sequence,
  Table,
  Told,
  TypeDef,
  Uses,
  View,
} from '../schema.js';
import { accessOnCreation, type AccessKind } from './access.js';
import { finishSchema } from './finish.js';
import { Journal, JournaledMap } from './journal.js';
import { keyOf, LiveNames, sameArguments, sameName } from './names.js';
import { APPLIES, newTable } from './new-objects.js';
import { field, text, type Node } from './nodes.js';

export type DoubtAbout = Table['doubts'][number]['about'][number];

/** Unqualified names are made and found here unless a script says otherwise. */
const DEFAULT_PATH: readonly string[] = ['public'];

/** Where a platform puts what extensions make, and looks for it after `public`. */
const EXTENSIONS = 'extensions';

/** What a script changes about its session. */
interface Session {
  readonly searchPath: readonly string[];
  /** The role that owns what is made. */
  readonly role: string;
  readonly enablesRls: { readonly name: string; readonly at: Place } | null;
  readonly partial: boolean;
  readonly doubts: Schema['doubts'];
}

export interface Snapshot extends Session {
  readonly position: number;
}

export class State {
  readonly journal = new Journal();
  private readonly tables = new JournaledMap<string, Table>(this.journal);
  private readonly views = new JournaledMap<string, View>(this.journal);
  private readonly sequences = new JournaledMap<string, Sequence>(this.journal);
  private readonly types = new JournaledMap<string, TypeDef>(this.journal);
  /** Overloads by qualified name. */
  private readonly functions = new JournaledMap<string, readonly FunctionDef[]>(this.journal);
  private readonly schemas = new JournaledMap<string, SchemaDef>(this.journal);
  readonly roles = new JournaledMap<string, Role>(this.journal);
  readonly extensions = new JournaledMap<string, Extension>(this.journal);
  readonly publications = new JournaledMap<string, Publication>(this.journal);
  readonly eventTriggers = new JournaledMap<string, EventTrigger>(this.journal);
  readonly defaultPrivileges = new JournaledMap<string, DefaultPrivileges>(this.journal);
  readonly grants = new JournaledMap<number, Grant>(this.journal);
  readonly told = new JournaledMap<number, Told>(this.journal);
  private readonly relationNames = new LiveNames(this.journal);
  private readonly typeNames = new LiveNames(this.journal);
  private readonly functionNames = new LiveNames(this.journal);
  /** The relation that an index, or the index behind a constraint, is on; by qualified name. */
  private readonly indexHomes = new JournaledMap<string, Named>(this.journal);
  /** How many constraints of a schema have a name. */
  private readonly constraintNames = new JournaledMap<string, number>(this.journal);
  private readonly children = new JournaledMap<Named, readonly Named[]>(this.journal);
  /** Relations by what they have ever referred to: more than do now, never fewer, so that going back leaves it as it is. */
  private readonly mentions = new Map<Named, Set<Named>>();
  /** Whether any type has changed its name, so that what was printed with it is stale. */
  private typesMoved = false;
  /** Whether any function has a body that PostgreSQL follows. */
  functionsRead = false;
  searchPath: readonly string[];
  /** A platform may look further than PostgreSQL does. */
  private readonly defaultPath: readonly string[];
  role = APPLIES;
  enablesRls: Session['enablesRls'] = null;
  partial = false;
  /** About what no single object is. */
  doubts: Schema['doubts'] = [];

  /** `platform`: schemas that the platform fills and no file creates; what is missing there makes no history partial. */
  constructor(readonly platform: ReadonlySet<string>) {
    this.defaultPath = platform.has(EXTENSIONS) ? [...DEFAULT_PATH, EXTENSIONS] : DEFAULT_PATH;
    this.searchPath = this.defaultPath;
    this.schemas.set('public', {
      name: 'public',
      created: true,
      owner: 'pg_database_owner',
      access: [{ role: 'public', privileges: ['usage'], grantable: [] }],
    });
  }

  // Names

  /** Where an unqualified name would be created. */
  get home(): string {
    return this.searchPath.find((schema) => this.schemas.has(schema) || this.platform.has(schema)) ?? this.searchPath[0] ?? 'public';
  }

  /** Name parts → the name of something new. */
  newName(parts: readonly string[]): Named {
    return { schema: parts.length > 1 ? parts.at(-2)! : this.home, name: parts.at(-1) ?? '' };
  }

  /** Name parts → the name of something that may exist: the first schema of the search path that has it, else where it would be created. */
  private resolve(parts: readonly string[], has: (key: string) => boolean): Named {
    if (parts.length > 1) return this.newName(parts);
    const name = parts[0] ?? '';
    for (const schema of this.searchPath) if (has(keyOf({ schema, name }))) return { schema, name };
    // With an empty path nothing is found that is not qualified.
    return { schema: this.searchPath.length === 0 ? '' : this.home, name };
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
    return this.liveRelation(this.resolve(parts, (key) => this.tables.has(key) || this.views.has(key) || this.sequences.has(key)));
  }

  liveRelation(name: Named): Named {
    return this.relationNames.of(name);
  }

  /** The type of that name; that of a table's rows is the table's own name. */
  findType(parts: readonly string[]): Named | null {
    const name = this.resolve(parts, (key) => this.types.has(key) || this.tables.has(key));
    const key = keyOf(name);
    return this.types.has(key) ? this.typeNames.of(name) : this.tables.has(key) ? this.relationNames.of(name) : null;
  }

  /** Whether a relation of any kind has the name. */
  relationExists(name: Named): boolean {
    const key = keyOf(name);
    return this.tables.has(key) || this.views.has(key) || this.sequences.has(key) || this.indexHomes.has(key) || this.types.get(key)?.kind === 'composite';
  }

  constraintExists(name: Named): boolean {
    return this.constraintNames.has(keyOf(name));
  }

  // Tables

  table(name: Named): Table | undefined {
    return this.tables.get(keyOf(name));
  }

  allTables(): Table[] {
    return [...this.tables.values()];
  }

  putTable(table: Table): void {
    const key = keyOf(table);
    const before = this.tables.get(key);
    this.tables.set(key, table);
    if (before === undefined) this.addSchema(table.schema);
    this.index(before, table);
  }

  /** Replaces fields of a table and tells its history what happened. */
  change(table: Table, patch: Partial<Table>, what?: string, at?: Place): Table {
    const history = what === undefined || at === undefined ? table.history : [...table.history, { what, at }];
    const changed = { ...table, ...patch, history };
    const before = this.tables.get(keyOf(changed));
    this.tables.set(keyOf(changed), changed);
    this.index(before, changed);
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
    const table = this.table(name);
    if (table === undefined) return;
    this.tables.delete(keyOf(name));
    this.index(table, undefined);
    this.relationNames.forget(name);
  }

  /** Tables that inherit from this one or are its partitions. */
  childrenOf(name: Named): Table[] {
    return (this.children.get(this.liveRelation(name)) ?? []).flatMap((child) => this.table(child) ?? []);
  }

  doubt(table: Table, because: string, at: Place, about: readonly DoubtAbout[]): Table {
    const patch: Partial<Table> = { doubts: [...table.doubts, { because, at, about }] };
    return this.change(table, about.includes('rls') ? { ...patch, rls: 'unknown', rlsBecause: because } : patch);
  }

  private mention(by: Named, relations: Iterable<Named>): void {
    let self: Named | null = null;
    for (const relation of relations) {
      const known = this.mentions.get(relation);
      self ??= this.liveRelation(by);
      if (known === undefined) this.mentions.set(relation, new Set([self]));
      else known.add(self);
    }
  }

  private mentioning<T>(name: Named, look: (one: Named) => T | undefined): T[] {
    return [...(this.mentions.get(this.liveRelation(name)) ?? [])].flatMap((one) => look(one) ?? []);
  }

  /** Tables that may have a foreign key to a relation, or a policy, a default or another expression that reads it. */
  tablesMentioning(name: Named): Table[] {
    return this.mentioning(name, (one) => this.table(one));
  }

  viewsMentioning(name: Named): View[] {
    return this.mentioning(name, (one) => this.view(one));
  }

  /** Sequences that go with a table. */
  sequencesOf(table: Named): Sequence[] {
    return this.mentioning(table, (one) => this.sequence(one)).filter((one) => one.ownedBy !== null && sameName(one.ownedBy.table, table));
  }

  /** Keeps what is looked up by name in step with a table or view that is made, changed (both given) or gone. */
  private index(before: Table | View | undefined, after: Table | View | undefined): void {
    const moved = before?.schema !== after?.schema;
    const [was, is] = [asTable(before), asTable(after)];
    if (is !== undefined) {
      if (was?.constraints !== is.constraints)
        this.mention(
          is,
          is.constraints.flatMap((one) => [...(one.references === null ? [] : [one.references.table]), ...readBy(one.expression)]),
        );
      if (was?.policies !== is.policies)
        this.mention(
          is,
          is.policies.flatMap((one) => [...readBy(one.using), ...readBy(one.check)]),
        );
      if (was?.columns !== is.columns)
        this.mention(
          is,
          is.columns.flatMap((one) => readBy(one.default)),
        );
    } else if (after !== undefined && 'reads' in after) this.mention(after, after.reads);
    if (moved || before?.indexes !== after?.indexes || was?.constraints !== is?.constraints) {
      if (before !== undefined) this.forgetNames(before, was);
      if (after !== undefined) this.learnNames(after, is);
    }
    if (was?.inherits !== is?.inherits || was?.partitionOf !== is?.partitionOf) {
      const self = this.liveRelation((is ?? was)!);
      const [old, now] = [parentsOf(was), parentsOf(is)];
      for (const parent of old)
        if (!now.includes(parent))
          this.children.set(
            parent,
            (this.children.get(parent) ?? []).filter((child) => child !== self),
          );
      for (const parent of now) if (!old.includes(parent)) this.children.set(parent, [...(this.children.get(parent) ?? []), self]);
    }
  }

  private forgetNames(relation: Table | View, table: Table | undefined): void {
    const { schema } = relation;
    for (const { name } of relation.indexes) if (name !== null) this.indexHomes.delete(keyOf({ schema, name }));
    for (const { name, kind } of table?.constraints ?? []) {
      if (name === null) continue;
      const key = keyOf({ schema, name });
      const count = (this.constraintNames.get(key) ?? 1) - 1;
      if (count === 0) this.constraintNames.delete(key);
      else this.constraintNames.set(key, count);
      if (hasIndex(kind)) this.indexHomes.delete(key);
    }
  }

  private learnNames(relation: Table | View, table: Table | undefined): void {
    const { schema } = relation;
    const self = this.liveRelation(relation);
    for (const { name } of relation.indexes) if (name !== null) this.indexHomes.set(keyOf({ schema, name }), self);
    for (const { name, kind } of table?.constraints ?? []) {
      if (name === null) continue;
      const key = keyOf({ schema, name });
      this.constraintNames.set(key, (this.constraintNames.get(key) ?? 0) + 1);
      if (hasIndex(kind)) this.indexHomes.set(key, self);
    }
  }

  /** The relation that an index is on, with the index's full name; null when no file makes it. */
  indexNamed(parts: readonly string[]): { readonly name: Named; readonly on: Named } | null {
    const name = this.resolve(parts, (key) => this.indexHomes.has(key));
    const on = this.indexHomes.get(keyOf(name));
    return on === undefined ? null : { name, on };
  }

  /** Gives a table, a view or a sequence another name or schema. */
  moveRelation(from: Named, to: Named, what: string, at: Place): void {
    const [table, view, sequence] = [this.table(from), this.view(from), this.sequence(from)];
    const [old, key] = [keyOf(from), keyOf(to)];
    const name = { schema: to.schema, name: to.name };
    if (table !== undefined) this.typesMoved = true;
    this.relationNames.rename({ schema: from.schema, name: from.name }, name);
    this.addSchema(name.schema);
    if (table !== undefined) {
      const moved = { ...table, ...name, history: [...table.history, { what, at }] };
      this.tables.delete(old);
      this.tables.set(key, moved);
      this.index(table, moved);
    } else if (view !== undefined) {
      const moved = { ...view, ...name };
      this.views.delete(old);
      this.views.set(key, moved);
      this.index(view, moved);
    } else if (sequence !== undefined) {
      this.sequences.delete(old);
      this.sequences.set(key, { ...sequence, ...name });
    }
  }

  // Views

  view(name: Named): View | undefined {
    return this.views.get(keyOf(name));
  }

  allViews(): View[] {
    return [...this.views.values()];
  }

  putView(view: View): void {
    const before = this.views.get(keyOf(view));
    this.views.set(keyOf(view), view);
    if (before === undefined) this.addSchema(view.schema);
    this.index(before, view);
  }

  deleteView(name: Named): void {
    const view = this.view(name);
    if (view === undefined) return;
    this.views.delete(keyOf(name));
    this.index(view, undefined);
    this.relationNames.forget(name);
  }

  // Sequences

  sequence(name: Named): Sequence | undefined {
    return this.sequences.get(keyOf(name));
  }

  allSequences(): Sequence[] {
    return [...this.sequences.values()];
  }

  putSequence(sequence: Sequence): void {
    if (sequence.ownedBy !== null) this.mention(sequence, [sequence.ownedBy.table]);
    this.sequences.set(keyOf(sequence), sequence);
    this.addSchema(sequence.schema);
  }

  deleteSequence(name: Named): void {
    this.sequences.delete(keyOf(name));
    this.relationNames.forget(name);
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
    this.addSchema(type.schema);
  }

  liveType(name: Named): Named {
    return this.typeNames.of(name);
  }

  deleteType(name: Named): void {
    this.types.delete(keyOf(name));
    this.typeNames.forget(name);
  }

  renameType(type: TypeDef, to: Named): void {
    this.typesMoved = true;
    this.typeNames.rename({ schema: type.schema, name: type.name }, to);
    this.types.delete(keyOf(type));
    this.putType({ ...type, schema: to.schema, name: to.name });
  }

  // Functions

  liveFunction(name: Named): Named {
    return this.functionNames.of(name);
  }

  /** All overloads that a name may mean, as the search path stands. */
  functionsNamed(parts: readonly string[]): readonly FunctionDef[] {
    if (parts.length > 1) return this.functions.get(keyOf({ schema: parts.at(-2)!, name: parts.at(-1)! })) ?? [];
    return this.searchPath.flatMap((schema) => this.functions.get(keyOf({ schema, name: parts[0] ?? '' })) ?? []);
  }

  allFunctions(): FunctionDef[] {
    return [...this.functions.values()].flat();
  }

  /** Puts a function in the place of the overload that takes the same arguments. */
  putFunction(one: FunctionDef): void {
    this.functionsRead ||= one.uses.relations.length > 0;
    const key = keyOf(one);
    const others = this.functions.get(key) ?? [];
    const at = others.findIndex((other) => sameArguments(other, one));
    this.functions.set(key, at < 0 ? [...others, one] : others.map((other, index) => (index === at ? one : other)));
    this.addSchema(one.schema);
  }

  deleteFunction(one: FunctionDef): void {
    const key = keyOf(one);
    const rest = (this.functions.get(key) ?? []).filter((other) => other !== one);
    if (rest.length > 0) this.functions.set(key, rest);
    else {
      this.functions.delete(key);
      this.functionNames.forget(one);
    }
  }

  moveFunction(one: FunctionDef, to: Named): void {
    // Where overloads stay behind, those who call the name keep it: which of them they call is not known.
    if ((this.functions.get(keyOf(one)) ?? []).length <= 1 && !this.functions.has(keyOf(to)))
      this.functionNames.rename({ schema: one.schema, name: one.name }, to);
    this.deleteFunction(one);
    this.putFunction({ ...one, schema: to.schema, name: to.name });
  }

  // Schemas

  /** `owner`: who creates it; null where something is only found in it. */
  addSchema(name: string, owner: string | null = null): void {
    const before = this.schemas.get(name);
    if (before === undefined)
      this.schemas.set(name, {
        name,
        created: owner !== null,
        owner: owner ?? this.role,
        access: this.platform.has(name) ? [] : this.accessOf('schema', null),
      });
    else if (!before.created && owner !== null) this.putSchema({ ...before, created: true });
  }

  schema(name: string): SchemaDef | undefined {
    return this.schemas.get(name);
  }

  putSchema(schema: SchemaDef): void {
    this.schemas.set(schema.name, schema);
  }

  allSchemas(): SchemaDef[] {
    return [...this.schemas.values()];
  }

  deleteSchema(name: string): void {
    this.schemas.delete(name);
  }

  renameSchema(from: string, to: string, at: Place): void {
    const schema = this.schemas.get(from);
    this.schemas.delete(from);
    if (schema !== undefined) this.schemas.set(to, { ...schema, name: to });
    const what = `moved to the schema ${to}`;
    for (const one of [...this.allTables(), ...this.allViews(), ...this.allSequences()])
      if (one.schema === from) this.moveRelation({ schema: from, name: one.name }, { schema: to, name: one.name }, what, at);
    for (const type of this.allTypes()) if (type.schema === from) this.renameType(type, { schema: to, name: type.name });
    for (const one of this.allFunctions()) if (one.schema === from) this.moveFunction(one, { schema: to, name: one.name });
    this.searchPath = this.searchPath.map((name) => (name === from ? to : name));
  }

  /** Whether a schema, or any of them for null, may hold what no file makes. */
  mayHoldMore(schema: string | null): boolean {
    return this.partial || (schema !== null && this.platform.has(schema));
  }

  // Rights

  /** What an object that is made now is given, beside its owner's rights. */
  accessOf(kind: AccessKind, schema: string | null): readonly Access[] {
    return accessOnCreation(kind, this.role, schema, this.defaultPrivileges.values());
  }

  // Transactions and the result

  /** Each script is a session of its own. */
  resetSession(): void {
    this.searchPath = this.defaultPath;
    this.role = APPLIES;
  }

  resetSearchPath(): void {
    this.searchPath = this.defaultPath;
  }

  snapshot(): Snapshot {
    this.journal.recording = true;
    return {
      position: this.journal.position,
      searchPath: this.searchPath,
      role: this.role,
      enablesRls: this.enablesRls,
      partial: this.partial,
      doubts: this.doubts,
    };
  }

  restore(to: Snapshot): void {
    this.journal.back(to.position);
    this.searchPath = to.searchPath;
    this.role = to.role;
    this.enablesRls = to.enablesRls;
    this.partial = to.partial;
    this.doubts = to.doubts;
  }

  finish(): Schema {
    return finishSchema(
      {
        tables: this.tables.values(),
        views: this.views.values(),
        types: this.types.values(),
        functions: this.allFunctions(),
        sequences: this.sequences.values(),
        schemas: this.schemas.values(),
        roles: this.roles.values(),
        extensions: this.extensions.values(),
        publications: this.publications.values(),
        eventTriggers: this.eventTriggers.values(),
        defaultPrivileges: this.defaultPrivileges.values(),
        grants: this.grants.values(),
        told: this.told.values(),
      },
      this.typesMoved,
      this,
    );
  }
}

/** The schema of what ends with its session. */
export const TEMPORARY = 'pg_temp';

const NONE: readonly Named[] = [];
const readBy = (one: { readonly uses: Uses } | null): readonly Named[] =>
  one === null || one.uses.relations.length === 0 ? NONE : one.uses.relations.map((use) => use.relation);

const asTable = (one: Table | View | undefined): Table | undefined => (one !== undefined && 'constraints' in one ? one : undefined);

/** Constraints that PostgreSQL makes an index of their name for. */
export const hasIndex = (kind: Table['constraints'][number]['kind']): boolean => kind === 'primary-key' || kind === 'unique' || kind === 'exclude';

const parentsOf = (table: Table | undefined): readonly Named[] =>
  table === undefined ? [] : table.partitionOf === null ? table.inherits : [...table.inherits, table.partitionOf];

export { sameArguments, sameName };

/** The inner node of a RangeVar that a list holds wrapped. */
export const rangeVar = (wrapped: Node | undefined): Node | undefined => field(wrapped, 'RangeVar');
