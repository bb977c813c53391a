import { describe, expect, it } from 'vitest';
import { body, fnNamed, lowered, show, type } from './show.js';

describe('expressions', () => {
  it.each([
    ['a?.b.c?.[d]?.(e)', 'a?.b.c?.[d]?.(e)'],
    ['(a?.b)!.c', 'a?.b.c'],
    ['a["b"][0].c[d]', 'a.b.0.c.[d]'],
    ['a as B as C', 'a'],
    ['(a satisfies B)!', 'a'],
    ['<T>a', 'a'],
    ['f<T>', 'f'],
    ['((a))', 'a'],
    ['`x`', '"x"'],
    ['`a${b}c`', '`a${b}c`'],
    ['tag`a${b}`', 'tag`a${b}`'],
    ['new A(...b)', 'new A(...b)'],
    ['a ? b : c ?? d', '(a ? b : (c ?? d))'],
    ['typeof a === "b" && !c', '((typeof a === "b") && ! c)'],
    ['a = b += c', '<a> = <b> += c'],
    ['[a.b, c = 1] = d', '[<a.b>, <c> = 1] = d'],
    ['a, b', '(a, b)'],
    ['import("x")', 'import("x")'],
    ['require("x").y', 'require("x").y'],
    ['require(a)', 'require(a)'],
    ['require.resolve("x")', 'require.resolve("x")'],
    ['import.meta.env.A', 'import.meta.env.A'],
    ['{ a, "b": 1, [c]: 2, 3: 4, ...d, e() {}, get f() { return 1 } }', '{a: a, b: 1, [c]: 2, 3: 4, ...d, e: fn#1, f: fn#2}'],
    ['[, 1, ...a]', '[undefined, 1, ...a]'],
    ['/a+/gi', '/a+/gi'],
    ['10n', '10'],
    ['1e999', 'Infinity'],
    ['void 0', 'void 0'],
    ['this.a', 'this.a'],
    ['#a in b', '("#a" in b)'],
  ])('%s', (text, expected) => {
    const module = lowered(text.startsWith('#') ? `class A { #a; m() { ${text} } }` : `(${text});`);
    expect(body(module, text.startsWith('#') ? 1 : 0)[0]).toBe(expected);
  });

  it('await and yield', () => {
    const module = lowered('async function* f() { const x = await a(); yield* b; yield; }');
    expect(body(module, 1)).toEqual(['const x@1 = await a()', 'yield* b', 'yield ']);
    expect(module.functions[1]).toMatchObject({ async: true, generator: true });
  });

  it('a require that somebody declares is a call', () => {
    expect(body(lowered('function require(x) {} require("x");'))).toEqual(['require@0("x")']);
  });

  it('JSX is tag, attributes and children', () => {
    const module = lowered('const a = <A.B x="1" y={z} {...p} on={() => go()} flag> text {c} <br/> {/* no */} <></></A.B>;', 'a.tsx');
    expect(body(module)).toEqual(['const a@0 = <A.B x="1" y=z ...p on=fn#1 flag=true>" text "c<br ><  ></></>'.replace('<br ><  ></>', '<br ></><' + ' ></>')]);
    expect(fnNamed(module, 'on').kind).toBe('arrow');
  });

  it('JSX stands in plain .js files too, and types in none but are forgiven', () => {
    expect(body(lowered('const a = <p/>;', 'a.js'))).toEqual(['const a@0 = <p ></>']);
    expect(body(lowered('function f(a: string): number { return a; }\nf();', 'a.js'))).toEqual(['f@0()']);
  });
});

describe('statements', () => {
  it.each([
    ['if (a) b(); else if (c) d(); else { e(); }', ['if a { b() } else { if c { d() } else { e() } }']],
    ['for (let i = 0, j; i < 1; i++) { continue; }', ['for (let i@0 = 0, let j@0; (i@0 < 1); ++ i@0) { continue }']],
    ['for (a.b of c) {}', ['for-of (<a.b>; c) {  }']],
    ['for (const k in o) break;', ['for-in (k@0; o) { break }']],
    ['while (a) {}', ['while (a) {  }']],
    ['do { a(); } while (b);', ['do-while (b) { a() }']],
    ['outer: for (;;) { break outer; }', ['outer: for () { break outer }']],
    ['block: { break block; }', ['block: { break block }']],
    ['one: if (a) break one;', ['one: { if a { break one } }']],
    ['try { a(); } finally { b(); }', ['try { a() } finally { b() }']],
    ['try { a(); } catch { b(); }', ['try { a() } catch  { b() }']],
    ['throw new E();', ['throw new E()']],
    ['using a = b();', ['using a@0 = b()']],
    [';;debugger;', []],
  ])('%s', (text, expected) => {
    expect(body(lowered(text))).toEqual(expected);
  });

  it('for await', () => {
    expect(body(lowered('for await (const a of b) {}'))).toEqual(['for-of await (a@0; b) {  }']);
  });

  it('with, in a script', () => {
    expect(body(lowered('with (a) { b; }', 'a.cjs'))).toEqual(['a', '{ b }']);
  });

  it('an expression body is returned', () => {
    expect(body(lowered('const f = (a) => a.b;'), 1)).toEqual(['return a@1.b']);
  });
});

describe('functions', () => {
  it('are named by what they are assigned to', () => {
    const module = lowered(
      'const a = () => {}; let b = function () {}; o.c = () => {}; const d = { e() {}, f: () => {}, "g-h": () => {} }; function i({ j = () => {} }) {} const k = function own() {}; const l = wrap(() => {});',
    );
    expect(module.functions.map((f) => f.name)).toEqual([null, 'a', 'b', 'c', 'e', 'f', 'g-h', 'i', 'j', 'own', null]);
  });

  it('have a head: the name, or what comes before the body', () => {
    const text = 'export const POST = async (r) => { x(); }; wrap(async (c) => { y(); }); export default async function () {}';
    const module = lowered(text);
    expect(module.functions.slice(1).map((f) => text.slice(f.head.start, f.head.end))).toEqual(['POST', 'async (c) =>', 'async function ()']);
  });

  it('keep directives of their prologue alone', () => {
    const module = lowered(
      "'use client';\n'use strict';\n// 'use server'\nf();\n'use server';\nasync function g() { 'use server'; return 1; } function h() { ('use server'); } function i() { x(); 'use server'; }",
    );
    expect(module.directives).toEqual(['use client', 'use strict']);
    expect(module.functions.map((f) => f.directives)).toEqual([['use client', 'use strict'], ['use server'], [], []]);
    expect(body(module, 1)).toEqual(['return 1']);
  });

  it('overloads are one function', () => {
    const module = lowered('export function f(a: string): void; export function f(a: number): void; export function f(a: unknown) { g(a); }');
    expect(module.functions).toHaveLength(2);
    expect(module.exports).toHaveLength(1);
    expect(module.bindings.filter((b) => b.name === 'f').map((b) => b.fn)).toEqual([1]);
  });
});

describe('classes', () => {
  const module = lowered(`
    @Controller('a') class A<T> extends Base.B implements I<T>, J {
      static #n = 1;
      @Inject() readonly db: Db = make();
      handler = async () => { this.go(); };
      accessor k = 2;
      declare ghost: string;
      [key]() {}
      'quoted'() {}
      constructor(private readonly svc: Svc, @Arg('x') plain: string, protected opt = 1) { super(); }
      get g() { return 1; } set g(v) {}
      static { boot(); }
      @Post('/x') async create(@Body() dto: Dto): Promise<Out> {}
      over(a: string): void; over(a: unknown) {}
    }
    abstract class C { abstract m(): Promise<X>; }
    const D = class Inner {};
  `);
  const [a, c, d] = module.classes;

  it('keep members, decorators and heritage', () => {
    expect(a!.members.map((m) => `${m.static ? 'static ' : ''}${m.kind} ${m.name ?? (m.computed ? `[${show(module, m.computed)}]` : '-')}`)).toEqual([
      'static field #n',
      'field db',
      'field handler',
      'field k',
      'field ghost',
      'method [key]',
      'method quoted',
      'constructor constructor',
      'getter g',
      'setter g',
      'static static-block -',
      'method create',
      'method over',
    ]);
    expect(show(module, a!.extends!)).toBe('Base.B');
    expect(a!.implements.map(type)).toEqual(['I<T>', 'J']);
    expect(a!.decorators.map((x) => show(module, x))).toEqual(['Controller("a")']);
    expect(module.bindings[a!.binding!]!.class).toBe(0);
  });

  it('know fields that are functions, typed fields and parameter properties', () => {
    const member = (name: string): (typeof a & object)['members'][number] => a!.members.find((m) => m.name === name)!;
    expect(module.functions[member('handler').fn!]).toMatchObject({ name: 'handler', kind: 'arrow', class: 0 });
    expect(type(member('db').type)).toBe('Db');
    expect(show(module, member('db').value!)).toBe('make()');
    expect(module.functions[member('constructor').fn!]!.params.map((p) => [p.field, type(p.type)])).toEqual([
      ['svc', 'Svc'],
      [null, 'string'],
      ['opt', '-'],
    ]);
    const create = module.functions[member('create').fn!]!;
    expect(create).toMatchObject({ kind: 'method', async: true, class: 0 });
    expect(create.decorators.map((x) => show(module, x))).toEqual(['Post("/x")']);
    expect(create.params[0]!.decorators.map((x) => show(module, x))).toEqual(['Body()']);
    expect(type(create.returnType)).toBe('Promise<Out>');
  });

  it('abstract members have no function; expressions take the name of their constant', () => {
    expect(c!.members.map((m) => [m.name, m.fn, type(m.type)])).toEqual([['m', null, 'Promise<X>']]);
    expect(d!.name).toBe('Inner');
    expect(body(module).slice(0, 2)).toEqual(['class#0', 'class#1']);
  });
});

describe('types', () => {
  const typeOf = (text: string): string =>
    type(lowered(`import type { A } from 'x'; import * as N from 'n'; const v = 1; let t: ${text};`).bindings.find((b) => b.name === 't')!.type);

  it.each([
    ['A', 'A!'],
    ['Promise<A[]>', 'Promise<Array<A!>>'],
    ['N.B<string>', 'N.B!<string>'],
    ["'a' | 1 | -1 | true | null | undefined", '"a" | 1 | -1 | true | null | undefined'],
    ['readonly A[]', 'Array<A!>'],
    ['typeof v', 'typeof v!'],
    ['keyof typeof v', 'keyof typeof v!'],
    ['(typeof v)[number]', 'typeof v![]'],
    ['(typeof v)[keyof typeof v]', 'typeof v![]'],
    ['ReturnType<typeof N.f>', 'ReturnType<typeof N.f!>'],
    ['A & B', '-'],
    ['{ a: 1 }', '-'],
    ["'a' | { b: 1 }", '"a" | ?'],
    ['Map<() => void, A>', 'Map<?, A!>'],
  ])('%s', (text, expected) => {
    expect(typeOf(text)).toBe(expected);
  });

  it('a type parameter hides a type of the same name', () => {
    const module = lowered('type T = 1; function f<T>(a: T) {} let b: T;');
    const binding = (name: string): number | null => module.bindings.find((b) => b.name === name)!.type!.binding;
    expect(binding('a')).toBe(null);
    expect(module.bindings[binding('b')!]!.name).toBe('T');
  });

  it('an alias says what it stands for', () => {
    expect(type(lowered("export type Status = 'open' | 'paid';").bindings[0]!.type)).toBe('"open" | "paid"');
  });
});

describe('enums and namespaces', () => {
  it('are objects', () => {
    const module = lowered("enum A { X, Y, Z = 'z' } const enum B { P = 1 << 1, Q = P, R = -2, S, T = f(), U }");
    expect(body(module)).toEqual([
      'const A@0 = {X: 0, Y: 1, Z: "z"}',
      'const B@0 = {P: (1 << 1), Q: B@0.P, R: - 2, S: -1, T: f(), U: opaque(one more than a computed enum member: )}',
    ]);
    expect(module.bindings[0]).toMatchObject({ kind: 'enum' });
    expect(show(module, module.bindings[0]!.init!)).toBe('{X: 0, Y: 1, Z: "z"}');
  });

  it('merge', () => {
    expect(body(lowered("enum A { X = 'x' } enum A { Y = 'y' }"))[1]).toBe('const A@0 = {X: "x", Y: "y"}');
  });

  it('hold what they export', () => {
    const module = lowered(
      'export namespace N { const hidden = 1; export const a = hidden; export function f() { return a; } export namespace M { export const b = 2; } } N.a; namespace O.P { export const c = 1; }',
    );
    expect(body(module)).toEqual([
      '{ const hidden@0 = 1; const a@0 = hidden@0; { const b@0 = 2 }; const M@0 = {b: b@0} }',
      'const N@0 = {a: a@0, f: f@0, M: M@0}',
      'N@0.a',
      '{ const c@0 = 1 }',
      'const O@0 = {P: {c: c@0}}',
    ]);
    expect(module.exports.map((e) => e.name)).toEqual(['N']);
  });

  it('that are declared or hold types alone are nothing', () => {
    expect(
      body(
        lowered(
          'declare global { var a: string } declare module "x" { export const b: 1 } namespace T { export type A = 1 } declare namespace D { const x: 1 } a; b; T; D;',
        ),
      ),
    ).toEqual(['a', 'b', 'T', 'D']);
  });
});
