/**
 * PostgreSQL's own parser as WebAssembly, ready when this module is. The package's own entry starts asynchronously, which an ESLint language cannot wait for; its
 * glue accepts an `instantiateWasm` hook, in which the module is compiled on the spot. The names of the wasm exports are minified and change with a release: the version is
 * pinned, and a self-test at load turns a mismatch into one clear error instead of wrong answers.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Of the global, only what is used here: the language's own library leaves it to the browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> };
};

interface Glue {
  instantiateWasm(imports: object, done: (instance: { exports: Record<string, unknown> }) => void): Record<string, unknown>;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _wasm_parse_query_raw(text: number): number;
  _wasm_free_parse_result(result: number): void;
  _wasm_parse_plpgsql(text: number): number;
  _wasm_free_string(text: number): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, pointer: number, size: number): void;
  UTF8ToString(pointer: number): string;
  getValue(pointer: number, type: 'i32'): number;
}

/** A node of the parser: one key, its kind, and the fields; fields that hold their zero value are left out. */
export type Node = Readonly<Record<string, unknown>>;

export type ParseOutcome =
  | { readonly statements: readonly { readonly kind: string; readonly node: Node }[]; readonly error: null }
  | { readonly statements: null; readonly error: { readonly message: string; /** 0-based index in code points. */ readonly position: number } };

/** What emscripten calls the function that runs static constructors, in this release of the package. */
const CONSTRUCTORS = 'A';

function load(): Glue {
  const require = createRequire(import.meta.url);
  const factory = require('libpg-query/wasm/libpg-query.js') as (glue: Partial<Glue>) => unknown;
  const binary = readFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm'));
  let runConstructors: unknown;
  const glue: Partial<Glue> = {
    instantiateWasm(imports, done) {
      const exports: Record<string, unknown> = { ...new WebAssembly.Instance(new WebAssembly.Module(binary), imports).exports };
      // The glue runs the constructors again once its promise settles; a second run would reset memory that is in use by then.
      const once = exports[CONSTRUCTORS];
      let ran = false;
      runConstructors = exports[CONSTRUCTORS] = () => {
        if (!ran) {
          ran = true;
          (once as () => void)();
        }
      };
      done({ exports });
      return exports;
    },
  };
  factory(glue);
  (runConstructors as () => void)();
  return glue as Glue;
}

function selfTest(glue: Glue): void {
  const probe = parseWith(glue, "select 'é'; create table t (a int)");
  if (probe.error !== null || probe.statements.map((one) => one.kind).join() !== 'SelectStmt,CreateStmt')
    throw new Error('the self-test gave an unexpected tree');
  if (parseWith(glue, 'create tabel t').error === null) throw new Error('the self-test accepted a syntax error');
}

function parseWith(glue: Glue, text: string): ParseOutcome {
  const size = glue.lengthBytesUTF8(text) + 1;
  const input = glue._malloc(size);
  let result = 0;
  try {
    glue.stringToUTF8(text, input, size);
    result = glue._wasm_parse_query_raw(input);
    // struct { char *tree; char *stderr; struct { char *message, *function, *file; int line, cursor; } *error; }
    const error = glue.getValue(result + 8, 'i32');
    if (error !== 0) {
      const message = glue.UTF8ToString(glue.getValue(error, 'i32'));
      return { statements: null, error: { message, position: Math.max(0, glue.getValue(error + 16, 'i32') - 1) } };
    }
    const tree = JSON.parse(glue.UTF8ToString(glue.getValue(result, 'i32'))) as { stmts?: { stmt?: Record<string, Node> }[] };
    const statements = [];
    for (const { stmt } of tree.stmts ?? []) for (const kind in stmt) statements.push({ kind, node: stmt[kind]! });
    return { statements, error: null };
  } finally {
    glue._free(input);
    if (result !== 0) glue._wasm_free_parse_result(result);
  }
}

let ready: Glue;
try {
  ready = load();
  selfTest(ready);
} catch (cause) {
  throw new Error(
    `The PostgreSQL parser could not be started: libpg-query 18.1.5 must be installed beside Gatelint (${cause instanceof Error ? cause.message : String(cause)}).`,
    { cause },
  );
}

/**
 * Parses SQL text.
 * Input: text without NUL. Output: the statements' nodes, whose `location`s are UTF-8 byte offsets into `text`; or the first error, at a code-point index.
 * Never throws.
 */
export function parseQuery(text: string): ParseOutcome {
  try {
    return parseWith(ready, text);
  } catch (error) {
    return { statements: null, error: { message: error instanceof Error ? error.message : String(error), position: 0 } };
  }
}

/** Parses a DO block or CREATE FUNCTION in PL/pgSQL: the parser's JSON, or null with the reason when it is not understood. Never throws. */
export function parsePlPgSql(text: string): { readonly functions: readonly Node[] | null; readonly because: string | null } {
  let result = 0;
  let input = 0;
  try {
    const size = ready.lengthBytesUTF8(text) + 1;
    input = ready._malloc(size);
    ready.stringToUTF8(text, input, size);
    result = ready._wasm_parse_plpgsql(input);
    const answer = ready.UTF8ToString(result);
    if (!answer.startsWith('{')) return { functions: null, because: answer };
    return { functions: (JSON.parse(answer) as { plpgsql_funcs?: Node[] }).plpgsql_funcs ?? [], because: null };
  } catch (error) {
    return { functions: null, because: error instanceof Error ? error.message : String(error) };
  } finally {
    if (input !== 0) ready._free(input);
    if (result !== 0) ready._wasm_free_string(result);
  }
}
