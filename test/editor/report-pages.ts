/** Pages of reports for the browser: of the sample project, of everything that a report can say, of a bad neighbour, of nothing. */
import type { Report } from '../../server/src/report/report.ts';
import { toHtml, type View } from '../../server/src/report/html/to-html.ts';
import { fullReport } from '../report/full-report.ts';
import { pageOf } from '../report/html-pages.ts';
import { reportOf, reportOfFolder } from '../report/sample-report.ts';

/** What such a page must neither run nor show as it is. */
export const HOSTILE =
  "\"><img src=x onerror=alert(1)><script>alert(1)</script></style></title>' onclick='alert(1)\u202Eyaml.\u202C";

export function pagesFor(folder: string, view?: View): Readonly<Record<string, string>> {
  const reports: Readonly<Record<string, Report>> = {
    sample: reportOfFolder(folder),
    full: fullReport(),
    hostile: hostileReport(),
    flawless: reportOf({ Dockerfile: 'FROM alpine:3.22.1\nUSER 1000\n' }),
    many: reportOf(manyFiles()),
    long: reportOf({
      [`${'long/'.repeat(60)}compose.yaml`]: `services:\n  ${'x'.repeat(300)}:\n    image: a:${'1'.repeat(5000)}\n    privileged: true\n`,
    }),
  };
  return Object.fromEntries(
    Object.entries(reports).map(([name, report]) => [name, toHtml(report, pageOf, view)]),
  );
}

function hostileReport(): Report {
  const path = `${HOSTILE.replaceAll('/', '∕')}/compose.yaml`;
  const name = JSON.stringify(HOSTILE);
  return reportOf({
    [path]: `services:\n  ${name}:\n    image: ${name}\n    privileged: true\n    environment: { PASSWORD: ${name} }\n    ports: ["5432:5432"]\n`,
  });
}

/** So many that lists fold. */
function manyFiles(): Record<string, string> {
  const files = Array.from({ length: 60 }, (_, number) => [
    `stack-${number}/compose.yaml`,
    'services:\n  db:\n    image: postgres\n    ports: ["5432:5432"]\n  web:\n    image: nginx\n    privileged: true\n',
  ]);
  return Object.fromEntries(files);
}
