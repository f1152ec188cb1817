import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom. A floor sees only the floors listed for it, never a sibling. `layer:` names
 * a project's floor; `scope:` names one project, where a floor may see that one and not its
 * siblings.
 */
const depConstraints = [
  { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:none'] },
  { sourceTag: 'layer:service', onlyDependOnLibsWithTags: ['layer:core'] },
  { sourceTag: 'layer:runtime', onlyDependOnLibsWithTags: ['layer:core', 'layer:service'] },
  { sourceTag: 'layer:client', onlyDependOnLibsWithTags: ['layer:core', 'scope:api'] },
  {
    sourceTag: 'layer:adapter',
    onlyDependOnLibsWithTags: [
      'layer:core',
      'layer:client',
      'scope:protocols',
      'scope:adapter-kit',
    ],
  },
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: [
      'layer:core',
      'layer:runtime',
      'layer:client',
      'layer:adapter',
      'scope:api',
      'scope:config',
      'scope:protocols',
      'scope:proxy',
      'scope:mcp-server',
      'scope:dashboard',
    ],
  },
  // The command line starts the proxy (`safeai serve`), which serves the dashboard, and the MCP server (`safeai mcp`), which
  // has the proxy's routes in itself; no other app imports an app.
  {
    sourceTag: 'scope:proxy',
    notDependOnLibsWithTags: ['scope:proxy', 'scope:mcp-server', 'scope:cli'],
  },
  { sourceTag: 'scope:mcp-server', notDependOnLibsWithTags: ['scope:mcp-server', 'scope:cli'] },
  // It runs in browsers, and knows the server by its routes alone.
  {
    sourceTag: 'scope:dashboard',
    onlyDependOnLibsWithTags: ['layer:core', 'layer:client', 'scope:api'],
  },
];

export default defineConfig(
  globalIgnores([
    '**/dist/**',
    '**/out-tsc/**',
    '**/coverage/**',
    '**/tmp/**',
    '**/.safeai/**',
    '**/assets/**',
    '**/bundle/**',
  ]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          // Streams and bodies in the providers' exact forms, which tests of the gateway need too; a mail server.
          allow: [
            'packages/protocols/test/',
            'packages/alerting/test/stand-ins/',
            'packages/secrets/test/support/',
          ],
          banTransitiveDependencies: true,
          enforceBuildableLibDependency: false,
          depConstraints,
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    files: ['apps/cli/**', '**/*.mjs', '**/bin/*.cjs'],
    rules: { 'no-console': 'off' },
  },
  {
    // Scripts and settings in plain JavaScript belong to no TypeScript project.
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      parserOptions: { projectService: false },
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        URLSearchParams: 'readonly',
        Buffer: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        TextEncoder: 'readonly',
        TextDecoder: 'readonly',
        fetch: 'readonly',
        Response: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setImmediate: 'readonly',
        structuredClone: 'readonly',
      },
    },
  },
  {
    // A project's settings extend the root's, which lie outside any project.
    files: ['**/*.config.js'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  prettier,
);
