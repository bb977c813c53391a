/**
 * A parser for projects that have none for TypeScript: it shows ESLint the comments of a file, which directives are, and an empty program.
 *
 * ESLint's own parser stops at the first type annotation, and the usual other one brings TypeScript's compiler. The rules of this plugin ask the engine, which
 * reads TypeScript by itself, so they need nothing of the tree. Rules of others find no code in it to judge: silence, where half a tree (no tokens, no scopes of types) would
 * give false alarms and crashes.
 */
import { createRequire } from 'node:module';
import { linesOf, lower } from '@gatelint/engine';
import type { Linter } from 'eslint';

/** Packages that read TypeScript for ESLint. */
const parsers = /[\\/]node_modules[\\/](?:@typescript-eslint[\\/]parser|@babel[\\/]eslint-parser|vue-eslint-parser)[\\/]/u;

/**
 * Whether a parser for TypeScript is loaded in this process. Asked while a configuration is put together: whoever configured a parser before this point has
 * loaded it, and whoever does so after it overrides ours.
 */
export function hasTypeScriptParser(loaded: readonly string[] = Object.keys(createRequire(import.meta.url).cache)): boolean {
  return loaded.some((path) => parsers.test(path));
}

/** A mistake in the file, in the form in which ESLint takes it from a parser. */
class ParsingError extends SyntaxError {
  constructor(
    message: string,
    readonly index: number,
    /** 1-based. */
    readonly lineNumber: number,
    /** 1-based. */
    readonly column: number,
  ) {
    super(message);
  }
}

export const commentParser: Linter.Parser = {
  meta: { name: 'eslint-plugin-gatelint/comment-parser', version: '1' },
  parse(text: string, options?: { filePath?: string }) {
    const { comments, errors } = lower(options?.filePath ?? 'input.tsx', text);
    const lines = linesOf(text);
    const [error] = errors;
    if (error) {
      const { line, column } = lines.position(error.at.start);
      throw new ParsingError(error.message, error.at.start, line, column);
    }
    const locate = (offset: number): { line: number; column: number } => {
      const { line, column } = lines.position(offset);
      return { line, column: column - 1 };
    };
    const place = (start: number, end: number) => ({ range: [start, end] as [number, number], start, end, loc: { start: locate(start), end: locate(end) } });
    return {
      type: 'Program',
      sourceType: 'module',
      body: [],
      tokens: [],
      comments: comments.map(({ kind, text: value, at }) => ({ type: kind === 'line' ? 'Line' : 'Block', value, ...place(at.start, at.end) })),
      ...place(0, text.length),
    };
  },
};
