/** Texts to measure with: the same at every run. */

const HEAD = 'FROM python:3.13-slim AS base\nWORKDIR /app\nENV PYTHONUNBUFFERED=1\n';
const TAIL = 'USER 10001\nCMD ["python", "-m", "app"]\n';

/** A Dockerfile of so many bytes: as many steps as fit, and a comment for the rest. */
export function smallDockerfile(bytes) {
  let text = HEAD;
  for (let i = 0; ; i++) {
    const next = `${text}${stepOf(i).join('\n')}\n`;
    if (next.length + TAIL.length + 2 > bytes) break;
    text = next;
  }
  return `${text}#${'-'.repeat(bytes - text.length - TAIL.length - 2)}\n${TAIL}`;
}

/** A Dockerfile of so many lines. */
export function longDockerfile(lines) {
  const all = HEAD.trimEnd().split('\n');
  for (let i = 0; all.length < lines - 2; i++) all.push(...stepOf(i));
  // The last step must not be cut in the middle: comments take the place of what is too much.
  const steps = all.slice(0, lines - 2).map((line, i, kept) => (i > kept.length - 4 ? `# ${i}` : line));
  return `${steps.join('\n').replace(/\\\n# /g, '\n# ')}\n${TAIL}`;
}

function stepOf(i) {
  const steps = [
    [`RUN apt-get update && apt-get install -y --no-install-recommends package-${i}`],
    [`COPY --chown=10001:10001 part-${i}/ ./part-${i}/`],
    [
      `RUN set -eux; curl -fsSL https://example.com/tool-${i}.tar.gz -o /tmp/tool-${i}.tar.gz \\`,
      `    && echo "\${TOOL_${i}_SHA}  /tmp/tool-${i}.tar.gz" | sha256sum -c - \\`,
      `    && tar -xzf /tmp/tool-${i}.tar.gz -C /usr/local && rm /tmp/tool-${i}.tar.gz`,
    ],
    [`ENV SETTING_${i}=value-${i} OTHER_${i}="two words"`],
    [`# Part ${i}: what follows is needed at run time.`],
    [`RUN if [ -f part-${i}/setup.sh ]; then sh part-${i}/setup.sh --prefix="/opt/part-${i}"; fi`],
    [`ADD archive-${i}.tar.gz /opt/archive-${i}/`],
  ];
  return steps[i % steps.length];
}

/** A Compose file of so many lines. */
export function composeOf(size) {
  const lines = ['name: bench', 'x-common: &common', '  restart: unless-stopped', 'services:'];
  for (let i = 0; lines.length < size; i++) lines.push(...serviceOf(i));
  return `${lines.slice(0, size).join('\n')}\n`;
}

function serviceOf(i) {
  return [
    `  service-${i}:`,
    '    <<: *common',
    `    image: registry.example.com/team/service-${i}:1.${i}.0`,
    '    environment:',
    `      DATABASE_URL: postgres://app@database:5432/app_${i}`,
    `      LOG_LEVEL: \${LOG_LEVEL:-info}`,
    '    ports:',
    `      - "127.0.0.1:${8000 + i}:8080"`,
    '    volumes:',
    `      - data-${i}:/var/lib/service`,
    '    cap_drop: [ALL]',
    '    healthcheck:',
    '      test: ["CMD", "wget", "-q", "-O-", "http://localhost:8080/health"]',
  ];
}
