/** The reads of one module: members of the environment, destructuring, calls that take a name, schemas. */
import type { Call, Expr, FunctionId, Pattern, Span } from '@gatelint/ts-facts';
import type { EnvAccess } from './access.js';
import { rootsOf, visit } from './definitions.js';
import type { Denoted, Denoter } from './denote.js';
import { declaredBySchema } from './schema-modules.js';
import type { Text, Texts } from './texts.js';

export interface Read {
  /** Another file than the one that is scanned, when a schema is declared there. */
  readonly file: string;
  readonly name: string;
  readonly at: Span;
  /** Declared in an environment schema. */
  readonly schema: boolean;
  /** A member of `import.meta.env`. */
  readonly meta: boolean;
}

/** A read whose name is not constant where it stands. */
export interface OpenRead {
  readonly text: Text;
  readonly at: Span;
}

export interface Scan {
  readonly reads: readonly Read[];
  readonly open: readonly OpenRead[];
  /** Calls with arguments, for the project's own accessors. */
  readonly calls: readonly Call[];
  /** Parameters of the project's functions that a call here gives the environment to. */
  readonly passes: readonly { readonly file: string; readonly fn: FunctionId; readonly index: number }[];
}

export const isVariableName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/u.test(name);

/**
 * @param denoters `env` answers what is the environment, `all` follows everything: for names of variables and schemas that stand elsewhere
 */
export function scanModule(file: string, { env: denoter, all }: { readonly env: Denoter; readonly all: Denoter }, access: EnvAccess, texts: Texts): Scan {
  const reads = new Map<string, Read>();
  const open = new Map<string, OpenRead>();
  const calls: Call[] = [];
  const passes: Scan['passes'][number][] = [];
  const written = new Set<number>();
  /** Callees that every object has: `process.env.toString()`. */
  const methods = new Set<Expr>();

  const read = (name: string, at: Span, { schema = false, meta = false, where = file } = {}): void => {
    if (isVariableName(name)) reads.set(`${where} ${at.start} ${name}`, { file: where, name, at, schema, meta });
  };
  const readAll = (found: readonly Text[], at: Span, meta = false): void => {
    for (const text of found) {
      if (text.hole === null) read(text.head, at, { meta });
      else open.set(`${at.start} ${JSON.stringify(text)}`, { text, at });
    }
  };
  const isEnv = (expr: Expr): boolean => mayBe(expr) && access.isObject(denoter.denote(file, expr));

  /** A member of an object that the environment was spread into, unless it is one of the object's own. */
  const isSpread = (expr: Expr, key: string): boolean => {
    const object = expr.k === 'ref' ? denoter.denote(file, expr) : null;
    if (object?.is !== 'expr' || object.expr.k !== 'object' || !object.expr.props.some((prop) => prop.kind === 'spread')) return false;
    const found = denoter.step(object, key);
    if (found?.is !== 'path' || object.expr.props.some((prop) => prop.kind === 'value' && prop.key === key)) return false;
    return access.isObject({ ...found, path: found.path.slice(0, -1) });
  };

  /** The name in `process.env.hasOwnProperty(name)`, `Object.hasOwn(process.env, name)`, `Reflect.get(process.env, name)`. */
  const askedByName = ({ callee, args }: Call, denoted: Denoted | null): Expr | null => {
    if (callee.k === 'member' && callee.property === 'hasOwnProperty' && isEnv(callee.object)) return args[0] ?? null;
    const byName = denoted?.is === 'path' && denoted.module === 'globalThis' && askers.has(denoted.path.join('.'));
    return byName && args[0] && isEnv(args[0]) ? (args[1] ?? null) : null;
  };

  /** The environment as an argument: it is what the parameter stands for. */
  const pass = (callee: Expr, args: readonly Expr[]): void => {
    if (!args.some(isEnv)) return;
    const to = all.denote(file, callee);
    const made = to?.is === 'class' ? (all.module(to.file)?.classes[to.class]?.members.find((one) => one.kind === 'constructor')?.fn ?? null) : null;
    const fn = to?.is === 'fn' ? to.fn : made;
    if (fn === null || (to?.is !== 'fn' && to?.is !== 'class')) return;
    for (const [index, arg] of args.entries()) if (isEnv(arg)) passes.push({ file: to.file, fn, index });
  };

  /** `{ A, B: b = 1, ...rest }` taken from the environment. */
  const destructure = (pattern: Pattern, meta: boolean): void => {
    if (pattern.p === 'default') destructure(pattern.target, meta);
    if (pattern.p !== 'object') return;
    for (const { key, value } of pattern.props) {
      if (typeof key === 'string') read(key, value.at, { meta });
      else readAll(texts(file, key), key.at, meta);
    }
  };
  /** Like `destructure`, for a value that holds the environment somewhere: `const { env: { A } } = process`. */
  const destructureDeep = (pattern: Pattern, value: Expr): void => {
    const inner = pattern.p === 'default' ? pattern.target : pattern;
    if (inner.p !== 'object') return;
    const denoted = denoter.denote(file, value);
    if (access.isObject(denoted)) return destructure(inner, isMeta(denoted));
    for (const prop of inner.props) {
      const target = prop.value.p === 'default' ? prop.value.target : prop.value;
      if (target.p === 'object' && typeof prop.key === 'string' && denoted && access.isObject(denoter.step(denoted, prop.key)))
        destructure(target, isMeta(denoted));
    }
  };

  const module = denoter.module(file);
  if (!module) return { reads: [], open: [], calls: [], passes: [] };
  for (const one of module.imports) {
    if (one.typeOnly || one.binding === null || one.imported === '*' || one.imported === 'default') continue;
    const name = access.variable(denoter.binding(file, one.binding));
    if (name !== null) read(name, one.at);
  }
  for (const fn of module.functions)
    for (const param of fn.params) if (param.pattern.p === 'default') destructureDeep(param.pattern.target, param.pattern.value);

  visit(rootsOf(module), (node) => {
    if (node['s'] === 'let' && node['value']) destructureDeep(node['target'] as Pattern, node['value'] as Expr);
    const expr = node as unknown as Expr;
    switch (expr.k) {
      case 'assign':
        if (expr.target.p === 'expression' && expr.op === '=') written.add(expr.target.target.at.start);
        else if (expr.target.p === 'object') destructureDeep(expr.target, expr.value);
        break;
      case 'unary':
        if (expr.op === 'delete') written.add(expr.value.at.start);
        break;
      case 'binary':
        if (expr.op === 'in' && isEnv(expr.right)) readAll(texts(file, expr.left), expr.at);
        break;
      case 'member':
        // Assigning is no read. The outermost member of an assignment starts where its target does.
        if (written.has(expr.at.start)) {
          written.delete(expr.at.start);
          if (isEnv(expr.object)) break;
        }
        if (!isEnv(expr.object)) {
          if (typeof expr.property === 'string' && isSpread(expr.object, expr.property)) read(expr.property, expr.at);
          break;
        }
        {
          const meta = isMeta(denoter.denote(file, expr.object));
          if (typeof expr.property === 'string') {
            if (!methods.has(expr)) read(expr.property, expr.at, { meta });
          } else readAll(texts(file, expr.property), expr.at, meta);
        }
        break;
      case 'call': {
        if (expr.callee.k === 'member' && typeof expr.callee.property === 'string' && Object.hasOwn(Object.prototype, expr.callee.property))
          methods.add(expr.callee);
        if (expr.args.length === 0) break;
        calls.push(expr);
        pass(expr.callee, expr.args);
        const callee = mayBe(expr.callee) ? denoter.denote(file, expr.callee) : null;
        const fits = access.reader(callee);
        if (fits)
          readAll(
            texts(file, expr.args[0]!).filter((text) => text.hole !== null || fits(text.head)),
            expr.at,
          );
        const asked = askedByName(expr, callee);
        if (asked) readAll(texts(file, asked), expr.at);
        const schema = declaredBySchema(file, expr, callee, all, access, isEnv);
        for (const one of schema.declared) read(one.name, one.at, { schema: true, where: one.file });
        for (const one of schema.checkedBy) passes.push({ file: one.file, fn: one.fn, index: 0 });
        break;
      }
      case 'new':
        pass(expr.callee, expr.args);
        break;
      default:
        break;
    }
  });
  return { reads: [...reads.values()], open: [...open.values()], calls, passes };
}

/** Only names and their members can be the environment; a literal need not be followed. */
function mayBe(expr: Expr): boolean {
  return (
    expr.k === 'ref' ||
    expr.k === 'global' ||
    expr.k === 'member' ||
    expr.k === 'call' ||
    expr.k === 'this' ||
    expr.k === 'logical' ||
    expr.k === 'await' ||
    expr.k === 'opaque'
  );
}

const askers = new Set(['Object.hasOwn', 'Reflect.get', 'Reflect.has']);

const isMeta = (denoted: Denoted | null): boolean => denoted?.is === 'path' && denoted.path[0] === 'import';
