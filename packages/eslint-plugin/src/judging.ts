/**
 * What ESLint and Oxlint are told about a file: one project a root and process, kept true to the buffers that are open and to the disk.
 *
 * **Text.** A linter judges the text that it holds. Where that differs from the disk (an unsaved buffer, standard input), it is laid over the file, and stays
 * there for the questions that other files ask about it: an editor shows at once what an unsaved helper means for its callers. It goes when the linter comes
 * back with the text of the disk, or when the file on the disk changes. A linter does not say that a buffer was closed, so one that was thrown away unsaved
 * counts until its file is opened again or changes.
 *
 * **Staleness.** `eslint` and `oxlint` lint each file once and end; an editor lints the same file again and again, and between two lints anything may have
 * happened on the disk. So nothing is keyed by time: the project looks at the disk again when a file is linted that was already linted since the last look,
 * which never happens in a run over files and happens at each keystroke in an editor. "Already linted" means that a rule asks about a file a second time: a
 * linter asks once a rule and lint, and all rules of one lint share one text. It also looks again when the file that is linted is not the one that the
 * project read. What is left: a file that an editor opens for the first time may be told about others as they were at the last look, until it is typed in.
 *
 * **Fixes.** `--fix` lints one file up to ten times in a row without ever giving the event loop a turn. Such a pass is told from a new lint by just that, and
 * costs no look at the disk. It is answered with the findings from before the fixes, at their new places: what one fixes does not change who may call a route,
 * and to ask the whole project anew for each of them would take longer than the linting. Where a fix touched the words of a finding, or the text names
 * something new, it is asked anew; the text is then laid over the file for the pass alone and taken away when another file is asked about, since ESLint writes
 * fixes after the last file, and may still write none (`--fix-dry-run`).
 *
 * **Workers.** `eslint --concurrency` gives each worker its own copy of this module and any share of the files. A worker's project answers from the same
 * disk, so it answers the same; nothing here depends on which files came before.
 *
 * **Virtual files.** Text without a place (`<input>`, `<text>`) and text that was cut out of another file (`a.md/0.ts` by a processor, the script of an
 * `App.vue` by Oxlint) are no modules of a backend, and get no answer.
 */
import type { FileSystem, Judged, Project } from '@gatelint/engine';
import { findRoot, join, parentOf } from './find-root.js';
import { moveFindings, namesNothingNew } from './move-findings.js';
import { rememberReads, type RememberedReads } from './remember-reads.js';

/** One rule's question: what it says about the text that a linter holds. */
export interface Lint {
  /** As the linter has it: absolute, or a name without a place. */
  readonly filename: string;
  /** The file on the disk, which differs when `filename` is a part of it. */
  readonly physicalFilename: string | undefined;
  readonly cwd: string;
  /** The text without its byte order mark. */
  readonly text: string;
  readonly hasBOM: boolean;
}

interface Answer {
  /** Offsets are into `Lint.text`. */
  readonly findings: readonly Judged[];
  /** Mistakes in the project's configuration, told to the first that asks after it was read and to no other. */
  readonly problems: readonly string[];
}

export interface Judging {
  ask(rule: string, lint: Lint): Answer;
  /** The project that a file on the disk belongs to and its path there; null for a name without a place. Looks at nothing again. */
  locate(lint: Pick<Lint, 'filename' | 'physicalFilename' | 'cwd'>): { readonly project: Project | null; readonly file: string } | null;
}

export interface Opened {
  /** Null when its configuration cannot be followed: guesses about the rest would be worth nothing. */
  readonly project: Project | null;
  /** Mistakes in the configuration. */
  readonly problems: readonly string[];
  /** Whether the configuration on the disk is still the one that it was opened with. */
  current(): boolean;
}

interface LintedText {
  /** With its byte order mark. */
  readonly text: string;
  /** The turn of the event loop in which it was first asked about. */
  readonly turn: number;
  /** By rule. */
  readonly answers: Map<string, readonly Judged[]>;
  /** In a fix pass: the text before the fixes. */
  readonly unfixed: LintedText | null;
  /** A fix pass whose text names something that the one before did not. */
  readonly novel: boolean;
}

interface Root extends Opened {
  readonly path: string;
  readonly reads: RememberedReads;
  /** Problems not told yet. */
  untold: readonly string[];
  /** What was linted since the last look at the disk, each file as it was last. */
  readonly linted: Map<string, LintedText>;
  /** Text laid over a file, and what the disk said under it then. */
  readonly laid: Map<string, { readonly text: string; readonly disk: string | null }>;
  /** The file that a fix pass laid its text over, and what was laid there before. */
  passing: { readonly file: string; readonly before: string | null } | null;
}

const silence: Answer = { findings: [], problems: [] };

/** @param open opens the project of a root over these files; never throws for what the user wrote */
export function createJudging(files: FileSystem, open: (root: string, files: FileSystem) => Opened): Judging {
  const roots = new Map<string, Root>();
  /** Root by folder. */
  const rootOf = new Map<string, string>();
  const turn = turns();

  const textOnDisk = (path: string): string | null => {
    const bytes = files.read(path);
    return bytes === null ? null : decoder.decode(bytes);
  };

  const at = (root: string): Root => {
    let known = roots.get(root);
    if (!known) {
      const reads = rememberReads(files);
      const opened = open(root, reads.files);
      known = { ...opened, path: root, reads, untold: opened.problems, linted: new Map(), laid: new Map(), passing: null };
      roots.set(root, known);
    }
    return known;
  };

  const place = (lint: Pick<Lint, 'filename' | 'physicalFilename' | 'cwd'>): { root: Root; file: string } | null => {
    const path = pathOf(lint);
    if (path === null) return null;
    const folder = parentOf(path);
    let root = rootOf.get(folder);
    if (root === undefined) rootOf.set(folder, (root = findRoot(path, slashed(lint.cwd), files)));
    return { root: at(root), file: path.slice(root.endsWith('/') ? root.length : root.length + 1) };
  };

  /** Lays `text` over a file, or takes away what lies there when the disk says the same. */
  const lay = (root: Root, file: string, text: string | null): void => {
    const disk = textOnDisk(join(root.path, file));
    if (text === null || text === disk) {
      if (root.laid.delete(file)) root.project?.overlay(file, null);
    } else if (root.laid.get(file)?.text !== text) {
      root.laid.set(file, { text, disk });
      root.project?.overlay(file, text);
    }
  };

  const endPass = (root: Root): void => {
    if (root.passing) lay(root, root.passing.file, root.passing.before);
    root.passing = null;
  };

  const lookAgain = (root: Root): void => {
    rootOf.clear();
    if (!root.current()) {
      roots.delete(root.path);
      return;
    }
    endPass(root);
    root.linted.clear();
    for (const [file, { disk }] of root.laid) if (textOnDisk(join(root.path, file)) !== disk) lay(root, file, null);
    root.project?.refresh();
    root.untold = root.problems;
  };

  const answer = (root: Root, file: string, rule: string, { text, unfixed, novel }: LintedText): readonly Judged[] => {
    if (!root.project) return [];
    if (unfixed) {
      const before = novel ? undefined : unfixed.answers.get(rule);
      const moved = before && moveFindings(before, unfixed.text, text);
      if (moved) return moved;
      root.passing ??= { file, before: root.laid.get(file)?.text ?? null };
      lay(root, file, text);
    }
    return root.project.judge(file, [rule]);
  };

  return {
    locate(lint) {
      const found = place(lint);
      return found && { project: found.root.project, file: found.file };
    },
    ask(rule, lint) {
      let found = place(lint);
      if (!found) return silence;
      const now = turn();
      const text = lint.hasBOM ? `\uFEFF${lint.text}` : lint.text;
      let known = found.root.linted.get(found.file);
      if (known?.text !== text || known.answers.has(rule)) {
        const pass = known?.turn === now;
        if (!pass && (known || found.root.reads.outdated(join(found.root.path, found.file)))) {
          lookAgain(found.root);
          found = place(lint)!;
        }
        const { root, file } = found;
        if (root.passing?.file !== file) endPass(root);
        if (!pass) lay(root, file, text);
        const unfixed = pass ? known! : null;
        known = { text, turn: now, answers: new Map(), unfixed, novel: unfixed !== null && !namesNothingNew(unfixed.text, text) };
        root.linted.set(file, known);
      }
      const { root, file } = found;
      const findings = answer(root, file, rule, known);
      known.answers.set(rule, findings);
      const problems = root.untold;
      root.untold = [];
      return { findings: findings.map((finding) => withoutMark(finding, lint)), problems };
    },
  };
}

/** Without `ignoreBOM` the decoder would drop the mark, and offsets would be off by one. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Numbers the turns of the event loop in which somebody asked: what is asked without a break gets the same number. */
function turns(): () => number {
  let turn = 0;
  let open = false;
  return () => {
    if (!open) {
      open = true;
      turn += 1;
      queueMicrotask(() => (open = false));
    }
    return turn;
  };
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/').replace(/(?<=.)\/$/u, '');
}

/** Absolute path of the file that is linted whole; null for text that is no such file. */
function pathOf({ filename, physicalFilename, cwd }: Pick<Lint, 'filename' | 'physicalFilename' | 'cwd'>): string | null {
  // ESLint's own name for standard input that came without one.
  if (filename === '' || filename.startsWith('<') || /(?:^|[\\/])__placeholder__\.js$/u.test(filename)) return null;
  if (physicalFilename !== undefined && physicalFilename !== filename) return null;
  const path = slashed(filename);
  // Oxlint lints installed packages where no .gitignore keeps it out; each would be a project of its own.
  if (!/\.(?:[cm]?[jt]sx?|sql)$/iu.test(path) || /(?:^|\/)node_modules\//u.test(path)) return null;
  return /^(?:\/|[a-z]:\/)/iu.test(path) ? path : `${slashed(cwd)}/${path}`;
}

function withoutMark(finding: Judged, { text, hasBOM }: Lint): Judged {
  const held = (offset: number): number => Math.min(Math.max(offset - (hasBOM ? 1 : 0), 0), text.length);
  return { ...finding, start: held(finding.start), end: held(Math.max(finding.start, finding.end)) };
}
