import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-public-bucket-listing',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'No policy lets clients list all files of a public bucket.',
    why: 'Files of a public bucket are served by their address to whoever knows it, without any policy. A policy for SELECT on the bucket adds one thing: clients can ask for the list of all files, with names, owners and dates, and so find what was only meant for those who were given the address.',
    fix: '`DROP POLICY … ON storage.objects`; pictures go on being served. Where users list their own files, ask for the folder: `bucket_id = … AND (storage.foldername(name))[1] = (select auth.uid())::text`.',
    repair: `DROP POLICY "Avatars are for everyone" ON storage.objects;`,
    limits:
      'Buckets that a migration inserts as public by constants, and policies that ask for the bucket and nothing else. Buckets that are made in the dashboard or by code are not seen; where a migration updates buckets, which are public is not known.',
    examples: { bad: 'bad-select-on-public-bucket', good: 'good-own-folder' },
  },
  messages: {
    listed:
      'Policy "{{policy}}" lets {{role}} list all files of the bucket {{bucket}}, which is public and serves them without it. Drop it: DROP POLICY "{{policy}}" ON storage.objects.',
  },
  check({ file, project, report }) {
    for (const { at, policy, bucket, client } of project.access.listings(file)) report({ at, message: 'listed', data: { policy, bucket, role: client.role } });
  },
});
