/** Functions, and event triggers that enable row level security. */
import type { FunctionDef, Place } from '../schema.js';
import type { Context, Handler } from './context.js';
import { as, field, flag, list, strings, text, walk, type Node } from './nodes.js';
import { constantOf } from './constants.js';
import { sameArguments, TEMPORARY, type DoubtAbout, type State } from './state.js';
import { argumentType } from './type-names.js';
import { usesOf } from './uses.js';

/** CREATE [OR REPLACE] FUNCTION or PROCEDURE, which resets every option that it does not name and keeps owner and rights. */
export const createFunction: Handler = (node, { state, unit }) => {
  const options = optionsOf(state, list(node, 'options'));
  const parameters = list(node, 'parameters').map((one) => as(one, 'FunctionParameter') ?? {});
  const isProcedure = flag(node, 'is_procedure');
  // OUT arguments of a procedure are among those that it is called with.
  const outputs = isProcedure ? /^FUNC_PARAM_TABLE$/ : /^FUNC_PARAM_(OUT|TABLE)$/;
  const inputs = parameters.filter((one) => !outputs.test(text(one, 'mode') ?? ''));
  const args = inputs.map((one) => argumentType(state, field(one, 'argType')));
  const returned = field(node, 'returnType');
  const returns = returned === undefined ? null : argumentType(state, returned);
  const body = node['sql_body'];
  const name = state.newName(strings(list(node, 'funcname')));
  // What is temporary ends with its session.
  if (name.schema === TEMPORARY) return;
  const made: FunctionDef = {
    schema: name.schema,
    name: name.name,
    at: unit.whole,
    kind: isProcedure ? 'procedure' : 'function',
    args: args.map((one) => one.type),
    argRefs: args.map((one) => one.typeRef),
    argNames: inputs.map((one) => text(one, 'name') ?? null),
    returns: returns?.type ?? outputType(state, parameters),
    returnRef: returns?.typeRef ?? null,
    returnsSet: flag(returned, 'setof') || parameters.some((one) => text(one, 'mode') === 'FUNC_PARAM_TABLE'),
    language: options.language ?? (body === undefined ? null : 'sql'),
    securityDefiner: options.securityDefiner ?? false,
    volatility: options.volatility ?? 'volatile',
    strict: options.strict ?? false,
    leakproof: options.leakproof ?? false,
    settings: options.settings(new Map()),
    owner: state.role,
    access: state.accessOf('function', name.schema),
    body: options.body,
    tree: body ?? null,
    uses: usesOf(state, [body, parameters.map((one) => field(one, 'defexpr'))]),
  };
  const before = state.functionsNamed([name.schema, name.name]).find((one) => sameArguments(one, made));
  state.putFunction(before === undefined ? made : { ...made, owner: before.owner, access: before.access });
};

/** Without RETURNS, the type of the only OUT argument, or `record` for several. */
function outputType(state: State, parameters: readonly Node[]): string | null {
  const outputs = parameters.filter((one) => /^FUNC_PARAM_(OUT|INOUT|TABLE)$/.test(text(one, 'mode') ?? ''));
  if (outputs.length === 0) return null;
  return outputs.length === 1 ? argumentType(state, field(outputs[0], 'argType')).type : 'record';
}

/** CREATE AGGREGATE. */
export function createAggregate(node: Node, { state, unit }: Context): void {
  const listed = list(as(list(node, 'args')[0], 'List'), 'items').map((one) => as(one, 'FunctionParameter') ?? {});
  const options = list(node, 'definition').map((one) => as(one, 'DefElem'));
  const base = field(
    options.find((one) => text(one, 'defname') === 'basetype'),
    'arg',
  );
  const args = (flag(node, 'oldstyle') ? [as(base, 'TypeName')] : listed.map((one) => field(one, 'argType'))).map((one) => argumentType(state, one));
  const name = state.newName(strings(list(node, 'defnames')));
  state.putFunction({
    schema: name.schema,
    name: name.name,
    at: unit.whole,
    kind: 'aggregate',
    args: args.map((one) => one.type),
    argRefs: args.map((one) => one.typeRef),
    argNames: args.map(() => null),
    returns: null,
    returnRef: null,
    returnsSet: false,
    language: 'internal',
    securityDefiner: false,
    volatility: 'immutable',
    strict: false,
    leakproof: false,
    settings: [],
    owner: state.role,
    access: state.accessOf('function', name.schema),
    body: null,
    tree: null,
    uses: usesOf(state, []),
  });
}

/** FUNCTION means no procedure and PROCEDURE no function; ROUTINE means both. */
export const isOfKind = (objtype: string | undefined, one: FunctionDef): boolean =>
  objtype === 'OBJECT_ROUTINE' || (objtype === 'OBJECT_PROCEDURE') === (one.kind === 'procedure');

/** The overloads that an ObjectWithArgs means: all of the name where PostgreSQL would refuse to choose. `objtype`: what the statement calls them. */
export function functionsMeant({ state }: Pick<Context, 'state'>, target: Node | undefined, objtype: string | undefined): readonly FunctionDef[] {
  const named = state.functionsNamed(strings(list(target, 'objname'))).filter((one) => isOfKind(objtype, one));
  if (flag(target, 'args_unspecified')) return named;
  // With modes written out, OUT arguments are not among those that count.
  const written = list(target, 'objfuncargs').map((one) => as(one, 'FunctionParameter') ?? {});
  const byMode = written.filter((one) => !/^FUNC_PARAM_(OUT|TABLE)$/.test(text(one, 'mode') ?? '')).map((one) => argumentType(state, field(one, 'argType')));
  const plain = list(target, 'objargs').map((one) => argumentType(state, as(one, 'TypeName')));
  const matches = (args: typeof plain): readonly FunctionDef[] =>
    named.filter((one) => sameArguments(one, { args: args.map((arg) => arg.type), argRefs: args.map((arg) => arg.typeRef) }));
  const exact = matches(plain);
  return exact.length > 0 || written.length === 0 ? exact.slice(0, 1) : matches(byMode).slice(0, 1);
}

export const alterFunction: Handler = (node, context) => {
  const { state } = context;
  const options = optionsOf(state, list(node, 'actions'));
  for (const one of functionsMeant(context, field(node, 'func'), text(node, 'objtype'))) {
    state.putFunction({
      ...one,
      securityDefiner: options.securityDefiner ?? one.securityDefiner,
      volatility: options.volatility ?? one.volatility,
      strict: options.strict ?? one.strict,
      leakproof: options.leakproof ?? one.leakproof,
      settings: options.settings(new Map(one.settings.map((setting) => [setting.slice(0, setting.indexOf('=')), setting.slice(setting.indexOf('=') + 1)]))),
    });
  }
};

interface Options {
  readonly language: string | null;
  readonly securityDefiner: boolean | null;
  readonly volatility: FunctionDef['volatility'] | null;
  readonly strict: boolean | null;
  readonly leakproof: boolean | null;
  /** What SET and RESET make of the settings so far. */
  settings(before: Map<string, string>): string[];
  readonly body: string | null;
}

function optionsOf(state: State, nodes: readonly Node[]): Options {
  const options: { -readonly [Key in keyof Omit<Options, 'settings'>]: Options[Key] } = {
    language: null,
    securityDefiner: null,
    volatility: null,
    strict: null,
    leakproof: null,
    body: null,
  };
  const sets: Node[] = [];
  for (const one of nodes) {
    const definition = as(one, 'DefElem');
    const argument = field(definition, 'arg');
    const said = as(argument, 'Boolean')?.['boolval'] === true;
    switch (text(definition, 'defname')) {
      case 'language':
        options.language = text(as(argument, 'String'), 'sval')?.toLowerCase() ?? null;
        break;
      case 'security':
        options.securityDefiner = said;
        break;
      case 'volatility':
        options.volatility = text(as(argument, 'String'), 'sval') as FunctionDef['volatility'];
        break;
      case 'strict':
        options.strict = said;
        break;
      case 'leakproof':
        options.leakproof = said;
        break;
      case 'set':
        sets.push(as(argument, 'VariableSetStmt') ?? {});
        break;
      case 'as':
        options.body = strings(list(as(argument, 'List'), 'items'))[0] ?? null;
    }
  }
  return {
    ...options,
    settings(before) {
      for (const set of sets) change(state, before, set);
      return [...before].map(([name, value]) => `${name}=${value}`).sort();
    },
  };
}

/** Names of settings that are lists of names, which PostgreSQL quotes where they need it. */
const LISTS = /^(?:search_path|temp_tablespaces|session_preload_libraries|shared_preload_libraries|local_preload_libraries)$/;

function change(state: State, settings: Map<string, string>, set: Node): void {
  const name = text(set, 'name') ?? '';
  switch (text(set, 'kind')) {
    case 'VAR_RESET_ALL':
      return settings.clear();
    case 'VAR_RESET':
    case 'VAR_SET_DEFAULT':
      return void settings.delete(name);
    case 'VAR_SET_CURRENT':
      settings.set(name, name === 'search_path' ? state.searchPath.join(', ') : '?');
      return;
    default: {
      const values = list(set, 'args').map((value) => constantOf(value) ?? '?');
      settings.set(
        name,
        values.map((value) => (LISTS.test(name) && !/^[a-z_][a-z0-9_$]*$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(', '),
      );
    }
  }
}

const ENABLES = /enable\s+row\s+level\s+security/i;

export const createEventTrigger: Handler = (node, { state, unit }) => {
  const parts = strings(list(node, 'funcname'));
  const bodies = state.functionsNamed(parts);
  const event = text(node, 'eventname') ?? '';
  const name = text(node, 'trigname') ?? '';
  state.eventTriggers.set(name, { name, event, function: state.liveFunction(bodies[0] ?? state.newName(parts)), enabled: 'yes', at: unit.whole });
  if (event === 'ddl_command_end' && bodies.some((one) => ENABLES.test(one.body ?? ''))) state.enablesRls = { name, at: unit.whole };
};

/** ALTER EVENT TRIGGER … ENABLE, DISABLE. */
export const alterEventTrigger: Handler = (node, { state }) => {
  const known = state.eventTriggers.get(text(node, 'trigname') ?? '');
  if (known === undefined) return;
  const enabled = { D: 'no', R: 'replica', A: 'always' }[text(node, 'tgenabled') ?? 'O'] ?? 'yes';
  state.eventTriggers.set(known.name, { ...known, enabled: enabled as typeof known.enabled });
  if (enabled === 'no' && state.enablesRls?.name === known.name) state.enablesRls = null;
  else if (enabled !== 'no') reviveRls(state, known.name, known.at);
};

function reviveRls(state: State, name: string, at: Place): void {
  const known = state.eventTriggers.get(name);
  const body = known === undefined ? undefined : state.functionsNamed([known.function.schema, known.function.name])[0]?.body;
  if (known?.event === 'ddl_command_end' && ENABLES.test(body ?? '')) state.enablesRls = { name, at };
}

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
