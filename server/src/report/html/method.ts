/** How grades are made, with the very numbers that they are made with. */
import { CAPS, FULL_POINTS, LETTERS, MISSING_POINTS, MOST_COUNTED, POINTS } from '../grade.ts';
import { type Html, html } from './markup.ts';
import { SEVERITIES, severityMark } from './words.ts';

export function methodSection(): Html {
  const takes = SEVERITIES.map(
    (severity) =>
      html`<tr>
        <td>${severityMark(severity)}</td>
        <td class="number">−${POINTS[severity]}</td>
      </tr>`,
  );
  const letters = LETTERS.map(
    ({ letter, from }) =>
      html`<tr>
        <td><span class="grade grade-${letter}">${letter}</span></td>
        <td class="number">${from}</td>
      </tr>`,
  );
  const caps = CAPS.map(
    ({ severity, letter }) =>
      `With ${severity === 'error' ? 'an error' : `a ${severity}`}, ${letter} is the best grade.`,
  );
  return html`<section id="method" aria-labelledby="method-title">
    <h2 id="method-title">How grades are made</h2>
    <p>
      Every service and every image begins with ${FULL_POINTS} points. Each finding takes some, and what is
      left makes the letter. Nothing else goes into it, so a grade can be checked by hand.
    </p>
    <div class="pair">
      <table>
        <caption>
          What a finding takes
        </caption>
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col" class="number">Points</th>
          </tr>
        </thead>
        <tbody>
          ${takes}
        </tbody>
      </table>
      <table>
        <caption>
          What a letter needs
        </caption>
        <thead>
          <tr>
            <th scope="col">Grade</th>
            <th scope="col" class="number">Points from</th>
          </tr>
        </thead>
        <tbody>
          ${letters}
        </tbody>
      </table>
    </div>
    <ul>
      <li>${caps.join(' ')}</li>
      <li>
        A hint that lists missing hardening takes ${MISSING_POINTS} points for each measure that is missing,
        instead of ${POINTS.hint}.
      </li>
      <li>
        Of one rule, ${MOST_COUNTED} findings of a severity take points at most: many open ports are worse
        than one, but not as many times.
      </li>
      <li>
        What belongs to a Compose file and to none of its services is graded as a project, when something was
        found there.
      </li>
      <li>A finding that somebody excepts still counts: to look away makes nothing safer.</li>
      <li>What is right takes no points and gives none. It is listed because it should stay.</li>
      <li>
        A grade is provisional where something could not be judged. Then it may be worse than the letter says,
        never better.
      </li>
    </ul>
  </section>`;
}
