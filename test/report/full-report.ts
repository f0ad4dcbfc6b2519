/** A report in which every field says something: findings, credits, gaps, problems, exceptions, a comparison. */
import { HOST_CHECKLIST } from '../../server/src/knowledge/host-checklist.ts';
import type { EarlierFinding, FileReview, Report, ReviewException } from '../../server/src/report/report.ts';
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
  const files = withExceptions([...report.files.map(withMore), unread]);
  const prints = files.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint));
  return {
    ...report,
    files,
    priorities: report.priorities.filter(({ ruleId }) =>
      files.some(({ findings }) => findings.some((finding) => finding.ruleId === ruleId)),
    ),
    exceptions: files.flatMap(({ excepted }) =>
      excepted.flatMap(({ fingerprint, exception }) => (exception ? [{ fingerprint, ...exception }] : [])),
    ),
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

/** Where there are enough findings, the first ones are excepted in each of the ways there are; the next one is known. */
function withExceptions(files: readonly FileReview[]): FileReview[] {
  return files.map((file) => {
    const number = EXCEPTIONS.length;
    const [known, ...rest] = file.findings.slice(number);
    if (!known) return file;
    return {
      ...file,
      findings: [{ ...known, known: true as const }, ...rest],
      excepted: file.findings.slice(0, number).map((finding, index) => {
        const exception = EXCEPTIONS[index];
        if (!exception) throw new Error('there is one for each');
        return { ...finding, exception: { ...exception, path: file.path, range: RANGE } };
      }),
    };
  });
}

const EXCEPTIONS: readonly Omit<ReviewException, 'path' | 'range'>[] = [
  { form: 'comment', scope: 'entry', reason: 'It is a test machine.', until: '2027-01-01' },
  { form: 'configuration', scope: 'file', reason: '<b>Legacy</b>, see *the ticket*.' },
  { form: 'foreign', tool: 'hadolint', scope: 'file' },
];

const unread: FileReview = {
  path: 'locked/Dockerfile',
  status: 'unread',
  problems: [{ severity: 'warning', message: 'It may not be read.' }],
  parts: [],
  findings: [],
  excepted: [],
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
