/** What a condition mentions, in its own text and in the bodies of the functions that it calls: claims, settings, calls that tell who asks, relations that it reads. */
import { constantOf } from '../fold/constants.js';
import { arrayElements } from '../fold/expressions.js';
import { as, field, list, strings, text, unwrap, type Node } from '../fold/nodes.js';
import type { FunctionDef, Named } from '../schema.js';
import { bodyOf, readsNothing } from './bodies.js';
import { isCallerFunction, isEditable } from './caller.js';
import { pathOf, type Lookup } from './lookup.js';

/** A relation that is read. */
export interface Read {
  readonly relation: Named;
  /** The function in whose body it is read; null for a subquery of the condition itself. */
  readonly through: string | null;
  /** With the rights of a function's owner, whom row level security does not hold; else with those of the caller. */
  readonly asOwner: boolean;
}

export interface Mentions {
  /** Claims that the user can edit, as they are written, each with the function in whose body it stands. */
  readonly editable: readonly { readonly claim: string; readonly through: string | null }[];
  /** Settings of the connection that it asks for. */
  readonly settings: readonly string[];
  /** What tells it who asks, wherever it stands. */
  readonly callers: readonly string[];
  /** Calls that tell who asks and that are run for every row: they stand in no subquery. */
  readonly perRow: readonly string[];
  readonly reads: readonly Read[];
  /** Text that it holds something against: names of roles, states. Sorted. */
  readonly constants: readonly string[];
  /** Whether there is any subquery in its own text. */
  readonly subqueries: boolean;
  /** Why not all of it is known: functions that cannot be looked into. */
  readonly because: string | null;
}

export function mentionsOf(node: unknown, lookup: Lookup): Mentions {
  const walker = new Walker(lookup);
  walker.visit(node, { through: null, path: undefined, asOwner: false, ctes: new Set(), depth: 0, perRow: true });
  return walker.found();
}

interface Where {
  readonly through: string | null;
  readonly path: readonly string[] | undefined;
  /** In a function that runs as its owner, whom row level security does not hold. */
  readonly asOwner: boolean;
  readonly ctes: ReadonlySet<string>;
  readonly depth: number;
  readonly perRow: boolean;
}

class Walker {
  private readonly editable = new Map<string, Mentions['editable'][number]>();
  private readonly settings = new Set<string>();
  private readonly callers = new Set<string>();
  private readonly perRow = new Set<string>();
  private readonly constants = new Set<string>();
  private readonly reads = new Map<string, Read>();
  private readonly entered = new Set<FunctionDef>();
  private subqueries = false;
  private because: string | null = null;

  constructor(private readonly lookup: Lookup) {}

  found(): Mentions {
    const sorted = <T>(all: ReadonlyMap<string, T>): T[] => [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    return {
      editable: sorted(this.editable),
      settings: [...this.settings].sort(),
      callers: [...this.callers].sort(),
      perRow: [...this.perRow],
      reads: sorted(this.reads),
      constants: [...this.constants].sort(),
      subqueries: this.subqueries,
      because: this.because,
    };
  }

  visit(tree: unknown, where: Where): void {
    if (Array.isArray(tree)) return tree.forEach((one) => this.visit(one, where));
    if (typeof tree !== 'object' || tree === null) return;
    for (const key in tree) {
      const value = (tree as Node)[key];
      if (typeof value !== 'object' || value === null) continue;
      if (key.charCodeAt(0) < 97 && !Array.isArray(value)) this.node(key, value as Node, where);
      else this.visit(value, where);
    }
  }

  private node(kind: string, node: Node, where: Where): void {
    switch (kind) {
      case 'SubLink':
        if (where.through === null) this.subqueries = true;
        // A subquery that reads nothing of the row is run once; in one that reads rows, a call is part of looking them up.
        return (this.visit(node['subselect'], { ...where, perRow: false }), this.visit(node['testexpr'], where));
      case 'SelectStmt': {
        const own = list(field(node, 'withClause'), 'ctes').map((one) => text(as(one, 'CommonTableExpr'), 'ctename') ?? '');
        const inner = own.length === 0 ? where : { ...where, ctes: new Set([...where.ctes, ...own]) };
        return this.visit(node, readsNothing(node) ? inner : { ...inner, perRow: false });
      }
      case 'RangeVar': {
        if (text(node, 'schemaname') === undefined && where.ctes.has(text(node, 'relname') ?? '')) return;
        const relation = this.lookup.relation(node, where.path);
        this.reads.set(`${relation.schema}.${relation.name}\n${where.through ?? ''}`, { relation, through: where.through, asOwner: where.asOwner });
        return;
      }
      case 'ColumnRef': {
        const name = strings(list(node, 'fields')).at(-1) ?? '';
        if (isEditable([name])) this.edited(name, where);
        return;
      }
      case 'A_Expr': {
        this.compares(node);
        const path = claimPath(kind, node);
        if (path !== null && isEditable(path)) return this.edited(`auth.jwt() -> '${path[0]!}'`, where);
        return this.visit(node, where);
      }
      case 'A_Indirection': {
        const path = claimPath(kind, node);
        if (path !== null && isEditable(path)) return this.edited(`auth.jwt() -> '${path[0]!}'`, where);
        return this.visit(node, where);
      }
      case 'FuncCall':
        return this.call(node, where);
      default:
        return this.visit(node, where);
    }
  }

  private compares(node: Node): void {
    const [left, right] = [field(node, 'lexpr'), field(node, 'rexpr')];
    const said = [constantOf(left), constantOf(right), ...list(as(right, 'List'), 'items').map(constantOf), ...(arrayElements(right) ?? [])];
    if (/^(?:->>?|#>>?)$/.test(strings(list(node, 'name')).at(-1) ?? '')) return;
    for (const one of said) if (one !== undefined && /[a-z]/i.test(one)) this.constants.add(one);
  }

  private edited(claim: string, { through }: Where): void {
    this.editable.set(`${claim}\n${through ?? ''}`, { claim, through });
  }

  private call(node: Node, where: Where): void {
    const parts = strings(list(node, 'funcname'));
    const name = parts.join('.');
    const args = list(node, 'args');
    const path = claimPath('FuncCall', node);
    if (path !== null && isEditable(path)) this.edited(`auth.jwt() -> '${path[0]!}'`, where);
    const asks = isCallerFunction(name) && (!name.endsWith('current_setting') || /^request\.jwt/.test(constantOf(args[0]) ?? ''));
    if (asks) this.callers.add(name);
    if (where.perRow && where.through === null && isCallerFunction(name)) this.perRow.add(name);
    if (parts.at(-1) === 'current_setting') {
      const setting = constantOf(args[0]);
      if (setting !== undefined && !setting.startsWith('request.')) this.settings.add(setting);
    }
    this.visit(args, where);
    for (const called of this.lookup.called(parts, args.length, where.path)) {
      if (this.entered.has(called) || where.depth > 12) continue;
      this.entered.add(called);
      const { trees, steps, because } = bodyOf(called);
      if (steps === null) this.because ??= because;
      const inner = { through: `${called.schema}.${called.name}`, path: pathOf(called), asOwner: where.asOwner || called.securityDefiner };
      this.visit(trees, { ...inner, ctes: new Set(), depth: where.depth + 1, perRow: false });
    }
  }
}

/** The path that an expression takes into the caller's claims; null when it is about something else. Seen through casts and subqueries that read nothing. */
function claimPath(kind: string, node: Node): readonly string[] | null {
  const into = (wrapped: Node | undefined): readonly string[] | null => {
    const inner = unwrap(wrapped);
    return claimPath(inner.kind, inner.node);
  };
  const deeper = (base: readonly string[] | null, keys: readonly (string | undefined)[] | null): readonly string[] | null =>
    base === null || keys === null || keys.includes(undefined) ? null : [...base, ...(keys as string[])];
  switch (kind) {
    case 'TypeCast':
    case 'CollateClause':
      return into(field(node, 'arg'));
    case 'SubLink': {
      const select = as(field(node, 'subselect'), 'SelectStmt');
      return select === undefined || !readsNothing(select) ? null : into(field(as(list(select, 'targetList')[0], 'ResTarget'), 'val'));
    }
    case 'CoalesceExpr':
      return into(list(node, 'args')[0]);
    case 'FuncCall': {
      const name = strings(list(node, 'funcname')).join('.');
      const args = list(node, 'args');
      if (name === 'auth.jwt') return [];
      if (/current_setting$/.test(name)) return constantOf(args[0]) === 'request.jwt.claims' ? [] : null;
      if (/jsonb?_extract_path(?:_text)?$/.test(name)) return deeper(into(args[0]), args.slice(1).map(constantOf));
      return /^(?:pg_catalog\.)?nullif$/.test(name) ? into(args[0]) : null;
    }
    case 'A_Expr': {
      if (text(node, 'kind') === 'AEXPR_NULLIF') return into(field(node, 'lexpr'));
      const operator = strings(list(node, 'name')).at(-1) ?? '';
      if (text(node, 'kind') !== 'AEXPR_OP' || !/^(?:->>?|#>>?)$/.test(operator)) return null;
      const key = field(node, 'rexpr');
      return deeper(into(field(node, 'lexpr')), operator.startsWith('#') ? arrayElements(key) : [constantOf(key)]);
    }
    case 'A_Indirection':
      return list(node, 'indirection').reduce<readonly string[] | null>(
        (path, one) => deeper(path, [constantOf(field(as(one, 'A_Indices'), 'uidx'))]),
        into(field(node, 'arg')),
      );
    default:
      return null;
  }
}
