import path from 'node:path';

import { AirplanError, InternalError, messageOf } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import { type ReceiptRequest, renderReceipt } from '../render/receipt.ts';
import type { ApplyResult, ApplyWatcher } from '../workflows/apply.ts';
import type { Ports } from '../workflows/ports.ts';
import type { CommandContext } from './context.ts';
import { assertWritable, type OutputFile, writeOutput } from './output-file.ts';

type Start = (ports: Ports, watcher: ApplyWatcher) => Promise<ApplyResult>;

interface Receipted {
  /** As the flag gives it. */
  readonly file: string;
  readonly start: Start;
  /** Runs it with someone watching. */
  readonly run: (start: Start) => Promise<ApplyResult>;
}

/**
 * Runs an apply, and writes a receipt of it: on success, failure and interrupt alike.
 */
export async function withReceipt({ file, start, run }: Receipted, context: CommandContext): Promise<ApplyResult> {
  const output = reportOutput(file, context);
  await assertWritable(output);
  const record = startRecord();
  const startedAtMs = Date.now();
  // What was applied stays applied, whether or not the disk takes the receipt of it.
  const end = (result: string, known: { readonly after?: Plan; readonly error?: AirplanError }): Promise<void> =>
    writeOutput(
      output,
      `${renderReceipt({ result, startedAtMs, endedAtMs: Date.now(), ...record.seen(), ...known })}\n`,
    ).catch((error: unknown) => context.tell(`${context.palette.yellow('warning:')} ${messageOf(error)}`));
  try {
    const result = await run((ports, watcher) => start(record.listen(ports), record.watch(watcher)));
    await end(result.result, 'after' in result ? { after: result.after } : {});
    return result;
  } catch (error) {
    await end('stopped', { error: toAirplanError(error) });
    throw error;
  }
}

function reportOutput(file: string, { workingFolder }: CommandContext): OutputFile {
  return {
    flag: '--report',
    file: path.resolve(workingFolder, file),
    what: 'a receipt',
    isOurs: ({ formatVersion, kind }) => typeof formatVersion === 'string' && kind === 'receipt',
  };
}

function toAirplanError(error: unknown): AirplanError {
  return error instanceof AirplanError ? error : new InternalError(messageOf(error));
}

/** Remembers what happens, for as long as something can still end it. */
function startRecord() {
  let plan: Plan | undefined;
  const outcomes: Outcome[] = [];
  const running = new Map<string, ReceiptRequest[]>();
  return {
    seen: () => ({ ...(plan === undefined ? {} : { plan }), outcomes, requests: running }),
    listen: (ports: Ports): Ports => ({
      ...ports,
      onExchange: (exchange) => {
        running.get(exchange.about ?? '')?.push(exchange);
        ports.onExchange?.(exchange);
      },
    }),
    watch: (watcher: ApplyWatcher): ApplyWatcher => ({
      confirm: (shown) => {
        plan = shown;
        return watcher.confirm(shown);
      },
      onStart: (change) => {
        running.set(change.key, []);
        watcher.onStart(change);
      },
      onOutcome: (outcome) => {
        outcomes.push(outcome);
        watcher.onOutcome(outcome);
      },
    }),
  };
}
