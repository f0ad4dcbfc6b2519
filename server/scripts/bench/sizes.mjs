/** How large the bundles and the extension's package are. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { megabytes } from './numbers.mjs';

export function sizes(root) {
  const dist = join(root, 'dist');
  const bundles = readdirSync(dist).filter((name) => /\.(?:cjs|cache)$/.test(name));
  const packages = existsSync(root) ? readdirSync(root).filter((name) => name.endsWith('.vsix')) : [];
  return [
    ...bundles.map((name) => {
      const bytes = readFileSync(join(dist, name));
      return [
        `size: ${name}`,
        megabytes(bytes.length),
        '',
        '',
        `${megabytes(gzipSync(bytes).length)} packed`,
      ];
    }),
    ...packages.map((name) => [
      `size: ${name}`,
      megabytes(statSync(join(root, name)).size),
      '',
      '≤ 1.5 MB',
      '',
    ]),
  ];
}
