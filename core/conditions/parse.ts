import {
  type Arithmetic,
  COMPARISONS,
  type Comparison,
  type Condition,
  type Expression,
  type Formula,
  FUNCTIONS,
  type FunctionName,
  isCondition,
  PRODUCTS,
  SUMS,
} from './expression';
import { SyntaxFault, type Token, tokensOf } from './tokens';

/** What a text means, or why it means nothing: `expected a value at character 5`. */
export type Parsed<T> = { readonly expression: T } | { readonly fault: string };

const DEEPEST = 50;

/**
 * Reads a condition. Grammar, weakest first: OR; AND; NOT; one of `= != < <= > >=`, `in (…)`, `not in (…)`, `is empty`,
 * `is not empty`; `+ -`; `* /`; `-x`; a number, a quoted text, true, false, a field, `round(…)`, `concat(…)`, parentheses.
 */
export function parseCondition(text: string): Parsed<Condition> {
  return attempt(text, (parser) => parser.condition());
}

/** Reads a formula: the same grammar without what only holds or does not. */
export function parseFormula(text: string): Parsed<Formula> {
  return attempt(text, (parser) => parser.formula());
}

function attempt<T>(text: string, read: (parser: Parser) => T): Parsed<T> {
  try {
    const parser = new Parser(tokensOf(text));
    const expression = read(parser);
    parser.end();
    return { expression };
  } catch (error) {
    if (error instanceof SyntaxFault) return { fault: error.message };
    throw error;
  }
}

class Parser {
  private next = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  condition(): Condition {
    const { at } = this.token;
    return this.asCondition(this.either(), at);
  }

  formula(): Formula {
    const { at } = this.token;
    return this.asFormula(this.sum(), at);
  }

  end(): void {
    if (this.token.is !== 'end') throw this.unexpected('expected AND, OR or the end');
  }

  private either(): Expression {
    return this.joined('or', () => this.joined('and', () => this.negation()));
  }

  private joined(word: 'and' | 'or', read: () => Expression): Expression {
    const { at } = this.token;
    let left = read();
    while (this.token.is === word) {
      this.next++;
      const start = this.token.at;
      left = { is: word, left: this.asCondition(left, at), right: this.asCondition(read(), start) };
    }
    return left;
  }

  private negation(): Expression {
    if (!this.took('not')) return this.comparison();
    return this.deeper(() => {
      const { at } = this.token;
      return { is: 'not', of: this.asCondition(this.negation(), at) };
    });
  }

  private comparison(): Expression {
    const { at } = this.token;
    const left = this.sum();
    const operator = COMPARISONS.find((sign): sign is Comparison => this.token.is === sign);
    if (operator) {
      this.next++;
      return { is: 'compare', operator, left: this.asFormula(left, at), right: this.formula() };
    }
    if (this.took('is')) {
      const isNot = this.took('not');
      this.expect('empty', isNot ? 'expected EMPTY' : 'expected EMPTY or NOT EMPTY');
      return negated(isNot, { is: 'empty', of: this.asFormula(left, at) });
    }
    const isNot = this.token.is === 'not' && this.tokens[this.next + 1]?.is === 'in';
    if (isNot) this.next++;
    if (this.took('in')) {
      this.expect('(', 'expected "(" after IN');
      return negated(isNot, { is: 'in', of: this.asFormula(left, at), among: this.list() });
    }
    return left;
  }

  private sum(): Expression {
    return this.chain(SUMS, () => this.chain(PRODUCTS, () => this.sign()));
  }

  private chain(operators: readonly Arithmetic[], read: () => Expression): Expression {
    const { at } = this.token;
    let left = read();
    for (;;) {
      const operator = operators.find((sign) => this.token.is === sign);
      if (!operator) return left;
      this.next++;
      const start = this.token.at;
      left = { is: 'arithmetic', operator, left: this.asFormula(left, at), right: this.asFormula(read(), start) };
    }
  }

  private sign(): Expression {
    if (!this.took('-')) return this.primary();
    return this.deeper(() => {
      const { at } = this.token;
      return { is: 'negative', of: this.asFormula(this.sign(), at) };
    });
  }

  private primary(): Expression {
    const token = this.token;
    this.next++;
    switch (token.is) {
      case 'number':
        return { is: 'value', value: Number(token.value) };
      case 'text':
        return { is: 'value', value: token.value };
      case 'true':
      case 'false':
        return { is: 'value', value: token.is === 'true' };
      case 'name':
        return this.took('(') ? this.call(token) : { is: 'field', name: token.value };
      case '(':
        return this.deeper(() => {
          const inner = this.either();
          this.expect(')', 'expected ")"');
          return inner;
        });
      default:
        this.next--;
        throw this.unexpected('expected a field, a value or "("');
    }
  }

  private call({ value, at }: Token): Formula {
    if (!Object.hasOwn(FUNCTIONS, value)) {
      throw new SyntaxFault(`expected one of the functions ${Object.keys(FUNCTIONS).join(', ')}`, at);
    }
    const name = value as FunctionName;
    const [least, most] = FUNCTIONS[name];
    const of = this.deeper(() => this.list());
    if (of.length < least || of.length > most) {
      throw new SyntaxFault(`expected ${String(least)} to ${String(most)} values in ${name}(…)`, at);
    }
    return { is: 'call', name, of };
  }

  /** Values between commas, up to the closing parenthesis. */
  private list(): Formula[] {
    const items = [this.formula()];
    while (this.took(',')) items.push(this.formula());
    this.expect(')', 'expected "," or ")"');
    return items;
  }

  private asCondition(expression: Expression, at: number): Condition {
    if (isCondition(expression)) return expression;
    if (this.token.is === 'end' || this.token.is === 'and' || this.token.is === 'or' || this.token.is === ')') {
      throw this.unexpected('expected a comparison such as = 1 or IS EMPTY');
    }
    throw new SyntaxFault('expected a comparison', this.token.at > at ? this.token.at : at);
  }

  private asFormula(expression: Expression, at: number): Formula {
    if (isCondition(expression)) throw new SyntaxFault('expected a value and not a condition', at);
    return expression;
  }

  /** Guards the stack against texts made to exhaust it. */
  private deeper<T>(read: () => T): T {
    if (++this.depth > DEEPEST) throw this.unexpected('expected fewer levels of parentheses');
    const result = read();
    this.depth--;
    return result;
  }

  private get token(): Token {
    return this.tokens[this.next] ?? { is: 'end', value: '', at: 0 };
  }

  private took(is: string): boolean {
    if (this.token.is !== is) return false;
    this.next++;
    return true;
  }

  private expect(is: string, why: string): void {
    if (!this.took(is)) throw this.unexpected(why);
  }

  private unexpected(expected: string): SyntaxFault {
    return new SyntaxFault(expected, this.token.at);
  }
}

function negated(isNot: boolean, condition: Condition): Condition {
  return isNot ? { is: 'not', of: condition } : condition;
}
