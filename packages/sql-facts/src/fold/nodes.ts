/** Reads the parser's nodes, which leave out every field that holds its zero value. */
import type { Node } from '../postgres.js';

export type { Node };

const EMPTY: Node = {};
const NOTHING = { kind: '', node: EMPTY } as const;
const NONE: readonly Node[] = [];

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

export function field(node: Node | undefined, name: string): Node | undefined {
  const value = node?.[name];
  return isNode(value) ? value : undefined;
}

/** The parser's lists hold nothing but nodes. */
export function list(node: Node | undefined, name: string): readonly Node[] {
  const value = node?.[name];
  return Array.isArray(value) ? (value as readonly Node[]) : NONE;
}

export function text(node: Node | undefined, name: string): string | undefined {
  const value = node?.[name];
  return typeof value === 'string' ? value : undefined;
}

export function flag(node: Node | undefined, name: string): boolean {
  return node?.[name] === true;
}

export function number(node: Node | undefined, name: string): number | undefined {
  const value = node?.[name];
  return typeof value === 'number' ? value : undefined;
}

/** Where the node starts, in bytes; a missing one is 0, -1 says that it has none. */
export function locationOf(node: Node | undefined): number {
  return number(node, 'location') ?? 0;
}

/** `{ ColumnDef: {…} }` → its kind and its fields. */
export function unwrap(node: Node | undefined): { readonly kind: string; readonly node: Node } {
  if (node !== undefined) {
    for (const kind in node) {
      const inner = node[kind];
      return { kind, node: isNode(inner) ? inner : EMPTY };
    }
  }
  return NOTHING;
}

/** The fields of a node that is known to be of one kind; undefined when it is of another. */
export function as(node: Node | undefined, kind: string): Node | undefined {
  return field(node, kind);
}

/** `[{ String: { sval } }, …]` → strings. */
export function strings(nodes: readonly Node[]): string[] {
  const found: string[] = [];
  for (const one of nodes) {
    const string = field(one, 'String');
    if (string !== undefined) found.push(text(string, 'sval') ?? '');
  }
  return found;
}

/** The parts of a name, whether it comes as a List, a TypeName, a String or an ObjectWithArgs. */
export function nameParts(node: Node | undefined): string[] {
  const { kind, node: inner } = unwrap(node);
  if (kind === 'List') return strings(list(inner, 'items'));
  if (kind === 'TypeName') return strings(list(inner, 'names'));
  if (kind === 'ObjectWithArgs') return strings(list(inner, 'objname'));
  if (kind === 'String') return [text(inner, 'sval') ?? ''];
  return [];
}

/** Every node below and with `node`, outermost first, each under its kind. */
export function walk(node: unknown, visit: (kind: string, node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  else if (isNode(node)) {
    for (const key in node) {
      const value = node[key];
      if (typeof value !== 'object' || value === null) continue;
      // Kinds are capitalised, fields are not.
      if (isNode(value) && key.charCodeAt(0) < 97) visit(key, value);
      walk(value, visit);
    }
  }
}
