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

/** What one body does by itself. */
interface Own {
  readonly effects: readonly Effect[];
  readonly calls: readonly { readonly parts: readonly string[]; readonly args: number }[];
  readonly asksForRole: boolean;
  readonly because: string | null;
}

/** Asks about the functions of a schema. */
export class FunctionEffects {
  private readonly lookup: Lookup;
  private readonly known = new Map<FunctionDef, Own>();

  constructor(schema: Schema) {
    this.lookup = new Lookup(schema);
  }

  of(start: FunctionDef): Effects {
    const effects = new Map<string, Effect>();
    const calls = new Set<string>();
    const reached = new Map<FunctionDef, number>([[start, 0]]);
    let asksForRole = false;
    let because: string | null = null;
    for (const [one, depth] of reached) {
      const own = this.own(one);
      because ??= own.because;
      asksForRole ||= own.asksForRole;
      for (const effect of own.effects) effects.set(`${effect.does} ${effect.relation.schema}.${effect.relation.name}`, effect);
      for (const { parts, args } of own.calls) {
        calls.add(parts.join('.'));
        if (depth < DEPTH) for (const other of this.lookup.called(parts, args, pathOf(one))) if (!reached.has(other)) reached.set(other, depth + 1);
      }
    }
    const order = (one: Effect): number => (one.does === 'selects from' ? 1 : 0);
    return { effects: [...effects.values()].sort((a, b) => order(a) - order(b)), calls: [...calls], asksForRole, because };
  }

  private own(one: FunctionDef): Own {
    const before = this.known.get(one);
    if (before !== undefined) return before;
    const made = this.read(one);
    this.known.set(one, made);
    return made;
  }

  private read(one: FunctionDef): Own {
    const { trees, steps, because: why } = bodyOf(one);
    const effects: Effect[] = [];
    const calls: Own['calls'][number][] = [];
    let asksForRole = false;
    // A body that is more than can be followed has its statements all the same; without any, nothing is known.
    let because = steps === null && trees.length === 0 ? (why ?? 'its body is not known') : null;
    if (one.language === 'plpgsql' && /\bexecute\b/i.test(one.body ?? ''))
      because ??= `${one.schema}.${one.name} runs SQL that is put together when it is called`;
    const path = pathOf(one);
    const named = new Set<string>();
    walk(trees, (kind, node) => void (kind === 'CommonTableExpr' && named.add(text(node, 'ctename') ?? '')));
    const add = (does: Effect['does'], range: Node | undefined): void => {
      if (range === undefined || (text(range, 'schemaname') === undefined && named.has(text(range, 'relname') ?? ''))) return;
      effects.push({ does, relation: this.lookup.relation(range, path) });
    };
    walk(trees, (kind, node) => {
      const does = CHANGES[kind];
      if (does !== undefined) add(does, field(node, 'relation'));
      else if (kind === 'RangeVar') add('selects from', node);
      else if (kind === 'SQLValueFunction' && /USER|ROLE/.test(text(node, 'op') ?? '')) asksForRole = true;
      else if (kind === 'FuncCall') calls.push({ parts: strings(list(node, 'funcname')), args: list(node, 'args').length });
    });
    return { effects, calls, asksForRole, because };
  }
}
