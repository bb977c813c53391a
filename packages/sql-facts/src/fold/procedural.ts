/**
 * DO blocks: their static SQL is folded as if it ran, every branch of it; EXECUTE of a text that is known is folded too, loops over constants and over the project's own tables are unrolled. Whatever stays
 * unknown casts doubt on what it could touch. The bodies of functions are not run.
 */
import { kindOfObjects } from './grants.js';
import { parsePlPgSql, parseQuery } from '../postgres.js';
import type { Place } from '../schema.js';
import type { Context, Handler } from './context.js';
import { truthOf } from './conditions.js';
import { as, field, list, number, strings, text, unwrap, walk, type Node } from './nodes.js';
import type { DoubtAbout } from './state.js';
import { catalogueRows, constantRows, elementsOf, textOf, UNKNOWN, type Value } from './strings.js';
import { Unit } from './unit.js';

/** How often a loop is unrolled before its variable is taken for unknown. */
const MOST_ROUNDS = 1000;

export const doBlock: Handler = (node, context) => {
  const options = list(node, 'args').map((one) => as(one, 'DefElem') ?? {});
  const language = options.find((one) => text(one, 'defname') === 'language');
  const spoken = strings([field(language, 'arg') ?? {}])[0] ?? 'plpgsql';
  if (spoken.toLowerCase() !== 'plpgsql') {
    context.opaque(`a DO block in ${spoken} is not understood`);
    return;
  }
  const body =
    strings([
      field(
        options.find((one) => text(one, 'defname') === 'as'),
        'arg',
      ) ?? {},
    ])[0] ?? '';
  const { functions, because } = parsePlPgSql(context.unit.sql);
  const parsed = as(functions?.[0], 'PLpgSQL_function');
  if (parsed === undefined) {
    context.opaque(`the DO block is not understood: ${because ?? 'it is empty'}`);
    castDoubt(context, 'a DO block that mentions it is not understood', context.unit.whole, body);
    return;
  }
  new Block(context, parsed, body).run();
};

class Block {
  private readonly scope = new Map<string, Value>();
  private readonly names: readonly (string | undefined)[];
  /** Where the body starts in the unit; null when it is not written there as it is. */
  private readonly bodyStart: number | null;
  /** Statements come in the order of the text, so each is sought behind the last. */
  private sought = 0;
  /** How many conditions that are not known lie around the statement. */
  private undecided = 0;
  private returned = false;

  constructor(
    private readonly context: Context,
    private readonly parsed: Node,
    private readonly body: string,
  ) {
    const at = context.unit.sql.indexOf(body);
    this.bodyStart = at < 0 || !context.unit.exact || body === '' ? null : at;
    this.names = list(parsed, 'datums').map((one) => text(unwrap(one).node, 'refname'));
  }

  run(): void {
    for (const datum of list(this.parsed, 'datums')) {
      const variable = as(datum, 'PLpgSQL_var');
      const name = text(variable, 'refname');
      if (name !== undefined) this.assign(name, queryOf(variable, 'default_val'));
    }
    this.statement(field(this.parsed, 'action'));
  }

  private statements(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (this.returned) return;
      this.statement(node);
    }
  }

  private statement(wrapped: Node | undefined): void {
    const { kind, node } = unwrap(wrapped);
    switch (kind) {
      case 'PLpgSQL_stmt_block':
        if (field(node, 'exceptions') !== undefined) this.context.unsure();
        // Handlers are left out: `WHEN duplicate_object` means that what the block makes is there.
        return this.statements(list(node, 'body'));
      case 'PLpgSQL_stmt_return':
        // Where it is not known whether this is reached, the rest may run.
        this.returned ||= this.undecided === 0;
        return;
      case 'PLpgSQL_stmt_if':
        return this.branches(node);
      case 'PLpgSQL_stmt_case':
        for (const when of list(node, 'case_when_list')) this.statements(list(as(when, 'PLpgSQL_case_when'), 'stmts'));
        return this.statements(list(node, 'else_stmts'));
      case 'PLpgSQL_stmt_loop':
      case 'PLpgSQL_stmt_while':
        return this.statements(list(node, 'body'));
      case 'PLpgSQL_stmt_foreach_a':
        return this.loop(node, this.names[number(node, 'varno') ?? 0], elementsOf(expressionOf(queryOf(node, 'expr') ?? ''), this.scope));
      case 'PLpgSQL_stmt_fori':
        return this.loop(node, text(unwrap(field(node, 'var')).node, 'refname'), this.integers(node));
      case 'PLpgSQL_stmt_fors':
      case 'PLpgSQL_stmt_dynfors':
      case 'PLpgSQL_stmt_forc':
        return this.loop(node, this.loopVariable(field(node, 'var')), kind === 'PLpgSQL_stmt_fors' ? this.rows(queryOf(node, 'query') ?? '') : null);
      case 'PLpgSQL_stmt_assign': {
        const name = this.names[number(node, 'varno') ?? 0];
        const assignment = queryOf(node, 'expr') ?? '';
        if (name !== undefined) this.assign(name, assignment.replace(/^[^=]*?:?=\s*/s, ''));
        return;
      }
      case 'PLpgSQL_stmt_execsql':
        return this.static(queryOf(node, 'sqlstmt') ?? '', node);
      case 'PLpgSQL_stmt_perform':
      case 'PLpgSQL_stmt_call':
        return this.static(queryOf(node, 'expr') ?? '', node);
      case 'PLpgSQL_stmt_dynexecute':
        return this.dynamic(queryOf(node, 'query') ?? '', node);
    }
  }

  private branches(node: Node): void {
    const decided = (condition: string | null): boolean | null => (condition === null ? null : truthOf(this.context.state, expressionOf(condition)));
    const arms = [{ truth: decided(queryOf(node, 'cond')), body: list(node, 'then_body') }];
    for (const one of list(node, 'elsif_list'))
      arms.push({ truth: decided(queryOf(as(one, 'PLpgSQL_if_elsif'), 'cond')), body: list(as(one, 'PLpgSQL_if_elsif'), 'stmts') });
    arms.push({ truth: null, body: list(node, 'else_body') });
    // What is done in a branch must not decide whether it was taken, so all conditions are asked before.
    const open = arms.slice(0, -1).some((arm) => arm.truth === null);
    if (open) this.undecided += 1;
    if (open) this.context.unsure();
    for (const arm of arms) {
      if (arm.truth !== false) this.statements(arm.body);
      if (arm.truth === true) break;
    }
    if (open) this.undecided -= 1;
  }

  private loop(node: Node, variable: string | undefined, values: readonly Value[] | null): void {
    const body = list(node, 'body');
    const sought = this.sought;
    if (variable !== undefined) this.scope.delete(variable);
    if (values === null || values.length > MOST_ROUNDS || variable === undefined) return this.statements(body);
    for (const value of values) {
      this.sought = sought;
      this.scope.set(variable, value);
      this.statements(body);
    }
    this.scope.delete(variable);
  }

  /** A loop over a query fills a record, or the one variable of a target list. */
  private loopVariable(wrapped: Node | undefined): string | undefined {
    const { kind, node } = unwrap(wrapped);
    if (kind !== 'PLpgSQL_row') return text(node, 'refname');
    const fields = list(node, 'fields');
    return fields.length === 1 ? text(fields[0], 'name') : undefined;
  }

  private integers(node: Node): string[] | null {
    const [low, high] = [textOf(expressionOf(queryOf(node, 'lower') ?? ''), this.scope), textOf(expressionOf(queryOf(node, 'upper') ?? ''), this.scope)];
    if (!/^\d+$/.test(low ?? '') || !/^\d+$/.test(high ?? '') || Number(high) - Number(low) >= MOST_ROUNDS) return null;
    return Array.from({ length: Math.max(0, Number(high) - Number(low) + 1) }, (_, index) => String(Number(low) + index));
  }

  private rows(query: string): readonly Value[] | null {
    const select = as(parsedQuery(query), 'SelectStmt');
    if (select === undefined) return null;
    const constant = constantRows(select);
    if (constant !== null) return constant;
    const listed = catalogueRows(select);
    if (listed === null) return null;
    const names = this.context.state.allTables().flatMap((table) => (table.schema === listed.schema && table.kind !== 'foreign' ? [table.name] : []));
    return names.sort().map((name) => new Map([[listed.column, name]]));
  }

  private assign(name: string, query: string | null): void {
    const tree = query === null ? undefined : expressionOf(query);
    const value = elementsOf(tree, this.scope) ?? textOf(tree, this.scope);
    if (value === null || value.includes(UNKNOWN)) this.scope.delete(name);
    else this.scope.set(name, value);
  }

  private static(sql: string, node: Node): void {
    this.fold(sql, this.placeOf(sql, node), this.bodyStart !== null);
  }

  private dynamic(query: string, node: Node): void {
    const where = this.placeOf(query, node);
    const sql = textOf(expressionOf(query), this.scope);
    if (sql === null) {
      this.context.opaque('EXECUTE of a text that is put together at run time', where ?? this.context.unit.whole);
      const because = 'a DO block executes a statement that is put together at run time';
      castDoubt(this.context, because, where ?? this.context.unit.whole, null);
      const { state } = this.context;
      state.doubts = [...state.doubts, { about: 'rights', on: null, because, at: where ?? this.context.unit.whole }];
      return;
    }
    // The text of a literal without escapes stands in the file as it is.
    const literal = where !== null && this.bodyStart !== null ? query.indexOf(sql) : -1;
    const inner = literal < 0 || where === null ? where : { ...where, start: where.start + literal, end: where.start + literal + sql.length };
    this.fold(sql, inner, literal >= 0);
  }

  private fold(sql: string, at: Place | null, exact: boolean): void {
    const { context } = this;
    const whole = at ?? context.unit.whole;
    const outcome = parseQuery(sql);
    if (outcome.error !== null) {
      context.opaque(`a statement of a DO block is not understood: ${outcome.error.message}`, whole);
      castDoubt(context, 'a DO block executes a statement that is not understood', whole, sql);
      if (/^\s*(?:grant|revoke|alter\s+default)\b/i.test(sql) || sql.trimStart().startsWith(UNKNOWN))
        context.state.doubts = [
          ...context.state.doubts,
          { about: 'rights', on: null, because: 'a DO block executes a statement that is not understood', at: whole },
        ];
      return;
    }
    for (const { kind, node } of outcome.statements) {
      if (targetIsUnknown(kind, node)) {
        const about = touches(kind, node);
        if (about.length === 0) continue;
        context.opaque('a DO block changes tables whose names are put together at run time', whole);
        for (const table of context.state.allTables())
          if (couldChange(table.rls, node)) context.state.doubt(table, 'a DO block changes tables whose names are put together at run time', whole, about);
      } else if (leftOut.has(kind) && JSON.stringify(node).includes(UNKNOWN)) {
        const because = `a DO block runs a statement whose names are put together at run time (${kind})`;
        context.opaque(because, whole);
        const about = leftOut.get(kind) ?? null;
        if (about !== null) context.state.doubts = [...context.state.doubts, { about, on: kindOfObjects(node), because, at: whole }];
      } else context.run(new Unit(sql, whole, exact && at !== null && outcome.statements.length === 1), kind, node);
    }
  }

  /** Where a piece of the body stands in the file: as written, sought from the line that the parser names; null when it is not found. */
  private placeOf(sql: string, node: Node): Place | null {
    if (this.bodyStart === null) return null;
    let from = 0;
    for (let line = 1; line < (number(node, 'lineno') ?? 1); line += 1) from = this.body.indexOf('\n', from) + 1;
    const written = sql.replace(/^SELECT /, '');
    const exactAt = this.body.indexOf(sql, Math.max(from, this.sought));
    const at = exactAt >= 0 ? exactAt : this.body.indexOf(written, from);
    if (at < 0) return null;
    this.sought = at;
    return this.context.unit.place({ start: this.bodyStart + at, end: this.bodyStart + at + (exactAt >= 0 ? sql : written).length });
  }
}

/** The query text of a PL/pgSQL expression in a field; null when there is none. */
const queryOf = (node: Node | undefined, name: string): string | null => text(as(field(node, name), 'PLpgSQL_expr'), 'query') ?? null;

function parsedQuery(query: string): Node | undefined {
  const outcome = parseQuery(query);
  const first = outcome.statements?.[0];
  return first === undefined ? undefined : { [first.kind]: first.node };
}

/** The tree of a lone expression; undefined when it is none. */
function expressionOf(query: string): Node | undefined {
  const target = list(as(parsedQuery(`SELECT ${query}`), 'SelectStmt'), 'targetList')[0];
  return field(as(target, 'ResTarget'), 'val');
}

/** Whether the relation that a statement is about has a name that is not known. */
function targetIsUnknown(kind: string, node: Node): boolean {
  const relation = field(node, kind === 'ViewStmt' ? 'view' : /PolicyStmt$/.test(kind) ? 'table' : 'relation');
  if (relation !== undefined) return [text(relation, 'relname'), text(relation, 'schemaname')].some((name) => name?.includes(UNKNOWN));
  if (kind !== 'DropStmt') return false;
  let found = false;
  walk(list(node, 'objects'), (inner, one) => {
    found ||= inner === 'String' && (text(one, 'sval') ?? '').includes(UNKNOWN);
  });
  return found;
}

/** Kinds that are left out where a name in them is not known, with what they may change; in others a part that is not known costs no more than that part. */
const leftOut: ReadonlyMap<string, 'roles' | 'rights' | null> = new Map([
  ['AlterDefaultPrivilegesStmt', 'rights'],
  ['AlterOwnerStmt', 'rights'],
  ['AlterRoleStmt', 'roles'],
  ['CreateRoleStmt', 'roles'],
  ['CreateSchemaStmt', null],
  ['DropRoleStmt', 'roles'],
  ['DropStmt', null],
  ['GrantRoleStmt', 'roles'],
  ['GrantStmt', 'rights'],
  ['RenameStmt', null],
] as const);

/** What a statement on an unknown table could change of what we answer. */
function touches(kind: string, node: Node): DoubtAbout[] {
  if (/PolicyStmt$/.test(kind) || (kind === 'DropStmt' && text(node, 'removeType') === 'OBJECT_POLICY')) return ['policies'];
  if (kind === 'DropStmt') return text(node, 'removeType') === 'OBJECT_TABLE' ? ['rls', 'policies', 'columns', 'constraints'] : [];
  if (kind === 'RenameStmt') return ['columns'];
  if (kind !== 'AlterTableStmt') return [];
  const about = new Set<DoubtAbout>();
  for (const command of list(node, 'cmds')) {
    const subtype = text(as(command, 'AlterTableCmd'), 'subtype') ?? '';
    if (/RowSecurity$/.test(subtype)) about.add('rls');
    else if (/Constraint/.test(subtype)) about.add('constraints');
    else if (/Column|NotNull/.test(subtype)) about.add('columns');
  }
  return [...about].sort();
}

/** Enabling what is on, or disabling what is off, changes nothing. */
function couldChange(rls: string, node: Node): boolean {
  const subtypes = list(node, 'cmds').map((command) => text(as(command, 'AlterTableCmd'), 'subtype'));
  if (subtypes.length !== 1) return true;
  return !((subtypes[0] === 'AT_EnableRowSecurity' && rls === 'yes') || (subtypes[0] === 'AT_DisableRowSecurity' && rls === 'no'));
}

/** Whatever is mentioned in a text that is not understood is doubtful; every table when there is no text to look at. */
export function castDoubt({ state }: Context, because: string, at: Place, sql: string | null): void {
  const words = sql === null ? null : new Set(sql.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
  const about: DoubtAbout[] =
    sql === null || /row\s+level|execute/i.test(sql)
      ? ['rls', 'policies', 'columns', 'constraints']
      : /policy/i.test(sql)
        ? ['policies']
        : ['columns', 'constraints'];
  for (const table of state.allTables()) if (words === null || words.has(table.name)) state.doubt(table, because, at, about);
}
