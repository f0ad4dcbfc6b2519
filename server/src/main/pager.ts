/** The program that shows long texts screen by screen. */

/** What `less` is told unless somebody told it otherwise: end by itself on short texts, keep colours, leave the text on the screen, read UTF-8. */
const DEFAULTS = { LESS: 'FRX', LESSCHARSET: 'utf-8', LV: '-c' };

/** Shows a text through a program, called by these words and without a shell; false when it cannot be started. */
export async function showInPager([program, ...args]: readonly string[], text: string): Promise<boolean> {
  if (program === undefined || program === '') return false;
  const { spawn } = await import('node:child_process');
  // Ctrl+C is for the pager, which has its own use for it; without us it would be left alone with the terminal.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  try {
    return await new Promise<boolean>((resolve) => {
      const pager = spawn(program, args, {
        stdio: ['pipe', 'inherit', 'inherit'],
        env: { ...DEFAULTS, ...process.env },
      });
      pager.on('error', () => resolve(false));
      pager.on('close', () => resolve(true));
      // Somebody who has read enough does not wait for the rest.
      pager.stdin.on('error', () => undefined);
      pager.stdin.end(text);
    });
  } finally {
    process.off('SIGINT', wait);
  }
}
