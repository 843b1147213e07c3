// How `make lint` reads scripts. ESLint is started in the root of the project, to which paths refer.
import js from "@eslint/js";
import globals from "globals";

// What the recommended rules leave out and is mostly a mistake.
const mistakes = {
  "array-callback-return": "error",
  "consistent-return": "error",
  "default-case-last": "error",
  eqeqeq: "error",
  "no-loop-func": "error",
  "no-promise-executor-return": "error",
  "no-self-compare": "error",
  "no-shadow": "error",
  "no-template-curly-in-string": "error",
  "no-unmodified-loop-condition": "error",
  "no-unreachable-loop": "error",
  "no-unused-vars": ["error", { ignoreRestSiblings: true }], // { left, out, ...rest }
  "no-use-before-define": ["error", { functions: false }],
  "no-var": "error",
  "prefer-const": "error",
  "require-atomic-updates": "error",
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { rules: { ...js.configs.recommended.rules, ...mistakes } },
  {
    files: ["nnderiv/{explorers,exercises}/scripts/**/*.js", "_ext/exercises.js"],
    languageOptions: { sourceType: "module", globals: globals.browser },
  },
  {
    files: ["_ext/*.js", "_static/*.js"],
    ignores: ["_ext/exercises.js"], // the build joins it with what it imports
    languageOptions: { sourceType: "script", globals: globals.browser },
  },
  {
    files: ["_ext/exercise*.js"], // joined into one script by the build
    languageOptions: { sourceType: "module", globals: globals.browser },
  },
  {
    files: ["_ext/section_search.js"], // on the search page, beside Sphinx's scripts
    languageOptions: { globals: { Search: "readonly", Stemmer: "readonly", stopwords: "readonly" } },
  },
  { files: ["_ext/mathml.js"], languageOptions: { sourceType: "module", globals: {} } }, // Node and page
  { files: ["_ext/typeset.js"], languageOptions: { sourceType: "module", globals: globals.node } },
  {
    files: ["live/page/**/*.js"],
    languageOptions: {
      sourceType: "module",
      globals: { ...globals.browser, LIVE_FILES: "readonly", LIVE_BYTES: "readonly" }, // set by the build
    },
  },
  { files: ["live/boot.js"], languageOptions: { sourceType: "script", globals: globals.browser } },
  {
    files: ["live/worker.js"],
    languageOptions: { sourceType: "script", globals: globals.worker },
  },
  {
    files: ["live/offline.js"],
    languageOptions: { sourceType: "script", globals: globals.serviceworker },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: globals.node } },
];
