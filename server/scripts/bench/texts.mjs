/** Texts to measure with: the same at every run. */

/** A Dockerfile of about so many bytes or lines. */
export function dockerfileOf(size, unit = 'bytes') {
  const lines = ['FROM python:3.13-slim AS base', 'WORKDIR /app', 'ENV PYTHONUNBUFFERED=1'];
  const count = () => (unit === 'lines' ? lines.length : lines.join('\n').length + 60);
  for (let i = 0; count() < size - 2; i++) lines.push(...stepOf(i));
  lines.splice(unit === 'lines' ? size - 2 : lines.length);
  return `${lines.join('\n')}\nUSER 10001\nCMD ["python", "-m", "app"]\n`;
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
