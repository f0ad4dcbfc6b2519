/** Progress of work that may take long: what is done soon shows none. */
import { type CancellationToken, CancellationTokenSource, ProgressLocation, window } from 'vscode';

/** After this time somebody who waits wants to know how long, in milliseconds. */
export const SOON = 700;

/** Work that can be stopped; `say` shows how many of its steps are done. */
export type Work<T> = (token: CancellationToken, say: (done: number, total: number) => void) => Promise<T>;

/** Does the work; gives nothing when it was stopped. */
export async function withLateProgress<T>(title: string, work: Work<T>): Promise<T | undefined> {
  const source = new CancellationTokenSource();
  let show = (_: { message: string; increment: number }): void => undefined;
  let shown = 0;
  const result = work(source.token, (done, total) => {
    const part = total === 0 ? 0 : (done / total) * 100;
    show({ message: `${done}/${total}`, increment: part - shown });
    shown = part;
  });
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        token.onCancellationRequested(() => source.cancel());
        progress.report({ increment: shown });
        show = (step) => progress.report(step);
        return result.then(
          () => undefined,
          () => undefined,
        );
      },
    );
  }, SOON);
  try {
    return await result;
  } catch (error) {
    // What was stopped is answered with an error.
    if (source.token.isCancellationRequested) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}
