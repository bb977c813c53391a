/**
 * The command line: commands, options, and the exit status of the contract. 0: nothing to report; 1: findings of severity error, or more warnings than
 * allowed; 2: the run cannot be trusted.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { colorsFor } from './colors.js';
import type { CheckOptions } from './commands/check.js';
import type { EnvOptions } from './commands/env.js';
import type { ReportOptions } from './commands/report.js';
import type { WhyOptions } from './commands/why.js';
import type { Host } from './host.js';
import type { Engine, Machine } from './judge.js';
import { Problem } from './problem.js';
import { version } from './version.js';

export type ExitStatus = 0 | 1 | 2;

/**
 * @param argv what follows the name of the command
 * @returns the exit status; everything else goes to the host's streams. Never throws.
 */
export async function run(argv: readonly string[], host: Host, engine: () => Promise<Engine> = () => import('@gatelint/engine')): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  const program = createProgram({ host, engine }, (result) => (status = result));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return answerTo(error, host);
  }
}

function createProgram(machine: Machine, done: (status: ExitStatus) => void): Command {
  const { host } = machine;
  const program = new Command('gatelint')
    .description(
      'Checks what a TypeScript and PostgreSQL backend promises, from its source text alone: row level security, authentication, rate limits, telemetry, environment, enums.',
    )
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.out.write(text),
      writeErr: (text) => host.err.write(text),
      outputError: (text, write) => write(text.replace(/^error: (.)/u, (_, first: string) => `gatelint: ${first.toUpperCase()}`)),
      getOutHasColors: () => colorsFor(host.out, host, undefined).isColorSupported,
      getErrHasColors: () => colorsFor(host.err, host, undefined).isColorSupported,
    })
    .showHelpAfterError('"gatelint --help" lists the commands, "gatelint COMMAND --help" the options of one.');

  const path = 'folder to judge, or a file to judge alone (default: the working directory)';
  const add = (name: string, description: string): Command => program.command(name).description(description).allowExcessArguments(false);

  withProjectOptions(add('check', 'Report what breaks a promise.'))
    .argument('[path]', path)
    .addOption(new Option('-f, --format <format>', 'how to print findings').choices(['stylish', 'json', 'sarif', 'github']).default('stylish'))
    .option('--staged', 'judge what git is about to commit: findings with a place in a staged file')
    .option('--rule <id>', 'only this rule; may be repeated', (id: string, before: readonly string[] = []) => [...before, id])
    .option('--explain', 'list what could not be decided, with the reasons')
    .option('--max-warnings <number>', 'exit with 1 when there are more warnings', wholeNumber)
    .option('--quiet', 'print errors alone')
    .addOption(withTypes())
    .action(async (folder: string | undefined, options: CheckOptions) => done(await (await import('./commands/check.js')).check(folder, options, machine)));

  withProjectOptions(add('report', 'Say of every entry point, variable, table and enum column how it stands, and what proves it.'))
    .argument('[path]', path)
    .addOption(new Option('-f, --format <format>', 'how to print the report').choices(['text', 'json']).default('text'))
    .addOption(withTypes())
    .action(async (folder: string | undefined, options: ReportOptions) => done(await (await import('./commands/report.js')).report(folder, options, machine)));

  withProjectOptions(add('why', 'Tell all that is known of one entry point, table or variable: what was found, where, and what it rests on.'))
    .argument('<file:line>', 'a line of the entry, of the migration or of the read')
    .argument('[root]', 'folder that is judged (default: the repository around the file)')
    .addOption(new Option('-f, --format <format>', 'how to tell it').choices(['text', 'json']).default('text'))
    .addOption(withTypes())
    .action(async (place: string, root: string | undefined, options: WhyOptions) =>
      done(await (await import('./commands/why.js')).why(place, root, options, machine)),
    );

  withProjectOptions(add('env', 'Compare the variables that the code reads with the inventory (.env.example and its kin).'))
    .argument('[path]', path)
    .addOption(new Option('--check', 'print the differences; exit with 1 when a variable is missing').conflicts('write'))
    .option('--write', 'add what is missing to the inventory; never a value')
    .action(async (folder: string | undefined, options: EnvOptions) => done(await (await import('./commands/env.js')).env(folder, options, machine)));

  withColor(add('rules', 'List the rules.')).action(async (options: ColorOption) => done(await (await import('./commands/rules.js')).rules(options, machine)));

  withColor(add('explain', 'Say what a rule is for, how to satisfy it and where its limits are.'))
    .argument('<rule>', 'id of a rule')
    .action(async (id: string, options: ColorOption) => done(await (await import('./commands/explain.js')).explain(id, options, machine)));

  return program;
}

/** What every command takes that judges a project. */
export interface ProjectOptions extends ColorOption {
  readonly config?: string;
  readonly cache: boolean;
  readonly cacheLocation?: string;
}

/** What commands take that judge code which syntax alone may leave undecided. */
export interface TypesOption {
  readonly types?: true;
}

export interface ColorOption {
  readonly color?: boolean;
}

function withProjectOptions(command: Command): Command {
  return withColor(
    command
      .option('-c, --config <file>', 'configuration to use instead of gatelint.config.json in the root')
      .option('--no-cache', 'neither use nor keep what an earlier run found out')
      .option('--cache-location <folder>', 'where to keep it (default: node_modules/.cache/gatelint)'),
  );
}

const withTypes = (): Option => new Option('--types', 'ask a type checker where the syntax leaves open what is called; slower');

function withColor(command: Command): Command {
  return command.option('--color', 'color the output').option('--no-color', 'do not color the output');
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('A whole number is expected.');
  return Number(text);
}

function answerTo(error: unknown, host: Host): ExitStatus {
  // Commander has printed what it had to say; asking for help or the version is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Problem) {
    host.err.write(`gatelint: ${error.message}\n${error.hint === null ? '' : `${error.hint}\n`}`);
    return 2;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  host.err.write(`gatelint: internal error, a bug of Gatelint: ${text}\n`);
  return 2;
}
