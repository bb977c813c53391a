/**
 * Who passes a condition: it is evaluated, by SQL's three truths, for a caller who is nobody in particular and a row that is somebody else's. What comes out true whatever the row holds lets everybody pass.
 */
import { constantOf } from '../fold/constants.js';
import { arrayElements } from '../fold/expressions.js';
import { as, field, list, number, strings, text, unwrap, type Node } from '../fold/nodes.js';
import type { FunctionDef, Table } from '../schema.js';
import { bodyOf, readsNothing, type Body, type Step } from './bodies.js';
import { callerFunction, claim, currentUser, setting, type Caller } from './caller.js';
import { pathOf, type Lookup } from './lookup.js';
import { sameTree } from './same-tree.js';
import * as truths from './values.js';
import { NOTHING, SOME, SURE, type Truth, type Value } from './values.js';

/** How deep calls of functions are followed. */
const DEEPEST = 12;

/** What names mean where an expression stands. */
interface Scope {
  /** The table that a policy is on; null in the body of a function. */
  readonly table: Table | null;
  readonly path: readonly string[] | undefined;
  /** Arguments and variables by name, and arguments by `$1`. */
  readonly bound: ReadonlyMap<string, Value>;
  /** The owner of the function that is run as its owner. */
  readonly definer: string | null;
  readonly calls: readonly FunctionDef[];
  /** Inside of a query that reads rows: whose columns a name means is not asked. */
  readonly amongRows: boolean;
}

export class Evaluator {
  private readonly bodies = new Map<FunctionDef, Body>();

  constructor(
    private readonly lookup: Lookup,
    private readonly caller: Caller,
  ) {}

  /** Whether the caller passes the condition of a policy for a row of somebody else. */
  condition(node: unknown, table: Table): Truth {
    return this.truth(node as Node, { table, path: undefined, bound: new Map(), definer: null, calls: [], amongRows: false });
  }

  private truth(node: Node | undefined, scope: Scope): Truth {
    return truths.truthOf(this.value(node, scope));
  }

  private value(wrapped: Node | undefined, scope: Scope): Value {
    const { kind, node } = unwrap(wrapped);
    switch (kind) {
      case 'A_Const': {
        const constant = constantOf(wrapped);
        return constant === undefined ? NOTHING : { is: 'constant', text: constant };
      }
      case 'TypeCast':
      case 'CollateClause':
        return this.value(field(node, 'arg'), scope);
      case 'ColumnRef':
        return this.column(strings(list(node, 'fields')), scope);
      case 'ParamRef':
        return scope.bound.get(`$${number(node, 'number') ?? 0}`) ?? SOME;
      case 'BoolExpr':
        return tested(this.connective(node, scope));
      case 'NullTest': {
        const isNull = truths.isNull(this.value(field(node, 'arg'), scope));
        return tested(text(node, 'nulltesttype') === 'IS_NOT_NULL' ? truths.not(isNull) : isNull);
      }
      case 'BooleanTest':
        return tested(booleanTest(text(node, 'booltesttype') ?? '', this.truth(field(node, 'arg'), scope)));
      case 'CoalesceExpr':
        return this.coalesce(list(node, 'args'), scope);
      case 'CaseExpr':
        return this.cases(node, scope);
      case 'SubLink':
        return this.subquery(node, scope);
      case 'A_Expr':
        return this.operation(node, scope);
      case 'A_Indirection':
        return this.member(node, scope);
      case 'FuncCall':
        return this.call(node, scope);
      case 'SQLValueFunction':
        return /_(?:USER|ROLE)$/.test(text(node, 'op') ?? '') ? currentUser(this.caller, /SESSION/.test(text(node, 'op') ?? '') ? null : scope.definer) : SURE;
      default:
        return SOME;
    }
  }

  private column(parts: readonly string[], scope: Scope): Value {
    const name = parts.at(-1);
    if (name === undefined) return SOME;
    const bound = scope.bound.get(name);
    if (bound !== undefined && !scope.amongRows) return bound;
    const column = scope.amongRows ? undefined : scope.table?.columns.find((one) => one.name === name);
    if (column === undefined) return SOME;
    return { is: 'column', name, notNull: column.notNull };
  }

  private connective(node: Node, scope: Scope): Truth {
    const args = list(node, 'args');
    const parts = args.map((one) => this.truth(one, scope));
    switch (text(node, 'boolop')) {
      case 'NOT_EXPR':
        return truths.not(parts[0] ?? truths.OPEN);
      case 'AND_EXPR':
        return truths.and(parts);
      default:
        // A test and its opposite leave nobody out.
        return args.some((one, index) => args.slice(index + 1).some((other) => areOpposites(one, other))) ? truths.decided(truths.TRUE) : truths.or(parts);
    }
  }

  private coalesce(args: readonly Node[], scope: Scope): Value {
    const values = args.map((one) => this.value(one, scope)).filter((one) => one.is !== 'null');
    const decisive = values.findIndex((one) => truths.isNull(one).may === truths.FALSE);
    const reached = decisive < 0 ? values : values.slice(0, decisive + 1);
    const [only] = reached;
    if (only === undefined) return NOTHING;
    if (reached.length === 1) return only;
    const outcomes = reached.map((one, index): Truth => {
      const truth = truths.truthOf(one);
      return index === reached.length - 1 ? truth : { ...truth, may: truth.may & ~truths.NULL };
    });
    return tested(truths.either(outcomes));
  }

  private cases(node: Node, scope: Scope): Value {
    const subject = field(node, 'arg');
    const outcomes: Value[] = [];
    for (const one of list(node, 'args')) {
      const when = as(one, 'CaseWhen');
      const condition =
        subject === undefined ? this.truth(field(when, 'expr'), scope) : truths.equal(this.value(subject, scope), this.value(field(when, 'expr'), scope));
      if (condition.may & truths.TRUE) outcomes.push(this.value(field(when, 'result'), scope));
      if (condition.may === truths.TRUE) return oneOf(outcomes);
    }
    const otherwise = field(node, 'defresult');
    return oneOf([...outcomes, otherwise === undefined ? NOTHING : this.value(otherwise, scope)]);
  }

  private subquery(node: Node, scope: Scope): Value {
    const select = as(field(node, 'subselect'), 'SelectStmt');
    const kind = text(node, 'subLinkType');
    if (select === undefined) return SOME;
    const targets = list(select, 'targetList');
    if (!readsNothing(select)) return kind === 'EXISTS_SUBLINK' ? tested(truths.decided(truths.TRUE | truths.FALSE)) : SOME;
    const value = targets.length === 1 ? this.value(field(as(targets[0], 'ResTarget'), 'val'), scope) : SOME;
    if (kind === 'EXISTS_SUBLINK') return tested(truths.decided(truths.TRUE));
    if (kind === 'EXPR_SUBLINK') return value;
    if (kind !== 'ANY_SUBLINK') return SOME;
    // A function that gives rows may give any number of them.
    return value.is === 'some' ? SOME : tested(truths.equal(this.value(field(node, 'testexpr'), scope), value));
  }

  private operation(node: Node, scope: Scope): Value {
    const operator = strings(list(node, 'name')).at(-1) ?? '';
    const [leftNode, rightNode] = [field(node, 'lexpr'), field(node, 'rexpr')];
    const left = this.value(leftNode, scope);
    switch (text(node, 'kind')) {
      case 'AEXPR_OP':
        if (operator === '->' || operator === '->>' || operator === '#>' || operator === '#>>') return this.part(left, operator, rightNode);
        break;
      case 'AEXPR_NULLIF':
        return left.is === 'null' ? NOTHING : left.is === 'constant' || left.is === 'caller' ? left : SOME;
      case 'AEXPR_IN':
        return tested(
          this.among(
            left,
            list(as(rightNode, 'List'), 'items').map((one) => this.value(one, scope)),
            operator === '=',
          ),
        );
      case 'AEXPR_OP_ANY': {
        const listed =
          unwrap(rightNode).kind === 'A_ArrayExpr' ? list(unwrap(rightNode).node, 'elements').map((one) => this.value(one, scope)) : constants(rightNode);
        if (operator === '=' && listed !== null) return tested(this.among(left, listed, true));
        return left.is === 'null' ? NOTHING : SOME;
      }
      case 'AEXPR_DISTINCT':
      case 'AEXPR_NOT_DISTINCT': {
        const same = this.same(left, this.value(rightNode, scope));
        return tested(text(node, 'kind') === 'AEXPR_DISTINCT' ? truths.not(same) : same);
      }
    }
    const right = this.value(rightNode, scope);
    if (operator === '=' || operator === '<>' || operator === '!=') {
      const alike = leftNode !== undefined && rightNode !== undefined && sameTree(leftNode, rightNode);
      // `user_id = user_id` holds for every row in which it is set.
      const same = alike && truths.isNull(left).may !== truths.TRUE ? truths.decided(truths.TRUE) : truths.equal(left, right);
      return tested(operator === '=' ? same : truths.not(same));
    }
    const doubt = [left, right].find((one) => one.is === 'unknown');
    if (doubt !== undefined) return doubt;
    return left.is === 'null' || right.is === 'null' ? NOTHING : SOME;
  }

  private among(left: Value, listed: readonly Value[], positive: boolean): Truth {
    const found = truths.or(listed.map((one) => truths.equal(left, one)));
    return positive ? found : truths.not(found);
  }

  /** Equality for which NULL is a value like others. */
  private same(left: Value, right: Value): Truth {
    if (left.is === 'null' || right.is === 'null') return truths.and([truths.isNull(left), truths.isNull(right)]);
    const { may, because } = truths.equal(left, right);
    return { may: (may & truths.TRUE) | (may & (truths.FALSE | truths.NULL) ? truths.FALSE : 0), because };
  }

  /** A member of what is followed as an object: of the claims. */
  private part(left: Value, operator: string, key: Node | undefined): Value {
    if (left.is !== 'claims') return left.is === 'null' || left.is === 'unknown' ? left : SOME;
    const name = constantOf(key);
    const keys = operator.startsWith('#') ? arrayElements(key) : [name];
    if (keys === null || keys.includes(undefined)) return SOME;
    return claim([...left.path, ...(keys as string[])], this.caller);
  }

  private member(node: Node, scope: Scope): Value {
    let value = this.value(field(node, 'arg'), scope);
    for (const one of list(node, 'indirection')) value = this.part(value, '->', field(as(one, 'A_Indices'), 'uidx'));
    return value;
  }

  private call(node: Node, scope: Scope): Value {
    const parts = strings(list(node, 'funcname'));
    const name = parts.join('.');
    const argNodes = list(node, 'args');
    const told = callerFunction(name, this.caller);
    if (told !== null) return told;
    const last = parts.at(-1)!;
    if (last === 'current_setting') return setting(constantOf(argNodes[0]), this.caller);
    const args = argNodes.map((one) => this.value(as(one, 'NamedArgExpr') === undefined ? one : field(as(one, 'NamedArgExpr'), 'arg'), scope));
    if (/^jsonb?_extract_path(?:_text)?$/.test(last)) return argNodes.slice(1).reduce<Value>((value, key) => this.part(value, '->', key), args[0] ?? SOME);
    const called = this.lookup.called(parts, args.length, scope.path);
    if (called.length > 0) return oneOf(called.map((one) => this.run(one, argNodes, args, scope)));
    const doubt = args.find((one) => one.is === 'unknown');
    if (doubt !== undefined) return doubt;
    if (
      /^(?:now|random|gen_random_uuid|uuid_generate_v4|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|pg_backend_pid|txid_current)$/.test(
        last,
      )
    )
      return SURE;
    // What is asked about the row or about somebody depends on it; what is asked about nothing may well be a switch.
    if (args.length > 0) return SOME;
    return { is: 'unknown', because: `${name}() is in no file` };
  }

  private run(called: FunctionDef, argNodes: readonly Node[], args: readonly Value[], scope: Scope): Value {
    if (called.returnsSet) return SOME;
    if (scope.calls.includes(called) || scope.calls.length >= DEEPEST) return { is: 'unknown', because: `${called.schema}.${called.name} calls itself` };
    // STRICT: not run at all, and NULL.
    if (called.strict && args.some((one) => one.is === 'null')) return NOTHING;
    const bound = new Map<string, Value>();
    args.forEach((value, index) => {
      const named = text(as(argNodes[index], 'NamedArgExpr'), 'name');
      const position = named === undefined ? index : called.argNames.indexOf(named);
      bound.set(`$${position + 1}`, value);
      const name = called.argNames[position];
      if (name != null && name !== '') bound.set(name, value);
    });
    const { steps, because } = this.bodyOf(called);
    if (steps === null) return { is: 'unknown', because: because! };
    const definer = called.securityDefiner ? called.owner : scope.definer;
    const inner: Scope = { table: null, path: pathOf(called), bound, definer, calls: [...scope.calls, called], amongRows: false };
    return oneOf(this.follow(steps, inner).returned);
  }

  private bodyOf(called: FunctionDef): Body {
    const known = this.bodies.get(called);
    if (known !== undefined) return known;
    const body = bodyOf(called);
    this.bodies.set(called, body);
    return body;
  }

  /** What may be returned, whether the end may be reached without, and what the variables are then. */
  private follow(steps: readonly Step[], before: Scope): { readonly returned: readonly Value[]; readonly ends: boolean; readonly scope: Scope } {
    const returned: Value[] = [];
    let scope = before;
    for (const step of steps) {
      if (step.does === 'return') return { returned: [...returned, step.value === undefined ? SOME : this.value(step.value, scope)], ends: true, scope };
      if (step.does === 'raise') return { returned: [...returned, tested(truths.decided(truths.FALSE))], ends: true, scope };
      if (step.does === 'assign') {
        scope = { ...scope, bound: new Map(scope.bound).set(step.name, step.value === undefined ? SOME : this.value(step.value, scope)) };
        continue;
      }
      const taken: Scope[] = [];
      let open = true;
      for (const arm of step.arms) {
        const condition = this.truth(arm.condition, scope);
        if (condition.may & truths.TRUE) {
          const inner = this.follow(arm.steps, scope);
          // What is returned where it is not known whether the branch is taken is in doubt itself.
          returned.push(...inner.returned.map((one) => (condition.because === null ? one : { is: 'unknown' as const, because: condition.because })));
          if (!inner.ends) taken.push(inner.scope);
        }
        if (condition.may === truths.TRUE) {
          open = false;
          break;
        }
      }
      if (open) {
        const rest = this.follow(step.otherwise, scope);
        returned.push(...rest.returned);
        if (!rest.ends) taken.push(rest.scope);
      }
      const [only] = taken;
      if (only === undefined) return { returned, ends: true, scope };
      scope = taken.length === 1 ? only : { ...scope, bound: merged(taken.map((one) => one.bound)) };
    }
    return { returned, ends: false, scope };
  }
}

const tested = (truth: Truth): Value => ({ is: 'truth', truth });

/** One of several values, and it is not known which. */
function oneOf(values: readonly Value[]): Value {
  const [first] = values;
  if (first === undefined) return NOTHING;
  if (values.every((one) => JSON.stringify(one) === JSON.stringify(first))) return first;
  return tested(truths.either(values.map(truths.truthOf)));
}

/** Variables after branches that may each have been taken. */
function merged(all: readonly ReadonlyMap<string, Value>[]): Map<string, Value> {
  const names = new Set(all.flatMap((one) => [...one.keys()]));
  return new Map([...names].map((name) => [name, oneOf(all.map((one) => one.get(name) ?? SOME))]));
}

function constants(node: Node | undefined): readonly Value[] | null {
  const elements = arrayElements(node);
  return elements === null ? null : elements.map((one): Value => (one === undefined ? NOTHING : { is: 'constant', text: one }));
}

function booleanTest(kind: string, truth: Truth): Truth {
  const wanted = /TRUE$/.test(kind) ? truths.TRUE : /FALSE$/.test(kind) ? truths.FALSE : truths.NULL;
  const is: Truth = { may: (truth.may & wanted ? truths.TRUE : 0) | (truth.may & ~wanted ? truths.FALSE : 0), because: truth.because };
  return /NOT/.test(kind) ? truths.not(is) : is;
}

/** `x IS NULL` and `x IS NOT NULL`, `a = b` and `a <> b`, a test and its NOT. */
function areOpposites(one: Node, other: Node): boolean {
  const [left, right] = [unwrap(one), unwrap(other)];
  const negated = ({ kind, node }: typeof left): Node | undefined =>
    kind === 'BoolExpr' && text(node, 'boolop') === 'NOT_EXPR' ? list(node, 'args')[0] : undefined;
  const [ofLeft, ofRight] = [negated(left), negated(right)];
  if (ofLeft !== undefined && sameTree(ofLeft, other)) return true;
  if (ofRight !== undefined && sameTree(ofRight, one)) return true;
  if (left.kind !== right.kind) return false;
  if (left.kind === 'NullTest')
    return text(left.node, 'nulltesttype') !== text(right.node, 'nulltesttype') && sameTree(field(left.node, 'arg')!, field(right.node, 'arg')!);
  if (left.kind !== 'A_Expr' || text(left.node, 'kind') !== 'AEXPR_OP' || text(right.node, 'kind') !== 'AEXPR_OP') return false;
  const operators = [left, right]
    .map(({ node }) => strings(list(node, 'name')).at(-1))
    .sort()
    .join(' ');
  const side = (name: string): boolean => {
    const [a, b] = [field(left.node, name), field(right.node, name)];
    return a !== undefined && b !== undefined && sameTree(a, b);
  };
  return (operators === '<> =' || operators === '!= =') && side('lexpr') && side('rexpr');
}
