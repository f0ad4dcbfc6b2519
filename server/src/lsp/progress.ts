/** LSP's work-done progress of a request that takes long. */
import {
  type ProgressToken,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver';
import type { Session } from './session.ts';

/** Reports under the token that came with the request; without one nobody listens. */
export class Progress {
  readonly #session: Session;
  readonly #token: ProgressToken | undefined;

  constructor(session: Session, token: ProgressToken | undefined) {
    this.#session = session;
    this.#token = token;
  }

  async begin(files: number): Promise<void> {
    const message = `0/${files}`;
    await this.#send({ kind: 'begin', title: 'Checking container files', cancellable: true, message });
  }

  async report(done: number, files: number): Promise<void> {
    const percentage = files === 0 ? 100 : Math.floor((done / files) * 100);
    await this.#send({ kind: 'report', message: `${done}/${files}`, percentage });
  }

  async end(): Promise<void> {
    await this.#send({ kind: 'end' });
  }

  async #send(value: WorkDoneProgressValue): Promise<void> {
    if (this.#token === undefined) return;
    await this.#session.connection.sendProgress(WorkDoneProgress.type, this.#token, value);
  }
}

type WorkDoneProgressValue = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;
