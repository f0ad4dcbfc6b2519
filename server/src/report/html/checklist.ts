/** The checklist for the host: what no file says, with the commands that tell and boxes to tick. */
import { type ChecklistGroup, type ChecklistItem, HOST_CHECKLIST } from '../../knowledge/host-checklist.ts';
import { anchors, type Facts } from './facts.ts';
import { type Html, html } from './markup.ts';
import { pageTitle } from './pages.ts';
import { pageMark, referenceMark } from './place.ts';
import { count, digits, longDate } from './words.ts';

export function checklistSection({ report: { checklist }, pageOf }: Facts): Html {
  const titles = new Map(
    HOST_CHECKLIST.flatMap(({ items }) => items).map(({ topic }) => [
      topic,
      pageTitle(pageOf(topic)) ?? topic,
    ]),
  );
  const itemOf = (item: ChecklistItem): Html =>
    itemPart(item, titles.get(item.topic) ?? item.topic, ticked.get(item.id));
  const ticked = new Map(checklist.flatMap(({ id, ticked }) => (ticked === undefined ? [] : [[id, ticked]])));
  const all = HOST_CHECKLIST.flatMap(({ items }) => items);
  const done = all.filter(({ id }) => ticked.has(id)).length;
  return html`<section id="host" aria-labelledby="host-title">
    <h2 id="host-title">The host</h2>
    <p class="lead">
      No file says how the machine is set up. Its people can: ${count(all.length, 'question')},
      ${digits(done)} ticked. Run the commands there, and tick what is as it should be.
    </p>
    ${HOST_CHECKLIST.map((group) => groupPart(group, ticked, itemOf))}
  </section>`;
}

function groupPart(
  { id, title, items }: ChecklistGroup,
  ticked: ReadonlyMap<string, string>,
  itemOf: (item: ChecklistItem) => Html,
): Html {
  const done = items.filter((item) => ticked.has(item.id)).length;
  return html`<details class="rule check" id="c-${id}">
    <summary>
      <h3>${title}</h3>
      <span class="sum aside">${digits(done)} of ${digits(items.length)} ticked</span>
    </summary>
    <ul class="inside checklist">
      ${items.map(itemOf)}
    </ul>
  </details>`;
}

function itemPart(
  { id, question, commands, references, topic, section }: ChecklistItem,
  title: string,
  day?: string,
): Html {
  const tick =
    day === undefined
      ? html`☐<span class="hidden"> not ticked</span>`
      : html`☑<span class="hidden"> ticked</span>`;
  return html`<li id="${anchors.item(id)}">
    <span class="tick" data-item="${id}" data-ticked="${day ?? ''}">${tick}</span>
    <div>
      <p class="question">
        ${question}${day === undefined ? undefined : html` <span class="aside">ticked on ${longDate(day)}</span>`}
      </p>
      ${commands.length === 0 ? undefined : html`<pre><code>${commands.join('\n')}</code></pre>`}
      <p class="aside">Cheat sheet: ${pageMark(topic, section, title)}. ${references.map(referenceMark)}</p>
    </div>
  </li>`;
}
