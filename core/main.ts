#!/usr/bin/env node
import { Command } from 'commander';
import { apiDocs } from './cli/api-docs';
import { auditVerify } from './cli/audit-verify';
import { moduleCommand } from './cli/module-command';
import { deleteModule, listModules, problemsOf, withModules } from './cli/modules';
import { rebuildSearch } from './cli/rebuild-search';
import { serve } from './cli/serve';
import { loadConfiguration } from './config/config';
import { Lifecycle } from './module/lifecycle.service';
import { manifestSchema } from './module/manifest';
import { Problem } from './problem';

const program = new Command('groupware')
  .description('Groupware Support: a support desk for groupware')
  .showHelpAfterError()
  .addHelpText('after', '\nModules bring commands of their own, such as groupware tickets migrate --help.');

program
  .command('serve', { isDefault: true })
  .description('Start the host, its web server and its mail listener')
  .option('--demo', 'fill a new database with believable data', false)
  .action(async ({ demo }: { demo: boolean }) => {
    const starting = serve(loadConfiguration(), { demo });
    let isClosing = false;
    const close = (): void => {
      if (isClosing) process.exit(1);
      isClosing = true;
      starting.then((serving) => serving.close()).then(() => process.exit(0), fail);
    };
    // From the first moment: also what has only begun to start is ended in order.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, close);
    await starting;
  });

program
  .command('manifest-schema')
  .description('Print the JSON Schema of module.json (published as docs/module.schema.json)')
  .action(() => {
    process.stdout.write(`${JSON.stringify(manifestSchema(), null, 2)}\n`);
  });

program
  .command('api-docs')
  .description('Print the documentation of the API (published as docs/api.md)')
  .action(async () => {
    process.stdout.write(await apiDocs());
  });

const modules = program.command('module').description('Install, enable, disable and delete modules');
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

modules
  .command('list')
  .description('List all modules that were found, with their states')
  .action(() =>
    withModules(loadConfiguration(), async (running) => {
      for (const line of await listModules(running)) say(line);
    }),
  );

modules
  .command('check')
  .description('Tell everything that is wrong with the modules; exit code 1 when there is something')
  .action(async () => {
    const problems = await withModules(loadConfiguration(), (running) => Promise.resolve(problemsOf(running)));
    for (const problem of problems) say(problem);
    if (problems.length > 0) process.exitCode = 1;
    else say('All modules are in order');
  });

modules
  .command('install <name>')
  .description('Install a module; a running program takes it over within seconds')
  .action((name: string) =>
    withModules(loadConfiguration(), ({ host }) => host.get(Lifecycle).install(name, new Map())).then(() => {
      say(`Module ${name} is installed; System settings → Modules says who may use it`);
    }),
  );

for (const [action, done] of [
  ['enable', 'enabled'],
  ['disable', 'disabled'],
] as const) {
  modules
    .command(`${action} <name>`)
    .description(action === 'enable' ? 'Let a disabled module run again' : 'Hide a module; its data stays')
    .action((name: string) =>
      withModules(loadConfiguration(), ({ host }) => host.get(Lifecycle)[action](name)).then(() => {
        say(`Module ${name} is ${done}`);
      }),
    );
}

modules
  .command('delete <name>')
  .description('Remove a disabled module with all its data')
  .option('--confirm <name>', 'the name again')
  .option('--archive', 'write its tables into the data directory first', false)
  .action((name: string, options: { confirm?: string; archive: boolean }) =>
    withModules(loadConfiguration(), (running) => deleteModule(running, name, options)).then((folder) => {
      say(`Module ${name} is deleted${folder === null ? '' : `; its archive is ${folder}`}`);
    }),
  );
program
  .command('search')
  .description('Look after what can be found')
  .command('rebuild')
  .description('Index everything anew; with SQLite while the host is stopped')
  .action(() => rebuildSearch(loadConfiguration()));

program
  .command('audit')
  .description('The audit log')
  .command('verify')
  .description('Check that no entry of the audit log was changed, added or removed behind its back')
  .action(async () => {
    process.stdout.write(`${await auditVerify(loadConfiguration())}\n`);
  });

function fail(error: unknown): void {
  // A problem is told in its own sentence; anything else is a mistake in the program and needs its trace.
  process.stderr.write(
    error instanceof Problem
      ? `${error.message}\n`
      : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}

// What is no command of the host itself is one of a module: which there are is known once they run.
const [first, ...rest] = process.argv.slice(2);
const isOwn =
  first === undefined ||
  first.startsWith('-') ||
  ['help', ...program.commands.map((one) => one.name())].includes(first);
if (isOwn) program.parseAsync().catch(fail);
else
  moduleCommand(loadConfiguration(), [first, ...rest]).then((code) => {
    process.exitCode = code;
  }, fail);
