'use strict';

// Published as ES modules only, which jest on Node 20 cannot require: compile them like our own code.
const esModulesOnly = ['inversify', '@inversifyjs', 'lit', 'lit-html', 'lit-element', '@lit', '@vaadin'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/.cache/'],
  cacheDirectory: '<rootDir>/.cache/jest',
  transformIgnorePatterns: [`/node_modules/(?!(${esModulesOnly.join('|')})/)`],
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: true },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  testSequencer: '<rootDir>/scripts/longest-first-sequencer.cjs',
  globalSetup: '<rootDir>/core/testing/servers/setup.ts',
  reporters: ['default', '<rootDir>/scripts/missing-servers-reporter.cjs'],
  // Tests talk to real servers and browsers, which answer late on a busy machine. Each wait in them has its own, shorter
  // patience and tells what it waited for.
  testTimeout: 240_000,
  maxWorkers: 2,
};
