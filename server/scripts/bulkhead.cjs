/** Starts the command line; becomes `dist/bulkhead.cjs`. What V8 had compiled at build time is used where it is the same V8. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { wrap } = require('./wrap.cjs');

/** Set by the bundler: the version of V8 that made the code cache. */
/* global BUILD_V8 */

/** V8 takes what it compiled before only under the same flags. A thread of a process that set others is told both. */
function loadUnderUsualFlags() {
  const [usual, current] = process.argv[2] === 'bulkhead:thread' ? process.argv.slice(3) : [];
  if (current === undefined) return loadCached();
  const { setFlagsFromString } = require('node:v8');
  setFlagsFromString(usual);
  try {
    return loadCached();
  } finally {
    setFlagsFromString(current);
  }
}

function loadCached() {
  const filename = join(__dirname, 'cli.cjs');
  const cachedData = readFileSync(join(__dirname, 'cli.cache'));
  const script = new Script(wrap(readFileSync(filename, 'latin1')), { filename, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, filename, __dirname);
  return module.exports;
}

function loadPlain() {
  // Node 22 and newer keep compiled code themselves.
  require('node:module').enableCompileCache?.();
  return require(join(__dirname, 'cli.cjs'));
}

function load() {
  if (process.versions.v8 !== BUILD_V8) return loadPlain();
  try {
    return loadUnderUsualFlags();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return loadPlain();
  }
}

load().start();
