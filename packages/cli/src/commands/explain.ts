/** `gatelint explain RULE`: what the rule's page says, in the terminal. */
import { colorsFor } from '../colors.js';
import type { Machine } from '../judge.js';
import { ruleNamed } from '../rule-named.js';
import type { ColorOption, ExitStatus } from '../run.js';

export async function explain(id: string, options: ColorOption, { host, engine }: Machine): Promise<ExitStatus> {
  const { docs, languages, messages, preset, severity } = await ruleNamed(id, (await engine()).rules);
  const { bold, dim } = colorsFor(host.out, host, options.color);
  const comment = languages.includes('ts') ? `// eslint-disable-next-line gatelint/${id} -- reason` : `-- eslint-disable-next-line gatelint/${id} -- reason`;
  const sections: readonly (readonly [string, string])[] = [
    ['Why', docs.why],
    ['Fix', docs.fix],
    ['Limits', docs.limits],
    [
      'Messages',
      Object.entries(messages)
        .map(([name, text]) => `${name}: ${text}`)
        .sort()
        .join('\n'),
    ],
    ['Switch it off', `for a line: ${comment}\nfor the project: { "rules": { "${id}": "off" } } in gatelint.config.json`],
  ];
  host.out.write(`${bold(id)}  ${dim(`${languages.join(', ')}, ${preset}, ${severity}`)}\n${docs.description}\n`);
  for (const [title, text] of sections)
    host.out.write(
      `\n${bold(title)}\n${text
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n')}\n`,
    );
  return 0;
}
