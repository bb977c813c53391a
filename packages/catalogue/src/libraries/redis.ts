/** Redis clients: a cache or queue, not the database; its counters can be a limit. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://redis.io/docs/latest/commands/';
const changes = words(`
  set setex setEx setnx setNX psetex mset mSet getset getSet getdel append del unlink expire pexpire expireat persist rename hset hSet hmset hdel hDel
  hsetnx lpush lPush rpush rPush lpop lPop rpop rPop ltrim lTrim lrem lRem lset sadd sAdd srem sRem spop zadd zAdd zrem zRem zremrangebyscore
  zRemRangeByScore xadd xAdd xtrim xdel xDel publish flushall flushdb flushAll flushDb decr decrby decrBy json.set json.del geoadd pfadd
  copy
`);
const counts = words('incr incrby incrBy hincrby hIncrBy zincrby zIncrBy zcard zCard zcount zCount llen lLen scard sCard hlen hLen pfcount');

const reads = ['get', 'hget', 'hGet', 'hgetall', 'hGetAll', 'json.get'];

const scripts = words('eval evalsha evalRo eval_ro evalshaRo evalsha_ro evalSha');
const batched = (client: string): string => `${client}.multi()`;

const rows = (client: string): Row[] => [
  // A record under a key: found by a token of the caller's, it vouches for the caller.
  ...each(reads, { role: 'reads-database', one: true, source: docs }, [client]),
  ...each(changes, { role: 'writes-elsewhere', source: docs }, [client, batched(client)]),
  ...each(counts, { role: 'counts', key: 0, source: docs }, [client, batched(client)]),
  // What a script counts is its own affair; so is what a transaction was filled with, statement by statement.
  ...each(scripts, { role: 'writes-elsewhere', source: `${docs}eval/` }, [client]),
  ...each(scripts, { role: 'counts', key: -1, source: `${docs}eval/` }, [client]),
  ...each(['exec', 'execAsPipeline', 'execTyped'], { role: 'counts', key: -1, source: `${docs}exec/` }, [batched(client)]),
];
/** `multi()` and `pipeline()` collect the same commands, one after the other. */
const withBatches = (client: string): Record<string, string> => ({
  [`${client}.pipeline()`]: batched(client),
  ...Object.fromEntries([...changes, ...counts, ...reads].map((command) => [`${batched(client)}.${command}()`, batched(client)])),
});

export default [
  library('@upstash/redis', rows('Redis.new'), { also: ['@upstash/redis/*'], same: { 'Redis.fromEnv()': 'Redis.new', ...withBatches('Redis.new') } }),
  library('@vercel/kv', rows('kv'), { same: { default: 'kv', 'createClient()': 'kv', 'VercelKV.new': 'kv', ...withBatches('kv') } }),
  library('ioredis', rows('default.new'), {
    same: {
      'Redis.new': 'default.new',
      'Cluster.new': 'default.new',
      'default.Cluster.new': 'default.new',
      'default.Redis.new': 'default.new',
      ...withBatches('default.new'),
    },
  }),
  library('redis', rows('createClient()'), {
    also: ['@redis/client', 'node-redis', 'valkey', '@valkey/valkey-glide'],
    same: {
      'RedisClientType.new': 'createClient()',
      'createCluster()': 'createClient()',
      'createClient().connect()': 'createClient()',
      ...withBatches('createClient()'),
    },
  }),
  library('bun', [...rows('redis'), ...rows('RedisClient.new')]),
];
