/** The assertions of `node:assert` that the suite in the browser uses, where there is no Node. */

function ok(value: unknown, message = 'it does not hold'): asserts value {
  if (!value) throw new Error(message);
}

function equal(actual: unknown, expected: unknown): void {
  ok(Object.is(actual, expected), `${String(actual)} is not ${String(expected)}`);
}

function match(text: string, pattern: RegExp): void {
  ok(pattern.test(text), `${pattern} does not match: ${text}`);
}

export default { ok, equal, match };
