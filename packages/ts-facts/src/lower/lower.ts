/** From text to the intermediate representation of one module. */
import { hash } from 'node:crypto';
import type { Program } from 'oxc-parser';
import type { Fn, Module } from '../ir.js';
import { directivesOf } from './functions.js';
import { Lowering, type Mutable } from './lowering.js';
import { parse, type Parsed } from './parse.js';
import { declareLexical, hoistVars } from './scope.js';
import { lowerStatements } from './statements.js';

/**
 * Lowers a module.
 *
 * @param file Path relative to the project root, with `/`; its extension chooses the dialect.
 * @param text The decoded text. Every span in the result is a UTF-16 offset into it; a byte order mark counts as one.
 * @returns The module. Never throws: syntax errors, and code nested deeper than can be read, are in `errors`, beside what was understood.
 */
export function lower(file: string, text: string): Module {
  return lowerHashed(file, text, contentHash(text));
}

/** The hash that names a text in `Module.hash` and in caches. */
export function contentHash(text: string): string {
  return hash('sha256', text).slice(0, 40);
}

export function lowerHashed(file: string, text: string, textHash: string): Module {
  const l = new Lowering(text);
  const module = l.openFunction('module', { start: 0, end: text.length });
  module.head = { start: 0, end: 0 };
  let parsed: Parsed = { program: null, comments: [], errors: [] };
  try {
    parsed = parse(file, text);
    if (parsed.program) lowerProgram(l, parsed.program.body, module);
  } catch (error) {
    // The stack of our caller may leave less room than `maxDepth` wants; anything else here is a mistake of ours that must not cost the project.
    const message =
      error instanceof RangeError
        ? 'The code is nested too deep to be read from here'
        : `Could not be lowered: ${error instanceof Error ? error.message : String(error)}`;
    l.errors.push({ message, at: { start: 0, end: 0 } });
  }
  l.closeCaptures();
  return {
    file,
    hash: textHash,
    directives: l.directives,
    imports: l.imports,
    exports: l.exports,
    exportAll: l.exportAll,
    bindings: l.bindings,
    functions: l.functions,
    classes: l.classes,
    assignments: l.assignments,
    comments: parsed.comments,
    errors: [...parsed.errors, ...l.errors],
  };
}

function lowerProgram(l: Lowering, body: Program['body'], module: Mutable<Fn>): void {
  hoistVars(l, l.scope, body);
  declareLexical(l, l.scope, body);
  l.directives = directivesOf(body);
  module.directives = l.directives;
  module.body = lowerStatements(l, body);
}
