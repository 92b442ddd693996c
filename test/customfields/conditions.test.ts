import fc from 'fast-check';
import { holds, parseCondition, parseFormula, type Value, workOut } from '../../core/conditions/api';
import { COMPARISONS, type Condition, type Formula, fieldsOf } from '../../core/conditions/expression';
import { print } from '../../core/conditions/print';
import { KEYWORDS } from '../../core/conditions/tokens';

const factsOf =
  (values: Readonly<Record<string, Value>>) =>
  (name: string): Value =>
    Object.hasOwn(values, name) ? values[name]! : null;

function isTrue(text: string, values: Readonly<Record<string, Value>> = {}): boolean {
  const parsed = parseCondition(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return holds(parsed.expression, factsOf(values));
}

function result(text: string, values: Readonly<Record<string, Value>> = {}): unknown {
  const parsed = parseFormula(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return workOut(parsed.expression, factsOf(values));
}

const NAMES = ['a', 'b', 'c', 'contractNumber', 'x_1'];
const name = fc.constantFrom(...NAMES);
const decimal = fc
  .tuple(fc.nat(99_999), fc.nat(999))
  .map(([whole, part]) => Number(`${String(whole)}.${String(part)}`));

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ is: fc.constant('field' as const), name }),
    fc.record({ is: fc.constant('value' as const), value: fc.oneof(fc.string(), decimal, fc.nat(), fc.boolean()) }),
    fc.record({
      is: fc.constant('arithmetic' as const),
      operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
      left: tie('formula'),
      right: tie('formula'),
    }),
    fc.record({ is: fc.constant('negative' as const), of: tie('formula') }),
    fc.record({
      is: fc.constant('call' as const),
      name: fc.constant('concat' as const),
      of: fc.array(tie('formula'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      is: fc.constant('call' as const),
      name: fc.constant('round' as const),
      of: fc.array(tie('formula'), { minLength: 1, maxLength: 2 }),
    }),
  ),
}));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      is: fc.constant('compare' as const),
      operator: fc.constantFrom(...COMPARISONS),
      left: formula,
      right: formula,
    }),
    fc.record({ is: fc.constant('empty' as const), of: formula }),
    fc.record({
      is: fc.constant('in' as const),
      of: formula,
      among: fc.array(formula, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ is: fc.constant('not' as const), of: tie('condition') }),
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
  ),
}));

describe('conditions', () => {
  test('mean what a reader expects', () => {
    const values = { a: 1, b: null, c: 4, kind: 'Laptop', tags: ['red', 'blue'], urgent: true, listId: '3' };
    const all: readonly [string, boolean][] = [
      ['a = 1 AND (b is empty OR c > 3)', true],
      ['a = 1 and b is not empty or c > 3', true],
      ['a = 2 OR a = 1 AND c = 5', false],
      ['NOT a = 1', false],
      ['not not a = 1', true],
      ['a <> 1', false],
      ['a != 2', true],
      ['c >= 4 AND c <= 4', true],
      ['kind = "Laptop"', true],
      ["kind = 'laptop'", false],
      ['kind in ("Phone", "Laptop")', true],
      ['kind NOT IN ("Phone", "Laptop")', false],
      ['tags = "blue"', true],
      ['tags != "blue"', false],
      ['tags in ("green")', false],
      ['urgent = true', true],
      ['urgent = 1', true],
      ['listId = 3', true],
      ['listId in (2, 3)', true],
      ['b > 0', false],
      ['b < 0', false],
      ['b = ""', true],
      ['b != 1', true],
      ['unknown is empty', true],
      ['(a + c) * 2 = 10', true],
      ['-c < 0', true],
      ['concat(kind, "-", a) = "Laptop-1"', true],
      ['kind = "La\\"ptop"', false],
    ];
    expect(all.filter(([text, wanted]) => isTrue(text, values) !== wanted)).toEqual([]);
  });

  test('formulas calculate, and are empty when something they need is', () => {
    const values = { hours: 2.5, rate: 80, none: null, word: 'x', digits: '12', many: ['a', 'b'] };
    expect(result('hours * rate', values)).toBe(200);
    expect(result('1 + 2 * 3 - 4 / 2')).toBe(5);
    expect(result('(1 + 2) * 3')).toBe(9);
    expect(result('8 - 2 - 1')).toBe(5);
    expect(result('round(1.005, 2)')).toBe(1.01);
    expect(result('round(-2.5)')).toBe(-3);
    expect(result('digits + 1', values)).toBe(13);
    expect(result('hours / 0', values)).toBeNull();
    expect(result('hours * none', values)).toBeNull();
    expect(result('word * 2', values)).toBeNull();
    expect(result('concat("#", hours, none, " ", many)', values)).toBe('#2.5 a, b');
  });

  test('a text that is none says where and what was expected', () => {
    const faults: readonly [string, string][] = [
      ['', 'expected a field, a value or "(" at character 1'],
      ['a =', 'expected a field, a value or "(" at character 4'],
      ['a', 'expected a comparison such as = 1 or IS EMPTY at character 2'],
      ['a = 1 AND', 'expected a field, a value or "(" at character 10'],
      ['a = 1 b', 'expected AND, OR or the end at character 7'],
      ['(a = 1', 'expected ")" at character 7'],
      ['a is full', 'expected EMPTY or NOT EMPTY at character 6'],
      ['a in 3', 'expected "(" after IN at character 6'],
      ['a in (1 2)', 'expected "," or ")" at character 9'],
      ['a = "x', 'expected the quote to be closed at character 5'],
      ['a ? 1', 'expected a name, a value or a sign at character 3'],
      ['a = 1x', 'expected a number at character 5'],
      ['sum(a) = 1', 'expected one of the functions round, concat at character 1'],
      ['(a = 1) + 2 = 3', 'expected a value and not a condition at character 1'],
      [`${'('.repeat(500)}a = 1`, 'expected fewer levels of parentheses at character 52'],
      ['a'.repeat(2001), 'expected at most 2000 characters at character 2001'],
    ];
    for (const [text, fault] of faults) expect([text, parseCondition(text)]).toEqual([text, { fault }]);
    expect(parseFormula('a = 1')).toEqual({ fault: 'expected AND, OR or the end at character 3' });
  });

  test('printing and reading again leads to the same', () => {
    fc.assert(
      fc.property(condition, (tree) => {
        expect(parseCondition(print(tree))).toEqual({ expression: tree });
      }),
    );
    fc.assert(
      fc.property(formula, (tree) => {
        expect(parseFormula(print(tree))).toEqual({ expression: tree });
      }),
    );
  });

  test('any text is read or refused, never worse, and what is read can be evaluated', () => {
    const words = [
      'a',
      'b',
      'AND',
      'or',
      'not',
      'in',
      'is',
      'empty',
      '(',
      ')',
      '=',
      '<',
      '"x"',
      '1',
      '-',
      '+',
      ',',
      'round(',
    ];
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join(' ')),
    );
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
    fc.assert(
      fc.property(texts, fc.dictionary(name, value), (text, values) => {
        const parsed = parseCondition(text);
        if ('fault' in parsed) expect(parsed.fault).toMatch(/^expected .* at character \d+$/);
        else expect(typeof holds(parsed.expression, factsOf(values))).toBe('boolean');
        const read = parseFormula(text);
        if ('expression' in read) workOut(read.expression, factsOf(values));
      }),
      { numRuns: 300 },
    );
  });

  test('AND, OR and NOT agree with a plain model of them', () => {
    const flags = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() });
    interface Model {
      readonly text: string;
      readonly value: (facts: { a: boolean; b: boolean; c: boolean }) => boolean;
    }
    const { model } = fc.letrec<{ model: Model }>((tie) => ({
      model: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom('a' as const, 'b' as const, 'c' as const).map(
          (key): Model => ({
            text: `${key} = true`,
            value: (facts) => facts[key],
          }),
        ),
        tie('model').map(({ text, value }): Model => ({ text: `NOT (${text})`, value: (facts) => !value(facts) })),
        fc.tuple(tie('model'), tie('model')).map(
          ([left, right]): Model => ({
            text: `(${left.text}) AND (${right.text})`,
            value: (facts) => left.value(facts) && right.value(facts),
          }),
        ),
        fc.tuple(tie('model'), tie('model')).map(
          ([left, right]): Model => ({
            text: `(${left.text} OR ${right.text})`,
            value: (facts) => left.value(facts) || right.value(facts),
          }),
        ),
      ),
    }));
    fc.assert(
      fc.property(model, flags, ({ text, value }, facts) => {
        const parsed = parseCondition(text);
        // Beyond the depth that is allowed it is refused, not misunderstood.
        if ('fault' in parsed) expect(parsed.fault).toMatch(/fewer levels|at most/);
        else expect(holds(parsed.expression, factsOf(facts))).toBe(value(facts));
      }),
    );
  });

  test('the fields of an expression are known, and no keyword is one', () => {
    const parsed = parseCondition('a = 1 AND (NOT b in (c, round(d)) OR concat(a, e) is empty)');
    if ('fault' in parsed) throw new Error(parsed.fault);
    expect([...fieldsOf(parsed.expression)].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    for (const word of KEYWORDS)
      expect('fault' in parseCondition(`${word.toUpperCase()} = 1`)).toBe(!['true', 'false'].includes(word));
  });
});
