/**
 * The compiler as the oracle of the index: every import that we resolve and every callee that we lead to a declaration, in whole projects, against what the
 * TypeScript compiler says. Where the two differ, the difference stands here with its reason.
 */
import { catalogue, packageOf } from '@gatelint/catalogue';
import { createModules, walk, type Expr, type Module } from '@gatelint/ts-facts';
import { nodeFileSystem } from '@gatelint/engine/node';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixturesFolder } from '../../packages/dev/src/fixtures.js';
import { createMachine } from '../../packages/engine/src/analysis/index.js';
import { resolveReference } from '../../packages/engine/src/analysis/module-values.js';
import type { Value } from '../../packages/engine/src/analysis/value.js';
import { rootsOf, visit } from '../../packages/engine/src/environment/definitions.js';
import { createDenoter } from '../../packages/engine/src/environment/denote.js';
import { compilerIndex, type Declared } from './compiler-index.js';

/** By project: what we say a callee is, and why the compiler says something else. */
const cached = "React's cache() gives back the function that it takes: the row of the catalogue says so, and the compiler knows a constant.";
const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'leaky-shop': { 'getUser: lib/auth/session.ts:218': cached },
  'sound-shop': { 'getUser: lib/auth/session.ts:218': cached },
  'tangled-imports': { 'receipts: packages/legacy/lib/refund.js:120': 'The rest of what a require() gives has no members to the compiler.' },
};

/** What the index says a thing is: a declaration of the project (`file:offset`) or something of a package (`package#name`). */
type Answer = { readonly place: string } | { readonly external: string };

function openIndex(name: string) {
  const root = join(fixturesFolder, 'projects', name);
  const files = nodeFileSystem();
  const paths = walk(files, root, { ignore: [] });
  const code = paths.filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !path.endsWith('.d.ts'));
  const modules = createModules({ root, files });
  const machine = createMachine({ modules, catalogue, types: null });
  const denoter = createDenoter(modules);
  const load = (file: string): Module => modules.load(file)!;

  const functionAt = (file: string, fn: number): Answer => ({ place: `${file}:${load(file).functions[fn]!.head.start}` });
  const classAt = (file: string, cls: number): Answer => {
    const declared = load(file).classes[cls]!;
    return { place: `${file}:${declared.binding === null ? declared.at.start : load(file).bindings[declared.binding]!.at.start}` };
  };
  const fromValue = (value: Value): Answer | null => {
    if (value.t === 'function') return functionAt(value.file, value.fn);
    return value.t === 'class' ? classAt(value.file, value.cls) : null;
  };
  const fromNames = (file: string, expr: Expr): Answer | null => {
    const denoted = denoter.denote(file, expr);
    if (denoted?.is === 'fn') return functionAt(denoted.file, denoted.fn);
    if (denoted?.is === 'class') return classAt(denoted.file, denoted.class);
    return denoted?.is === 'path' && denoted.module !== 'globalThis' ? { external: `${denoted.module}#${denoted.path[0] ?? '*'}` } : null;
  };

  return {
    root,
    code,
    imports: code.flatMap((file) => specifiersOf(load(file)).map((specifier) => ({ file, specifier, where: modules.resolve(file, specifier) }))),
    /** Every imported name that is a value. */
    names: code.flatMap((file) =>
      load(file).imports.flatMap(({ binding, typeOnly }) => {
        const name = binding === null || typeOnly ? undefined : load(file).bindings[binding];
        const ref: Expr | null = name && binding !== null ? { k: 'ref', binding, at: name.at } : null;
        return name && ref
          ? [{ file, text: name.name, callee: ref, byValue: fromValue(resolveReference(machine, load(file), ref)), byName: fromNames(file, ref) }]
          : [];
      }),
    ),
    /** Every call and construction, with what it calls as values and as names have it. */
    callees: code.flatMap((file) =>
      calleesOf(load(file)).map((callee) => ({
        file,
        callee,
        text: modules.text(file)!.slice(callee.at.start, callee.at.end),
        byValue: startsAtTop(load(file), callee) ? fromValue(resolveReference(machine, load(file), callee)) : null,
        byName: fromNames(file, callee),
      })),
    ),
  };
}

function specifiersOf(module: Module): readonly string[] {
  const found = [
    ...module.imports.map((one) => one.source),
    ...module.exportAll.map((one) => one.source),
    ...module.exports.flatMap((one) => (one.what.is === 'from' ? [one.what.source] : [])),
  ];
  return [...new Set(found)];
}

function calleesOf(module: Module): readonly Expr[] {
  const found: Expr[] = [];
  visit(rootsOf(module), (node) => {
    if (node['k'] === 'call' || node['k'] === 'new') found.push(node['callee'] as Expr);
  });
  return [...new Map(found.map((one) => [`${one.at.start}-${one.at.end}`, one])).values()];
}

/** Whether a name of the module's top level is where the expression starts: what a function's own names are depends on the call. */
function startsAtTop(module: Module, expr: Expr): boolean {
  if (expr.k === 'member') return startsAtTop(module, expr.object);
  if (expr.k === 'call' || expr.k === 'new') return false;
  return expr.k === 'ref' && module.bindings[expr.binding]?.owner === 0;
}

/** Of what a package's value has for members the compiler, without the package, has no opinion. */
function agrees(ours: Answer, theirs: Declared | null): boolean {
  if ('place' in ours) return theirs !== null && (theirs.typeOnly || theirs.places.has(ours.place));
  if (theirs?.external == null) return !theirs || theirs.typeOnly || theirs.places.size === 0;
  const [specifier = '', name] = theirs.external.split('#');
  const [module, own] = ours.external.split('#');
  return packageOf(specifier) === module && (own === name || own === '*' || name === '*' || name === 'default');
}

describe.each(Object.keys(reasons))('%s', (name) => {
  const { root, code, imports, names, callees } = openIndex(name);
  const compiler = compilerIndex(root, code);
  const expected = reasons[name] ?? {};
  const met = new Set<string>();

  it('imports lead where the compiler finds them', () => {
    const differences = imports.flatMap(({ file, specifier, where }) => {
      const ours = where.is === 'file' ? where.file : null;
      const theirs = compiler.resolve(file, specifier);
      return ours === theirs ? [] : [`${file} '${specifier}': ${ours ?? where.is}, not ${theirs ?? 'outside'}`];
    });
    expect(differences).toEqual([]);
    expect(imports.filter(({ where }) => where.is === 'file').length).toBeGreaterThan(20);
  });

  it.each(['byValue', 'byName'] as const)('imported names and callees are, %s, what the compiler takes them for', (way) => {
    const resolved = [...names, ...callees].flatMap((one) => {
      const ours = one[way];
      return ours ? [{ ...one, ours }] : [];
    });
    const differences = resolved.flatMap(({ file, callee, text, ours }) => {
      const theirs = compiler.declared(file, callee.at.start, callee.at.end);
      if (agrees(ours, theirs)) return [];
      const said = `${text}: ${'place' in ours ? ours.place : ours.external}`;
      met.add(said);
      return expected[said] === undefined ? [`${file} ${said}, not ${theirs ? [...theirs.places, theirs.external].join(' ') : 'anything'}`] : [];
    });
    expect(differences).toEqual([]);
    expect(resolved.length).toBeGreaterThan(15);
  });

  it('has no reason left over', () => expect(Object.keys(expected).filter((said) => !met.has(said))).toEqual([]));

  it('no function of the project that the compiler calls by its name is lost', () => {
    const lost = callees.flatMap(({ file, callee, text, byValue, byName }) => {
      if (byValue || byName || callee.k === 'super') return [];
      const theirs = compiler.declared(file, callee.at.start, callee.at.end);
      return theirs && theirs.places.size > 0 && !theirs.typeOnly && theirs.external === null ? [`${file} ${text}: ${[...theirs.places].join(' ')}`] : [];
    });
    expect(lost).toEqual([]);
  });
});
