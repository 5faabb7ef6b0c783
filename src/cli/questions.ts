import { InterruptedError } from '../errors.ts';

/** Questions to whoever sits at the terminal. Each throws `InterruptedError` on Ctrl-C. */
export interface Questions {
  readonly text: (question: TextQuestion) => Promise<string>;
  readonly choose: <T extends string>(question: ChoiceQuestion<T>) => Promise<T>;
  readonly chooseSome: <T extends string>(question: SeveralQuestion<T>) => Promise<readonly T[]>;
  readonly confirm: (message: string) => Promise<boolean>;
}

export interface TextQuestion {
  readonly message: string;
  /** What an empty answer stands for. */
  readonly usual?: string;
  readonly example?: string;
  /** What is wrong with an answer, if anything is. */
  readonly explain: (answer: string) => string | undefined;
}

export interface ChoiceQuestion<T extends string> {
  readonly message: string;
  readonly choices: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
}

export interface SeveralQuestion<T extends string> extends ChoiceQuestion<T> {
  /** Chosen at first. */
  readonly chosen: readonly T[];
}

/** Questions on the terminal of this process, answered by keys. */
export async function terminalQuestions(): Promise<Questions> {
  const { confirm, isCancel, multiselect, select, text } = await import('@clack/prompts');
  const answered = <T>(answer: T): Exclude<T, symbol> => {
    if (isCancel(answer)) throw new InterruptedError('interrupted before anything was written');
    return answer as Exclude<T, symbol>;
  };
  const output = process.stderr;
  return {
    text: async ({ message, usual, example, explain }) => {
      const shown = usual ?? (example === undefined ? undefined : `such as ${example}`);
      const answer = await text({
        output,
        message,
        ...(shown === undefined ? {} : { placeholder: shown }),
        ...(usual === undefined ? {} : { defaultValue: usual }),
        validate: (value) => explain(answerOf(value, usual)),
      });
      return answerOf(answered(answer), usual);
    },
    choose: async ({ message, choices }) =>
      answered(await select<string>({ output, message, options: [...choices] })) as never,
    chooseSome: async ({ message, choices, chosen }) =>
      answered(
        await multiselect<string>({
          output,
          message,
          options: [...choices],
          initialValues: [...chosen],
          required: false,
        }),
      ) as never,
    confirm: async (message) => answered(await confirm({ output, message })),
  };
}

function answerOf(value: string | undefined, usual = ''): string {
  const answer = (value ?? '').trim();
  return answer === '' ? usual : answer;
}
