/**
 * Shared Jest settings. Tests run from source as native ES modules: the `@safeai/source` condition
 * resolves a workspace package to its `src/index.ts`, so no build is needed. Node has to be started
 * with `--experimental-vm-modules`; the `test` target in nx.json does that.
 */
export default {
  testEnvironment: 'node',
  // Processes, servers, password hashes; a loaded machine takes its time.
  testTimeout: 30_000,
  testEnvironmentOptions: {
    customExportConditions: ['@safeai/source', 'node', 'node-addons'],
  },
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out-tsc/'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: false },
          experimental: { keepImportAttributes: true },
        },
      },
    ],
  },
  coverageProvider: 'v8',
  coverageDirectory: '<rootDir>/coverage',
  collectCoverageFrom: ['<rootDir>/src/**/*.ts', '!<rootDir>/src/**/*.test.ts'],
};
