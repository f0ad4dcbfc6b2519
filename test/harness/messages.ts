/** Messages of rules as templates: which they are, and whether a text was made from one. */

/** Whether a message is a phrase for praise, and no sentence about something wrong. */
export function isPhrase(message: string): boolean {
  return !message.endsWith('.');
}

/** Whether a message has the fixed parts of a template, in order, at both ends too. */
export function isFrom(message: string, template: string): boolean {
  const parts = template.split(/\{\{\w+\}\}/u);
  let position = 0;
  for (const part of parts) {
    const at = message.indexOf(part, position);
    if (at < 0) return false;
    position = at + part.length;
  }
  return message.startsWith(parts[0] ?? '') && message.endsWith(parts.at(-1) ?? '');
}
