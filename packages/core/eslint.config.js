import base from '../../eslint.config.js';

/** The core runs in a browser too: its shipped code uses nothing that only Node has. */
export default [
  ...base,
  {
    files: ['**/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'Use a port: the core does no I/O.' }] },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'fetch', 'require', 'global'],
    },
  },
];
