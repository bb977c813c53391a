import { describe, expect, it } from 'vitest';
import { body, fnNamed, lowered, show } from './show.js';

const names = (module: ReturnType<typeof lowered>, ids: readonly number[]): string[] => ids.map((id) => module.bindings[id]!.name);

describe('names', () => {
  it('are bindings where something declares them, and globals elsewhere', () => {
    expect(body(lowered('const a = 1; b(a, undefined, c.a);'))).toEqual(['const a@0 = 1', 'b(a@0, undefined, c.a)']);
  });

  it('of the global object are that object, whatever type somebody declares for it', () => {
    expect(body(lowered('declare const global: { db: Db }; declare const other: Db; global.db; other;'))).toEqual(['global.db', 'other@0']);
  });

  it('lead to the innermost declaration', () => {
    const module = lowered('const x = 1; { const x = 2; f(x); } f(x); function g(x) { f(x); { let x; f(x); } }');
    const [, block, last] = module.functions[0]!.body;
    const refs = (text: string): number[] => [...JSON.stringify(module.functions[0]!.body).matchAll(new RegExp(text, 'g'))].map((m) => Number(m[1]));
    expect(block!.s).toBe('block');
    expect(refs('"k":"ref","binding":(\\d+)')).toHaveLength(2);
    expect(new Set(refs('"k":"ref","binding":(\\d+)')).size).toBe(2);
    expect(show(module, last!)).toBe('f(x@0)');
    expect(body(module, 1)).toEqual(['f(x@1)', '{ let x@1; f(x@1) }']);
  });

  it('are hoisted: functions to their block, var to their function', () => {
    const module = lowered('f(v); function f() { return w; if (a) { for (var w of b) {} } } if (c) { var v = 1; }');
    expect(body(module)).toEqual(['f@0(v@0)', 'if c { var v@0 = 1 }']);
    expect(body(module, 1)[0]).toBe('return w@1');
  });

  it('of var survive every statement that they may stand in', () => {
    const module = lowered(
      'use(a,b,c,d,e,f,g,h,i,j,k); if (x) var a; else var b; for (var c;;) var d; for (var e in x) {} while (x) { var f } do { var g } while (x); try { var h } catch { var i } finally { var j } switch (x) { case 1: var k }',
    );
    expect(body(module)[0]).toBe('use(a@0, b@0, c@0, d@0, e@0, f@0, g@0, h@0, i@0, j@0, k@0)');
  });

  it('of a function expression and a class expression are seen inside alone', () => {
    const module = lowered('const a = function me() { return me; }; me(); const b = class Me { m() { return Me; } }; Me();');
    expect(body(module, 1)).toEqual(['return me@1']);
    expect(body(module)).toContain('me()');
    expect(body(module)).toContain('Me()');
    expect(body(module, 2)).toEqual(['return Me@0']);
  });

  it('of parameters, their defaults and a caught error', () => {
    const module = lowered('function f(a, { b, c: [d] }, e = a, ...g) { try { h(); } catch ({ message }) { use(a, b, d, e, g, message); } }');
    expect(module.functions[1]!.params.map((p) => show(module, p.pattern))).toEqual(['a@1', '{b: b@1, c: [d@1]}', 'e@1 = a@1', 'g@1']);
    expect(module.functions[1]!.params.map((p) => p.rest)).toEqual([false, false, false, true]);
    expect(body(module, 1)).toEqual(['try { h() } catch {message: message@1} { use(a@1, b@1, d@1, e@1, g@1, message@1) }']);
    expect(module.bindings.find((b) => b.name === 'message')!.kind).toBe('catch');
  });

  it('of loops and switches are their own', () => {
    expect(body(lowered('for (const i of i) { i; } i; switch (a) { case 1: let b; case 2: b; } b;'))).toEqual([
      'for-of (i@0; i@0) { i@0 }',
      'i',
      'switch a 1: { let b@0 } 2: { b@0 }',
      'b',
    ]);
  });

  it('of types are not values, and those imported as types neither', () => {
    const module = lowered("import type { T } from 'x'; import { type U, V } from 'x'; interface W {} type X = W; f(T, U, V, W, X);");
    expect(body(module)).toEqual(['f(T, U, V@0, W, X)']);
    expect(module.bindings.map((b) => b.kind)).toEqual(['import', 'import', 'import', 'type', 'type']);
  });

  it('may be a type and a value at once', () => {
    const module = lowered('interface A { x: 1 } const A = 1; let b: A = A;');
    expect(body(module)[1]).toBe('let b@0 = A@0');
    const annotated = module.bindings.find((b) => b.name === 'b')!.type!;
    expect(module.bindings[annotated.binding!]!.kind).toBe('type');
  });

  it('of the this parameter are no parameters', () => {
    expect(lowered('function f(this: Foo, a: string) {}').functions[1]!.params).toHaveLength(1);
  });
});

describe('captures', () => {
  it('name what a function takes from those around it, not from the module, and pass through', () => {
    const module = lowered('const m = 1; function outer(a) { const b = 1; return () => { const c = b; return () => a + c + m; }; }');
    const [, outer, middle, inner] = module.functions;
    expect(names(module, outer!.captures)).toEqual([]);
    expect(names(module, middle!.captures)).toEqual(['a', 'b']);
    expect(names(module, inner!.captures)).toEqual(['a', 'c']);
    expect([outer!.parent, middle!.parent, inner!.parent]).toEqual([0, 1, 2]);
  });

  it('count assignments and methods', () => {
    const module = lowered('function f() { let n; class A { m() { n = 1; } } return A; }');
    expect(names(module, fnNamed(module, 'm').captures)).toEqual(['n']);
  });
});

describe('assignments', () => {
  const assigned = (text: string): string[] => {
    const module = lowered(text);
    return module.assignments.map((a) => `${module.bindings[a.binding]!.name} in ${a.fn}: ${show(module, a.value)}`);
  };

  it('to module-level bindings are listed wherever they stand, and to others not', () => {
    expect(assigned('let a, b; function f() { a = 1; let c; c = 2; b ??= g(); b += 1; }')).toEqual(['a in 1: 1', 'b in 1: (b@0 ?? g())', 'b in 1: (b@0 + 1)']);
  });

  it('are taken apart where they destructure', () => {
    expect(assigned('let a, b, c, d; ({ a, x: [b, c = 2], ...d } = v); a++;')).toEqual([
      'a in 0: v.a',
      'b in 0: v.x.0',
      'c in 0: (v.x.1 ?? 2)',
      'd in 0: opaque(the rest of a destructured object: v)',
      'a in 0: ++ a@0',
    ]);
  });

  it('in the head of a loop have no known value', () => {
    expect(assigned('let a; for (a of xs) {}')).toEqual(['a in 0: opaque(an element of what a loop walks: xs)']);
  });
});

describe('initial values', () => {
  it('are those of plain names at module level', () => {
    const module = lowered('export const a = f(); let b; const { c } = g(); function h() { const d = 1; } var e = 1; var e = 2;');
    const init = (name: string): string | null => {
      const { init: value } = module.bindings.find((b) => b.name === name)!;
      return value && show(module, value);
    };
    expect([init('a'), init('b'), init('c'), init('d'), init('e')]).toEqual(['f()', null, null, null, '1']);
    expect(module.assignments.map((a) => show(module, a.value))).toEqual(['2']);
  });

  it('lead from a constant to its function or class', () => {
    const module = lowered('const a = () => 1; const b = class {}; let c = () => 2; function d() {} class E {}');
    expect(module.bindings.map((b) => [b.name, b.fn, b.class])).toEqual([
      ['a', 1, null],
      ['b', null, 0],
      ['c', null, null],
      ['d', 3, null],
      ['E', null, 1],
    ]);
    expect(module.classes.map((c) => c.binding)).toEqual([1, 4]);
  });
});
