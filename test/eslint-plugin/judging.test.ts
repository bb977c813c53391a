/** When a project is told what: buffers, the disk, fix passes, files without a place. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileSystem, Judged, Project } from '@gatelint/engine';
import { createJudging, type Judging, type Lint } from '../../packages/eslint-plugin/src/judging.js';
import { memoryFiles, type MemoryFiles } from './memory-files.js';

/** Finds the word `bad` in every file that a file names with `uses <path>`, and in the file itself; it holds on to what it has read until it is told to look again. */
function fakeProject(files: FileSystem, root: string, log: string[]): Project {
  const overlays = new Map<string, string>();
  const held = new Map<string, string | null>();
  const textOf = (file: string): string | null => {
    const overlay = overlays.get(file);
    if (overlay !== undefined) return overlay;
    if (!held.has(file)) {
      const bytes = files.read(`${root}/${file}`);
      held.set(file, bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    }
    return held.get(file)!;
  };
  const project: Pick<Project, 'judge' | 'overlay' | 'refresh' | 'files'> = {
    files: () => [],
    judge(file, [rule = '']) {
      log.push(`judge ${file} ${rule}`);
      const text = textOf(file) ?? '';
      const used = [...text.matchAll(/uses (\S+)/gu)].filter(([, other]) => textOf(other!)?.includes('bad'));
      return [...text.matchAll(/bad/gu), ...used].map((match): Judged => ({
        rule,
        severity: 'error',
        message: match[0],
        messageId: 'm',
        data: {},
        start: match.index,
        end: match.index + match[0].length,
      }));
    },
    overlay(file, text) {
      log.push(text === null ? `uncover ${file}` : `cover ${file} ${JSON.stringify(text)}`);
      if (text === null) {
        overlays.delete(file);
        held.delete(file);
      } else overlays.set(file, text);
    },
    refresh() {
      log.push('refresh');
      held.clear();
    },
  };
  return project as Project;
}

let files: MemoryFiles;
let log: string[];
let judging: Judging;
let mistakes: string[];

beforeEach(() => {
  files = memoryFiles({ '/r/.git/HEAD': '', '/r/a.ts': 'uses b.ts', '/r/b.ts': 'fine', '/r/c.ts': 'bad' });
  log = [];
  mistakes = [];
  judging = createJudging(files, (root, watched) => {
    log.push(`open ${root}`);
    const config = files.read(`${root}/gatelint.config.json`)?.toString();
    return {
      project: mistakes.length > 0 ? null : fakeProject(watched, root, log),
      problems: mistakes,
      current: () => files.read(`${root}/gatelint.config.json`)?.toString() === config,
    };
  });
});

const onDisk = (file: string): string => new TextDecoder().decode(files.read(`/r/${file}`) ?? new Uint8Array());
const lint = (file: string, text = onDisk(file), more: Partial<Lint> = {}): Lint => ({
  filename: `/r/${file}`,
  physicalFilename: `/r/${file}`,
  cwd: '/r',
  text,
  hasBOM: false,
  ...more,
});
const messages = (file: string, text?: string, rule = 'one'): string[] => judging.ask(rule, lint(file, text)).findings.map(({ message }) => message);
/** A turn of the event loop, as there is between two lints of an editor and between two files of a run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a run over files', () => {
  it('opens one project, looks at the disk once and lays nothing over it', async () => {
    for (const file of ['a.ts', 'b.ts', 'c.ts']) {
      for (const rule of ['one', 'two']) judging.ask(rule, lint(file));
      await turn();
    }
    expect(log).toEqual(['open /r', ...['a', 'b', 'c'].flatMap((name) => [`judge ${name}.ts one`, `judge ${name}.ts two`])]);
  });

  it('opens one project a root', () => {
    files.write('/q/.git/HEAD', '');
    files.write('/q/a.ts', 'bad');
    judging.ask('one', lint('a.ts'));
    judging.ask('one', { ...lint('a.ts', 'bad'), filename: '/q/a.ts', physicalFilename: '/q/a.ts' });
    expect(log.filter((line) => line.startsWith('open'))).toEqual(['open /r', 'open /q']);
  });

  it('reads a relative name from the working folder', () => {
    expect(judging.ask('one', { ...lint('c.ts'), filename: 'c.ts', physicalFilename: 'c.ts' }).findings).toHaveLength(1);
  });
});

describe('an editor', () => {
  it('judges the buffer, not the disk', () => {
    expect(messages('b.ts', 'bad now')).toEqual(['bad']);
  });

  it('shows in one file what an unsaved other means for it', async () => {
    expect(messages('a.ts')).toEqual([]);
    await turn();
    messages('b.ts', 'bad now');
    await turn();
    expect(messages('a.ts')).toEqual(['uses b.ts']);
  });

  it('forgets the buffer when its text is the disk’s again', async () => {
    messages('b.ts', 'bad now');
    await turn();
    messages('b.ts');
    await turn();
    expect(messages('a.ts')).toEqual([]);
  });

  it('forgets the buffer when its file changes on the disk', async () => {
    messages('a.ts');
    messages('b.ts', 'bad now');
    files.write('/r/b.ts', 'repaired elsewhere');
    await turn();
    expect(messages('a.ts')).toEqual([]);
  });

  it('sees what changed on the disk when a file is linted again', async () => {
    expect(messages('a.ts')).toEqual([]);
    files.write('/r/b.ts', 'bad');
    await turn();
    expect(messages('a.ts')).toEqual(['uses b.ts']);
    expect(log.filter((line) => line === 'refresh')).toHaveLength(1);
  });

  it('looks once for all rules of a lint', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (const rule of ['one', 'two', 'three']) messages('a.ts', undefined, rule);
      await turn();
    }
    expect(log.filter((line) => line === 'refresh')).toHaveLength(2);
  });

  it('judges the text of a file that changed on the disk before it was first linted', async () => {
    messages('a.ts');
    files.write('/r/b.ts', 'this is bad');
    await turn();
    expect(judging.ask('one', lint('b.ts')).findings).toMatchObject([{ start: 8, end: 11 }]);
    await turn();
    judging.ask('one', lint('c.ts'));
    expect(log.filter((line) => line === 'refresh')).toHaveLength(1);
  });

  it('opens the project anew when its configuration changes', async () => {
    messages('a.ts');
    files.write('/r/gatelint.config.json', '{}');
    await turn();
    messages('a.ts');
    expect(log.filter((line) => line.startsWith('open'))).toEqual(['open /r', 'open /r']);
  });
});

describe('fix passes', () => {
  const fixed = 'bad;\nuses c.ts;\nbad;';

  it('carry findings to their new places, and ask nobody', () => {
    files.write('/r/b.ts', 'bad\nuses c.ts\nbad');
    expect(judging.ask('one', lint('b.ts')).findings.map(({ start }) => start)).toEqual([0, 14, 4]);
    const asked = log.length;
    expect(judging.ask('one', lint('b.ts', fixed)).findings.map(({ start, end }) => fixed.slice(start, end))).toEqual(['bad', 'bad', 'uses c.ts']);
    expect(judging.ask('one', lint('b.ts', `const\n${fixed}`)).findings.map(({ start }) => start)).toEqual([6, 22, 11]);
    expect(log).toHaveLength(asked);
  });

  it('ask anew where a fix touched a finding, and leave nothing behind for other files', async () => {
    messages('b.ts', 'bad fine');
    messages('b.ts', 'bad, bad fine');
    expect(messages('b.ts', 'fine')).toEqual([]);
    await turn();
    expect(log).not.toContain('refresh');
    expect(messages('a.ts')).toEqual(['uses b.ts']);
    expect(log.slice(-2)).toEqual(['cover b.ts "bad fine"', 'judge a.ts one']);
  });

  it('are told from other text for the same name, which names something new', () => {
    messages('b.ts');
    expect(messages('b.ts', 'bad')).toEqual(['bad']);
  });

  it('ask a rule that was not asked before', () => {
    messages('b.ts');
    expect(messages('b.ts', 'bad now', 'two')).toEqual(['bad']);
  });
});

describe('text without a place', () => {
  it.each(['<input>', '<text>', '<text>/0.ts', '/r/__placeholder__.js', ''])('says nothing about %j', (filename) => {
    expect(judging.ask('one', { ...lint('c.ts', 'bad'), filename, physicalFilename: filename })).toEqual({ findings: [], problems: [] });
    expect(log).toEqual([]);
  });

  it('says nothing about a block that a processor cut out', () => {
    expect(judging.ask('one', { ...lint('c.ts', 'bad'), filename: '/r/a.md/0.ts', physicalFilename: '/r/a.md' }).findings).toEqual([]);
  });

  it('says nothing about an installed package', () => {
    const filename = '/r/node_modules/x/c.ts';
    expect(judging.ask('one', { ...lint('c.ts', 'bad'), filename, physicalFilename: filename })).toEqual({ findings: [], problems: [] });
    expect(log).toEqual([]);
  });

  it('says nothing about the script of a component', () => {
    expect(judging.ask('one', { ...lint('c.ts', 'bad'), filename: '/r/App.vue', physicalFilename: '/r/App.vue' }).findings).toEqual([]);
  });
});

it('moves offsets by the byte order mark, which linters take off', () => {
  files.write('/r/b.ts', '\uFEFFbad');
  const { findings } = judging.ask('one', lint('b.ts', 'bad', { hasBOM: true }));
  expect(findings).toMatchObject([{ start: 0, end: 3 }]);
  expect(log.filter((line) => line.startsWith('cover'))).toEqual([]);
});

it('judges nothing under a configuration with mistakes, tells them once a look, and recovers', async () => {
  mistakes = ['no such key'];
  expect(judging.ask('one', lint('c.ts'))).toEqual({ findings: [], problems: ['no such key'] });
  expect(judging.ask('two', lint('c.ts'))).toEqual({ findings: [], problems: [] });
  await turn();
  expect(judging.ask('one', lint('b.ts')).problems).toEqual([]);
  await turn();
  expect(judging.ask('one', lint('b.ts')).problems).toEqual(['no such key']);
  mistakes = [];
  files.write('/r/gatelint.config.json', '{}');
  files.write('/r/b.ts', 'bad');
  await turn();
  expect(judging.ask('one', lint('b.ts'))).toMatchObject({ findings: [{ message: 'bad' }], problems: [] });
});
