/**
 * A project that takes edits answers as one that is opened anew: byte for byte, after every one of some hundred random edits. The seeds are constant, so that a
 * failure comes back; it names the seed and the last edits.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../packages/engine/published/rules.generated.js';
import { defaultConfig, type Config } from '../../packages/engine/src/config.js';
import { openProject } from '../../packages/engine/src/open-project.js';
import type { Project } from '../../packages/engine/src/project.js';
import { memoryFileSystem, type MemoryFileSystem } from '../support/memory-file-system.js';

const fixtures = join(import.meta.dirname, '../../fixtures');

/** A repository of several apps: one that is large enough to have everything, and cases with routers, procedures, proxies and queues. */
const apps = {
  'apps/shop': 'projects/leaky-shop',
  'apps/routers': 'require-route-auth/good-hono-sub-app-behind-middleware',
  'apps/procedures': 'require-route-auth/bad-trpc-middleware-reads-result',
  'apps/actions': 'require-route-auth/bad-safe-action-plain-client',
  'apps/mounted': 'require-route-auth/good-express-mounted-in-other-file',
  'apps/proxied': 'require-route-auth/bad-proxy-lets-globs-through',
};

const config: Config = { ...defaultConfig, preset: 'strict' };

function repository(): Record<string, string> {
  const contents: Record<string, string> = {};
  for (const [home, folder] of Object.entries(apps)) {
    const from = join(fixtures, folder);
    for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('expected')) continue;
      const path = join(entry.parentPath, entry.name);
      contents[`/repository/${home}/${relative(from, path)}`] = readFileSync(path, 'utf8');
    }
  }
  return contents;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const snippets = [
  'if (!process.env.SOME_SECRET) throw new Error("unset");',
  'export const extra = process.env.EXTRA_SETTING;',
  'export async function added(request: Request) { return Response.json(await request.json()); }',
  "import { createHash } from 'node:crypto';",
  '// gatelint: public -- anybody may',
  '/* eslint-disable */',
  "'use server';",
  'const broken = (;',
  'export * from "./index";',
  'return null;',
  'await Promise.resolve();',
];

interface Edit {
  readonly told: string;
  readonly file: string;
  readonly text: string | null;
}

/** One edit of the kind that people and tools make: in a line, of lines, of a whole file, of names. */
function edit(random: () => number, texts: ReadonlyMap<string, string>, gone: Map<string, string>): Edit[] {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const files = [...texts.keys()].sort();
  const file = pick(files);
  const lines = (texts.get(file) ?? '').split('\n');
  const at = Math.floor(random() * lines.length);
  const kind = random();
  if (kind < 0.28) return [{ told: `drop line ${at + 1} of ${file}`, file, text: lines.filter((_, index) => index !== at).join('\n') }];
  if (kind < 0.46) return [{ told: `insert at ${at + 1} of ${file}`, file, text: [...lines.slice(0, at), pick(snippets), ...lines.slice(at)].join('\n') }];
  if (kind < 0.6) {
    const words = [...new Set(lines.join(' ').match(/[A-Za-z_]{4,}/g) ?? ['none'])];
    const [from, to] = [pick(words), pick(words)];
    return [{ told: `${from} becomes ${to} in ${file}`, file, text: lines.map((line, index) => (index < at ? line : line.replace(from, to))).join('\n') }];
  }
  if (kind < 0.68) return [{ told: `comment above ${file}`, file, text: `// ${at}\n${lines.join('\n')}` }];
  if (kind < 0.76) return [{ told: `delete ${file}`, file, text: null }];
  if (kind < 0.86 && gone.size > 0) {
    const back = pick([...gone.keys()].sort());
    return [{ told: `restore ${back}`, file: back, text: gone.get(back) ?? '' }];
  }
  if (kind < 0.92) {
    const to = file.replace(/(\w+)(\.\w+)$/, (_, stem: string, ending: string) => `${stem}${at % 7}${ending}`);
    return [
      { told: `rename ${file} to ${to}`, file: to, text: lines.join('\n') },
      { told: '', file, text: null },
    ];
  }
  const other = pick(files);
  return [{ told: `${other} over ${file}`, file, text: texts.get(other) ?? '' }];
}

const anew = (texts: ReadonlyMap<string, string>): Project =>
  openProject({ root: '/repository', files: memoryFileSystem(Object.fromEntries(texts)), config, rules, cache: null });

const bytes = (project: Project): string => JSON.stringify(project.report(), null, 1);

/** Makes edits until an answer differs; null when none does. */
function firstDifference(seed: number, edits: number, apply: (project: Project, disk: MemoryFileSystem, made: readonly Edit[]) => void): string | null {
  const random = randomNumbers(seed);
  const original = repository();
  const disk = memoryFileSystem(original);
  const project = openProject({ root: '/repository', files: disk, config, rules, cache: null });
  const texts = new Map(Object.entries(original));
  const gone = new Map<string, string>();
  const told: string[] = [];
  for (let round = 0; round < edits; round++) {
    const made = edit(random, texts, gone);
    for (const { told: words, file, text } of made) {
      if (words !== '') told.push(words);
      const before = texts.get(file);
      if (text === null) {
        texts.delete(file);
        if (before !== undefined) gone.set(file, original[file] ?? before);
      } else {
        texts.set(file, text);
        gone.delete(file);
      }
    }
    apply(project, disk, made);
    const [now, expected] = [bytes(project), bytes(anew(texts))];
    if (now === expected) continue;
    const [left, right] = [now.split('\n'), expected.split('\n')];
    const line = left.findIndex((one, index) => one !== right[index]);
    const around = (all: readonly string[]): string => all.slice(Math.max(0, line - 12), line + 6).join('\n');
    return `seed ${seed}, edit ${round}:\n${told.slice(-4).join('\n')}\n--- kept\n${around(left)}\n--- anew\n${around(right)}`;
  }
  return null;
}

describe('after random edits, the answer is that of a project opened anew', () => {
  it.each([1, 2, 3])(
    'in buffers of an editor (seed %i)',
    (seed) => {
      const different = firstDifference(seed, 35, (project, disk, made) => {
        for (const { file, text } of made) {
          // An editor cannot close a file that is on the disk out of the project: it is deleted there.
          if (text === null) {
            project.overlay(file, null);
            disk.write(file, null);
          } else project.overlay(file, text);
        }
        project.refresh();
      });
      expect(different).toBeNull();
    },
    300_000,
  );

  it.each([11, 12, 13])(
    'on the disk (seed %i)',
    (seed) => {
      const different = firstDifference(seed, 35, (project, disk, made) => {
        for (const { file, text } of made) disk.write(file, text);
        project.refresh();
      });
      expect(different).toBeNull();
    },
    300_000,
  );
});
