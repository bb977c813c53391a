/**
 * Fixtures: `fixtures/<rule-id>/{bad,good}-<situation>/` is a mini-project each, with the expected findings in comments beside the code:
 * `// expect: rule-id`, `-- expect: rule-id` or `# expect: rule-id` at the end of the line where the finding stands, several ids divided by commas;
 * `expect-next-line:` on the line above where that line cannot carry a comment. `fixtures/projects/<name>/` is a whole application with its full output.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

export const fixturesFolder = join(root, 'fixtures');

export interface FixtureCase {
  readonly rule: string;
  /** `bad-…` or `good-…`. */
  readonly name: string;
  readonly mood: 'bad' | 'good';
  /** Absolute. */
  readonly folder: string;
}

/** Every folder of `fixtures/` but `projects`, which need not be the name of a rule. */
export function fixtureFolders(): readonly string[] {
  return folders(fixturesFolder).filter((name) => name !== 'projects');
}

/** Cases of a rule, sorted by name. Throws when a folder is neither `bad-…` nor `good-…`. */
export function fixtureCases(rule: string): readonly FixtureCase[] {
  return folders(join(fixturesFolder, rule)).map((name) => {
    const mood = /^(bad|good)-[a-z0-9]+(-[a-z0-9]+)*$/.exec(name)?.[1];
    if (mood === undefined) throw new Error(`fixtures/${rule}/${name}: the name has to be bad-<situation> or good-<situation>, in lower case with dashes.`);
    return { rule, name, mood: mood as FixtureCase['mood'], folder: join(fixturesFolder, rule, name) };
  });
}

/** Whole applications: names below `fixtures/projects`. */
export function fixtureProjects(): readonly string[] {
  return folders(join(fixturesFolder, 'projects'));
}

export interface Expectation {
  /** Relative to the case's folder, with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
}

/** Expectations of all files below `folder`, in the order of files and lines. */
export function readExpectations(folder: string): readonly Expectation[] {
  return filesBelow(folder).flatMap((file) => expectationsIn(file, readFileSync(join(folder, file), 'utf8')));
}

const comment = /(?:\/\/|--|#|\/\*)[ \t]*expect(-next-line)?:[ \t]*([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)/g;

/** Expectations in the text of one file. */
export function expectationsIn(file: string, text: string): readonly Expectation[] {
  return text
    .split(/\r\n|\n/)
    .flatMap((line, index) =>
      [...line.matchAll(comment)].flatMap(([, next, ids = '']) =>
        ids.split(',').map((id) => ({ file, line: index + (next === undefined ? 1 : 2), rule: id.trim() })),
      ),
    );
}

/** The text of a fixture's file as docs show it: without the expectations. */
export function withoutExpectations(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const bare = line.replace(/[ \t]*(?:\/\/|--|#|\/\*)[ \t]*expect(?:-next-line)?:.*$/, '');
      return bare === '' && line !== '' ? [] : [bare];
    })
    .join('\n');
}

/** Files below a folder, relative to it with `/`, sorted by code unit. */
export function filesBelow(folder: string, prefix = ''): readonly string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${prefix}${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, `${path}/`) : [path];
    });
}

function folders(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
