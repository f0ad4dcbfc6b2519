/** Keeps one failing request from costing more than its own answer. */
import { type CancellationToken, ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Host } from '../base/host.ts';
import { traceOf } from '../base/trace.ts';

/** Runs a handler; when it throws, the error is logged and the client gets the empty answer. */
export function guarded<Args extends readonly unknown[], Result>(
  log: Host['log'],
  name: string,
  empty: Result,
  handler: (...args: Args) => Result | Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await handler(...args);
    } catch (error) {
      if (isAnswer(error)) throw error;
      log('error', `${name} failed: ${traceOf(error)}`);
      return empty;
    }
  };
}

/** How long it may take to make the edits of a text's fixes, in milliseconds. */
const BUDGET = 3000;

/** Runs work that a text could make endless, as long as the host allows. */
export function inTime<T>(host: Host, work: () => T): T {
  return host.withBudget ? host.withBudget(BUDGET, work) : work();
}

/** Lets waiting messages be read before work begins. */
export function nextTick(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Work that is asked for many times in a row, and done once when the row ends; milliseconds are waited for its end. */
export function afterPause(milliseconds: number, work: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => void work(), milliseconds);
  };
}

/** Before work that costs: a cancellation or the next keystroke may already be waiting behind this request. */
export async function giveWay(token: CancellationToken): Promise<void> {
  await nextTick();
  if (token.isCancellationRequested) throw cancelled();
}

/** What a cancelled request answers. */
export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

/** An error that was thrown on purpose, to be the answer. */
function isAnswer(error: unknown): boolean {
  return error instanceof ResponseError && error.code !== ErrorCodes.InternalError;
}
