/** Parses the files that a list names (one absolute path a line) and does nothing with them: `run-parser.mjs LIST`. */
import { readFileSync } from 'node:fs';
import { parseSync, rawTransferSupported } from 'oxc-parser';

const files = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
// As Gatelint itself calls it, and with the tree taken out: it is made when it is first asked for.
const options = { astType: 'ts', preserveParens: false, ...(rawTransferSupported() ? { experimentalRawTransfer: true } : {}) };
let statements = 0;
for (const file of files) statements += parseSync(file, readFileSync(file, 'utf8'), options).program.body.length;
process.stdout.write(`${files.length} files, ${statements} statements\n`);
