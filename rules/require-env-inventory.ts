import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-env-inventory',
  languages: ['ts'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'Every environment variable that the code reads stands in the inventory (`.env.example` and its kin).',
    why: 'A variable that no inventory lists is found missing in production: the deployment starts, and the first request that needs it fails, or a check against it lets everyone in.',
    fix: 'Add a row without a value to the inventory: `NAME=`. `gatelint env --write` adds all that are missing and never writes a value.',
    limits:
      'Each variable is reported once, at its first read. Variables that the platform or the runtime sets (`NODE_ENV`, `VERCEL_URL`) and those that only tests read need no row; `env.platform` in the configuration adds names. Names that are computed at run time are listed in the report and not judged.',
    examples: { bad: 'bad-row-missing', good: 'good-all-listed' },
  },
  messages: {
    missing: '{{name}} is read here{{elsewhere}} and {{inventory}} does not list it. Add a row `{{name}}=`.',
    none: 'The project reads {{count}} ({{names}}) and has no inventory of them. Create `.env.example` with a row for each.',
  },
  check({ file, project, report }) {
    const { files: inventories, missing } = project.inventory();
    for (const { name, at, first, nearest, reads } of project.env(file)) {
      if (!first || !missing.includes(name)) continue;
      if (nearest !== null) {
        report({ at, message: 'missing', data: { name, inventory: nearest, elsewhere: reads > 1 ? ` (the first of ${reads} places)` : '' } });
      } else if (inventories.length === 0 && name === missing[0]) {
        const names = missing.slice(0, 3).join(', ') + (missing.length > 3 ? ', …' : '');
        report({ at, message: 'none', data: { count: missing.length === 1 ? 'an environment variable' : `${missing.length} environment variables`, names } });
      }
    }
  },
});
