/** A table as `gatelint why` tells of it: its row level security and its policies, each with the migration that made it so. */
import type { Question, TableExplanation } from '../explanation.js';
import type { ProjectFacts } from '../project-facts.js';
import { enumReport, tableReport } from '../report-of.js';
import type { TableQuestion } from '../rule.js';
import { distinct, placeOf, type AdviceAt } from './advice.js';

export function explainTable(table: TableQuestion, facts: ProjectFacts, advice: AdviceAt): TableExplanation {
  const columns = facts.allEnums().filter((one) => one.table === table.name);
  return {
    ...tableReport(table),
    userScopedBecause: table.userScopedBecause,
    rlsAt: table.rlsSetAt && placeOf(facts, table.rlsSetAt),
    because: table.because,
    policyList: table.policyList.map((policy) => ({
      name: policy.name,
      command: policy.command,
      roles: policy.roles,
      at: placeOf(facts, policy.at),
      using: oneLine(policy.using),
      check: oneLine(policy.check),
      open: policy.openTo === null ? null : `it lets ${policy.openTo} ${policy.opens.join(', ')} every row`,
    })),
    policiesBecause: table.policiesBecause,
    columns: columns.map(enumReport),
    questions: questionsOf(table),
    findings: distinct([table, ...table.policyList, ...columns].flatMap(({ at }) => advice(at))),
  };
}

const oneLine = (clause: string | null): string | null => clause?.replace(/\s+/gu, ' ') ?? null;

function questionsOf(table: TableQuestion): Question[] {
  const { rls, because, exposed, userScoped, intent, policies, policiesBecause, policyList } = table;
  const asked = exposed || userScoped;
  const declared = intent && `it is declared ${intent.kind}: ${intent.reason}`;
  const open = policyList.filter(({ openTo }) => openTo !== null);
  return [
    {
      rule: 'require-rls',
      question: 'After all migrations, is row level security on?',
      answer: rls === 'on' ? 'yes' : rls === 'unknown' ? 'unknown' : declared !== null || !asked ? 'not needed' : 'no',
      because:
        rls === 'on'
          ? 'it was turned on and not off again'
          : rls === 'unknown'
            ? (because ?? 'the migrations do not say')
            : (declared ??
              (asked
                ? table.rlsAt === null
                  ? 'no statement turns it on'
                  : 'a later statement turns it off'
                : 'clients do not reach the table, and it holds no user data')),
    },
    {
      rule: 'require-policy',
      question: 'Is there a policy that lets somebody pass?',
      answer: policies > 0 ? 'yes' : policiesBecause !== null ? 'unknown' : declared !== null || rls !== 'on' ? 'not needed' : 'no',
      because:
        policies > 0
          ? `${policies === 1 ? 'one policy' : `${policies} policies`}`
          : (policiesBecause ??
            declared ??
            (rls === 'on' ? 'row level security without a policy denies everything' : 'without row level security no policy counts')),
    },
    {
      rule: 'no-open-policy',
      question: 'Does every policy for writing compare the row with the caller?',
      answer: policies === 0 ? 'not needed' : open.length === 0 ? 'yes' : 'no',
      because:
        policies === 0
          ? 'there is none'
          : open.length === 0
            ? 'none is true for everyone'
            : `${open.map(({ name }) => `"${name}"`).join(', ')} ${open.length === 1 ? 'is' : 'are'} true for everyone`,
    },
  ];
}
