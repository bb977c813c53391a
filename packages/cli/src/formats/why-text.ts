/** `gatelint why` for people: one subject after the other, each from how it is reached to what is to be done. */
import type {
  Advice,
  Check,
  EffectStory,
  EntryExplanation,
  Explanation,
  Place,
  Question,
  TableExplanation,
  TraceStep,
  VariableExplanation,
  Weakness,
} from '@gatelint/engine';
import type { Colors } from '../colors.js';
import { ownershipLines } from './ownership-text.js';
import { count } from './view.js';

/** A title, and lines below it; sections without lines are left out. */
type Section = readonly [title: string, lines: readonly string[]];

export function formatWhy(explanation: Explanation, colors: Colors): string {
  const subjects = [
    ...explanation.entries.map((entry) => entryText(entry, colors)),
    ...explanation.tables.map((table) => tableText(table, colors)),
    ...explanation.enums.map((column) =>
      subject(
        `Column ${column.table}.${column.column}`,
        column,
        [
          [
            'What it is',
            [
              column.constrained === 'none' || column.constrained === 'unknown'
                ? `It looks like one of a few values: it is ${column.because}.`
                : `It holds one of ${list(column.values)}.`,
            ],
          ],
          [
            'What holds it to them',
            [
              column.constrained === 'none'
                ? 'Nothing: it takes any text.'
                : column.constrained === 'unknown'
                  ? `Unknown: ${column.because}.`
                  : heldBy[column.constrained],
            ],
          ],
          ['What to do', adviceLines(column.findings)],
        ],
        colors,
      ),
    ),
    ...explanation.variables.map((variable) => variableText(variable, explanation, colors)),
  ];
  return `${subjects.join('\n\n')}\n`;
}

const heldBy = { check: 'A CHECK constraint.', enum: 'An enum type.', fk: 'A foreign key to a lookup table.', domain: 'A domain.' } as const;

function subject(title: string, at: Place, sections: readonly Section[], { bold, dim }: Colors): string {
  const blocks = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => `${bold(name)}\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}`);
  return [`${bold(title)}  ${dim(place(at))}`, ...blocks].join('\n\n');
}

function entryText(entry: EntryExplanation, colors: Colors): string {
  const sections: Section[] = [
    ['What it is', [howReached(entry), ...(entry.handler && place(entry.handler) !== place(entry) ? [`Its code starts at ${place(entry.handler)}.`] : [])]],
    ['What runs before it', beforeLines(entry)],
    ['Who may call it', [...authLines(entry), ...checkLines(entry, 'identity')]],
    ['What it does', effectLines(entry.effects)],
    ['Whose records it writes', ownershipLines(entry)],
    ['What limits it', limitLines(entry)],
    ['What is unknown', entry.unknown.map((because) => `${sentence(because)}`)],
    ['What the gates asked', questionLines(entry.questions)],
    ['What to do', adviceLines(entry.findings)],
  ];
  return subject(entry.title, entry, sections, colors);
}

function howReached({ kind, framework, methods, path, title }: EntryExplanation): string {
  const call = path === null ? 'it' : [methods.join(' or '), path].filter(Boolean).join(' ');
  switch (kind) {
    case 'server-action':
      return `A server action (${framework}). Anyone who can reach the server can call it with any arguments, whatever the pages show.`;
    case 'procedure':
      return `A procedure (${framework}). Anyone who can reach the server can call ${path ?? 'it'} with any input.`;
    case 'worker':
      return `A worker (${framework}). A queue or the platform calls it, not a visitor.`;
    case 'cron':
      return `A scheduled job (${framework}). ${path === null ? 'The scheduler calls it; it has no address.' : `A scheduler calls ${call}, and so can anyone who knows the address.`}`;
    case 'webhook':
      return `A route for machines (${framework}). Whoever holds the secret is meant to send ${call}; anyone can try.`;
    case 'route':
      return path === null
        ? `A route (${framework}); its path is not known. Anyone who can reach the server can call ${title}.`
        : `A route (${framework}). Anyone who can reach the server can send ${call}.`;
  }
}

function beforeLines({ before }: EntryExplanation): string[] {
  if (before.length === 0) return ['Nothing that was found: the request comes straight to the handler.'];
  return before.map(({ kind, name, at, decides }, index) => {
    const what = kind === 'proxy' ? 'the proxy' : kind === 'middleware' ? `middleware ${name}` : `wrapper ${name}`;
    const does = decides.length === 0 ? 'decides nothing about the caller' : `decides by ${list(decides)}`;
    return `${index + 1}. ${what}${at === null ? '' : `, ${place(at)}`}: ${does}.`;
  });
}

function authLines({ auth, paid, writes }: EntryExplanation): string[] {
  const first = auth.firstUnguarded;
  const way = first === null ? [] : ['The way to it:', ...steps([...auth.trace, first])];
  const mechanism = auth.mechanism ?? 'a check';
  switch (auth.state) {
    case 'enforced':
      return ['Only who is verified.', ...weak(auth.weaknesses)];
    case 'delegated':
      return [`${mechanism} owns the request and decides by itself.`];
    case 'public':
      return [`Everyone, on purpose: ${auth.because ?? ''}.`];
    case 'unknown':
      return [`That cannot be told: ${auth.because ?? ''}.`];
    case 'optional':
      return [
        auth.because === null ? `Everyone: ${mechanism} is looked at, and who has no credential goes on.` : `Everyone in some cases: ${auth.because}.`,
        ...(first === null ? [] : [`Without a credential it ${first.note}, at ${place(first)}.`]),
        ...way,
      ];
    case 'absent':
      return [
        auth.mechanism !== null && auth.lookalike === null
          ? `Everyone: ${mechanism} comes too late, or not on every way.`
          : 'Everyone: nothing turns callers without a credential away.',
        first === null
          ? paid.length > 0 || writes === true
            ? ''
            : 'What they get is the answer alone.'
          : `Without a credential it ${first.note}, at ${place(first)}.`,
        ...way,
      ].filter((line) => line !== '');
  }
}

/** The checks in their order, and where those leave who do not pass. */
function checkLines(entry: EntryExplanation, of: Check['of']): string[] {
  const { refusals } = of === 'identity' ? entry.auth : entry.rateLimit;
  const lines = entry.checks
    .filter((check) => check.of === of)
    .flatMap((check) => [checkText(check), ...(check.trace.length > 0 ? steps([...check.trace, { ...check.at, note: 'decides' }]) : [])]);
  const always = of === 'limit' ? entry.rateLimit.state === 'enforced' : entry.auth.state === 'enforced';
  const leaving = `${of === 'limit' ? 'Who calls too often' : 'Who has no credential'} leaves here${always ? '' : ', on some ways'}:`;
  return refusals.length === 0 ? lines : [...lines, leaving, ...steps(refusals)];
}

function checkText({ of, refuses, mechanism, trust, at, because }: Check): string {
  const where = `, at ${place(at)}.`;
  if (!refuses) return `${mechanism} ${because === null ? 'is looked at, and its result keeps nobody out' : `decides nothing: ${because}`}${where}`;
  if (of === 'limit') return `${mechanism} counts the call${where}`;
  if (trust !== 'machine') return `${mechanism} verifies the caller${where}`;
  return /^called by /u.test(mechanism) ? sentence(mechanism) : `${mechanism} verifies a machine${where}`;
}

function limitLines(entry: EntryExplanation): string[] {
  const { paid, rateLimit, effects } = entry;
  const lines = [...checkLines(entry, 'limit'), ...weak(rateLimit.weaknesses)];
  if (paid.length === 0) return lines;
  if (rateLimit.state === 'not-needed') return [...lines, 'Nothing has to: its callers hold a secret of the project.'];
  const open = effects.filter(({ kind, limitedBy }) => kind === 'spend' && limitedBy.length === 0);
  if (lines.length === 0) return ['Nothing that was found.'];
  return rateLimit.state === 'absent' ? [...lines, ...open.map(({ what, at }) => `On some way nothing limits ${what}, at ${place(at)}.`)] : lines;
}

const verbs: Record<EffectStory['kind'], string> = {
  read: 'reads',
  write: 'writes',
  spend: 'spends money',
  change: 'changes something outside',
  queue: 'hands a task on',
  telemetry: 'sends analytics',
  'sign-in': 'signs somebody in, up or out',
  delegate: 'hands the request to a library',
};

/** So many effects are told: reading, which repeats itself, gives way first. */
const told = 20;

/** In their order, below what is known of the caller then. */
function effectLines(effects: readonly EffectStory[]): string[] {
  if (effects.length === 0) return ['Nothing that the catalogue knows: no read, no write, no paid call, no analytics.'];
  const shown = new Set([...effects.filter(({ kind }) => kind !== 'read'), ...effects.filter(({ kind }) => kind === 'read')].slice(0, told));
  const lines: string[] = [];
  let caller = '';
  let way = '';
  for (const effect of effects) {
    if (!shown.has(effect)) continue;
    const now = callerText(effect);
    if (now !== caller) lines.push(`${now}:`);
    const before = wayTo(effect.trace);
    const same = before !== '' && before === way && now === caller;
    lines.push(`  ${effectText(effect)}${same ? ', on the same way' : ''}.`, ...(before === '' || same ? [] : [`    by ${before}`]));
    caller = now;
    way = before;
  }
  const rest = effects.length - shown.size;
  return rest > 0 ? [...lines, `and reads in ${count(rest, 'more place', 'more places')}.`] : lines;
}

function effectText({ kind, what, vendor, at, deferred, waits, limitedBy }: EffectStory): string {
  const when = deferred ? ', after the response' : kind === 'telemetry' ? (waits ? ', and the request waits for it' : ', and the request does not wait') : '';
  const limit = kind !== 'spend' ? '' : limitedBy.length > 0 ? `, limited by ${list(limitedBy)}` : ', and nothing limits it';
  return `${verbs[kind]}: ${what}${vendor === null ? '' : ` (${vendor})`}, at ${place(at)}${when}${limit}`;
}

function callerText({ caller, verifiedBy }: EffectStory): string {
  const by = verifiedBy.length > 0 ? ` (${list(verifiedBy)})` : '';
  if (caller.length > 1) return `The caller is verified on some ways${by} and ${caller.includes('nobody') ? 'nobody' : 'it is unknown'} on others`;
  if (caller[0] === 'verified') return `The caller is verified${by}`;
  return caller[0] === 'unknown' ? 'Whether the caller is verified is unknown' : 'Nobody has been verified';
}

function questionLines(questions: readonly Question[]): string[] {
  const answers: Record<Question['answer'], string> = { yes: 'Yes', no: 'No', partly: 'Partly', 'not needed': 'Not needed', unknown: 'Unknown' };
  return questions.map(({ rule, question, answer, because }) => `${question} ${answers[answer]}: ${because}. [${rule}]`);
}

function adviceLines(findings: readonly Advice[]): string[] {
  return findings.flatMap(({ rule, severity, message, fix }) => [`${severity} ${rule}: ${message.replace(/\s*\n\s*/gu, ' ')}`, `  ${fix}`]);
}

function tableText(table: TableExplanation, colors: Colors): string {
  const sections: Section[] = [
    [
      'What it is',
      [
        `Made at ${place(table)}.`,
        table.exposed ? 'Clients reach its schema through the API.' : 'Clients do not reach it through an API.',
        table.userScopedBecause === null ? 'Nothing says that it holds user data.' : `It holds user data: it ${table.userScopedBecause}.`,
      ],
    ],
    ['Row level security', [rlsText(table)]],
    [
      'Policies',
      table.policyList.length === 0
        ? [table.policiesBecause === null ? 'None.' : `None that is known: ${table.policiesBecause}.`]
        : [
            ...table.policyList.flatMap(({ name, command, roles, at, using, check, open }) => [
              `"${name}" for ${command} to ${list(roles)}, ${place(at)}`,
              ...(using === null ? [] : [`  using (${using})`]),
              ...(check === null ? [] : [`  with check (${check})`]),
              ...(open === null ? [] : [`  ${open}`]),
            ]),
            ...(table.policiesBecause === null ? [] : [`There may be more: ${table.policiesBecause}.`]),
          ],
    ],
    [
      'Columns of few values',
      table.columns.map(({ column, file, line, constrained, values }) => `${column}, ${place({ file, line })}: ${columnText(constrained, values)}.`),
    ],
    ['What the gates asked', questionLines(table.questions)],
    ['What to do', adviceLines(table.findings)],
  ];
  return subject(`Table ${table.name}`, table, sections, colors);
}

function rlsText({ rls, rlsAt, because, forced, intent }: TableExplanation): string {
  const at = rlsAt === null ? '' : `, by ${place(rlsAt)}`;
  const state =
    rls === 'on'
      ? `On${at}${forced ? ', for the owner too' : ''}.`
      : rls === 'off'
        ? rlsAt === null
          ? 'Off: no migration turns it on.'
          : `Off${at}.`
        : `Unknown: ${because ?? ''}.`;
  return intent === null ? state : `${state} Declared ${intent.kind}: ${intent.reason}.`;
}

function columnText(constrained: TableExplanation['columns'][number]['constrained'], values: readonly string[]): string {
  if (constrained === 'none') return 'takes any text';
  if (constrained === 'unknown') return 'what holds it is unknown';
  return `held by ${constrained === 'fk' ? 'a foreign key' : constrained === 'enum' ? 'an enum type' : constrained === 'domain' ? 'a domain' : 'a CHECK'}${values.length > 0 ? ` to ${list(values)}` : ''}`;
}

function variableText({ name, reads, inventory, nearest, platform, schema, testsOnly, findings }: VariableExplanation, asked: Place, colors: Colors): string {
  const row =
    inventory !== null
      ? `In ${inventory}.`
      : platform
        ? 'In none, and none is needed: the platform or the build sets it.'
        : testsOnly
          ? 'In none, and none is needed: only tests read it.'
          : `In none. ${nearest === null ? 'The project has no inventory.' : `${nearest} is the one that would have to list it.`}`;
  const shown = reads.slice(0, told).map(place);
  return subject(
    `Variable ${name}`,
    asked,
    [
      ['Where it is read', [...shown, ...(reads.length > told ? [`and ${count(reads.length - told, 'more place', 'more places')}`] : [])]],
      ['Where it is listed', [row, ...(schema ? ['An environment schema of the project declares it.'] : [])]],
      ['What to do', adviceLines(findings)],
    ],
    colors,
  );
}

const weak = (weaknesses: readonly Weakness[]): string[] => weaknesses.map(({ what, at }) => `It is weaker than it looks: ${what} (${place(at)}).`);
const place = ({ file, line }: Place): string => `${file}:${line}`;
const list = (all: readonly string[]): string => all.join(', ');
const steps = (trace: readonly TraceStep[]): string[] => trace.map((step) => `  ${place(step)}  ${step.note}`);

/** The calls from the handler on: what leads to it was told before. */
function wayTo(trace: readonly TraceStep[]): string {
  const own = trace.slice(trace.findLastIndex(({ note }) => note === 'calls the handler') + 1);
  const calls = own.map((step) => `${place(step)} ${step.note}`);
  // Between the handler's own call and the last one, who wants to know more asks for the data.
  return (calls.length <= 3 ? calls : [...calls.slice(0, 1), `(${calls.length - 2} more)`, ...calls.slice(-1)]).join(' -> ');
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
