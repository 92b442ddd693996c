import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Problem } from '../problem';

/**
 * Asks for something that is not shown while it is typed.
 * @returns null when nobody sits at a terminal
 * @throws Problem when whoever was asked pressed Ctrl-C
 */
export function askSecret(question: string, signal: AbortSignal): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return Promise.resolve(null);
  stderr.write(question);
  const unseen = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const reader = createInterface({ input: stdin, output: unseen, terminal: true });
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new Problem('Stopped before anything was done'));
      reader.close();
    };
    reader.on('SIGINT', stop);
    reader.on('close', stop);
    signal.addEventListener('abort', stop, { once: true });
    reader.question('', (answer) => {
      resolve(answer);
      reader.close();
    });
  }).finally(() => {
    stderr.write('\n');
  }) as Promise<string>;
}
