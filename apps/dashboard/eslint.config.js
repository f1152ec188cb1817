import root from '../../eslint.config.js';

/** What every view is made of knows neither a view nor the page around them. */
const floors = {
  files: ['src/{ui,data,live,session}/**'],
  rules: { 'no-restricted-imports': ['error', { patterns: ['**/app/**', '**/views/**'] }] },
};

export default [...root, floors];
