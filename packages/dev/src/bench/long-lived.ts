/** What the next answer costs in a project that stays open while its files are edited, and whether memory stays flat. Only what hosts have is used. */
import { rules, type Project, type Report } from '@gatelint/engine';
import { nodeFileSystem } from '@gatelint/engine/node';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openFolder } from '../open-folder.js';
import { commented, guardless, renamed, type Edit } from './edits.js';
import { median } from './measure.js';

/** What the next answer may cost, as a share of a cold check. */
const answerLimit = 0.05;

/** How much more memory may be in use in the last quarter of the edits than in the second. */
const memoryLimit = 1.05;

const answers = ['judge', 'check', 'report'] as const;
type Answer = (typeof answers)[number];

const kinds = {
  comment: 'a comment',
  rename: 'a renamed local',
  guard: 'a check that can be passed by',
  made: 'a new file',
  deleted: 'the new file deleted',
} as const;

export interface LongLived {
  readonly files: number;
  readonly rounds: number;
  /** By kind of edit: shares of the processor time of a cold check, of all rounds. */
  readonly shares: ReadonlyMap<string, Readonly<Record<Answer, readonly number[]>>>;
  readonly edits: number;
  /** Memory in use in the last quarter of the edits, to the second; medians. Null when there were too few edits to tell. */
  readonly memory: number | null;
}

export interface LongLivedOptions {
  readonly rounds: number;
  readonly edits: number;
  readonly onProgress: (line: string) => void;
}

/** @param dir absolute path of a checkout */
export function measureLongLived(dir: string, { rounds, edits, onProgress }: LongLivedOptions): LongLived {
  const project = openFolder(dir);
  const cold = processorTime(() => project.check());
  const before = project.report();
  const subjects = subjectsOf(dir, project, before);
  const shares = measureAnswers(project, subjects, cold, rounds, onProgress);
  const memory = measureMemory(project, subjects.files, edits, onProgress);
  if (JSON.stringify(project.report()) !== JSON.stringify(before)) throw new Error('All edits were taken back, and the report is not what it was.');
  return { files: project.files().length, rounds, shares, edits, memory };
}

interface Subjects {
  /** What entries reach, as the report tells it. */
  readonly files: readonly Subject[];
  /** Files that turn callers away, those first on which most entries rest. */
  readonly guards: readonly (Subject & { readonly lines: readonly number[] })[];
}

interface Subject {
  readonly file: string;
  readonly text: string;
}

function subjectsOf(dir: string, project: Project, report: Report): Subjects {
  const disk = nodeFileSystem();
  const code = new Set(project.files('ts'));
  const read = (file: string): Subject[] => {
    const bytes = code.has(file) ? disk.read(`${dir}/${file}`) : null;
    return bytes ? [{ file, text: new TextDecoder().decode(bytes) }] : [];
  };
  const reached = new Set(report.entries.flatMap(({ file, auth }) => [file, ...auth.trace.map((step) => step.file), ...(auth.at ? [auth.at.file] : [])]));
  const refusals = new Map<string, { entries: number; lines: Set<number> }>();
  for (const { auth } of report.entries)
    for (const { file, line } of auth.refusals) {
      const known = refusals.get(file) ?? { entries: 0, lines: new Set<number>() };
      refusals.set(file, { entries: known.entries + 1, lines: known.lines.add(line) });
    }
  return {
    files: [...reached].sort().flatMap(read),
    guards: [...refusals]
      .sort(([a, one], [b, other]) => other.entries - one.entries || (a < b ? -1 : 1))
      .flatMap(([file, { lines }]) => read(file).map((subject) => ({ ...subject, lines: [...lines] })))
      .filter((subject) => guardless(subject.text, subject.lines, 0) !== null),
  };
}

/** Each edit changes one file; what an answer costs is measured after an edit of its own, for the next answer of the same kind would cost nothing. */
function measureAnswers(project: Project, { files, guards }: Subjects, cold: number, rounds: number, onProgress: (line: string) => void): LongLived['shares'] {
  const shares = new Map<string, Record<Answer, number[]>>(Object.values(kinds).map((kind) => [kind, { judge: [], check: [], report: [] }]));
  const laid = new Set<string>();
  let serial = 0;
  const lay = (file: string, text: string | null): void => {
    project.overlay(file, text);
    if (text === null) laid.delete(file);
    else laid.add(file);
  };
  /** `asked`: the file that a judgement is about, where it is another. */
  const measured = (kind: string, answer: Answer, file: string, text: string | null, asked = file): void => {
    lay(file, text);
    shares.get(kind)?.[answer].push(processorTime(() => ask(project, answer, asked)) / cold);
  };
  for (let round = 0; round < rounds; round++) {
    onProgress(`round ${round + 1} of ${rounds}`);
    const subject = spread(files, round, rounds);
    const guard = spread(guards, round, rounds);
    for (const answer of answers) {
      const edit = (kind: string, of: Subject | undefined, make: Edit): void => {
        const text = of ? make(of.text, ++serial) : null;
        if (of && text !== null) measured(kind, answer, of.file, text);
      };
      edit(kinds.comment, subject, commented);
      edit(kinds.rename, subject, renamed);
      edit(kinds.guard, guard, (text, number) => guardless(text, guard?.lines ?? [], number));
      if (!subject) continue;
      const made = beside(subject.file, ++serial);
      measured(kinds.made, answer, made, subject.text);
      measured(kinds.deleted, answer, made, null, subject.file);
    }
  }
  for (const file of [...laid]) lay(file, null);
  return shares;
}

/** Twenty edits of a file, each followed by what an editor asks; then the file is closed, and the next opened. */
function measureMemory(project: Project, files: readonly Subject[], edits: number, onProgress: (line: string) => void): number | null {
  const session = 20;
  const collect = collector();
  const used: number[] = [];
  const samples = 40;
  for (let done = 0; done < edits; done++) {
    const { file, text } = files[Math.floor(done / session) % files.length]!;
    project.overlay(file, (done % 2 === 0 ? null : renamed(text, done)) ?? commented(text, done));
    ask(project, 'judge', file);
    if (done % session === session - 1 || done === edits - 1) project.overlay(file, null);
    if (done % Math.ceil(edits / samples) !== 0) continue;
    collect();
    const { heapUsed, external } = process.memoryUsage();
    used.push(heapUsed + external);
    onProgress(`edit ${done + 1} of ${edits}: ${((heapUsed + external) / 2 ** 20).toFixed(0)} MB`);
  }
  const quarter = Math.floor(used.length / 4);
  return quarter < 3 ? null : median(used.slice(-quarter)) / median(used.slice(quarter, 2 * quarter));
}

function ask(project: Project, answer: Answer, file: string): unknown {
  if (answer === 'judge')
    return project.judge(
      file,
      rules.map(({ id }) => id),
    );
  return answer === 'check' ? project.check() : project.report();
}

/** From the first to the last, evenly. */
function spread<Item>(items: readonly Item[], round: number, rounds: number): Item | undefined {
  return items[rounds === 1 ? 0 : Math.round((round * (items.length - 1)) / (rounds - 1))];
}

/** The path of a file like this one: in a folder beside its own, so that what it imports from further up is found and a route is a route. */
function beside(file: string, serial: number): string {
  const slash = file.lastIndexOf('/');
  return slash === -1 ? `copy${serial}-${file}` : `${file.slice(0, slash)}-copy${serial}${file.slice(slash)}`;
}

/** Milliseconds of processor time, all threads. */
function processorTime(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** A table, and the sentences that say whether the targets are met. */
export function longLivedText({ files, rounds, shares, edits, memory }: LongLived): string {
  const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
  const cell = (list: readonly number[]): string => (list.length === 0 ? '' : `${percent(median(list))} (${percent(Math.max(...list))})`);
  const all = [...shares.values()].flatMap((each) => answers.flatMap((answer) => each[answer]));
  const over = [...shares].filter(([, each]) => median(answers.flatMap((answer) => each[answer])) > answerLimit).map(([kind]) => kind);
  return [
    `${files} files, ${rounds} rounds, Node ${process.version}. Median (worst) share of a cold check:`,
    '',
    `| the next answer after | ${answers.map((answer) => `\`${answer}\``).join(' | ')} |`,
    '| --- | ---: | ---: | ---: |',
    ...[...shares].map(([kind, each]) => `| ${[kind, ...answers.map((answer) => cell(each[answer]))].join(' | ')} |`),
    '',
    `The median of all is ${percent(median(all))} and the worst ${percent(Math.max(...all))}. The target, ${percent(answerLimit)}, is met ${over.length === 0 ? 'after each kind of edit' : `but after ${over.join(', ')}`}.`,
    memory === null
      ? `${edits} edits are too few to say whether memory is flat.`
      : `After ${edits} edits ${memory.toFixed(2)} × the memory is in use that was in use after the first quarter of them: ${memory <= memoryLimit ? 'flat' : 'it grows'}.`,
  ].join('\n');
}
