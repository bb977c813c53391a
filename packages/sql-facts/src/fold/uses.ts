/**
 * What an expression or a query stands on, resolved as PostgreSQL resolves it when it stores the tree: relations with their columns, functions and types of the project. Renames are followed from there on, and DROP … CASCADE
 * finds what goes along.
 */
import type { Named, Table, Uses, View } from '../schema.js';
import { constantOf } from './constants.js';
import { NO_USES } from './new-objects.js';
import { as, field, list, strings, text, unwrap, type Node } from './nodes.js';
import { sameName } from './names.js';
import type { State } from './state.js';

/** One item of a FROM clause. */
interface Source {
  readonly alias: string;
  /** Null for a subquery, a WITH query or a function. */
  readonly relation: Named | null;
  /** Null when they are not known. */
  readonly columns: readonly string[] | null;
}

type Scope = readonly Source[];

/** The relation whose columns an expression may name without a qualifier. */
export interface Own {
  readonly name: Named;
  /** Null when they are not all known. */
  readonly columns: readonly string[] | null;
}

export const ownOf = (relation: Table | View): Own => ({ name: relation, columns: columnsOf(relation) });

/** What `tree` uses. */
export function usesOf(state: State, tree: unknown, own: Own | null = null): Uses {
  const collector = new Collector(state);
  const scopes: Scope[] = own === null ? [] : [[{ alias: own.name.name, relation: state.liveRelation(own.name), columns: own.columns }]];
  collector.visit(tree, scopes, new Set());
  return collector.uses();
}

function columnsOf(relation: Table | View | undefined): readonly string[] | null {
  if (relation === undefined) return null;
  if (!('constraints' in relation)) return relation.columns;
  return relation.complete ? relation.columns.map((column) => column.name) : null;
}

class Collector {
  private readonly relations = new Map<Named, Set<string>>();
  private readonly functions = new Set<Named>();
  private readonly types = new Set<Named>();

  constructor(private readonly state: State) {}

  uses(): Uses {
    if (this.relations.size === 0 && this.functions.size === 0 && this.types.size === 0) return NO_USES;
    return {
      relations: [...this.relations].map(([relation, columns]) => ({ relation, columns: [...columns] })),
      functions: [...this.functions],
      types: [...this.types],
    };
  }

  visit(tree: unknown, scopes: readonly Scope[], local: ReadonlySet<string>): void {
    if (Array.isArray(tree)) {
      for (const one of tree) this.visit(one, scopes, local);
      return;
    }
    if (typeof tree !== 'object' || tree === null) return;
    for (const key in tree) {
      const value = (tree as Node)[key];
      if (typeof value !== 'object' || value === null) continue;
      if (key.charCodeAt(0) < 97 && !Array.isArray(value)) this.node(key, value as Node, scopes, local);
      // A TypeName and a RangeVar stand in some fields without their kind.
      else if (key === 'typeName') this.type(value as Node);
      else this.visit(value, scopes, local);
    }
  }

  private node(kind: string, node: Node, scopes: readonly Scope[], local: ReadonlySet<string>): void {
    switch (kind) {
      case 'SelectStmt':
        return this.select(node, scopes, local);
      case 'RangeVar':
        this.relation(node, local);
        return;
      case 'ColumnRef':
        return this.column(list(node, 'fields'), scopes);
      case 'TypeName':
        return this.type(node);
      case 'FuncCall': {
        const parts = strings(list(node, 'funcname'));
        for (const one of this.state.functionsNamed(parts)) this.functions.add(this.state.liveFunction(one));
        // The name of a sequence is a constant of a type that stands for relations.
        const counted = /^(?:next|curr|set)val$/.test(parts.at(-1) ?? '') ? constantOf(list(node, 'args')[0]) : undefined;
        if (counted !== undefined) this.touch(this.state.relationNamed(writtenName(counted)));
        return this.visit(node, scopes, local);
      }
      case 'A_Const': {
        return;
      }
      default:
        return this.visit(node, scopes, local);
    }
  }

  private type(node: Node): void {
    const parts = strings(list(node, 'names'));
    if (parts[0] === 'pg_catalog') return;
    const type = this.state.findType(parts);
    if (type === null) return;
    if (this.state.type(type) !== undefined) this.types.add(type);
    else this.touch(type);
  }

  private touch(relation: Named): Set<string> {
    const known = this.relations.get(relation);
    if (known !== undefined) return known;
    const made = new Set<string>();
    this.relations.set(relation, made);
    return made;
  }

  /** The relation of a RangeVar, which is used by being there; null for a WITH query. */
  private relation(node: Node, local: ReadonlySet<string>): Named | null {
    if (text(node, 'schemaname') === undefined && local.has(text(node, 'relname') ?? '')) return null;
    const relation = this.state.relation(node);
    this.touch(relation);
    return relation;
  }

  private select(node: Node, scopes: readonly Scope[], local: ReadonlySet<string>): void {
    const withQueries = list(field(node, 'withClause'), 'ctes').map((one) => as(one, 'CommonTableExpr') ?? {});
    const names = withQueries.length === 0 ? local : new Set([...local, ...withQueries.map((one) => text(one, 'ctename') ?? '')]);
    for (const one of withQueries) this.visit(field(one, 'ctequery'), scopes, names);
    const scope = list(node, 'fromClause').flatMap((item) => this.sources(item, names));
    const inner = scope.length === 0 ? scopes : [...scopes, scope];
    for (const key in node) if (key !== 'withClause' && key !== 'larg' && key !== 'rarg') this.visit(node[key], inner, names);
    for (const arm of ['larg', 'rarg']) {
      const select = field(node, arm);
      if (select !== undefined) this.select(select, scopes, names);
    }
  }

  private sources(item: Node, local: ReadonlySet<string>): Source[] {
    const { kind, node } = unwrap(item);
    const alias = text(field(node, 'alias'), 'aliasname');
    const renamed = strings(list(field(node, 'alias'), 'colnames'));
    switch (kind) {
      case 'RangeVar': {
        const relation = this.relation(node, local);
        const known = relation === null ? undefined : (this.state.table(relation) ?? this.state.view(relation));
        const columns = columnsOf(known);
        return [{ alias: alias ?? text(node, 'relname') ?? '', relation, columns: renamed.length > 0 ? null : columns }];
      }
      case 'JoinExpr': {
        const sides = [field(node, 'larg'), field(node, 'rarg')].map((side) => (side === undefined ? [] : this.sources(side, local)));
        // JOIN … USING (a) reads the column on both sides.
        for (const name of strings(list(node, 'usingClause')))
          for (const side of sides)
            for (const one of side) if (one.relation !== null && (one.columns?.includes(name) ?? side.length === 1)) this.touch(one.relation).add(name);
        return sides.flat();
      }
      case 'RangeSubselect':
        return [
          { alias: alias ?? '', relation: null, columns: renamed.length > 0 ? renamed : outputOf(this.state, as(field(node, 'subquery'), 'SelectStmt')) },
        ];
      default:
        return [{ alias: alias ?? '', relation: null, columns: renamed.length > 0 ? renamed : null }];
    }
  }

  private column(fields: readonly Node[], scopes: readonly Scope[]): void {
    const star = fields.some((one) => 'A_Star' in one);
    const parts = strings(fields);
    if (star) {
      const sources = parts.length === 0 ? (scopes.at(-1) ?? []) : this.qualified(parts, scopes);
      for (const { relation, columns } of sources) if (relation !== null) for (const name of columns ?? []) this.touch(relation).add(name);
      return;
    }
    const name = parts.at(-1)!;
    if (parts.length > 1) {
      const [source] = this.qualified(parts.slice(0, -1), scopes);
      if (source !== undefined && source.relation !== null) this.touch(source.relation).add(name);
      return;
    }
    for (let depth = scopes.length - 1; depth >= 0; depth -= 1) {
      const found = scopes[depth]!.find((source) => source.columns?.includes(name));
      if (found !== undefined) {
        if (found.relation !== null) this.touch(found.relation).add(name);
        return;
      }
      // One of unknown shape may have it; which, is not to be known when there are several.
      const open = scopes[depth]!.filter((source) => source.columns === null);
      const [only] = open;
      if (only !== undefined && depth === 0 && open.length === 1 && only.relation !== null) this.touch(only.relation).add(name);
    }
  }

  private qualified(parts: readonly string[], scopes: readonly Scope[]): Source[] {
    const named = parts.length > 1 ? { schema: parts.at(-2)!, name: parts.at(-1)! } : null;
    for (let depth = scopes.length - 1; depth >= 0; depth -= 1) {
      const found = scopes[depth]!.find((source) =>
        named === null ? source.alias === parts[0] : source.relation !== null && sameName(source.relation, named),
      );
      if (found !== undefined) return [found];
    }
    return [];
  }
}

/** Names of what a query gives; null when they are not all to be told from its text. */
export function outputOf(state: State, select: Node | undefined): string[] | null {
  if (select === undefined) return null;
  const rows = list(select, 'valuesLists');
  if (rows.length > 0) return list(as(rows[0], 'List'), 'items').map((_, index) => `column${index + 1}`);
  const left = field(select, 'larg');
  if (left !== undefined) return outputOf(state, left);
  const names: string[] = [];
  for (const target of list(select, 'targetList')) {
    const one = as(target, 'ResTarget');
    const named = text(one, 'name');
    if (named !== undefined) {
      names.push(named);
      continue;
    }
    const { kind, node } = unwrap(field(one, 'val'));
    const fields = kind === 'ColumnRef' ? list(node, 'fields') : [];
    if (fields.some((part) => 'A_Star' in part)) {
      const all = starOf(state, select, strings(fields).at(-1));
      if (all === null) return null;
      names.push(...all);
    } else names.push(nameOfOutput(kind, node));
  }
  return names;
}

/** What PostgreSQL calls a column without a name. */
function nameOfOutput(kind: string, node: Node): string {
  if (kind === 'ColumnRef') return strings(list(node, 'fields')).at(-1) ?? '?column?';
  if (kind === 'FuncCall') return strings(list(node, 'funcname')).at(-1) ?? '?column?';
  if (kind === 'TypeCast') {
    const inner = unwrap(field(node, 'arg'));
    const name = nameOfOutput(inner.kind, inner.node);
    return name === '?column?' ? (strings(list(field(node, 'typeName'), 'names')).at(-1) ?? name) : name;
  }
  if (kind === 'CaseExpr') return 'case';
  if (kind === 'CoalesceExpr') return 'coalesce';
  return '?column?';
}

/** What an index calls an expression. */
export function nameOfExpression(wrapped: Node | undefined): string {
  const { kind, node } = unwrap(wrapped);
  const name = nameOfOutput(kind, node);
  return name === '?column?' ? 'expr' : name;
}

/** Columns of `*` or `alias.*` where the FROM clause lists plain relations; null where it is more than that. */
function starOf(state: State, select: Node, alias: string | undefined): string[] | null {
  const names: string[] = [];
  for (const item of list(select, 'fromClause')) {
    const range = as(item, 'RangeVar');
    if (range === undefined || field(select, 'withClause') !== undefined) return null;
    if (alias !== undefined && (text(field(range, 'alias'), 'aliasname') ?? text(range, 'relname')) !== alias) continue;
    const relation = state.relation(range);
    const columns = columnsOf(state.table(relation) ?? state.view(relation));
    if (columns === null) return null;
    names.push(...columns);
  }
  return names;
}

/** `public."Order_id_seq"` → its parts. */
export const writtenName = (name: string): string[] =>
  [...name.matchAll(/"((?:[^"]|"")*)"|([^."\s]+)/g)].map(([, quoted, bare]) => (quoted === undefined ? bare!.toLowerCase() : quoted.replaceAll('""', '"')));

const merge = (all: readonly (Uses | null | undefined)[], pick: (uses: Uses) => readonly Named[]): Named[] => [
  ...new Set(all.flatMap((uses) => (uses ? pick(uses) : []))),
];

/** All that several things use together. */
export function unionOf(all: readonly (Uses | null | undefined)[]): Uses {
  const relations = new Map<Named, Set<string>>();
  for (const uses of all)
    for (const { relation, columns } of uses?.relations ?? []) {
      const known = relations.get(relation) ?? new Set<string>();
      columns.forEach((column) => known.add(column));
      relations.set(relation, known);
    }
  return {
    relations: [...relations].map(([relation, columns]) => ({ relation, columns: [...columns] })),
    functions: merge(all, (uses) => uses.functions),
    types: merge(all, (uses) => uses.types),
  };
}

/** Whether the relation, or this column of it, is used. */
export const usesRelation = (uses: Uses | null | undefined, relation: Named, column?: string): boolean =>
  uses?.relations.some((one) => sameName(one.relation, relation) && (column === undefined || one.columns.includes(column))) ?? false;

/** The same uses, with a column of a relation under another name. */
export function withColumnRenamed(uses: Uses, relation: Named, from: string, to: string): Uses {
  if (!usesRelation(uses, relation, from)) return uses;
  return {
    ...uses,
    relations: uses.relations.map((one) =>
      sameName(one.relation, relation) ? { relation: one.relation, columns: one.columns.map((column) => (column === from ? to : column)) } : one,
    ),
  };
}

/** The same uses for the copy of something on another relation. */
export function renameUses<T extends { readonly uses: Uses }>(one: T, from: Named, to: Named): T {
  if (!usesRelation(one.uses, from)) return one;
  return { ...one, uses: { ...one.uses, relations: one.uses.relations.map((use) => (sameName(use.relation, from) ? { ...use, relation: to } : use)) } };
}
