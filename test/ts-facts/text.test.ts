import { describe, expect, it } from 'vitest';
import { createModules, lower, type Module, type Span } from '@gatelint/ts-facts';
import { memoryFileSystem } from '../support/memory-file-system.js';
import { body, lowered } from './show.js';

describe('positions', () => {
  it.each([
    ['a byte order mark', '\uFEFFconst a = find(me);'],
    ['letters beyond ASCII', '// é ß\nconst ü = "日本"; find(me);'],
    ['surrogate pairs', 'const a = "😀😀"; /* 🤨 */ find(me);'],
    ['CRLF', 'a();\r\n\r\nfind(me);\r\n'],
    ['a hashbang', '#!/usr/bin/env node\nfind(me);'],
    ['all of them', '\uFEFF"use strict";\r\nconst 名 = "😀"; // 🤨\r\nfind(me);'],
  ])('are UTF-16 offsets past %s', (_, text) => {
    const module = lowered(text);
    const json = JSON.stringify(module.functions[0]!.body);
    const found = /"k":"call","callee":.*?"args":\[[^\]]*\],"optional":false,"at":\{"start":(\d+),"end":(\d+)\}/.exec(json)!;
    const calls = [...json.matchAll(/"k":"call".*?"optional":false,"at":\{"start":(\d+),"end":(\d+)\}/g)].map((m) => text.slice(Number(m[1]), Number(m[2])));
    expect(found).not.toBeNull();
    expect(calls).toContain('find(me)');
  });

  it('of comments are theirs, delimiters included', () => {
    const text = '\uFEFF#!x\n'.slice(1) + '// é one\nf(/* two */);\n/** three */';
    const module = lowered(text);
    expect(module.comments.map((c) => [c.kind, c.text, text.slice(c.at.start, c.at.end)])).toEqual([
      ['line', ' é one', '// é one'],
      ['block', ' two ', '/* two */'],
      ['block', '* three ', '/** three */'],
    ]);
  });

  it('of names leave their annotations out', () => {
    const text = 'function f(a: string, b?: number) { const c: X = 1; }';
    const module = lowered(text);
    expect(module.bindings.map((b) => text.slice(b.at.start, b.at.end))).toEqual(['f', 'a', 'b', 'c']);
  });
});

describe('bad text', () => {
  it.each([
    ['', 0],
    ['const = 1; f();', 1],
    ['function f( {', 1],
    ['}}}}', 1],
    ['const a = "unclosed\nf();', 1],
    ['<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c', 1],
    ['await x; function f() { await y; }', 1],
    ['\0\0\0', 1],
    ['💥', 1],
    ['const a = /(/;', 0],
    ['class A { constructor() {} constructor() {} }', 0],
  ])('%j costs itself alone', (text, errors) => {
    const module = lower('a.ts', text);
    expect(module.errors.length > 0).toBe(errors > 0);
    expect(module.functions[0]!.kind).toBe('module');
    for (const { at } of module.errors) expect(at.start <= at.end && at.end <= text.length).toBe(true);
  });

  it('keeps what an error in meaning leaves whole', () => {
    const module = lower('a.ts', 'export function f() { await g(); }');
    expect(module.errors).toHaveLength(1);
    expect(module.exports.map((e) => e.name)).toEqual(['f']);
  });

  it('is not what only one kind of module allows', () => {
    expect(lower('a.ts', 'for await (const a of b) {}').errors).toEqual([]);
    expect(lower('a.js', 'if (a) return; f();').errors).toEqual([]);
  });

  const deep: Record<string, (n: number) => string> = {
    brackets: (n) => '('.repeat(n) + '1' + ')'.repeat(n),
    arrays: (n) => '['.repeat(n) + ']'.repeat(n),
    blocks: (n) => '{'.repeat(n) + '}'.repeat(n),
    arrows: (n) => 'a=>'.repeat(n) + '1',
    calls: (n) => 'a' + '.b()'.repeat(n),
    sums: (n) => 'a' + '+1'.repeat(n),
    nots: (n) => '!'.repeat(n) + 'a',
    conditionals: (n) => 'a?b:'.repeat(n) + 'c',
    'else if': (n) => 'if(a){}else '.repeat(n) + '{}',
    'bare else if': (n) => 'if(a)b;else '.repeat(n) + 'c',
    ifs: (n) => 'if(a)'.repeat(n) + ';',
    templates: (n) => '`${'.repeat(n) + '1' + '}`'.repeat(n),
    generics: (n) => 'let a:' + 'A<'.repeat(n) + 'B' + '>'.repeat(n),
    types: (n) => 'type A=' + 'B|('.repeat(n) + 'C' + ')'.repeat(n),
    JSX: (n) => '<a>'.repeat(n) + '</a>'.repeat(n),
    assignments: (n) => 'a='.repeat(n) + '1',
    namespaces: (n) => 'namespace a{'.repeat(n) + '}'.repeat(n),
    labels: (n) => 'a:'.repeat(n) + 'b',
    assertions: (n) => 'a' + ' as b'.repeat(n),
    news: (n) => 'new '.repeat(n) + 'a',
  };
  it.each(Object.keys(deep))('nested %s neither throw nor end the process', (kind) => {
    for (const n of [10, 400, 600, 999, 3000, 100_000]) {
      const module = lower('a.tsx', deep[kind]!(n));
      if (n === 10) expect(module.errors).toEqual([]);
      if (n === 100_000) expect(module.errors.length).toBeGreaterThan(0);
      expect(() => JSON.stringify(module)).not.toThrow();
    }
  });

  it('deeper than can be read is told, and the rest is there', () => {
    const module = lower('a.ts', `f(${'['.repeat(600)}${']'.repeat(600)}); g();`);
    expect(module.errors.map((e) => e.message)).toEqual(['Code nested deeper than 500 levels is not read']);
    expect(body(module)[1]).toBe('g()');
  });

  it('in a stack that is nearly full is told as well', () => {
    const text = `f(); ${'['.repeat(400)}${']'.repeat(400)}`;
    let room = 0;
    const at = (depth: number): Module => {
      if (depth === 0) return lower('a.ts', text);
      room++;
      return at(depth - 1);
    };
    expect(() => at(Infinity)).toThrow(RangeError);
    const all = room;
    // How much room a frame takes is the engine's business: at some of these depths there is enough left, at others there is not.
    for (const part of [0.3, 0.6, 0.7, 0.8]) {
      const module = at(Math.floor(all * part));
      expect(module.functions[0]!.kind).toBe('module');
      if (module.errors.length > 0) expect(module.errors.map((e) => e.message)).toEqual(['The code is nested too deep to be read from here']);
      else expect(body(module)[0]).toBe('f()');
    }
  });
});

/** Texts with much of the language in them: the property below is about all of their nodes. */
const samples: Record<string, string> = {
  'route.ts':
    "\uFEFF'use server';\nimport a, { b as c } from 'é';\nexport const { GET, POST: p = 1 } = c(async (req: Request, { params: { id } }, ...rest) => {\n  const s = await a?.(req!.headers['x'], `t${id}u`);\n  if (!s) return new Response(null, { status: 401, ...rest });\n  for (const [k, v] of Object.entries(s)) { if (k) continue; else throw v; }\n  try { s.a = (s.b as any) ?? 1; } catch { s.c++; } finally { void 0; }\n  switch (s) { case 1: break; default: return s; }\n  do { label: for (;;) break label; } while (s);\n});\n",
  'class.ts':
    '@D({ a: 1 }) export default class A<T> extends f(B) implements C {\n  static #x = [1, , 2];\n  constructor(private a: T, @P() b = () => this.a) { super(a); }\n  get g() { return this.#y(); }\n  #y() { return class { z = 1 }; }\n  static { A.q = 1; }\n}\nenum E { A, B = "b", C = A }\nnamespace N { export const x = 1 }\nnamespace N { export const y = 2 }\n',
  'view.tsx': 'export const V = ({ a, ...p }) => <>{a && <A.B {...p} on={() => a?.b} c="d">text {[1].map((x) => <p key={x} />)}</A.B>}</>;\n',
  'common.cjs':
    "const { x, y: z } = require('x');\nmodule.exports = { x, f() { return z; }, get g() { return 1; }, [k]: 2, ...require('./o') };\nexports.h = function () { with (x) { y; } };\n",
};

describe('every node', () => {
  it.each(Object.keys(samples))('of %s lies inside the text and inside the node around it', (file) => {
    const text = samples[file]!;
    const module = lowered(text, file);
    const problems: string[] = [];
    let count = 0;
    const visit = (value: unknown, parent: Span, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (Array.isArray(value)) {
        value.forEach((item, i) => visit(item, parent, `${path}[${i}]`));
        return;
      }
      const node = value as { at?: Span; k?: string; p?: string; s?: string };
      const isNode = node.at !== undefined && (node.k !== undefined || node.p !== undefined || node.s !== undefined);
      if (isNode) {
        count++;
        if (node.at!.start > node.at!.end || node.at!.start < parent.start || node.at!.end > parent.end)
          problems.push(`${path} ${node.k ?? node.p ?? node.s} ${JSON.stringify(node.at)} outside ${JSON.stringify(parent)}`);
      }
      for (const [key, child] of Object.entries(node)) if (key !== 'at') visit(child, isNode ? node.at! : parent, `${path}.${key}`);
    };
    for (const fn of module.functions) {
      visit(fn.params, fn.at, `fn${fn.id}.params`);
      visit(fn.body, fn.at, `fn${fn.id}.body`);
      if (fn.parent !== null) expect(fn.at.start >= module.functions[fn.parent]!.at.start && fn.at.end <= module.functions[fn.parent]!.at.end).toBe(true);
      expect(fn.head.start <= fn.head.end && fn.head.end <= text.length).toBe(true);
    }
    for (const cls of module.classes) visit(cls.members, cls.at, `class${cls.id}`);
    expect(problems).toEqual([]);
    expect(count).toBeGreaterThan(15);
  });

  it('survives JSON, and comes out the same twice', () => {
    for (const [file, text] of Object.entries(samples)) {
      const module = lower(file, text);
      expect(JSON.parse(JSON.stringify(module))).toEqual(module);
      expect(JSON.stringify(lower(file, text))).toBe(JSON.stringify(module));
    }
  });

  it('of a text cut anywhere is lowered without a throw', () => {
    for (const [file, text] of Object.entries(samples)) {
      for (let end = 0; end < text.length; end += 7) expect(lower(file, text.slice(0, end)).functions.length).toBeGreaterThan(0);
    }
  });
});

describe('modules', () => {
  const open = (contents: Parameters<typeof memoryFileSystem>[0], maxBytes?: number) => {
    const files = memoryFileSystem(Object.fromEntries(Object.entries(contents).map(([path, content]) => [`/p/${path}`, content])));
    return { files, modules: createModules({ root: '/p', files, ...(maxBytes === undefined ? {} : { maxBytes }) }) };
  };

  it('are lowered once, from their text', () => {
    const { files, modules } = open({ 'a.ts': '\uFEFFexport const a = 1;' });
    const module = modules.load('a.ts')!;
    expect(module.exports.map((e) => e.name)).toEqual(['a']);
    expect(modules.load('a.ts')).toBe(module);
    expect(modules.text('a.ts')!.codePointAt(0)).toBe(0xfeff);
    expect(files.reads.filter((r) => r === '/p/a.ts')).toHaveLength(1);
  });

  it('that cannot be read are null, and say why', () => {
    const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    const { modules } = open(
      {
        'latin1.ts': new Uint8Array([0x2f, 0x2f, 0xe9, 0x0a]),
        'nul.ts': 'a\0b',
        'large.ts': `// ${'x'.repeat(3000)}`,
        'broken.ts': 'a();\n\nconst = 1;',
        'utf16.ts': utf16('export const é = 1;'),
        'style.css': 'a {}',
        'data.json': '{}',
      },
      2048,
    );
    expect(['latin1.ts', 'nul.ts', 'large.ts', 'gone.ts'].map((f) => modules.load(f))).toEqual([null, null, null, null]);
    expect(modules.load('broken.ts')).not.toBeNull();
    expect(modules.load('utf16.ts')!.exports.map((e) => e.name)).toEqual(['é']);
    expect([modules.load('style.css'), modules.load('data.json')]).toEqual([null, null]);
    expect(modules.unread()).toEqual([
      { file: 'broken.ts', because: 'Unexpected token (line 3)', loaded: true },
      { file: 'gone.ts', because: 'There is no such file', loaded: false },
      { file: 'large.ts', because: 'It is larger than 2 KB', loaded: false },
      { file: 'latin1.ts', because: 'It is not valid UTF-8', loaded: false },
      { file: 'nul.ts', because: 'It holds NUL bytes', loaded: false },
    ]);
  });

  it('take an unsaved text over that of the disk, and give it back', () => {
    const { modules } = open({ 'a.ts': 'export const disk = 1;', 'b.ts': "import './new';" });
    const names = (): string[] => modules.load('a.ts')!.exports.map((e) => e.name);
    expect(names()).toEqual(['disk']);
    modules.overlay('a.ts', 'export const buffer = 1;');
    expect(names()).toEqual(['buffer']);
    modules.overlay('a.ts', null);
    expect(names()).toEqual(['disk']);
    expect(modules.resolve('b.ts', './new').is).toBe('unknown');
    modules.overlay('new.ts', 'export {};');
    expect(modules.resolve('b.ts', './new')).toEqual({ is: 'file', file: 'new.ts' });
    modules.overlay('new.ts', null);
    expect(modules.resolve('b.ts', './new').is).toBe('unknown');
  });

  it('are asked anew when the disk changed', () => {
    const { files, modules } = open({ 'a.ts': 'export const a = 1;', 'b.ts': '', 'c.ts': '', 'same.ts': 'x' });
    const before = modules.load('c.ts');
    for (const file of ['a.ts', 'b.ts', 'same.ts']) modules.load(file);
    expect(modules.refresh()).toEqual([]);
    files.write('/p/a.ts', 'export const z = 1;');
    files.write('/p/b.ts', null);
    files.write('/p/same.ts', 'x');
    files.write('/p/d.ts', '');
    expect(modules.resolve('a.ts', './d').is).toBe('file');
    expect(modules.refresh()).toEqual(['a.ts', 'b.ts']);
    expect(modules.load('a.ts')!.exports.map((e) => e.name)).toEqual(['z']);
    expect(modules.load('b.ts')).toBeNull();
    expect(modules.load('c.ts')).toBe(before);
    expect(modules.refresh()).toEqual([]);
  });
});
