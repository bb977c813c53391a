/** What is known while one module is lowered: tables that grow, and where in the text the walk stands. */
import type { Node } from 'oxc-parser';
import type { Assignment, Binding, BindingId, Class, Export, ExportAll, Expr, Fn, FunctionId, Import, ParseError, Pattern, Span } from '../ir.js';
import { createScope, type Scope } from './scope.js';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Nodes below each other before the inside is given up as opaque. Everything that reads the IR recurses over it, and the
 * stack of a host that calls us from deep inside its own walk is not ours to spend.
 */
const maxDepth = 500;

export class Lowering {
  readonly bindings: Mutable<Binding>[] = [];
  readonly functions: Mutable<Fn>[] = [];
  readonly classes: Mutable<Class>[] = [];
  readonly imports: Import[] = [];
  readonly exports: Export[] = [];
  readonly exportAll: ExportAll[] = [];
  readonly assignments: Assignment[] = [];
  readonly errors: ParseError[] = [];
  directives: readonly string[] = [];
  readonly text: string;
  /** The innermost scope and function at this moment. */
  scope: Scope;
  fn: FunctionId = 0;
  depth = 0;
  /** Inside `namespace X { … }`: the bindings that it exports; null at the level of the module. */
  namespace: Map<string, BindingId> | null = null;
  /** By function: the bindings of functions around it that it mentions. */
  private readonly captured: Set<BindingId>[] = [];
  private saidTooDeep = false;

  constructor(text: string) {
    this.text = text;
    this.scope = createScope(null, 0);
  }

  /** Reserves the next function; its fields are filled when its body has been lowered. */
  openFunction(kind: Fn['kind'], at: Span): Mutable<Fn> {
    const id = this.functions.length;
    const fn: Mutable<Fn> = {
      id,
      name: null,
      kind,
      async: false,
      generator: false,
      params: [],
      body: [],
      parent: id === 0 ? null : this.fn,
      class: null,
      captures: [],
      directives: [],
      decorators: [],
      returnType: null,
      at,
      head: at,
    };
    this.functions.push(fn);
    this.captured.push(new Set());
    return fn;
  }

  /** Runs `inside` with another scope, and another function where one is given, as the innermost. */
  within<T>(scope: Scope, fn: FunctionId, inside: () => T): T {
    const before = { scope: this.scope, fn: this.fn };
    this.scope = scope;
    this.fn = fn;
    try {
      return inside();
    } finally {
      this.scope = before.scope;
      this.fn = before.fn;
    }
  }

  /** Runs `inside` in a new block scope of the current function. */
  inBlock<T>(inside: () => T): T {
    return this.within(createScope(this.scope, this.fn), this.fn, inside);
  }

  /** The binding that a value name means here; null for a global. */
  find(name: string): BindingId | null {
    for (let scope: Scope | null = this.scope; scope; scope = scope.parent) {
      const id = scope.values.get(name);
      if (id !== undefined) return id;
    }
    return null;
  }

  /** The binding that a type name means here; null for a global or a type parameter. */
  findType(name: string): BindingId | null {
    for (let scope: Scope | null = this.scope; scope; scope = scope.parent) {
      const type = scope.types?.get(name);
      if (type !== undefined) return type;
      const id = scope.values.get(name);
      if (id !== undefined && typeLike.has(this.bindings[id]!.kind)) return id;
    }
    return null;
  }

  /** Notes that the current function mentions a binding: it and the functions around it capture it, up to its owner. */
  mention(id: BindingId): void {
    const owner = this.bindings[id]!.owner;
    if (owner === 0) return;
    for (let fn: FunctionId | null = this.fn; fn !== null && fn !== owner; fn = this.functions[fn]!.parent) this.captured[fn]!.add(id);
  }

  /** Writes what was captured into the functions, sorted. */
  closeCaptures(): void {
    for (const fn of this.functions) fn.captures = [...this.captured[fn.id]!].sort((a, b) => a - b);
  }

  /** Notes a later value of module-level bindings in `target`. */
  assigned(target: Pattern, value: Expr): void {
    switch (target.p) {
      case 'binding':
        if (this.bindings[target.binding]!.owner === 0) this.assignments.push({ binding: target.binding, value, fn: this.fn, at: target.at });
        break;
      case 'default':
        this.assigned(target.target, { k: 'logical', op: '??', left: value, right: target.value, at: target.at });
        break;
      case 'object':
        for (const prop of target.props) this.assigned(prop.value, { k: 'member', object: value, property: prop.key, optional: false, at: prop.value.at });
        if (target.rest) this.assigned(target.rest, { k: 'opaque', because: 'the rest of a destructured object', children: [value], at: target.rest.at });
        break;
      case 'array':
        target.items.forEach((item, i) => {
          if (item) this.assigned(item, { k: 'member', object: value, property: String(i), optional: false, at: item.at });
        });
        if (target.rest) this.assigned(target.rest, { k: 'opaque', because: 'the rest of a destructured array', children: [value], at: target.rest.at });
        break;
      case 'expression':
        break;
    }
  }

  /** True while there is room to go one level deeper; the first time there is none, an error says so. */
  enter(node: Node): boolean {
    if (this.depth < maxDepth) {
      this.depth++;
      return true;
    }
    if (!this.saidTooDeep) this.errors.push({ message: `Code nested deeper than ${maxDepth} levels is not read`, at: span(node) });
    this.saidTooDeep = true;
    return false;
  }

  leave(): void {
    this.depth--;
  }
}

const typeLike: ReadonlySet<Binding['kind']> = new Set<Binding['kind']>(['import', 'class', 'enum', 'namespace', 'type']);

export const span = (node: { readonly start: number; readonly end: number }): Span => ({ start: node.start, end: node.end });
