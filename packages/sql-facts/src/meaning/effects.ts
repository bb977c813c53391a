/** What the body of a function does when it is called: the relations that it reads and changes, and the functions that it calls, also in the bodies of those. */
import { field, list, strings, text, walk, type Node } from '../fold/nodes.js';
import type { FunctionDef, Named, Schema } from '../schema.js';
import { bodyOf } from './bodies.js';
import { Lookup, pathOf } from './lookup.js';

export interface Effect {
  readonly does: 'selects from' | 'inserts into' | 'updates' | 'deletes from';
  readonly relation: Named;
}

export interface Effects {
  /** Each once, changes before reads. */
  readonly effects: readonly Effect[];
  /** Functions that are called, qualified as written. */
  readonly calls: readonly string[];
  /** Words for the role that asks: `current_user` and its kin. */
  readonly asksForRole: boolean;
  /** Why not all of it is known; null when it is. */
  readonly because: string | null;
}

const CHANGES: Readonly<Record<string, Effect['does']>> = {
  InsertStmt: 'inserts into',
  UpdateStmt: 'updates',
  DeleteStmt: 'deletes from',
  MergeStmt: 'updates',
};

/** Functions are followed this many calls deep. */
const DEPTH = 8;

/** Asks about the functions of a schema. */
export class FunctionEffects {
  private readonly lookup: Lookup;

  constructor(schema: Schema) {
    this.lookup = new Lookup(schema);
  }

  of(start: FunctionDef): Effects {
    const effects = new Map<string, Effect>();
    const calls = new Set<string>();
    const seen = new Set<FunctionDef>();
    let asksForRole = false;
    let because: string | null = null;
    const add = (does: Effect['does'], relation: Named): void => void effects.set(`${does} ${relation.schema}.${relation.name}`, { does, relation });
    const visit = (one: FunctionDef, depth: number): void => {
      if (seen.has(one)) return;
      seen.add(one);
      const { trees, steps, because: why } = bodyOf(one);
      // A body that is more than can be followed has its statements all the same; without any, nothing is known.
      if (steps === null && trees.length === 0) because ??= why ?? 'its body is not known';
      if (/\bexecute\b/i.test(one.language === 'plpgsql' ? (one.body ?? '') : ''))
        because ??= `${one.schema}.${one.name} runs SQL that is put together when it is called`;
      const path = pathOf(one);
      const named = new Set<string>();
      walk(trees, (kind, node) => void (kind === 'CommonTableExpr' && named.add(text(node, 'ctename') ?? '')));
      const relation = (range: Node | undefined): Named | null =>
        range === undefined || (text(range, 'schemaname') === undefined && named.has(text(range, 'relname') ?? '')) ? null : this.lookup.relation(range, path);
      walk(trees, (kind, node) => {
        const does = CHANGES[kind];
        if (does !== undefined) {
          const changed = relation(field(node, 'relation'));
          if (changed !== null) add(does, changed);
        } else if (kind === 'SQLValueFunction' && /USER|ROLE/.test(text(node, 'op') ?? '')) asksForRole = true;
        else if (kind === 'RangeVar') {
          const read = relation(node);
          if (read !== null) add('selects from', read);
        } else if (kind === 'FuncCall') {
          const parts = strings(list(node, 'funcname'));
          calls.add(parts.join('.'));
          if (depth < DEPTH) for (const other of this.lookup.called(parts, list(node, 'args').length, path)) visit(other, depth + 1);
        }
      });
    };
    visit(start, 0);
    const order = (one: Effect): number => (one.does === 'selects from' ? 1 : 0);
    return { effects: [...effects.values()].sort((a, b) => order(a) - order(b)), calls: [...calls], asksForRole, because };
  }
}
