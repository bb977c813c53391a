/** Bodies of functions as trees: what they may return and under which conditions, and every statement in them. */
import { as, field, list, number, text, unwrap, walk, type Node } from '../fold/nodes.js';
import { parsePlPgSql, parseQuery } from '../postgres.js';
import type { FunctionDef } from '../schema.js';

/** Whether a trigger's function lets nothing happen whatever it is asked about: it raises, or gives back no row. */
export function refusesAlways(one: FunctionDef): boolean {
  const { steps } = bodyOf(one);
  const [end] = (steps ?? []).filter((step) => step.does !== 'assign');
  if (end === undefined) return false;
  return end.does === 'raise' || (end.does === 'return' && as(end.value, 'A_Const')?.['isnull'] === true);
}

/** What a body does, as far as it decides what is returned. */
export type Step =
  | { readonly does: 'return'; readonly value: Node | undefined }
  /** `value` is undefined where it comes from rows. */
  | { readonly does: 'assign'; readonly name: string; readonly value: Node | undefined }
  | {
      readonly does: 'if';
      readonly arms: readonly { readonly condition: Node | undefined; readonly steps: readonly Step[] }[];
      readonly otherwise: readonly Step[];
    }
  | { readonly does: 'raise' };

export interface Body {
  /** Null when it cannot be told what is returned, with the reason. */
  readonly steps: readonly Step[] | null;
  readonly because: string | null;
  /** Every statement and expression in it. */
  readonly trees: readonly Node[];
}

const opaque = (because: string, trees: readonly Node[] = []): Body => ({ steps: null, because, trees });

/** A body is parsed once, whoever asks for it. */
const known = new WeakMap<FunctionDef, Body>();

export function bodyOf(one: FunctionDef): Body {
  const before = known.get(one);
  if (before !== undefined) return before;
  const body = readBody(one);
  known.set(one, body);
  return body;
}

function readBody(one: FunctionDef): Body {
  const name = `${one.schema}.${one.name}`;
  if (one.tree !== null) return standardBody(one.tree as Node);
  if (one.body === null) return opaque(`${name} has no body in the files`);
  if (one.language === 'sql') return sqlBody(name, one.body);
  if (one.language === 'plpgsql') return plpgsqlBody(name, one);
  return opaque(`${name} is written in ${one.language ?? 'an unknown language'}`);
}

/** `RETURN …` or `BEGIN ATOMIC … END`. */
function standardBody(tree: Node): Body {
  const returned = as(tree, 'ReturnStmt');
  if (returned !== undefined) return { steps: [{ does: 'return', value: field(returned, 'returnval') }], because: null, trees: [tree] };
  const statements = list(as(tree, 'List'), 'items').flatMap((one) => list(as(one, 'List'), 'items'));
  return { steps: resultOf(statements.at(-1)), because: null, trees: statements };
}

function sqlBody(name: string, body: string): Body {
  const { statements } = parseQuery(body);
  if (statements === null) return opaque(`the body of ${name} is not understood`);
  const trees = statements.map(({ kind, node }): Node => ({ [kind]: node }));
  return { steps: resultOf(trees.at(-1)), because: null, trees };
}

/** What the last statement of a body gives: its one column where it reads nothing, else what rows hold. */
function resultOf(statement: Node | undefined): readonly Step[] {
  const select = as(statement, 'SelectStmt');
  const targets = list(select, 'targetList');
  const bare = select !== undefined && readsNothing(select) && targets.length === 1;
  return [{ does: 'return', value: bare ? field(as(targets[0], 'ResTarget'), 'val') : undefined }];
}

/** Whether a SELECT is only a list of expressions. */
export function readsNothing(select: Node): boolean {
  return ['fromClause', 'whereClause', 'valuesLists', 'larg', 'havingClause', 'limitCount', 'limitOffset'].every((part) => select[part] === undefined);
}

function plpgsqlBody(name: string, one: FunctionDef): Body {
  const args = one.args.map((type, index) => `${one.argNames[index] === null ? '' : `"${(one.argNames[index] ?? '').replaceAll('"', '""')}" `}${type}`);
  const quote = '$gatelint$';
  if (one.body!.includes(quote)) return opaque(`the body of ${name} is not understood`);
  const returns = one.returnsSet ? `setof ${one.returns ?? 'record'}` : (one.returns ?? 'void');
  const { functions } = parsePlPgSql(`create function f(${args.join(', ')}) returns ${returns} language plpgsql as ${quote}${one.body!}${quote}`);
  const parsed = as(functions?.[0], 'PLpgSQL_function');
  if (parsed === undefined) return opaque(`the body of ${name} is not understood`);
  return new Procedure(name, parsed).body();
}

class Procedure {
  private readonly trees: Node[] = [];
  private readonly names: readonly (string | undefined)[];
  private because: string | null = null;

  constructor(
    private readonly name: string,
    private readonly parsed: Node,
  ) {
    this.names = list(parsed, 'datums').map((one) => text(unwrap(one).node, 'refname'));
  }

  body(): Body {
    const declared = list(this.parsed, 'datums').flatMap((datum): Step[] => {
      const variable = as(datum, 'PLpgSQL_var');
      const value = this.expression(queryOf(variable, 'default_val'));
      return value === undefined ? [] : [{ does: 'assign', name: text(variable, 'refname') ?? '', value }];
    });
    const steps = [...declared, ...this.statement(field(this.parsed, 'action'))];
    return this.because === null ? { steps, because: null, trees: this.trees } : opaque(this.because, this.trees);
  }

  private statements(nodes: readonly Node[]): Step[] {
    return nodes.flatMap((one) => this.statement(one));
  }

  private statement(wrapped: Node | undefined): Step[] {
    const { kind, node } = unwrap(wrapped);
    switch (kind) {
      case 'PLpgSQL_stmt_block': {
        const handlers = list(as(field(node, 'exceptions'), 'PLpgSQL_exception_block') ?? field(node, 'exceptions'), 'exc_list');
        const body = this.statements(list(node, 'body'));
        // Any statement of the body may fail, so each handler is another way.
        const ways = handlers.map((one) => ({ condition: undefined, steps: this.statements(list(as(one, 'PLpgSQL_exception'), 'action')) }));
        return ways.length === 0 ? body : [{ does: 'if', arms: ways, otherwise: body }];
      }
      case 'PLpgSQL_stmt_return':
        return [{ does: 'return', value: this.expression(queryOf(node, 'expr')) }];
      case 'PLpgSQL_stmt_if': {
        const arm = (one: Node | undefined, body: string) => ({
          condition: this.expression(queryOf(one, 'cond')),
          steps: this.statements(list(one, body)),
        });
        const arms = [arm(node, 'then_body'), ...list(node, 'elsif_list').map((one) => arm(as(one, 'PLpgSQL_if_elsif'), 'stmts'))];
        return [{ does: 'if', arms, otherwise: this.statements(list(node, 'else_body')) }];
      }
      case 'PLpgSQL_stmt_assign': {
        const assigned = this.names[number(node, 'varno') ?? 0] ?? '';
        return [{ does: 'assign', name: assigned, value: this.expression((queryOf(node, 'expr') ?? '').replace(/^[^=]*?:?=\s*/s, '')) }];
      }
      case 'PLpgSQL_stmt_dynexecute':
      case 'PLpgSQL_stmt_execsql':
      case 'PLpgSQL_stmt_perform': {
        if (kind === 'PLpgSQL_stmt_dynexecute') this.expression(queryOf(node, 'query'));
        else this.query(queryOf(node, kind === 'PLpgSQL_stmt_perform' ? 'expr' : 'sqlstmt'));
        const target = unwrap(field(node, 'target')).node;
        const filled = [text(target, 'refname') ?? '', ...list(target, 'fields').map((one) => text(one, 'name') ?? '')];
        // What a text that is put together finds depends on rows, like all that is selected; PERFORM and INTO tell whether there was a row.
        return [...filled, 'found'].filter((one) => one !== '' && one !== '(unnamed row)').map((one) => ({ does: 'assign', name: one, value: undefined }));
      }
      case 'PLpgSQL_stmt_raise':
        // Notices and warnings go on.
        return (number(node, 'elog_level') ?? 0) >= 21 ? [{ does: 'raise' }] : [];
      case '':
        return [];
      default:
        this.because ??= `the body of ${this.name} is more than can be followed`;
        walk(node, (inner, one) => {
          if (inner === 'PLpgSQL_expr') this.query(text(one, 'query') ?? null) ?? this.expression(text(one, 'query') ?? null);
        });
        return [];
    }
  }

  private query(query: string | null): Node | undefined {
    if (query === null) return undefined;
    const [first] = parseQuery(query).statements ?? [];
    if (first === undefined) return undefined;
    const tree = { [first.kind]: first.node };
    this.trees.push(tree);
    return tree;
  }

  private expression(query: string | null): Node | undefined {
    if (query === null || query === '') return undefined;
    const target = list(as(this.query(`SELECT ${query}`), 'SelectStmt'), 'targetList')[0];
    return field(as(target, 'ResTarget'), 'val');
  }
}

const queryOf = (node: Node | undefined, name: string): string | null => text(as(field(node, name), 'PLpgSQL_expr'), 'query') ?? null;
