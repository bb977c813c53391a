import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-exposed-queue',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'Every queue that the API serves has row level security on its table.',
    why: 'Once queues are served, clients send to and read from them with their own role, and only row level security on the table behind each says which. Without it, a role that is granted the table takes the messages of others, or puts its own in front of your workers.',
    fix: '`ALTER TABLE pgmq.q_… ENABLE ROW LEVEL SECURITY`, with policies for those who may send or read; without policies the queue is for your services alone.',
    repair: `ALTER TABLE pgmq.q_signups ENABLE ROW LEVEL SECURITY;
ALTER TABLE pgmq.q_mails ENABLE ROW LEVEL SECURITY;`,
    limits:
      'Queues that a migration makes by a constant name, where the configuration serves `pgmq_public` or `pgmq`. Grants on the tables of queues are often made in the dashboard and are not asked for.',
    examples: { bad: 'bad-served-without-rls', good: 'good-rls-enabled' },
  },
  messages: {
    open: 'The queue {{queue}} is served to clients through {{served}}, and its table has no row level security. Enable it: ALTER TABLE {{table}} ENABLE ROW LEVEL SECURITY.',
  },
  check({ file, project, report }) {
    for (const { at, queue, table, served } of project.access.queues(file)) report({ at, message: 'open', data: { queue, table, served } });
  },
});
