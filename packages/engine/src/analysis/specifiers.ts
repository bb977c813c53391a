/** A cheap look at a module's text: what it imports, before it is worth parsing. */
import type { Modules } from '@gatelint/ts-facts';

const importing = /\b(?:from|import|require)\b\s*\(?\s*['"]([^'"\n]+)['"]/g;

/** The last name of a path, by which another module would import it: `lib/auth/index.ts` is `auth`. */
function importName(path: string): string {
  const plain = path.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
  return plain.slice(plain.lastIndexOf('/') + 1);
}

const passingOn = /\bexport\s+(?:type\s+)?(?:\*|\{[^}]*\})\s*(?:as\s+\w+\s*)?from\b/;

export interface Look {
  readonly text: string;
  /** Module specifiers that the text mentions; one in a comment or a string is among them. */
  readonly specifiers: readonly string[];
  /** Their last names. */
  readonly names: ReadonlySet<string>;
  /** Whether the text passes on what another module exports. */
  readonly passesOn: boolean;
  /** Answers to questions about the text alone, by question. */
  readonly answers: Map<unknown, boolean>;
}

/** Looks at modules' texts, each once for as long as it stays the same. */
export class Looks {
  private readonly known = new Map<string, Look>();

  constructor(private readonly modules: Modules) {}

  /** Null when the file cannot be read. */
  at(file: string): Look | null {
    const text = this.modules.text(file);
    if (text === null) return null;
    let look = this.known.get(file);
    if (look?.text !== text) {
      const specifiers = [...text.matchAll(importing)].map((match) => match[1] ?? '');
      const passesOn = passingOn.test(text) || /module\.exports\s*=\s*require/.test(text);
      look = { text, specifiers, names: new Set(specifiers.map(importName)), passesOn, answers: new Map() };
      this.known.set(file, look);
    }
    return look;
  }

  /** The files of which `question` holds; it is asked once a text. The question's identity stands for what it asks. */
  where(files: readonly string[], question: (look: Look) => boolean): string[] {
    return files.filter((file) => {
      const look = this.at(file);
      if (!look) return false;
      let answer = look.answers.get(question);
      if (answer === undefined) look.answers.set(question, (answer = question(look)));
      return answer;
    });
  }

  /** The files themselves, those that import from one of them, and those that do so through modules that pass it on. */
  importersOf(files: readonly string[], direct: readonly string[]): ReadonlySet<string> {
    const sources = new Set(direct);
    const names = new Set(direct.map(importName));
    const leads = (file: string, look: Look): boolean =>
      look.specifiers.some((specifier) => {
        if (!names.has(importName(specifier))) return false;
        const where = this.modules.resolve(file, specifier);
        return where.is === 'file' && sources.has(where.file);
      });
    for (const file of files) {
      const look = this.at(file);
      if (sources.has(file) || !look?.passesOn || !leads(file, look)) continue;
      sources.add(file);
      names.add(importName(file));
    }
    return new Set([
      ...direct,
      ...files.filter((file) => {
        const look = sources.has(file) ? null : this.at(file);
        return look !== null && leads(file, look);
      }),
    ]);
  }
}
