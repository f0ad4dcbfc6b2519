/** A made workspace of many Compose projects: single files, overrides, includes, and many heirs of one base. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How many projects extend the one base file. */
export const HEIRS = 40;

/** Writes so many projects below a folder and gives the paths of all files, those of variables apart. */
export function makeWorkspace(folder, projects) {
  const files = [];
  const variables = [];
  const write = (path, lines) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${lines.join('\n')}\n`);
    (path.endsWith('.env') ? variables : files).push(join(folder, path));
  };
  write('common/base.yaml', ['services:', ...service('base', 0)]);
  for (let i = 0; i < projects; i++) writeProject(`project-${i}`, i, write);
  return { files, variables, base: join(folder, 'common/base.yaml') };
}

function writeProject(folder, i, write) {
  const name = `app-${i}`;
  if (i < HEIRS) {
    const lines = ['services:', ...heir(name, ['    ports: ["127.0.0.1:8080:80"]']), ...service('cache', i)];
    return write(`${folder}/compose.yaml`, lines);
  }
  const own = ['services:', ...service(name, i), ...service('worker', i), ...service('cache', i)];
  switch (i % 4) {
    case 0:
      return write(`${folder}/compose.yaml`, own);
    case 1:
      write(`${folder}/.env`, [`TAG=1.${i}`, 'LOG_LEVEL=debug']);
      write(`${folder}/compose.yaml`, own);
      return write(`${folder}/compose.override.yaml`, [
        'services:',
        `  ${name}:`,
        '    ports: !override ["127.0.0.1:9000:9000"]',
        '    volumes: ["./code:/code"]',
        '  worker:',
        '    privileged: false',
        '    environment: {LOG_LEVEL: debug}',
      ]);
    case 2:
      write(`${folder}/parts/compose.yaml`, ['services:', ...service('part', i), ...service('queue', i)]);
      return write(`${folder}/compose.yaml`, ['include: [parts/compose.yaml]', ...own]);
    default:
      write(`${folder}/base.yaml`, own);
      return write(`${folder}/compose.yaml`, [
        'services:',
        ...heir(name, ['    read_only: true'], 'base.yaml', name),
        ...heir('worker', ['    user: "1000"'], 'base.yaml'),
      ]);
  }
}

function heir(name, lines, file = '../common/base.yaml', base = file === 'base.yaml' ? name : 'base') {
  return [`  ${name}:`, `    extends: {file: ${file}, service: ${base}}`, ...lines];
}

function service(name, i) {
  return [
    `  ${name}:`,
    `    image: registry.example.com/team/${name}:\${TAG:-1.${i}.0}`,
    '    restart: unless-stopped',
    '    environment:',
    `      DATABASE_URL: postgres://app@database:5432/app_${i}`,
    `      LOG_LEVEL: \${LOG_LEVEL:-info}`,
    '    ports:',
    `      - "127.0.0.1:${8000 + i}:8080"`,
    '    volumes:',
    '      - ./data:/var/lib/service',
    '    cap_drop: [ALL]',
    '    healthcheck:',
    '      test: ["CMD", "wget", "-q", "-O-", "http://localhost:8080/health"]',
  ];
}
