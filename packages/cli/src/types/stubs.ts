/**
 * Stand-ins for packages. The checker is given, for each package that the code imports from, a declaration of just the names that are imported: a type that is
 * equal to itself alone, a function that returns a type of its own, and members of which nothing is known. So types flow through the project's own generics,
 * overloads and inference, and at their end stands the name of what a package exports, whether it is installed or not.
 */

const folder = '/.packages/';
const call = '$call';
/** More type arguments than anybody gives. */
const parameters = '<A = any, B = any, C = any, D = any, E = any, F = any, G = any, H = any>';

export interface StubName {
  readonly specifier: string;
  /** Segments of the export's name; the last one `()` for what calling it returns. */
  readonly path: readonly string[];
}

export class Stubs {
  /** Names by specifier, dotted where the code names a member type. */
  private readonly names = new Map<string, Set<string>>();
  private changed = new Set<string>();

  /** The file that stands in for a package's module; null when nothing is imported from it. */
  fileOf(specifier: string): string | null {
    return this.names.has(specifier) ? pathOf(specifier) : null;
  }

  add(specifier: string, name: string): void {
    let known = this.names.get(specifier);
    if (!known) {
      this.names.set(specifier, (known = new Set()));
      this.changed.add(specifier);
    }
    if (name === '*' || known.has(name)) return;
    known.add(name);
    this.changed.add(specifier);
  }

  /** Files that are new or differ since the last time, with their texts. */
  takeChanged(): readonly { readonly path: string; readonly text: string }[] {
    const files = [...this.changed].sort().map((specifier) => ({ path: pathOf(specifier), text: textOf(this.names.get(specifier) ?? new Set()) }));
    this.changed = new Set();
    return files;
  }
}

/** What a type that is declared in a stand-in is called in its package; null for a declaration that stands elsewhere. `names`: outermost first. */
export function stubName(file: string, names: readonly string[]): StubName | null {
  if (!file.startsWith(folder)) return null;
  const specifier = decodeURIComponent(file.slice(folder.length, -'.d.ts'.length));
  const last = names.at(-1) ?? '';
  const path = [...names.slice(0, -1), ...(last.endsWith(call) ? [last.slice(0, -call.length), '()'] : [last])];
  return { specifier, path: path.map((segment) => (segment === 'default_' ? 'default' : segment)) };
}

const pathOf = (specifier: string): string => `${folder}${encodeURIComponent(specifier)}.d.ts`;

interface Tree {
  readonly members: Map<string, Tree>;
}

function textOf(names: ReadonlySet<string>): string {
  const root: Tree = { members: new Map() };
  for (const name of [...names].sort()) {
    let at = root;
    for (const segment of name.split('.')) {
      let next = at.members.get(segment);
      if (!next) at.members.set(segment, (next = { members: new Map() }));
      at = next;
    }
  }
  const lines = ['export {};'];
  for (const [name, tree] of root.members) {
    const local = name === 'default' ? 'default_' : name;
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(local)) continue;
    lines.push(
      ...declare(local, tree, ''),
      `interface ${local}${call} { readonly '#type': '${local}()'; [member: string]: any }`,
      `declare const ${local}: { new ${parameters}(...args: any[]): ${local}; ${parameters}(...args: any[]): ${local}${call}; [member: string]: any };`,
      name === 'default' ? `export { ${local} as default };` : `export { ${local} };`,
    );
  }
  return lines.join('\n');
}

function declare(name: string, tree: Tree, prefix: string): string[] {
  const own = `interface ${name}${parameters} { readonly '#type': '${prefix}${name}'; [member: string]: any }`;
  if (tree.members.size === 0) return [own];
  const inner = [...tree.members].flatMap(([member, below]) => declare(member, below, `${prefix}${name}.`).map((line) => `export ${line}`));
  return [own, `${prefix === '' ? 'declare ' : ''}namespace ${name} { ${inner.join(' ')} }`];
}
