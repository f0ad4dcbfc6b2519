/** The function that Node puts around a CommonJS module; its own `module.wrap` would have to load the whole module loader. */
exports.wrap = (source) => `(function(exports,require,module,__filename,__dirname){${source}\n})`;
