/** An option, as `groupware … --help` shows it: `['--files <dir>', 'Where the files lie']`. */
export type CommandOption = readonly [flags: string, description: string];

/** Where a command speaks to whoever called it. */
export interface Terminal {
  readonly say: (line: string) => void;
  /** Asks for something that must not be seen while it is typed; null when nobody sits there. */
  readonly askSecret: (question: string) => Promise<string | null>;
  /** Aborts when the command is to end: nobody waits any longer. */
  readonly signal: AbortSignal;
}

/** Something that an administrator does from the command line, beside the running program or without one. */
export abstract class Command {
  /** What is typed after `groupware`: `tickets migrate`. */
  abstract readonly words: string;
  abstract readonly summary: string;
  abstract readonly options: readonly CommandOption[];
  /**
   * @param given by the camel-case name of the option
   * @returns the exit code
   * @throws Problem for what cannot be done, in a sentence
   */
  abstract run(given: Readonly<Record<string, string | boolean | undefined>>, terminal: Terminal): Promise<number>;
}
