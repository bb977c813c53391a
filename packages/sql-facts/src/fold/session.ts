/** What a script says about itself: transactions, the search path, comments on objects, schemas. */
import { constantOf } from './expressions.js';
import type { Handler } from './context.js';
import { as, field, list, nameParts, strings, text, type Node } from './nodes.js';
import type { Snapshot, State } from './state.js';

/** Open transactions and savepoints of one script, each with the schema as it was. */
export class Transactions {
  private stack: { readonly savepoint: string | null; readonly before: Snapshot }[] = [];

  /** `undoes`: whether the script has a ROLLBACK at all; without one nothing has to be remembered. */
  constructor(private readonly undoes: boolean) {}

  run(state: State, node: Node): void {
    if (!this.undoes) return;
    const name = text(node, 'savepoint_name') ?? null;
    switch (text(node, 'kind')) {
      case 'TRANS_STMT_BEGIN':
      case 'TRANS_STMT_START':
        if (this.stack.length === 0) this.stack.push({ savepoint: null, before: state.snapshot() });
        return;
      case 'TRANS_STMT_SAVEPOINT':
        this.stack.push({ savepoint: name, before: state.snapshot() });
        return;
      case 'TRANS_STMT_RELEASE': {
        const at = this.find(name);
        if (at >= 0) this.stack.length = at;
        return;
      }
      case 'TRANS_STMT_ROLLBACK_TO': {
        const at = this.find(name);
        if (at < 0) return;
        state.restore(this.stack[at]!.before);
        // The savepoint stays, the later ones are gone.
        this.stack.length = at + 1;
        return;
      }
      case 'TRANS_STMT_ROLLBACK':
        if (this.stack.length > 0) state.restore(this.stack[0]!.before);
        this.stack = [];
        return;
      case 'TRANS_STMT_COMMIT':
        this.stack = [];
    }
  }

  private find(savepoint: string | null): number {
    return this.stack.map((one) => one.savepoint).lastIndexOf(savepoint);
  }
}

export const isRollback = (kind: string, node: Node | null): boolean =>
  kind === 'TransactionStmt' && node !== null && /^TRANS_STMT_ROLLBACK(_TO)?$/.test(text(node, 'kind') ?? '');

export const setVariable: Handler = (node, { state }) => {
  if (text(node, 'kind') === 'VAR_RESET_ALL') state.resetSearchPath();
  if (text(node, 'name') !== 'search_path') return;
  if (text(node, 'kind') !== 'VAR_SET_VALUE') state.resetSearchPath();
  else
    setPath(
      state,
      list(node, 'args').map((one) => constantOf(one) ?? ''),
    );
};

function setPath(state: State, names: readonly string[]): void {
  // The user's own schema is not there by default; an empty path means that every name is qualified.
  state.searchPath = names.map((name) => name.trim()).filter((name) => name !== '' && name !== '$user' && name !== 'pg_catalog');
}

/** `SELECT set_config('search_path', …)`, as dumps write it. */
export function setConfig(node: Node, state: State): void {
  for (const target of list(node, 'targetList')) {
    const call = as(field(as(target, 'ResTarget'), 'val'), 'FuncCall');
    if (strings(list(call, 'funcname')).at(-1) !== 'set_config') continue;
    const [name, value] = list(call, 'args').map(constantOf);
    if (name === 'search_path' && value !== undefined)
      setPath(
        state,
        value.split(',').map((one) => one.trim().replace(/^"(.*)"$/, '$1')),
      );
  }
}

export const createSchema: Handler = (node, context) => {
  const { state } = context;
  const name = text(node, 'schemaname') ?? text(field(node, 'authrole'), 'rolename') ?? '';
  state.addSchema(name);
  const elements = list(node, 'schemaElts');
  if (elements.length === 0) return;
  const before = state.searchPath;
  state.searchPath = [name, ...before];
  for (const element of elements) for (const kind in element) context.run(context.unit, kind, field(element, kind) ?? {});
  state.searchPath = before;
};

export const comment: Handler = (node, { state }) => {
  const words = text(node, 'comment') ?? null;
  const parts = nameParts(field(node, 'object'));
  if (text(node, 'objtype') === 'OBJECT_TABLE') {
    const table = state.table(state.relationNamed(parts));
    if (table !== undefined) state.change(table, { comment: words });
  } else if (text(node, 'objtype') === 'OBJECT_COLUMN') {
    const table = state.table(state.relationNamed(parts.slice(0, -1)));
    const name = parts.at(-1);
    if (table !== undefined) state.change(table, { columns: table.columns.map((column) => (column.name === name ? { ...column, comment: words } : column)) });
  }
};

/** IMPORT FOREIGN SCHEMA brings tables that no file names. */
export const importForeignSchema: Handler = (node, context) => {
  context.opaque(`IMPORT FOREIGN SCHEMA ${text(node, 'remote_schema') ?? ''} brings tables that no file names`);
  context.state.partial = true;
};
