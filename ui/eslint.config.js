import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Words between tags that are not looked up: a letter is enough to be text. */
const noLiteralText = {
  selector: 'SvelteText[value=/\\p{L}/u]:not(SvelteElement[name.name=/^(style|script)$/] > SvelteText)',
  message: 'Text on the screen comes from src/lib/text/en.json.',
};
const noWallClock = {
  selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  message: 'Ask the host for the time: a screen shows the centre’s clock, not this computer’s.',
};
const tauri = { group: ['@tauri-apps/*'], message: 'Only src/lib/host/tauri.ts talks to the window.' };

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/lib/host/generated'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Our lists and sets are replaced whole, or are no state at all.
      'svelte/prefer-svelte-reactivity': 'off',
      'max-lines': ['error', { max: 400 }],
      'no-restricted-imports': ['error', { patterns: [tauri] }],
      'no-restricted-syntax': ['error', noWallClock],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    files: ['**/*.svelte'],
    rules: { 'no-restricted-syntax': ['error', noWallClock, noLiteralText] },
  },
  {
    files: ['src/lib/parts/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            tauri,
            {
              regex: '\\.\\./(charger|session|connect|card|charts|state|host)/',
              message: 'Parts know nothing of charging.',
            },
          ],
        },
      ],
    },
  },
  { files: ['src/lib/host/**'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/lib/host/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['e2e/**', '*.js', '*.ts'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
);
