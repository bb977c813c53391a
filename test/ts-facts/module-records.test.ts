import { describe, expect, it } from 'vitest';
import { body, exportsOf, importsOf, lowered } from './show.js';

describe('imports', () => {
  it('of every kind', () => {
    const module = lowered(
      "import d, { a, b as c, default as e, 'f-g' as h } from 'x'; import * as ns from 'y'; import 'z'; import {} from 'w'; import type T from 't'; import { type U } from 'u'; import x = require('v'); import y = ns.z;",
    );
    expect(importsOf(module)).toEqual([
      'd = x#default',
      'a = x#a',
      'c = x#b',
      'e = x#default',
      'h = x#f-g',
      'ns = y#*',
      '- = z#*',
      '- = w#*',
      'type T = t#default',
      'type U = u#U',
      'x = v#*',
    ]);
    expect(module.bindings.filter((b) => b.kind === 'import').every((b) => b.import !== null)).toBe(true);
    expect(body(module)).toEqual(['const y@0 = ns@0.z']);
  });

  it('by require: whole, by name, by member, in functions too', () => {
    const module = lowered(
      "const a = require('a'); const { b, c: d } = require('b'); var e = require('c').f; function g() { const h = require('d'); h(); } require('e'); const i = require('f')(1); const { j: { k }, l = 1 } = require('g'); const m = (require('h') as any);",
    );
    expect(importsOf(module)).toEqual(['a = a#*', 'b = b#b', 'd = b#c', 'e = c#f', 'h = d#*', 'm = h#*']);
    expect(body(module)).toEqual(['require("e")', 'const i@0 = require("f")(1)', 'const {j: {k: k@0}, l: l@0 = 1} = require("g")']);
    expect(module.bindings.find((b) => b.name === 'h')).toMatchObject({ kind: 'import', owner: 1 });
    expect(body(module, 1)).toEqual(['h@1()']);
  });
});

describe('exports', () => {
  it('of declarations', () => {
    const module = lowered(
      'export const a = 1, { b, c: [d], ...e } = x; export function f() {} export class G {} export enum H { I } export namespace J { export const k = 1 } export type L = 1; export interface M {} export declare const n: 1; export abstract class O {}',
    );
    expect(exportsOf(module)).toEqual([
      'a = a@0',
      'b = b@0',
      'd = d@0',
      'e = e@0',
      'f = f@0',
      'G = G@0',
      'H = H@0',
      'J = J@0',
      'type L = L@0',
      'type M = M@0',
      'n = n@0',
      'O = O@0',
    ]);
  });

  it('of names, under other names, before they are declared', () => {
    const module = lowered(
      "export { x as POST, y as default, T, type U, gone, z as 'a-b' }; export type { V }; const x = 1; import y from 'y'; const z = 2; type T = 1; type U = 1; type V = 1;",
    );
    expect(exportsOf(module)).toEqual(['POST = x@0', 'default = y@0', 'type T = T@0', 'type U = U@0', 'gone = gone', 'a-b = z@0', 'type V = V@0']);
  });

  it('from other modules', () => {
    const module = lowered(
      "export { a, b as c, default as d, default } from 'x'; export * from 'y'; export * as z from 'z'; export type * from 'w'; export type { T } from 't'; export {} from 'v';",
    );
    expect(exportsOf(module)).toEqual(['a = x#a', 'c = x#b', 'd = x#default', 'default = x#default', 'type T = t#T']);
    expect(module.exportAll.map(({ source, as, typeOnly }) => [source, as, typeOnly])).toEqual([
      ['y', null, false],
      ['z', 'z', false],
      ['w', null, true],
    ]);
    expect(importsOf(module)).toEqual(['- = v#*']);
  });

  it.each([
    ['export default function f() {}', 'f@0', []],
    ['export default function () {}', 'fn#1', []],
    ['export default async () => {};', 'fn#1', []],
    ['export default class A {}', 'A@0', ['class#0']],
    ['export default class {}', 'class#0', ['class#0']],
    ['const a = 1; export default a;', 'a@0', ['const a@0 = 1']],
    ['export default wrap(async () => {});', 'wrap(fn#1)', ['wrap(fn#1)']],
    ['export default { fetch() {} } satisfies H;', '{fetch: fn#1}', ['{fetch: fn#1}']],
  ])('%s', (text, value, statements) => {
    const module = lowered(text);
    expect(exportsOf(module)).toEqual([`default = ${value}`]);
    expect(body(module)).toEqual(statements);
  });

  it('name default functions, and stand where the words do', () => {
    const text = '/* a */ export  default async () => {};';
    const module = lowered(text);
    expect(module.functions[1]!.name).toBe('default');
    expect(text.slice(module.exports[0]!.at.start, module.exports[0]!.at.end)).toBe('export  default');
  });

  it('default types are types', () => {
    expect(exportsOf(lowered('interface A {} export default A;'))).toEqual(['type default = A@0']);
    expect(exportsOf(lowered('export default interface A {}'))).toEqual(['type default = A@0']);
  });

  it('export = is the default and each property', () => {
    expect(exportsOf(lowered('const a = 1; export = { a, b() {} };', 'a.cts'))).toEqual(['default = {a: a@0, b: fn#1}', 'a = a@0', 'b = fn#1']);
    expect(exportsOf(lowered('class A {} export = A;', 'a.cts'))).toEqual(['default = A@0']);
  });
});

describe('CommonJS exports', () => {
  it.each([
    [
      'const a = 1, b = 2; module.exports = { a, c: b, d: f(), ...require("./e") };',
      ['default = {a: a@0, c: b@0, d: f(), ...require("./e")}', 'a = a@0', 'c = b@0', 'd = f()'],
    ],
    ['exports.a = () => {}; module.exports.b = a;', ['a = fn#1', 'b = a']],
    ['module.exports = require("./x");', ['default = ./x#*']],
    ['module.exports = require("./x").y;', ['default = ./x#y']],
    ['exports.a = require("./x"); exports.b = require("./x").c;', ['a = ./x#*', 'b = ./x#c']],
    ['exports = module.exports = handler; function handler() {}', ['default = handler@0']],
    ['exports.a = exports.b = void 0; exports.a = 1; exports.__esModule = true;', ['a = 1']],
    ['if (x) { module.exports = 1; } function f() { module.exports = 2; }', ['default = 1']],
    ['const module = {}; module.exports = 1;', []],
  ])('%s', (text, expected) => {
    expect(exportsOf(lowered(text, 'a.cjs'))).toEqual(expected);
  });

  it('pass on what they are set to or spread', () => {
    const all = (text: string): string[] => lowered(text, 'a.js').exportAll.map((e) => e.source);
    expect(all('module.exports = require("./x")')).toEqual(['./x']);
    expect(all('module.exports = { ...require("./x"), a: 1 }')).toEqual(['./x']);
  });

  it('name their functions', () => {
    const module = lowered('exports.list = async (req, res) => {}; module.exports = { create: async () => {}, remove() {} };', 'a.js');
    expect(module.functions.map((f) => f.name)).toEqual([null, 'list', 'create', 'remove']);
  });
});
