/** Lints the files that a list names (one absolute path a line): `run-eslint.mjs CONFIG LIST`. A command line would be too long for thousands of files. */
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';

const [config, list] = process.argv.slice(2);
const files = readFileSync(list, 'utf8').split('\n').filter(Boolean);
const eslint = new ESLint({ overrideConfigFile: config, warnIgnored: false });
const results = await eslint.lintFiles(files);
const messages = results.reduce((sum, result) => sum + result.messages.length, 0);
process.stdout.write(`${results.length} files, ${messages} messages\n`);
