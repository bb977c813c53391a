/** CommonJS in the shapes that people write: `require` bound to names, and assignments to `exports`. */
import type * as ast from 'oxc-parser';
import type { Expr, Pattern, Span } from '../ir.js';
import { span, type Lowering } from './lowering.js';
import { nameSpan } from './scope.js';

/**
 * `const a = require('x')`, `const { a, b: c } = require('x')` and `const a = require('x').b` as imports.
 * False when the declarator is something else: it is then lowered like any other.
 */
export function lowerRequire(l: Lowering, node: ast.VariableDeclarator): boolean {
  const source = requireSource(l, node.init);
  if (source) {
    if (node.id.type === 'Identifier') return bindImport(l, node.id, source, '*', span(node));
    return node.id.type === 'ObjectPattern' && bindNames(l, node.id, source);
  }
  const { init } = node;
  if (node.id.type === 'Identifier' && init?.type === 'MemberExpression' && !init.computed && init.property.type === 'Identifier') {
    const of = requireSource(l, init.object);
    if (of) return bindImport(l, node.id, of, init.property.name, span(node));
  }
  return false;
}

function requireSource(l: Lowering, node: ast.Expression | null): string | null {
  let at = node;
  while (at && (at.type === 'TSAsExpression' || at.type === 'TSNonNullExpression' || at.type === 'TSTypeAssertion' || at.type === 'TSSatisfiesExpression'))
    at = at.expression;
  if (at?.type !== 'CallExpression' || at.callee.type !== 'Identifier' || at.callee.name !== 'require' || at.arguments.length !== 1) return null;
  const arg = at.arguments[0]!;
  return arg.type === 'Literal' && typeof arg.value === 'string' && l.find('require') === null ? arg.value : null;
}

function bindNames(l: Lowering, pattern: ast.ObjectPattern, source: string): boolean {
  const plain = pattern.properties.every((p) => p.type === 'Property' && !p.computed && p.key.type === 'Identifier' && p.value.type === 'Identifier');
  if (!plain) return false;
  for (const prop of pattern.properties) {
    if (prop.type === 'Property' && prop.key.type === 'Identifier' && prop.value.type === 'Identifier')
      bindImport(l, prop.value, source, prop.key.name, span(prop));
  }
  // `const {} = require('x')` still runs the module.
  if (pattern.properties.length === 0) l.imports.push({ source, imported: '*', binding: null, typeOnly: false, at: span(pattern) });
  return true;
}

function bindImport(l: Lowering, id: ast.BindingIdentifier, source: string, imported: string, at: Span): boolean {
  const binding = l.find(id.name);
  if (binding === null || l.bindings[binding]!.import !== null) return false;
  l.bindings[binding]!.kind = 'import';
  l.bindings[binding]!.import = l.imports.length;
  l.bindings[binding]!.at = nameSpan(id);
  l.imports.push({ source, imported, binding, typeOnly: false, at });
  return true;
}

/** Called for every plain assignment at module level: notes what `module.exports = …`, `module.exports.a = …` and `exports.a = …` export. */
export function noteCommonJsExport(l: Lowering, target: Pattern, value: Expr): void {
  if (target.p !== 'expression' || target.target.k !== 'member' || typeof target.target.property !== 'string') return;
  const { object, property, at } = target.target;
  if (isGlobal(object, 'module') && property === 'exports') exportWhole(l, value, at);
  else if (isGlobal(object, 'exports') || (object.k === 'member' && object.property === 'exports' && isGlobal(object.object, 'module'))) {
    // Compilers write `exports.a = void 0` first; the value comes later.
    const last = lastOf(value);
    const unset = (last.k === 'unary' && last.op === 'void') || (last.k === 'literal' && last.undef);
    if (!unset && property !== '__esModule') exportValue(l, property, last, at);
  }
}

const isGlobal = (expr: Expr, name: string): boolean => expr.k === 'global' && expr.name === name;

/** `a = b = c` has the value c. */
function lastOf(value: Expr): Expr {
  let at = value;
  while (at.k === 'assign' && at.op === '=') at = at.value;
  return at;
}

/** A module's whole value: the default, each property a name of its own, and what is spread into it passed on. */
export function exportWhole(l: Lowering, whole: Expr, at: Span): void {
  const value = lastOf(whole);
  exportValue(l, 'default', value, at, true);
  const source = sourceOf(value);
  if (source !== null) l.exportAll.push({ source, as: null, typeOnly: false, at: value.at });
  if (value.k !== 'object') return;
  for (const prop of value.props) {
    if (prop.kind === 'spread') {
      const spread = sourceOf(prop.value);
      if (spread !== null) l.exportAll.push({ source: spread, as: null, typeOnly: false, at: prop.at });
    } else if (typeof prop.key === 'string') exportValue(l, prop.key, prop.value, prop.at);
  }
}

const sourceOf = (value: Expr): string | null =>
  value.k === 'import' && value.source.k === 'literal' && typeof value.source.value === 'string' ? value.source.value : null;

export function exportValue(l: Lowering, name: string, value: Expr, at: Span, whole = false): void {
  const source = sourceOf(value);
  const rest = { typeOnly: false, ...(whole ? { whole: true as const } : {}), at };
  if (value.k === 'ref') l.exports.push({ name, what: { is: 'binding', binding: value.binding }, ...rest });
  else if (source !== null) l.exports.push({ name, what: { is: 'from', source, imported: '*' }, ...rest });
  else if (value.k === 'member' && typeof value.property === 'string' && sourceOf(value.object) !== null) {
    l.exports.push({ name, what: { is: 'from', source: sourceOf(value.object)!, imported: value.property }, ...rest });
  } else l.exports.push({ name, what: { is: 'expression', value }, ...rest });
}
