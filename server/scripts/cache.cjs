/** Makes `dist/cli.cache`: has the command line check the sample and keeps what V8 compiled on the way. */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { wrap } = require('./wrap.cjs');

const dist = process.argv[2];
const filename = join(dist, 'cli.cjs');
// The text must be the very one that `bulkhead.cjs` compiles.
const script = new Script(wrap(readFileSync(filename, 'latin1')), { filename });
const bundle = { exports: {} };
script.runInThisContext()(bundle.exports, require, bundle, filename, dist);

const sample = join(__dirname, '../../sample');
process.argv = [process.execPath, filename, 'check', sample, '--fail-on=never'];
bundle.exports.start().then(() => writeFileSync(join(dist, 'cli.cache'), script.createCachedData()));
