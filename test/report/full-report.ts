/** A report in which every field says something: findings, credits, gaps, problems, exceptions, a comparison. */
import { HOST_CHECKLIST } from '../../server/src/knowledge/host-checklist.ts';
import type { EarlierFinding, FileReview, Report } from '../../server/src/report/report.ts';
import { reportOf } from './sample-report.ts';

const COMPOSE = `services:
  web:
    image: example/web
    privileged: true
    ports: ["5432:5432", "\${PORT}:80"]
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
  cache:
    image: redis:8.2.1
    read_only: true
    cap_drop: [ALL]
    security_opt: [no-new-privileges:true]
    mem_limit: 64m
    pids_limit: 50
`;

/** The ticks, a date each. */
const CHECKLIST = HOST_CHECKLIST.flatMap(({ items }) => items).map(({ id }, index) =>
  index % 2 === 0 ? { id } : { id, ticked: '2026-03-02' },
);

export function fullReport(): Report {
  const report = reportOf(
    {
      'compose.yaml': COMPOSE,
      'web/Dockerfile': 'FROM python\nRUN curl http://example.com/x | sh\nADD https://example.com/y /y\n',
      'daemon.json': '{}',
      'broken/compose.yaml': 'services:\n  web: [\n    image: x\n',
    },
    { strict: true, checklist: CHECKLIST },
  );
  const files = [...report.files.map(withMore), unread];
  const [finding] = files.flatMap(({ findings }) => findings);
  if (!finding) throw new Error('the full report has no finding');
  const prints = files.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint));
  return {
    ...report,
    files,
    exceptions: [
      { fingerprint: finding.fingerprint, reason: 'It is a test machine.', until: '2027-01-01' },
      { fingerprint: 'gone', reason: 'Nobody knows it.' },
    ],
    comparison: {
      date: '2026-01-01',
      title: 'before',
      mended: [earlier('m1'), earlier('m2')],
      added: [...prints.slice(0, 2), 'unheard-of'],
      remaining: prints.slice(2),
      unknown: [earlier('u1')],
      cautions: ['The earlier report was made by Bulkhead 9.0.0, whose rules may differ.'],
    },
  };
}

const RANGE = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };

const unread: FileReview = {
  path: 'locked/Dockerfile',
  status: 'unread',
  problems: [{ severity: 'warning', message: 'It may not be read.' }],
  parts: [],
  findings: [],
  credits: [],
  gaps: [],
};

/** What the rules of today do not yet say in one small file. */
function withMore(file: FileReview): FileReview {
  if (file.path !== 'compose.yaml') return file;
  const [first, ...others] = file.findings;
  if (!first) return file;
  const related = [{ path: '.env', range: RANGE, message: 'the value comes from here' }];
  const refused = 'the value stands in another file';
  const reasons = ['variable', 'file', 'remote', 'notation'] as const;
  return {
    ...file,
    findings: [{ ...first, path: 'base.yaml', related, refused }, ...others],
    credits: [
      ...file.credits,
      { ruleId: 'no-privileged', message: 'has no privileges', range: RANGE, part: 0 },
    ],
    gaps: reasons.map((reason) => ({ reason, message: `A gap: ${reason}.`, range: RANGE })),
  };
}

function earlier(name: string): EarlierFinding {
  return {
    fingerprint: name,
    ruleId: 'no-privileged',
    severity: 'error',
    message: `Container '${name}' was privileged.`,
    path: `${name}/compose.yaml`,
    place: `service ${name}`,
  };
}
