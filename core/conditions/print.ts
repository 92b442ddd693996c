import { type Expression, isCondition } from './expression';

/** The text of an expression; reading it again leads to the same expression. */
export function print(expression: Expression): string {
  switch (expression.is) {
    case 'value':
      return typeof expression.value === 'string' ? quoted(expression.value) : String(expression.value);
    case 'field':
      return expression.name;
    case 'arithmetic':
    case 'compare':
      return `${inside(expression.left)} ${expression.operator} ${inside(expression.right)}`;
    case 'negative':
      return `-${inside(expression.of)}`;
    case 'call':
      return `${expression.name}(${expression.of.map(print).join(', ')})`;
    case 'in':
      return `${inside(expression.of)} IN (${expression.among.map(print).join(', ')})`;
    case 'empty':
      return `${inside(expression.of)} IS EMPTY`;
    case 'not':
      return `NOT ${inside(expression.of)}`;
    case 'and':
    case 'or':
      return `${inside(expression.left)} ${expression.is.toUpperCase()} ${inside(expression.right)}`;
  }
}

/** In parentheses, unless it is one thing already. */
function inside(expression: Expression): string {
  const isOne = ['value', 'field', 'call'].includes(expression.is);
  return isOne && !isCondition(expression) ? print(expression) : `(${print(expression)})`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
