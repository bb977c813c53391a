/** What a script says about itself: transactions, the search path, comments on objects, schemas. */
import { constantOf } from './constants.js';
import type { Handler } from './context.js';
import { as, field, flag, list, nameParts, strings, text, type Node } from './nodes.js';
import { roleName } from './policies.js';
import { APPLIES } from './new-objects.js';
import type { Snapshot, State } from './state.js';

/** Open transactions and savepoints of one script, each with the way back to the schema as it was. */
export class Transactions {
  private stack: { readonly savepoint: string | null; readonly before: Snapshot }[] = [];
  /** What SET LOCAL has changed, to be taken back at the end. */
  private local: { readonly searchPath: readonly string[]; readonly role: string } | null = null;

  /** `undoes`: whether the script has a ROLLBACK at all; without one nothing has to be remembered. */
  constructor(private readonly undoes: boolean) {}

  /** Before a SET LOCAL. */
  keepSession(state: State): void {
    this.local ??= { searchPath: state.searchPath, role: state.role };
  }

  run(state: State, node: Node): void {
    const kind = text(node, 'kind');
    if ((kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK') && this.local !== null) {
      state.searchPath = this.local.searchPath;
      state.role = this.local.role;
      this.local = null;
    }
    if (!this.undoes) return;
    const name = text(node, 'savepoint_name') ?? null;
    switch (kind) {
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
        return this.end(state, flag(node, 'chain'));
      case 'TRANS_STMT_COMMIT':
        return this.end(state, flag(node, 'chain'));
    }
  }

  private end(state: State, chain: boolean): void {
    this.stack = [];
    state.journal.clear();
    if (chain) this.stack.push({ savepoint: null, before: state.snapshot() });
  }

  private find(savepoint: string | null): number {
    return this.stack.map((one) => one.savepoint).lastIndexOf(savepoint);
  }
}

export const isRollback = (kind: string, node: Node | null): boolean =>
  kind === 'TransactionStmt' && node !== null && /^TRANS_STMT_ROLLBACK(_TO)?$/.test(text(node, 'kind') ?? '');

export const setVariable: Handler = (node, { state }) => {
  const name = text(node, 'name');
  const sets = text(node, 'kind') === 'VAR_SET_VALUE';
  const values = list(node, 'args').map((one) => constantOf(one) ?? '');
  if (text(node, 'kind') === 'VAR_RESET_ALL') state.resetSearchPath();
  else if (name === 'search_path') {
    if (sets) setPath(state, values);
    else state.resetSearchPath();
  } else if (name === 'role' || name === 'session_authorization') state.role = sets && values[0] !== 'none' && values[0] !== undefined ? values[0] : APPLIES;
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
  const role = field(node, 'authrole');
  const owner = role === undefined ? state.role : roleName(context, role);
  const name = text(node, 'schemaname') ?? owner;
  state.addSchema(name, owner);
  const elements = list(node, 'schemaElts');
  if (elements.length === 0) return;
  const before = { searchPath: state.searchPath, role: state.role };
  state.searchPath = [name, ...state.searchPath];
  state.role = owner;
  for (const element of elements) for (const kind in element) context.run(context.unit, kind, field(element, kind) ?? {});
  state.searchPath = before.searchPath;
  state.role = before.role;
};

export const comment: Handler = (node, { state }) => {
  const words = text(node, 'comment') ?? null;
  const parts = nameParts(field(node, 'object'));
  switch (text(node, 'objtype')) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
      const name = state.relationNamed(parts);
      const [table, view] = [state.table(name), state.view(name)];
      if (table !== undefined) state.change(table, { comment: words });
      else if (view !== undefined) state.putView({ ...view, comment: words });
      return;
    }
    case 'OBJECT_COLUMN': {
      const table = state.table(state.relationNamed(parts.slice(0, -1)));
      const name = parts.at(-1);
      if (table !== undefined) state.change(table, { columns: table.columns.map((column) => (column.name === name ? { ...column, comment: words } : column)) });
    }
  }
};

/** IMPORT FOREIGN SCHEMA brings tables that no file names. */
export const importForeignSchema: Handler = (node, context) => {
  context.opaque(`IMPORT FOREIGN SCHEMA ${text(node, 'remote_schema') ?? ''} brings tables that no file names`);
  context.state.partial = true;
};
