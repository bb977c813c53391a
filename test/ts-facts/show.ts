/** The IR in short, for expectations that people can read: `x@1` is the binding x of function 1. */
import { lower, type Expr, type Module, type Pattern, type Stmt, type TypeRef } from '@gatelint/ts-facts';

export function lowered(text: string, file = 'a.ts'): Module {
  const module = lower(file, text);
  if (module.errors.length > 0) throw new Error(`${file}: ${module.errors.map((e) => e.message).join('; ')}`);
  return module;
}

export function show(module: Module, node: Expr | Pattern | Stmt): string {
  const name = (id: number): string => `${module.bindings[id]!.name}@${module.bindings[id]!.owner}`;
  const key = (k: string | Expr): string => (typeof k === 'string' ? k : `[${expr(k)}]`);

  function pattern(p: Pattern): string {
    switch (p.p) {
      case 'binding':
        return name(p.binding);
      case 'object':
        return `{${[...p.props.map((prop) => `${key(prop.key)}: ${pattern(prop.value)}`), ...(p.rest ? [`...${pattern(p.rest)}`] : [])].join(', ')}}`;
      case 'array':
        return `[${[...p.items.map((item) => (item ? pattern(item) : '')), ...(p.rest ? [`...${pattern(p.rest)}`] : [])].join(', ')}]`;
      case 'default':
        return `${pattern(p.target)} = ${expr(p.value)}`;
      case 'expression':
        return `<${expr(p.target)}>`;
    }
  }

  function expr(e: Expr): string {
    switch (e.k) {
      case 'ref':
        return name(e.binding);
      case 'global':
        return e.name;
      case 'this':
      case 'super':
        return e.k;
      case 'literal':
        return e.undef ? 'undefined' : JSON.stringify(e.value);
      case 'regexp':
        return `/${e.source}/${e.flags}`;
      case 'template':
        return `${e.tag ? expr(e.tag) : ''}\`${e.quasis.map((q, i) => q + (e.exprs[i] ? `\${${expr(e.exprs[i])}}` : '')).join('')}\``;
      case 'member':
        return `${expr(e.object)}${e.optional ? '?' : ''}.${key(e.property)}`;
      case 'call':
        return `${expr(e.callee)}${e.optional ? '?.' : ''}(${e.args.map(expr).join(', ')})`;
      case 'new':
        return `new ${expr(e.callee)}(${e.args.map(expr).join(', ')})`;
      case 'await':
        return `await ${expr(e.value)}`;
      case 'object':
        return `{${e.props.map((p) => (p.kind === 'spread' ? `...${expr(p.value)}` : `${key(p.key)}: ${expr(p.value)}`)).join(', ')}}`;
      case 'array':
        return `[${e.items.map(expr).join(', ')}]`;
      case 'spread':
        return `...${expr(e.value)}`;
      case 'function':
        return `fn#${e.id}`;
      case 'class':
        return `class#${e.id}`;
      case 'conditional':
        return `(${expr(e.test)} ? ${expr(e.then)} : ${expr(e.else)})`;
      case 'logical':
      case 'binary':
        return `(${expr(e.left)} ${e.op} ${expr(e.right)})`;
      case 'unary':
        return `${e.op} ${expr(e.value)}`;
      case 'assign':
        return `${pattern(e.target)} ${e.op} ${expr(e.value)}`;
      case 'sequence':
        return `(${e.items.map(expr).join(', ')})`;
      case 'yield':
        return `yield${e.delegate ? '*' : ''} ${e.value ? expr(e.value) : ''}`;
      case 'import':
        return `${e.sync ? 'require' : 'import'}(${expr(e.source)})`;
      case 'jsx':
        return `<${typeof e.tag === 'string' ? e.tag : expr(e.tag)} ${e.props.map((p) => (p.kind === 'spread' ? `...${expr(p.value)}` : `${key(p.key)}=${expr(p.value)}`)).join(' ')}>${e.children.map(expr).join('')}</>`;
      case 'opaque':
        return `opaque(${e.because}: ${e.children.map(expr).join(', ')})`;
    }
  }

  const block = (body: readonly Stmt[]): string => `{ ${body.map(stmt).join('; ')} }`;

  function stmt(s: Stmt): string {
    switch (s.s) {
      case 'let':
        return `${s.kind} ${pattern(s.target)}${s.value ? ` = ${expr(s.value)}` : ''}`;
      case 'do':
        return expr(s.value);
      case 'if':
        return `if ${expr(s.test)} ${block(s.then)}${s.else.length > 0 ? ` else ${block(s.else)}` : ''}`;
      case 'switch':
        return `switch ${expr(s.on)} ${s.cases.map((c) => `${c.test ? expr(c.test) : 'default'}: ${block(c.body)}`).join(' ')}`;
      case 'loop':
        return `${s.label ? `${s.label}: ` : ''}${s.kind}${s.await ? ' await' : ''} (${[s.init.map(stmt).join(', '), s.test && expr(s.test), s.update && expr(s.update), s.target && pattern(s.target), s.over && expr(s.over)].filter(Boolean).join('; ')}) ${block(s.body)}`;
      case 'try':
        return `try ${block(s.body)}${s.handler ? ` catch ${s.param ? pattern(s.param) : ''} ${block(s.handler)}` : ''}${s.finally ? ` finally ${block(s.finally)}` : ''}`;
      case 'return':
        return `return${s.value ? ` ${expr(s.value)}` : ''}`;
      case 'throw':
        return `throw ${expr(s.value)}`;
      case 'break':
      case 'continue':
        return `${s.s}${s.label ? ` ${s.label}` : ''}`;
      case 'block':
        return `${s.label ? `${s.label}: ` : ''}${block(s.body)}`;
      case 'class':
        return `class#${s.id}`;
    }
  }

  if ('k' in node) return expr(node);
  return 'p' in node ? pattern(node) : stmt(node);
}

/** The statements of a function, a line each; function 0 is the module. */
export function body(module: Module, fn = 0): string[] {
  return module.functions[fn]!.body.map((s) => show(module, s));
}

export function fnNamed(module: Module, name: string): Module['functions'][number] {
  const found = module.functions.find((f) => f.name === name);
  if (!found) throw new Error(`no function is called ${name}`);
  return found;
}

/** `name = what`, a line for each export. */
export function exportsOf(module: Module): string[] {
  return module.exports.map(({ name, what, typeOnly }) => {
    const value =
      what.is === 'binding'
        ? `${module.bindings[what.binding]!.name}@${module.bindings[what.binding]!.owner}`
        : what.is === 'from'
          ? `${what.source}#${what.imported}`
          : show(module, what.value);
    return `${typeOnly ? 'type ' : ''}${name} = ${value}`;
  });
}

export function importsOf(module: Module): string[] {
  return module.imports.map(
    ({ source, imported, binding, typeOnly }) => `${typeOnly ? 'type ' : ''}${binding === null ? '-' : module.bindings[binding]!.name} = ${source}#${imported}`,
  );
}

export function type(ref: TypeRef | null): string {
  if (!ref) return '-';
  if (ref.literal !== undefined) return JSON.stringify(ref.literal);
  if (ref.union.length > 0) return ref.union.map(type).join(' | ');
  if (ref.keysOf) return `keyof ${type(ref.keysOf)}`;
  if (ref.itemsOf) return `${type(ref.itemsOf)}[]`;
  return `${ref.query ? 'typeof ' : ''}${ref.path.join('.') || '?'}${ref.binding === null ? '' : '!'}${ref.args.length > 0 ? `<${ref.args.map(type).join(', ')}>` : ''}`;
}
