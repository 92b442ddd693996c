/**
 * Conditions and formulas in words, as pure functions. A front door of its own, because the server enforces them and
 * the browser shows their effect while somebody types: both must mean the same.
 */
export { type Facts, holds, workOut } from './evaluate';
export { type Condition, type Formula, fieldsOf, type Value } from './expression';
export { parseCondition, parseFormula } from './parse';
export { KEYWORDS } from './tokens';
