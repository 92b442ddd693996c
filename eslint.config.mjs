import tseslint from 'typescript-eslint';
import { constantSql } from './scripts/constant-sql.mjs';

// Time, chance and waiting are ports (core/ports), so that a test can decide them.
const portMessage = 'Inject the port from core/ports instead: a test must be able to decide time and chance.';
const noAmbientTime = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: portMessage },
  { selector: "CallExpression[callee.name='Date']", message: portMessage },
];
const timers = ['setTimeout', 'setInterval', 'setImmediate'];
const timerModules = ['timers', 'node:timers', 'timers/promises', 'node:timers/promises'];

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', '.cache/', 'node_modules/', '**/*.d.ts'] },

  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    plugins: { groupware: { rules: { 'constant-sql': constantSql } } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': ['error', ...noAmbientTime],
      'groupware/constant-sql': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: portMessage },
        { object: 'Date', property: 'now', message: portMessage },
        { object: 'performance', property: 'now', message: portMessage },
      ],
      'no-restricted-globals': ['error', ...timers.map((name) => ({ name, message: portMessage }))],
      'no-restricted-imports': ['error', { paths: timerModules.map((name) => ({ name, message: portMessage })) }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // A string is spread to walk its code points, on purpose.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Rows are typed by what TypeORM promises; one of the drivers answers some numbers as text all the same.
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      // Entities are plain data: a literal of the right shape is as good as an instance.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // `async` also turns a throw into a rejection, which is why an interface's async method may await nothing.
      '@typescript-eslint/require-await': 'off',
    },
  },

  {
    // The ports themselves are where the real clock, chance and timers come in.
    files: ['core/ports/**/*.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
    },
  },

  {
    // The command line speaks to a terminal.
    files: ['core/cli/**/*.ts', 'core/main.ts'],
    rules: { 'no-console': 'off' },
  },

  {
    // Browser code: what it shows is relative to the reader's own clock, and nothing is decided by it.
    files: ['core/ui/**/*.ts', 'modules/*/ui/**/*.ts'],
    languageOptions: { parserOptions: { project: ['./core/ui/tsconfig.json'] } },
    rules: {
      'no-restricted-syntax': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-globals': 'off',
      // Lit calls a template's listeners with the element as `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  {
    // Tests wait for real servers and measure real time; they read answers whose shape is what they are about to
    // prove; and a long file of one area is cheaper to run than many short ones.
    files: ['test/**/*.ts', 'core/testing/**/*.ts'],
    rules: {
      'max-lines': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['test/e2e/**/*.ts'],
    languageOptions: { parserOptions: { project: ['./test/e2e/tsconfig.json'] } },
  },
  {
    files: ['test/ui/**/*.ts'],
    languageOptions: { parserOptions: { project: ['./test/ui/tsconfig.json'] } },
  },

  {
    // Plain Node scripts; they run before anything is installed or built, so they are not TypeScript.
    files: ['**/*.{js,mjs,cjs}'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
);
