/** Functions, and event triggers that enable row level security. */
import type { FunctionDef } from '../schema.js';
import type { Context, Handler } from './context.js';
import { as, field, list, strings, text, walk, type Node } from './nodes.js';
import { constantOf } from './expressions.js';
import type { DoubtAbout } from './state.js';
import { plainTypeName } from './type-names.js';

/** CREATE [OR REPLACE] FUNCTION or PROCEDURE, which resets every option that it does not name. */
export const createFunction: Handler = (node, { state, unit }) => {
  const options = optionsOf(list(node, 'options'));
  const args = list(node, 'parameters')
    .map((one) => as(one, 'FunctionParameter') ?? {})
    .filter((one) => !/^FUNC_PARAM_(OUT|TABLE)$/.test(text(one, 'mode') ?? ''));
  const returns = field(node, 'returnType');
  state.putFunction({
    ...state.newName(strings(list(node, 'funcname'))),
    at: unit.whole,
    args: args.map((one) => plainTypeName(field(one, 'argType'))),
    returns: returns === undefined ? null : plainTypeName(returns),
    language: options.language ?? (field(node, 'sql_body') === undefined && !('sql_body' in node) ? null : 'sql'),
    securityDefiner: options.securityDefiner ?? false,
    settings: options.settings,
    body: options.body,
  });
};

export const alterFunction: Handler = (node, { state }) => {
  const target = field(node, 'func');
  const args = list(target, 'objargs').map((one) => plainTypeName(as(one, 'TypeName')));
  const options = optionsOf(list(node, 'actions'));
  const named = state.functionsNamed(strings(list(target, 'objname')));
  const exact = named.filter((one) => one.args.join() === args.join());
  for (const one of exact.length > 0 ? exact : named) {
    state.putFunction({
      ...one,
      securityDefiner: options.securityDefiner ?? one.securityDefiner,
      settings: [...new Set([...one.settings, ...options.settings])].sort(),
    });
  }
};

interface Options {
  readonly language: string | null;
  readonly securityDefiner: boolean | null;
  readonly settings: readonly string[];
  readonly body: string | null;
}

function optionsOf(nodes: readonly Node[]): Options {
  let language: string | null = null;
  let securityDefiner: boolean | null = null;
  let body: string | null = null;
  const settings: string[] = [];
  for (const one of nodes) {
    const definition = as(one, 'DefElem');
    const argument = field(definition, 'arg');
    switch (text(definition, 'defname')) {
      case 'language':
        language = text(as(argument, 'String'), 'sval')?.toLowerCase() ?? null;
        break;
      case 'security':
        securityDefiner = as(argument, 'Boolean')?.['boolval'] === true;
        break;
      case 'set': {
        const set = as(argument, 'VariableSetStmt');
        settings.push(
          `${text(set, 'name') ?? ''}=${list(set, 'args')
            .map((value) => constantOf(value) ?? '?')
            .join(', ')}`,
        );
        break;
      }
      case 'as':
        body = strings(list(as(argument, 'List'), 'items'))[0] ?? null;
    }
  }
  return { language, securityDefiner, settings, body };
}

const ENABLES = /enable\s+row\s+level\s+security/i;

export const createEventTrigger: Handler = (node, { state, unit }) => {
  const bodies = state.functionsNamed(strings(list(node, 'funcname')));
  if (text(node, 'eventname') !== 'ddl_command_end' || !bodies.some((one) => ENABLES.test(one.body ?? ''))) return;
  state.enablesRls = { name: text(node, 'trigname') ?? '', at: unit.whole };
};

/** A SELECT, PERFORM or CALL that runs functions of the project whose bodies change the schema: what they could change is doubtful. */
export function doubtCalls(context: Context, node: Node): void {
  walk(node, (kind, inner) => {
    if (kind !== 'FuncCall') return;
    for (const one of context.state.functionsNamed(strings(list(inner, 'funcname')))) doubtCall(context, one);
  });
}

export const callProcedure: Handler = (node, context) => {
  for (const one of context.state.functionsNamed(strings(list(field(node, 'funccall'), 'funcname')))) doubtCall(context, one);
};

function doubtCall(context: Context, called: FunctionDef): void {
  const about = changesOf(called.body ?? '');
  if (about.length === 0) return;
  const because = `the function ${called.schema}.${called.name} was called, whose body may change it`;
  context.opaque(`the function ${called.schema}.${called.name} changes the schema when it runs`);
  for (const table of context.state.allTables()) context.state.doubt(table, because, context.unit.whole, about);
}

/** What the body of a function may change, from its words. */
function changesOf(body: string): DoubtAbout[] {
  const about: DoubtAbout[] = [];
  if (/row\s+level\s+security/i.test(body)) about.push('rls');
  if (/\bpolicy\b/i.test(body)) about.push('policies');
  if (/\balter\s+table\b[^;]*\b(?:column|rename|type)\b/i.test(body)) about.push('columns');
  if (/\balter\s+table\b[^;]*\bconstraint\b/i.test(body)) about.push('constraints');
  return about;
}
