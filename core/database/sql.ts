import type { Database } from './database';

/** A piece of SQL with its values; there is one text more than values. */
export class Sql {
  constructor(
    private readonly texts: readonly string[],
    private readonly values: readonly unknown[],
  ) {}

  /** The text with each value's place as `bind` makes it. */
  render(bind: (value: unknown) => string): string {
    return this.texts.map((text, at) => (at === 0 ? text : bind(this.values[at - 1]) + text)).join('');
  }

  /** Rows of the statement, read or written in the transaction at hand. */
  run<T>({ manager }: Database): Promise<T[]> {
    return manager.query<T[]>(this.texts.join('?'), [...this.values]);
  }

  /** The pieces in a row, with `between` between them. */
  static join(pieces: readonly Sql[], between: string): Sql {
    const [texts, values]: [string[], unknown[]] = [[''], []];
    for (const [index, piece] of pieces.entries()) {
      texts.push(`${texts.pop() ?? ''}${index === 0 ? '' : between}${piece.texts[0] ?? ''}`, ...piece.texts.slice(1));
      values.push(...piece.values);
    }
    return new Sql(texts, values);
  }
}

/**
 * Template for SQL whose text comes from the source alone: what is put in is sent as a value, a list as a list of
 * values (an empty one as an impossible value, because `IN ()` is no SQL), and another piece of SQL as it is.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  const pieces = strings.flatMap((text, at) => {
    const plain = new Sql([text], []);
    return at < parts.length ? [plain, piece(parts[at])] : [plain];
  });
  return Sql.join(pieces, '');
}

function piece(part: unknown): Sql {
  if (part instanceof Sql) return part;
  if (!Array.isArray(part)) return new Sql(['', ''], [part]);
  const list: readonly unknown[] = part.length > 0 ? part : [null];
  return Sql.join(
    list.map((value) => new Sql(['', ''], [value])),
    ', ',
  );
}
