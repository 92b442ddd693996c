import { Command as Parser } from 'commander';
import type { Configuration } from '../config/config';
import { Command } from '../module/command';
import { Problem } from '../problem';
import { askSecret } from './ask-secret';
import { withModules } from './modules';

/**
 * Runs a command that a module brings.
 * @param words of the command line, without `groupware`
 * @returns its exit code
 * @throws Problem when no running module has it
 */
export function moduleCommand(configuration: Configuration, words: readonly string[]): Promise<number> {
  return withModules(configuration, async ({ host }) => {
    const commands = host.all(Command);
    const asked = words.join(' ');
    const command = commands.find((one) => asked === one.words || asked.startsWith(`${one.words} `));
    if (!command) {
      const known = commands.map((one) => `groupware ${one.words}`);
      throw new Problem(
        `No running module brings a command "groupware ${asked.slice(0, 80)}"${known.length > 0 ? `, only ${known.join(', ')}` : ''}; see groupware --help, and groupware module list for what can be installed`,
      );
    }
    const stopping = new AbortController();
    const stop = (): void => {
      stopping.abort();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    const say = (line: string): void => {
      process.stdout.write(`${line}\n`);
    };
    let code = 0;
    const parser = new Parser(`groupware ${command.words}`).description(command.summary).showHelpAfterError();
    for (const [flags, description] of command.options) parser.option(flags, description);
    parser.action(async (given: Record<string, string | boolean | undefined>) => {
      const { signal } = stopping;
      code = await command.run(given, { say, signal, askSecret: (question) => askSecret(question, signal) });
    });
    await parser.parseAsync([...words.slice(command.words.split(' ').length)], { from: 'user' });
    return code;
  });
}
